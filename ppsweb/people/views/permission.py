"""Permission: taken by telephone or recorded afterwards, withdrawn, found to be wrong, given again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from ppsweb.audit import record_each
from ppsweb.auth import acting_member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import Authority
from ppsweb.deadlines import clock
from ppsweb.people import actions, wording
from ppsweb.people.alike import alike, seen
from ppsweb.people.forms import (
    PermissionAgain,
    RecordedWrongly,
    TelephonePermission,
    Withdrawal,
    WrittenPermission,
)
from ppsweb.people.models import SAFE_WAYS, Person
from ppsweb.people.taking_on import take_on_with_permission
from ppsweb.people.views.room import people_found, room, to_person
from ppsweb.refusal import Refused
from ppsweb.web.once import already_done


@room.form("/by-telephone", needs="authorities.record")
def by_telephone() -> Any:
    """Permission by telephone: the words to read out, six fields, a new client."""
    return _take_on(TelephonePermission(), "people/by_telephone.html")


@room.form("/by-form", needs="authorities.record")
def by_form() -> Any:
    """Permission on paper, by e-mail, in person, or by telephone during an outage, recorded afterwards."""
    return _take_on(WrittenPermission(), "people/by_form.html")


def _take_on(form: TelephonePermission | WrittenPermission, template: str) -> Any:
    if form.is_submitted() and already_done(Person, form):
        return redirect(url_for("people.show", person=form.identifier), 303)
    matches = _not_yet_seen(form) if form.validate_on_submit() else []
    if form.is_submitted() and not form.has_problems and not matches:
        now = clock.now()
        try:
            person = take_on_with_permission(
                acting_member(),
                now,
                identifier=form.identifier,
                phone=form.phone.data,
                child=form.child.data,
                safe={name: name in (form.safe.data or []) for name in SAFE_WAYS},
                **form.said(now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Their permission is recorded. You can open a case now.")
            return to_person(person)
    page = render_template(
        template,
        form=form,
        wording=authority_wording.HOLD_DATA,
        matches=[draw(matches) for draw in people_found] if matches else [],
    )
    return page, 422 if form.has_problems else 200


def _not_yet_seen(form: TelephonePermission | WrittenPermission) -> list[Person]:
    """The clients whom this form may be about, if its sender was not shown just these and said: it is somebody else."""
    people = alike(form.giver.data, form.phone.data, reader=acting_member())
    if form.somebody_else.data == seen(people):
        return []
    form.somebody_else.data = seen(people)
    record_each("people.search", by=acting_member(), files=people, detail="found")
    return people


@room.get("/sheet", needs="authorities.record")
def sheet() -> str:
    """The permission form to print for a home visit."""
    return render_template(
        "people/sheet.html", wording=authority_wording.HOLD_DATA, labels=authority_wording, safe=wording.SAFE
    )


@room.form("/<id:person>/permission", needs="people.write")
def give_again(person: Person) -> Any:
    """Record that a client whose permission has ended gives it again."""
    form = PermissionAgain(data={"giver": person.name, "capacity": person.capacity})
    if form.is_submitted() and already_done(Authority, form):
        return to_person(person)
    if form.validate_on_submit():
        now = clock.now()
        try:
            actions.give_again(acting_member(), now, person, identifier=form.identifier, **form.said(now))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Their new permission is recorded. Their file and their cases rest on it.")
            return to_person(person)
    page = render_template("people/again.html", form=form, person=person, wording=authority_wording.HOLD_DATA)
    return page, 422 if form.has_problems else 200


@room.form("/<id:person>/withdraw", needs="people.write")
def withdraw(person: Person) -> Any:
    """Record that the client withdrew their permission."""
    done = "The permission has ended. Nothing new can be entered for them."
    heading = "They withdraw their permission"
    return _end(person, Withdrawal(), authorities.withdraw, heading, "End the permission", done)


@room.form("/<id:person>/recorded-wrongly", needs="authorities.invalidate")
def recorded_wrongly(person: Person) -> Any:
    """Record that a permission never counted, because it was recorded wrongly (D4.01)."""
    done = "The permission does not count. Nothing new can be entered for them."
    heading = "This permission was recorded wrongly"
    return _end(person, RecordedWrongly(), authorities.invalidate, heading, "Record that it is wrong", done)


def _end(person: Person, form: Any, verb: Any, heading: str, button: str, done: str) -> Any:
    if form.validate_on_submit():
        try:
            verb(acting_member(), clock.now(), person.authority, because=form.because.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(done)
            return to_person(person)
    page = render_template("people/form.html", form=form, person=person, heading=heading, button=button)
    return page, 422 if form.has_problems else 200
