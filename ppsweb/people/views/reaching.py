"""Numbers and addresses: added, verified by a code that is read back, ended."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template

from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.deadlines import clock
from ppsweb.people import actions, wording
from ppsweb.people.forms import NewAddress, NewEmail, NewPhone, ReadBack
from ppsweb.people.models import Contact, ContactKind, Person
from ppsweb.people.rules import tries_left
from ppsweb.people.views.room import contact_of, room, to_person
from ppsweb.refusal import Refused
from ppsweb.web.messages import saying
from ppsweb.web.once import already_done


@room.form("/<id:person>/telephone", needs="people.write")
def add_phone(person: Person) -> Any:
    """Add a telephone number."""
    return _add(person, NewPhone(), ContactKind.PHONE, "Telephone number")


@room.form("/<id:person>/email", needs="people.write")
def add_email(person: Person) -> Any:
    """Add an e-mail address; it is used for nothing until a code has been read back."""
    return _add(person, NewEmail(), ContactKind.EMAIL, "E-mail address")


@room.form("/<id:person>/address", needs="people.write")
def add_address(person: Person) -> Any:
    """Add a postal address."""
    return _add(person, NewAddress(), ContactKind.POST, "Postal address")


def _add(person: Person, form: Any, kind: ContactKind, heading: str) -> Any:
    if form.is_submitted() and already_done(Contact, form):
        return to_person(person)
    if form.validate_on_submit():
        try:
            actions.add_contact(
                acting_member(), person, kind, form[str(kind)].data, identifier=form.identifier
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Added.")
            return to_person(person)
    page = render_template("people/form.html", form=form, person=person, heading=heading, button="Add")
    return page, 422 if form.has_problems else 200


@room.form("/<id:person>/contacts/<id:contact>/verify", needs="people.verify")
def verify(person: Person, contact: str) -> Any:
    """Take the code that the client reads back by telephone."""
    found = contact_of(person, contact)
    form = ReadBack()
    if form.validate_on_submit():
        try:
            verified = actions.verify_contact(acting_member(), clock.now(), found, form.code.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            if verified is not None:
                flash("The address is verified.")
                return to_person(person)
            form.refuse(Refused({"code": wording.wrong_code(tries_left(found.wrong_codes))}))
    record("people.view", by=acting_member(), case=person, subject=person, detail="address")
    page = render_template("people/verify.html", form=form, person=person, contact=found)
    return page, 422 if form.has_problems else 200


@room.post("/<id:person>/contacts/<id:contact>/send-code", needs="people.verify")
def send_code(person: Person, contact: str) -> Any:
    """Send six figures to the address; the client reads them back by telephone."""
    found = contact_of(person, contact)
    with saying("The code is on its way. Ring them and ask them to read it to you."):
        actions.send_code(acting_member(), clock.now(), found)
    return to_person(person)


@room.post("/<id:person>/contacts/<id:contact>/end", needs="people.write")
def end_contact(person: Person, contact: str) -> Any:
    """Stop using a number or address."""
    found = contact_of(person, contact)
    with saying("It will not be used any more."):
        actions.end_contact(acting_member(), clock.now(), found)
    return to_person(person)
