"""Taking a client on, changing what is known about them, naming others in their file, noting a death."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ppsweb import keys
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Capacity
from ppsweb.people import search
from ppsweb.people.actions import reaching
from ppsweb.people.models import ContactKind, NamedPerson, Person, Relation
from ppsweb.people.rules import additions, decides_from
from ppsweb.people.wording import PERMISSION_ENDED
from ppsweb.refusal import Refused


@action
def take_on(
    by: Member,
    when: datetime,
    authority: Authority,
    *,
    name: str,
    capacity: Capacity,
    phone: str | None = None,
    email: str | None = None,
    safe: Mapping[str, bool] | None = None,
    identifier: str | None = None,
    **details: Any,
) -> Person:
    """Make a client whose record rests on `authority` and is sealed under its key (C5).

    `safe` answers `safe_to_ring`, `safe_to_leave_message`, `safe_to_write`, `safe_to_email`; unanswered is no.
    Raises Refused.
    """
    if not authority.in_force:
        raise Refused("This permission has ended. Ask for a new one first.")
    chosen = {"id": identifier} if identifier else {}
    person: Person = Person(
        **chosen,
        data_key=authority.data_key_id,
        authority=authority,
        created_at=when,
        capacity=capacity,
        name=name.strip(),
        **{each: bool(answer) for each, answer in (safe or {}).items()},
        **details,
    )
    _set_indexes(person)
    person.signed().insert_new()
    for kind, value in ((ContactKind.PHONE, phone), (ContactKind.EMAIL, email)):
        if value:
            reaching.add_contact(by, person, kind, value)
    search.index(person)
    record("people.take_on", by=by, case=person, subject=person)
    return person


@action
def change_person(by: Member, person: Person, version: int, **values: Any) -> Person:
    """Change a client's details. Once their permission has ended, only what takes something away or keeps them safe
    is taken (C5). Raises Refused, and Stale if a colleague was faster.
    """
    if not person.is_permitted:
        added = additions({name: getattr(person, name) for name in values}, values)
        if added:
            raise Refused(dict.fromkeys(added, PERMISSION_ENDED))
    person.say(**values)
    _set_indexes(person)
    person.save_changed(version)
    search.index(person)
    record("people.change_person", by=by, case=person, subject=person)
    return person


@action
def name_person(
    by: Member,
    person: Person,
    *,
    relation: Relation,
    name: str,
    born_on: date | None = None,
    school: str | None = None,
    identifier: str | None = None,
) -> NamedPerson:
    """Add somebody who is named in a client's file, under the client's key. Raises Refused."""
    if not person.is_permitted:
        raise Refused(PERMISSION_ENDED)
    chosen = {"id": identifier} if identifier else {}
    named: NamedPerson = NamedPerson(
        **chosen,
        person=person,
        data_key=person.data_key_id,
        relation=relation,
        name=name.strip(),
        born_on=born_on,
        school=(school or "").strip() or None,
        born_on_hash=_day_hash(born_on),
        decides_from=_decides_from(relation, born_on),
    ).insert_new()
    search.index(person)
    record("people.name_person", by=by, case=person, subject=person, detail=str(relation))
    return named


@action
def change_named(
    by: Member, person: Person, named: NamedPerson, version: int, *, name: str, born_on: date | None, school: str | None
) -> NamedPerson:
    """Put right what a file says of somebody whom it names. Raises Refused, and Stale if a colleague was faster."""
    if not person.is_permitted:
        raise Refused(PERMISSION_ENDED)
    named.name, named.born_on, named.school = name.strip(), born_on, (school or "").strip() or None
    named.born_on_hash = _day_hash(born_on)
    named.decides_from = _decides_from(Relation(named.relation), born_on)
    named.save_changed(version)
    search.index(person)
    record("people.change_named", by=by, case=person, subject=person)
    return named


@action
def note_death(by: Member, when: datetime, person: Person) -> Person:
    """Note that a client has died: no message is sent to them any more (D4.25). Raises Refused."""
    if person.died_noted_at is not None:
        raise Refused("This is noted already.")
    person.say(died_noted_at=when)
    person.save_changed()
    record("people.note_death", by=by, case=person, subject=person)
    return person


@action
def take_back_death(by: Member, person: Person) -> Person:
    """A death was noted in the wrong file: the client can be written to again. Raises Refused."""
    if person.died_noted_at is None:
        raise Refused("No death is noted in this file.")
    person.say(died_noted_at=None)
    person.save_changed()
    record("people.take_back_death", by=by, case=person, subject=person)
    return person


def _set_indexes(person: Person) -> None:
    person.born_on_hash = _day_hash(person.born_on)
    postcode = search.plain(person.postcode or "")
    person.postcode_hash = keys.blind_index("postcode", postcode) if postcode else None


def _decides_from(relation: Relation, born_on: date | None) -> date | None:
    return decides_from(born_on) if relation is Relation.CHILD and born_on is not None else None


def _day_hash(day: date | None) -> str | None:
    return keys.blind_index("born_on", day.isoformat()) if day else None
