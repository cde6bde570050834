"""Pages about clients: permission first, then how to reach them, and whom their file names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import Authority, Capacity, Method
from ppsweb.deadlines import clock
from ppsweb.people import actions, wording
from ppsweb.people.forms import (
    Details,
    Named,
    NewEmail,
    NewPhone,
    ReadBack,
    TelephonePermission,
    Withdrawal,
    WrittenPermission,
)
from ppsweb.people.models import SAFE_WAYS, Contact, ContactKind, NamedPerson, Person, Relation
from ppsweb.people.taking_on import take_on_with_permission
from ppsweb.permissions import Room
from ppsweb.refusal import Refused
from ppsweb.web.messages import flash_refused
from ppsweb.web.once import already_done

room = Room("people", __name__, url_prefix="/people")


def _contact(member: Any, contact_id: str) -> Contact | None:
    contact: Contact | None = Contact.get_or_none(Contact.id == contact_id)
    person = Person.found_for(member, contact.person_id) if contact is not None else None
    if contact is None or person is None:
        return None
    contact.person = person
    return contact


room.loads(person=Person.found_for)


def to_person(person: Person) -> Response:
    return redirect(url_for("people.show", person=person.id), 303)


@room.form("/by-telephone", needs="authorities.record")
def by_telephone() -> Any:
    """Permission by telephone: the words to read out, six fields, a new client."""
    form = TelephonePermission()
    if form.is_submitted() and already_done(Person, form):
        return redirect(url_for("people.show", person=form.identifier), 303)
    if form.validate_on_submit():
        now = clock.now()
        try:
            person = take_on_with_permission(
                acting_member(),
                now,
                identifier=form.identifier,
                giver=form.giver.data,
                capacity=Capacity(form.capacity.data),
                method=Method.PHONE,
                given_at=now,
                read_back=form.read_back.data,
                phone=form.phone.data,
                child=form.child.data,
                safe={name: name in (form.safe.data or []) for name in SAFE_WAYS},
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Their permission is recorded. You can open a case now.")
            return to_person(person)
    page = render_template("people/by_telephone.html", form=form, wording=authority_wording.HOLD_DATA)
    return page, 422 if form.has_problems else 200


@room.form("/by-form", needs="authorities.record")
def by_form() -> Any:
    """Permission on paper, by e-mail or in person, recorded afterwards."""
    form = WrittenPermission()
    if form.is_submitted() and already_done(Person, form):
        return redirect(url_for("people.show", person=form.identifier), 303)
    if form.validate_on_submit():
        try:
            person = take_on_with_permission(
                acting_member(),
                clock.now(),
                identifier=form.identifier,
                giver=form.giver.data,
                capacity=Capacity(form.capacity.data),
                method=Method(form.method.data),
                given_at=clock.utc(_at(form)),
                read_back=form.read_back.data,
                phone=form.phone.data,
                child=form.child.data,
                conditions=form.conditions.data,
                safe={name: name in (form.safe.data or []) for name in SAFE_WAYS},
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Their permission is recorded. You can open a case now.")
            return to_person(person)
    page = render_template("people/by_form.html", form=form, wording=authority_wording.HOLD_DATA)
    return page, 422 if form.has_problems else 200


def _at(form: WrittenPermission) -> datetime:
    assert form.given_time.time is not None  # noqa: S101 (the form was valid)
    return datetime.combine(form.given_on.data, form.given_time.time)


@room.get("/sheet", needs="authorities.record")
def sheet() -> str:
    """The permission form to print for a home visit."""
    return render_template(
        "people/sheet.html", wording=authority_wording.HOLD_DATA, labels=authority_wording, safe=wording.SAFE
    )


@room.get("/<id:person>", needs="people.view")
def show(person: Person) -> str:
    """A client: how to reach them safely, what they permitted, whom the file names."""
    record("people.view", by=acting_member(), case=person, subject=person)
    keys.fetch([person.data_key_id])
    return render_template(
        "people/show.html",
        person=person,
        contacts=list(
            Contact.select()
            .where((Contact.person == person) & Contact.ended_at.is_null())
            .order_by(Contact.created_at)
        ),
        named=list(NamedPerson.select().where(NamedPerson.person == person).order_by(NamedPerson.created_at)),
        authority=Authority.get_by_id(person.authority_id),
        wording=wording,
        authority_wording=authority_wording,
        satellites=[draw(person) for draw in room_satellites],
    )


#: rooms above add what belongs on a client's page (cases lists the cases): each answers HTML of its own template
room_satellites: list[Any] = []


@room.form("/<id:person>/details", needs="people.write")
def details(person: Person) -> Any:
    """Change what is known about a client."""
    form = Details(obj=person, data={"safe": person.safe_ways})
    if form.validate_on_submit():
        actions.change_person(
            acting_member(),
            person,
            form.seen_version,
            name=form.name.data,
            capacity=Capacity(form.capacity.data),
            born_on=form.born_on.data,
            postcode=form.postcode.data or None,
            language=form.language.data,
            needs_interpreter=form.needs_interpreter.data,
            contact_advice=form.contact_advice.data or None,
            pass_phrase=form.pass_phrase.data or None,
            **{name: name in (form.safe.data or []) for name in SAFE_WAYS},
        )
        flash("The details are saved.")
        return to_person(person)
    page = render_template(
        "people/form.html", form=form, person=person, heading="Details", button="Save details"
    )
    return page, 422 if form.has_problems else 200


@room.form("/<id:person>/name", needs="people.write")
def name(person: Person) -> Any:
    """Add somebody whom the file names."""
    form = Named()
    if form.validate_on_submit():
        actions.name_person(
            acting_member(),
            person,
            relation=Relation(form.relation.data),
            name=form.name.data,
            born_on=form.born_on.data,
            school=form.school.data,
        )
        flash("Added to the file.")
        return to_person(person)
    page = render_template(
        "people/form.html", form=form, person=person, heading="Somebody in the file", button="Add"
    )
    return page, 422 if form.has_problems else 200


@room.form("/<id:person>/telephone", needs="people.write")
def add_phone(person: Person) -> Any:
    """Add a telephone number."""
    return _add(person, NewPhone(), ContactKind.PHONE, "Telephone number")


@room.form("/<id:person>/email", needs="people.write")
def add_email(person: Person) -> Any:
    """Add an e-mail address; it is used for nothing until a code has been read back."""
    return _add(person, NewEmail(), ContactKind.EMAIL, "E-mail address")


def _add(person: Person, form: Any, kind: ContactKind, heading: str) -> Any:
    if form.validate_on_submit():
        try:
            actions.add_contact(acting_member(), person, kind, form[str(kind)].data)
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
    found = _contact(acting_member(), contact)
    if found is None or found.person_id != person.id:
        return room_missing()
    form = ReadBack()
    if form.validate_on_submit():
        try:
            actions.verify_contact(acting_member(), clock.now(), found, form.code.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The address is verified.")
            return to_person(person)
    page = render_template("people/verify.html", form=form, person=person, contact=found)
    return page, 422 if form.has_problems else 200


@room.post("/<id:person>/contacts/<id:contact>/send-code", needs="people.verify")
def send_code(person: Person, contact: str) -> Any:
    """Send six figures to the address; the client reads them back by telephone."""
    found = _contact(acting_member(), contact)
    if found is None or found.person_id != person.id:
        return room_missing()
    try:
        actions.send_code(acting_member(), clock.now(), found)
        flash("The code is on its way. Ring them and ask them to read it to you.")
    except Refused as refused:
        flash_refused(refused)
    return to_person(person)


@room.post("/<id:person>/contacts/<id:contact>/end", needs="people.write")
def end_contact(person: Person, contact: str) -> Any:
    """Stop using a number or address."""
    found = _contact(acting_member(), contact)
    if found is None or found.person_id != person.id:
        return room_missing()
    actions.end_contact(acting_member(), clock.now(), found)
    flash("It will not be used any more.")
    return to_person(person)


@room.form("/<id:person>/withdraw", needs="people.write")
def withdraw(person: Person) -> Any:
    """Record that the client withdrew their permission."""
    form = Withdrawal()
    if form.validate_on_submit():
        try:
            authorities.withdraw(
                acting_member(),
                clock.now(),
                Authority.get_by_id(person.authority_id),
                because=form.because.data,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The permission has ended. Nothing new can be entered for them.")
            return to_person(person)
    page = render_template(
        "people/form.html",
        form=form,
        person=person,
        heading="They withdraw their permission",
        button="End the permission",
    )
    return page, 422 if form.has_problems else 200


def room_missing() -> Any:
    """The uniform 404."""
    from flask import abort

    return abort(404)
