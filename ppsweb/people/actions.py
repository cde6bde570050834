"""Taking a client on, changing how they can be reached, and verifying an address by reading a code back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from ppsweb import keys
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Capacity
from ppsweb.mail import outbox
from ppsweb.mail.wording import Kind
from ppsweb.people import search
from ppsweb.people.models import Contact, ContactKind, NamedPerson, Person, Relation
from ppsweb.people.rules import email_problem, phone_problem
from ppsweb.refusal import Refused

CODE_LASTS = timedelta(minutes=30)


@action
def take_on(
    by: Member,
    when: datetime,
    authority: Authority,
    *,
    name: str,
    capacity: Capacity,
    phone: str | None = None,
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
    person.insert_new()
    if phone:
        _add_contact(person, ContactKind.PHONE, phone)
    search.index(person)
    record("people.take_on", by=by, case=person, subject=person)
    return person


@action
def change_person(by: Member, person: Person, version: int, **values: Any) -> Person:
    """Change a client's details. Raises Stale if a colleague was faster."""
    for name, value in values.items():
        setattr(person, name, value)
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
) -> NamedPerson:
    """Add somebody who is named in a client's file, under the client's key."""
    named: NamedPerson = NamedPerson(
        person=person,
        data_key=person.data_key_id,
        relation=relation,
        name=name.strip(),
        born_on=born_on,
        school=(school or "").strip() or None,
        born_on_hash=_day_hash(born_on),
    ).insert_new()
    search.index(person)
    record("people.name_person", by=by, case=person, subject=person, detail=str(relation))
    return named


@action
def add_contact(by: Member, person: Person, kind: ContactKind, value: str) -> Contact:
    """Add a way to reach a client. An e-mail address is used for nothing until it is verified (D8.03)."""
    contact = _add_contact(person, kind, value)
    search.index(person)
    record("people.add_contact", by=by, case=person, subject=person, detail=str(kind))
    return contact


@action
def end_contact(by: Member, when: datetime, contact: Contact) -> None:
    """Stop using a number or address; the row stays, because something may have been sent there."""
    contact.ended_at = when
    contact.save_changed()
    search.index(contact.person)
    record("people.end_contact", by=by, case=contact.person, subject=contact.person, detail=str(contact.kind))


@action
def start_verifying(by: Member, when: datetime, contact: Contact) -> str:
    """Make the six-figure code that the client reads back; returns it for the message that carries it (D8.03)."""
    if contact.kind != ContactKind.EMAIL or contact.ended_at is not None:
        raise Refused("Only an e-mail address in use can be verified.")
    code = f"{secrets.randbelow(1_000_000):06d}"
    contact.code_hash = keys.mac("contact code", contact.id, code)
    contact.code_sent_at = when
    contact.save_changed()
    record("people.start_verifying", by=by, case=contact.person, subject=contact.person)
    return code


@action
def send_code(by: Member, when: datetime, contact: Contact) -> None:
    """Send the code to the address that is to be verified; the client reads it back by telephone (D8.03).

    After a withdrawal it rests on the duty to answer what they asked for, if they did (C2). Raises Refused.
    """
    if not contact.person.safe_to_email:
        raise Refused("The client has not said that it is safe to e-mail them.")
    authority = contact.person.contact_authority
    code = start_verifying(by, when, contact)
    outbox.put(by, when, contact=contact, authority=authority, kind=Kind.ADDRESS_CHECK, code=code)


@action
def verify_contact(by: Member, when: datetime, contact: Contact, code: str) -> Contact:
    """The client read the code back by telephone: the address is theirs (D8.03). Raises Refused."""
    if contact.ended_at is not None:
        raise Refused("This address is not used any more.")
    if contact.code_hash is None or contact.code_sent_at is None or when - contact.code_sent_at > CODE_LASTS:
        raise Refused({"code": "This code is too old. Send a new one."})
    if not keys.mac_holds(contact.code_hash, "contact code", contact.id, "".join(code.split())):
        raise Refused({"code": "This is not the code that was sent. Ask them to read it again."})
    contact.verified_at, contact.verified_by = when, by
    contact.code_hash = contact.unverified_because = None
    contact.save_changed()
    record("people.verify_contact", by=by, case=contact.person, subject=contact.person)
    return contact


@action
def unverify_contact(by: Member | None, contact: Contact, because: str) -> None:
    """An address bounced or was changed: nothing goes there until it is verified again (D8.07)."""
    contact.verified_at, contact.code_hash, contact.unverified_because = None, None, because
    contact.save_changed()
    record("people.unverify_contact", by=by, case=contact.person, subject=contact.person, detail=because)


def _add_contact(person: Person, kind: ContactKind, value: str) -> Contact:
    problem = {ContactKind.EMAIL: email_problem, ContactKind.PHONE: phone_problem}.get(kind, lambda _: None)(
        value
    )
    if problem:
        raise Refused({str(kind): problem})
    contact: Contact = Contact(
        person=person, data_key=person.data_key_id, kind=kind, value=value.strip()
    ).insert_new()
    return contact


def _set_indexes(person: Person) -> None:
    person.born_on_hash = _day_hash(person.born_on)
    postcode = search.plain(person.postcode or "")
    person.postcode_hash = keys.blind_index("postcode", postcode) if postcode else None


def _day_hash(day: date | None) -> str | None:
    return keys.blind_index("born_on", day.isoformat()) if day else None
