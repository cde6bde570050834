"""An invented family with a verified address, and messages to it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pikepdf

from ppsweb import files, keys
from ppsweb.auth.models import Member
from ppsweb.authorities.actions import record_permission
from ppsweb.authorities.models import Authority, Capacity, Method
from ppsweb.cases.models import Case, Topic
from ppsweb.database import database
from ppsweb.files import File, Kind, MediaType
from ppsweb.mail import outbox
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.wording import Kind as MessageKind
from ppsweb.people import actions as people
from ppsweb.people.models import Contact, ContactKind, Person

NOW = datetime(2026, 11, 24, 9, 30)
ADDRESS = "sam.taylor@home.example"
SAFE = {"safe_to_ring": True, "safe_to_email": True}


class Family:
    """A parent with one case and one e-mail address, verified unless said otherwise."""

    def __init__(
        self, officer: Member, *, address: str = ADDRESS, verified: bool = True, now: datetime = NOW
    ) -> None:
        self.officer, self.now = officer, now
        self.authority: Authority = record_permission(
            officer,
            now,
            giver="Sam Taylor",
            capacity=Capacity.PARENT,
            method=Method.PHONE,
            given_at=now - timedelta(minutes=5),
            wording_version="hold-data-1",
            read_back=True,
        )
        self.person: Person = people.take_on(
            officer, now, self.authority, name="Sam Taylor", capacity=Capacity.PARENT, safe=SAFE
        )
        self.contact: Contact = people.add_contact(officer, self.person, ContactKind.EMAIL, address)
        if verified:
            code = people.start_verifying(officer, now, self.contact)
            people.verify_contact(officer, now, self.contact, code)
        self.case: Case = Case(
            data_key=keys.new_data_key(),
            authority=self.authority,
            person=self.person,
            reference="ABCD-2345",
            officer=officer,
            topic=Topic.DRAFT_PLAN,
            opened_at=now,
            last_contact_at=now,
            created_at=now,
        ).insert_new()

    def unverify(self) -> None:
        """The address was changed, as the file says."""
        self.contact.verified_at, self.contact.unverified_because = None, "changed"
        self.contact.save_changed()

    def document(self, content: bytes | None = None, media: MediaType = MediaType.PDF) -> File:
        """A stored document, by default one that needs a password."""
        with database.atomic():
            return files.store(
                encrypted_pdf() if content is None else content,
                kind=Kind.RELEASED,
                media=media,
                name="document.pdf",
                data_key=self.case.data_key,
            )

    def leaflet(self, content: bytes | None = None) -> File:
        """A stored leaflet, which everybody may open."""
        with database.atomic():
            return files.store(
                plain_pdf() if content is None else content,
                kind=Kind.LEAFLET,
                media=MediaType.PDF,
                name="leaflet.pdf",
            )

    def put(self, when: datetime | None = None, **changes: Any) -> OutboxMessage:
        """A message with one document, put into the outbox."""
        given: dict[str, Any] = {
            "contact": self.contact,
            "authority": self.authority,
            "kind": MessageKind.DOCUMENT,
            "case": self.case,
        }
        given |= changes
        if "documents" not in given:
            given["documents"] = [self.document()]
        return outbox.put(self.officer, when or self.now, **given)


def plain_pdf() -> bytes:
    """A PDF that anybody can open."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that needs a password, as a released pack does."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made, encryption=pikepdf.Encryption(owner="correct", user="horse", R=6))
    return made.getvalue()


def again(message: OutboxMessage) -> OutboxMessage:
    """The message as the database has it now."""
    found: OutboxMessage = OutboxMessage.get_by_id(message.id)
    return found
