"""Verifying an e-mail address: six figures go there, and the client reads them back by telephone (D8.03)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from ppsweb import keys
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.database import locked
from ppsweb.mail import outbox
from ppsweb.mail.wording import Kind
from ppsweb.people.models import Contact, ContactKind
from ppsweb.people.rules import tries_left
from ppsweb.people.wording import CODE_VOID, PERMISSION_ENDED
from ppsweb.refusal import Refused

CODE_LASTS = timedelta(minutes=30)


@action
def start_verifying(by: Member, when: datetime, contact: Contact) -> str:
    """Make the six-figure code that the client reads back; returns it for the message that carries it (D8.03)."""
    if contact.kind != ContactKind.EMAIL or contact.ended_at is not None:
        raise Refused("Only an e-mail address in use can be verified.")
    code = f"{secrets.randbelow(1_000_000):06d}"
    contact.code_sent_at, contact.wrong_codes = when, 0
    contact.code_hash = keys.mac("contact code", *_sent(contact, code))
    contact.save_changed()
    record("people.start_verifying", by=by, case=contact.person, subject=contact.person)
    return code


@action
def send_code(by: Member, when: datetime, contact: Contact) -> None:
    """Send the code to the address that is to be verified; the client reads it back by telephone (D8.03).

    It rests on the permission to hold data (D4.23); after a withdrawal on the duty to answer what they asked for, if
    they did (C2). Raises Refused.
    """
    authority = contact.person.contact_authority
    if not authority.in_force:
        raise Refused(PERMISSION_ENDED)
    if not contact.person.is_safe("safe_to_email"):
        raise Refused("The client has not said that it is safe to e-mail them.")
    code = start_verifying(by, when, contact)
    outbox.put(by, when, contact=contact, authority=authority, kind=Kind.ADDRESS_CHECK, code=code)


@action
def verify_contact(by: Member, when: datetime, contact: Contact, code: str) -> Contact | None:
    """The client read the code back by telephone: the address is theirs (D8.03). Raises Refused.

    None for a wrong answer: it is not refused, because it is counted, and after the last one the code is void.
    Answers that come together wait for each other, so that none is left out.
    """
    _lock(contact)
    if contact.ended_at is not None:
        raise Refused("This address is not used any more.")
    if contact.code_hash is None and tries_left(contact.wrong_codes) == 0:
        raise Refused({"code": CODE_VOID})
    if contact.code_hash is None or contact.code_sent_at is None or when - contact.code_sent_at > CODE_LASTS:
        raise Refused({"code": "This code is too old. Send a new one."})
    if not keys.mac_holds(contact.code_hash, "contact code", *_sent(contact, "".join(code.split()))):
        contact.wrong_codes += 1
        if tries_left(contact.wrong_codes) == 0:
            contact.code_hash = None
        contact.save_changed()
        record("people.misread_code", by=by, case=contact.person, subject=contact.person)
        return None
    contact.verify(by, when)
    contact.code_hash = contact.unverified_because = None
    contact.wrong_codes = 0
    contact.save_changed()
    record("people.verify_contact", by=by, case=contact.person, subject=contact.person)
    return contact


def _sent(contact: Contact, code: str) -> tuple[object, ...]:
    """A code with where and when it was sent: a later day in the row makes it last no longer."""
    at = contact.code_sent_at
    return contact.id, None if at is None else at.isoformat(timespec="microseconds"), code


def _lock(contact: Contact) -> None:
    """Keep the row from others until the end of the transaction (SQLite keeps the whole file), as it is now."""
    now = locked(Contact.select().where(Contact.id == contact.id)).get()
    for name in ("version", "code_hash", "code_sent_at", "wrong_codes", "ended_at"):
        setattr(contact, name, getattr(now, name))
