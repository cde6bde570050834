"""Pages on which a client is given in writing what they permitted (D4.04)."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, render_template, url_for

from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import Copy
from ppsweb.consents import copying
from ppsweb.consents.forms import Copying, TellingPassword
from ppsweb.consents.models import SharingCopy
from ppsweb.consents.views.room import room, to_list
from ppsweb.deadlines import clock
from ppsweb.mail.passwords import Told
from ppsweb.people.addresses import usable_addresses
from ppsweb.people.models import Contact, ContactKind, Person
from ppsweb.people.told_once import told_once
from ppsweb.people.wording import LANGUAGES
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.once import already_done

SENT_ALREADY = "This copy was given already. If you have not told the password yet, send it again."


@room.form("/<id:person>/signings/<id:sharing>/copy", needs="consents.record")
def give_copy(person: Person, sharing: str) -> Any:
    """Give the copy by e-mail, or note that it was posted or handed over.

    By e-mail the answer shows the password once: it does not redirect, because a password in an address, a session or
    a row would be a password kept (D8.02).
    """
    signing = _signing(person, sharing)
    addresses = usable_addresses(person)
    asked_for = signing.first.copy
    form = Copying(data={"how": asked_for if addresses or asked_for != Copy.EMAIL else None})
    if addresses:
        form.contact.choices = choices({each.id: each.value for each in addresses})
    else:
        form.only_on_paper()
    if form.is_submitted() and already_done(SharingCopy, form, SENT_ALREADY):
        return to_list(person)
    if form.validate_on_submit():
        try:
            answer = _give(person, signing, form, addresses)
        except Refused as refused:
            form.refuse(refused)
        else:
            return answer
    page = render_template(
        "consents/copy.html",
        form=form,
        person=person,
        signing=signing,
        addresses=addresses,
        labels=authority_wording,
        languages=LANGUAGES,
    )
    return page, 422 if form.has_problems else 200


def _give(person: Person, signing: copying.Signing, form: Copying, addresses: list[Contact]) -> Any:
    by, now, how = acting_member(), clock.now(), Copy(form.how.data)
    if how is not Copy.EMAIL:
        copying.note_copy(by, now, person, signing, how=how, identifier=form.identifier)
        flash("It is noted that they have it in writing.")
        return to_list(person)
    contact = next((each for each in addresses if form.contact and each.id == form.contact.data), None)
    if contact is None:
        raise Refused({"contact": "Choose a verified address"})
    drawn = copying.draw_copy(person, signing, clock.today())
    sent = copying.send_copy(
        by, now, person, signing, contact=contact, drawn=drawn, identifier=form.identifier
    )
    return told_once(
        person,
        sent.password,
        document="copy",
        numbers=Contact.in_use(person.id, ContactKind.PHONE),
        told_address=url_for("consents.copy_told", person=person.id, copy=sent.copy.id),
        back=("To the permissions to share", url_for("consents.show", person=person.id)),
    )


@room.get("/<id:person>/signings/<id:sharing>/copy.pdf", needs="consents.view")
def copy_file(person: Person, sharing: str) -> Response:
    """The copy to print, without a password: it is for the hand and for the post."""
    signing = _signing(person, sharing)
    record("consents.view_copy", by=acting_member(), case=person, subject=signing.first)
    return Response(
        copying.draw_copy(person, signing, clock.today()),
        mimetype="application/pdf",
        headers={"Content-Disposition": 'inline; filename="document.pdf"'},
    )


@room.form("/<id:person>/copies/<id:copy>/told", needs="consents.record")
def copy_told(person: Person, copy: str) -> Any:
    """Note that the password was told, and how."""
    found = SharingCopy.get_or_none((SharingCopy.id == copy) & (SharingCopy.person == person))
    if found is None:
        abort(404)
    form = TellingPassword()
    if form.validate_on_submit():
        try:
            copying.tell_password(acting_member(), clock.now(), found, Told(form.how.data))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Noted that the password was told.")
            return to_list(person)
    page = render_template("consents/copy_told.html", form=form, person=person)
    return page, 422 if form.has_problems else 200


def _signing(person: Person, sharing: str) -> copying.Signing:
    """A signing of this client; of anybody else's there is the one 404."""
    found = copying.signing_of(person, sharing)
    return found if found is not None else abort(404)
