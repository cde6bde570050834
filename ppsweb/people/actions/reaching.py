"""The numbers and addresses at which a client is reached: added and ended, never changed."""

from __future__ import annotations

from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.people import search
from ppsweb.people.models import Contact, ContactKind, Person
from ppsweb.people.wording import PERMISSION_ENDED
from ppsweb.refusal import Refused
from ppsweb.web.shapes import email_problem, phone_problem

PROBLEMS = {ContactKind.EMAIL: email_problem, ContactKind.PHONE: phone_problem}


@action
def add_contact(
    by: Member, person: Person, kind: ContactKind, value: str, identifier: str | None = None
) -> Contact:
    """Add a way to reach a client. An e-mail address is used for nothing until it is verified (D8.03).

    Raises Refused.
    """
    if not person.is_permitted:
        raise Refused({str(kind): PERMISSION_ENDED})
    problem = PROBLEMS[kind](value) if kind in PROBLEMS else None
    if problem:
        raise Refused({str(kind): problem})
    chosen = {"id": identifier} if identifier else {}
    contact: Contact = Contact(
        **chosen, person=person, data_key=person.data_key_id, kind=kind, value=value.strip()
    ).insert_new()
    search.index(person)
    record("people.add_contact", by=by, case=person, subject=person, detail=str(kind))
    return contact


@action
def end_contact(by: Member, when: datetime, contact: Contact) -> None:
    """Stop using a number or address; the row stays, because something may have been sent there. Raises Refused."""
    if contact.ended_at is not None:
        raise Refused("It is not used any more already.")
    contact.ended_at = when
    contact.save_changed()
    search.index(contact.person)
    record("people.end_contact", by=by, case=contact.person, subject=contact.person, detail=str(contact.kind))
