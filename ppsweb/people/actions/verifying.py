"""Verifying an e-mail address: six figures go there, and the client reads them back by telephone (D8.03)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from ppsweb import keys
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.mail import outbox
from ppsweb.mail.wording import Kind
from ppsweb.people.models import Contact, ContactKind
from ppsweb.people.wording import PERMISSION_ENDED
from ppsweb.refusal import Refused

CODE_LASTS = timedelta(minutes=30)


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

    It rests on the permission to hold data (D4.23); after a withdrawal on the duty to answer what they asked for, if
    they did (C2). Raises Refused.
    """
    authority = contact.person.contact_authority
    if not authority.in_force:
        raise Refused(PERMISSION_ENDED)
    if not contact.person.safe_to_email:
        raise Refused("The client has not said that it is safe to e-mail them.")
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
