"""Having the pack made, releasing it, and noting that its password was told."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from ppsweb.auth import confirm_password
from ppsweb.auth.models import names_of
from ppsweb.deadlines import clock
from ppsweb.mail.passwords import Told
from ppsweb.people.addresses import usable_addresses
from ppsweb.people.models import Contact, ContactKind
from ppsweb.people.told_once import told_once
from ppsweb.people.wording import LANGUAGES
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions, rules, wording
from ppsweb.subject_access.answering import reached_by, releases_of
from ppsweb.subject_access.codes import Identity
from ppsweb.subject_access.forms import HandingOver, Releasing, Telling
from ppsweb.subject_access.models import DataRequest, HandOver, Pack, Release
from ppsweb.subject_access.standing import decided, latest_pack, standing
from ppsweb.subject_access.timing import awaits_identity
from ppsweb.subject_access.views.room import acting_member, room, to_request
from ppsweb.web.fields.choosing import choices
from ppsweb.web.filters import day
from ppsweb.web.messages import saying
from ppsweb.web.once import already_done

SENT_ALREADY = "This pack was sent already. If you have not told the password yet, send it again."


@room.post("/<id:request>/build", needs="subject_access.decide")
def build(request: DataRequest) -> Any:
    """Have the worker make the pack of what is decided now."""
    with saying("The pack is being made. This page shows how far it is when you load it again."):
        actions.ask_for_pack(acting_member(), clock.now(), request)
    return to_request(request)


@room.form("/<id:request>/release", needs="subject_access.release")
def release(request: DataRequest) -> Any:
    """Send the pack under a new password, which the very answer to this form shows once and never again.

    It is the one form that does not answer with a redirect: a password in an address, a session or a row would be
    a password kept (D8.02). Sent twice it does nothing twice, and the second answer has no password in it.
    """
    pack = latest_pack(request)
    form = Releasing(data={"seen": pack.id if pack else ""})
    addresses = usable_addresses(request.person)
    form.contact.choices = choices({contact.id: contact.value for contact in addresses})
    if len(addresses) == 1 and not form.is_submitted():
        form.contact.data = addresses[0].id
    form.contact.hints = _who_verified(addresses)
    if form.is_submitted() and already_done(Release, form, SENT_ALREADY):
        return to_request(request)
    if form.validate_on_submit():
        try:
            _confirm(form)
            released = actions.release(
                acting_member(),
                clock.now(),
                request,
                next(each for each in addresses if each.id == form.contact.data),
                seen=form.seen.data,
                about_nobody_else=form.about_nobody_else.data,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _show_password(request, released)
    page = render_template(
        "subject_access/release.html",
        form=form,
        request_=request,
        addresses=addresses,
        emails=reached_by(request, ContactKind.EMAIL),
        pack=pack,
        why_not=_why_not(request, pack),
        again=bool(releases_of(request)),
    )
    return page, 422 if form.has_problems else 200


@room.form("/<id:request>/hand-over", needs="subject_access.release")
def hand_over(request: DataRequest) -> Any:
    """Record that the pack was handed over on paper or posted, which answers the request as an e-mail does."""
    pack = latest_pack(request)
    form = HandingOver(data={"seen": pack.id if pack else ""})
    if form.is_submitted() and already_done(HandOver, form):
        return to_request(request)
    if form.validate_on_submit():
        try:
            _confirm(form)
            actions.hand_over(
                acting_member(),
                clock.now(),
                request,
                seen=form.seen.data,
                about_nobody_else=form.about_nobody_else.data,
                handed_on=form.handed_on.data,
                identity=Identity(form.identity.data),
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded that the pack was handed over.")
            return to_request(request)
    page = render_template(
        "subject_access/hand_over.html",
        form=form,
        request_=request,
        pack=pack,
        why_not=_why_not(request, pack),
        addresses=reached_by(request, ContactKind.POST),
        languages=LANGUAGES,
    )
    return page, 422 if form.has_problems else 200


def _why_not(request: DataRequest, pack: Pack | None) -> str | None:
    waits = awaits_identity(request, clock.today())
    return rules.why_not_release(standing(decided(request), pack), awaits_identity=waits)


def _who_verified(addresses: list[Contact]) -> dict[str, str]:
    """Who found out that each address is theirs, when and how: whoever releases the pack answers for it (D8.03)."""
    names = names_of(each.verified_by_id for each in addresses if each.verified_by_id is not None)
    return {
        each.id: wording.VERIFIED.format(
            by=names.get(each.verified_by_id or "", "a former member of staff"), day=day(each.proven_at)
        )
        for each in addresses
    }


def _confirm(form: Releasing | HandingOver) -> None:
    """Ask the directory whether this is the manager's own password, before the act and not inside it (D6.04)."""
    if not confirm_password(acting_member(), form.password.data):
        raise Refused({"password": "This is not your password"})


def _show_password(request: DataRequest, released: actions.Released) -> str:
    return told_once(
        request.person,
        released.password,
        document="pack",
        numbers=reached_by(request, ContactKind.PHONE),
        told_address=url_for("subject_access.told", release=released.release.id),
        back=("To the request", url_for("subject_access.show", request=request.id)),
    )


@room.form("/releases/<id:release>/told", needs="subject_access.release")
def told(release: Release) -> Any:
    """Note that the password was told, and how."""
    form = Telling()
    if form.validate_on_submit():
        try:
            actions.tell_password(acting_member(), clock.now(), release, Told(form.how.data))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Noted that the password was told.")
            return to_request(release.request)
    page = render_template(
        "subject_access/form.html",
        form=form,
        request_=release.request,
        heading="The password was told",
        button="Note it",
        advice="Ring the number that is in the file. Never send the password by e-mail.",
    )
    return page, 422 if form.has_problems else 200
