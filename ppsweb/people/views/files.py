"""A client's file: what it shows, and changing what is known about them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import Authority, Capacity, Purpose
from ppsweb.deadlines import clock
from ppsweb.people import actions, wording
from ppsweb.people.forms import Details, Named, NamedAgain
from ppsweb.people.models import SAFE_WAYS, Contact, NamedPerson, Person, Relation
from ppsweb.people.views.room import room, room_satellites, to_person
from ppsweb.refusal import Refused
from ppsweb.web.messages import saying
from ppsweb.web.once import already_done


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
        authority=person.authority,
        agreed_to=authority_wording.words_of(person.authority),
        earlier=_earlier_permissions(person),
        wording=wording,
        languages=wording.LANGUAGES,
        standings=wording.STANDINGS,
        authority_wording=authority_wording,
        satellites=[draw(person) for draw in room_satellites],
    )


def _earlier_permissions(person: Person) -> list[Authority]:
    """Those that have ended and were followed by the one on which the file rests, the newest first."""
    return list(
        Authority.select()
        .where(
            (Authority.data_key == person.data_key_id)
            & (Authority.purpose == Purpose.HOLD_DATA)
            & (Authority.id != person.authority_id)
        )
        .order_by(Authority.given_at.desc())
    )


@room.form("/<id:person>/details", needs="people.write")
def details(person: Person) -> Any:
    """Change what is known about a client."""
    form = Details(obj=person, data={"safe": person.safe_ways})
    if form.validate_on_submit():
        try:
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
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The details are saved.")
            return to_person(person)
    record("people.view", by=acting_member(), case=person, subject=person, detail="details")
    page = render_template(
        "people/form.html", form=form, person=person, heading="Details", button="Save details"
    )
    return page, 422 if form.has_problems else 200


@room.form("/<id:person>/name", needs="people.write")
def name(person: Person) -> Any:
    """Add somebody whom the file names."""
    form = Named()
    if form.is_submitted() and already_done(NamedPerson, form):
        return to_person(person)
    if form.validate_on_submit():
        try:
            actions.name_person(
                acting_member(),
                person,
                relation=Relation(form.relation.data),
                name=form.name.data,
                born_on=form.born_on.data,
                school=form.school.data,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Added to the file.")
            return to_person(person)
    page = render_template(
        "people/form.html", form=form, person=person, heading="Somebody in the file", button="Add"
    )
    return page, 422 if form.has_problems else 200


@room.form("/<id:person>/named/<id:named>", needs="people.write")
def change_named(person: Person, named: str) -> Any:
    """Put right what the file says of somebody whom it names."""
    found = NamedPerson.get_or_none((NamedPerson.id == named) & (NamedPerson.person == person))
    if found is None:
        abort(404)
    form = NamedAgain(obj=found)
    if form.validate_on_submit():
        try:
            actions.change_named(
                acting_member(),
                person,
                found,
                form.seen_version,
                name=form.name.data,
                born_on=form.born_on.data,
                school=form.school.data,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The file is put right.")
            return to_person(person)
    record("people.view", by=acting_member(), case=person, subject=person, detail="details")
    heading = wording.RELATIONS[found.relation]
    page = render_template("people/form.html", form=form, person=person, heading=heading, button="Save")
    return page, 422 if form.has_problems else 200


@room.post("/<id:person>/died", needs="people.write")
def died(person: Person) -> Any:
    """Note that the client has died: nothing is sent to them any more (D4.25)."""
    with saying("It is noted. No message is sent to them any more."):
        actions.note_death(acting_member(), clock.now(), person)
    return to_person(person)


@room.post("/<id:person>/not-died", needs="people.write")
def not_died(person: Person) -> Any:
    """Take back what was noted in the wrong file."""
    with saying("It is taken back."):
        actions.take_back_death(acting_member(), person)
    return to_person(person)
