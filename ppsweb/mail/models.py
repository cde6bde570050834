"""The outbox: messages, their documents, and the log of each try to send one.

This room lies below people and cases and does not import them: its rows point upwards by name. To whom a
message goes is not written here at all: it is read from the verified contact at the moment of sending, and
the database itself refuses a contact that is not an e-mail address of that very client (C2, D8.04).
"""

from __future__ import annotations

import secrets
from typing import Any

from peewee import DateTimeField, DeferredForeignKey, ForeignKeyField, IntegerField, ModelSelect, fn

from ppsweb import files
from ppsweb.audit import Subject, names
from ppsweb.database import CodeField, Guard, Table, grows, kept, never, tables
from ppsweb.files import File
from ppsweb.keys import DataKey, Sealed, Tampered
from ppsweb.mail.rules import Address
from ppsweb.mail.states import NEEDS_A_PERSON, ON_ITS_WAY, Reason, State
from ppsweb.mail.transport import Result
from ppsweb.mail.wording import Kind

REFERENCE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
#: decided when the message was written; another recipient or another text is another message
WRITTEN = (
    "authority_id",
    "person_id",
    "contact_id",
    "case_id",
    "data_key_id",
    "asked_by_id",
    "kind",
    "reference",
    "body",
    "domain",
    "not_before",
    "created_at",
)
AUTHORITY_HOLDS = (
    "SELECT 1 FROM authorities a WHERE a.id = NEW.authority_id "
    "AND a.withdrawn_at IS NULL AND a.invalidated_at IS NULL AND a.given_at <= NEW.created_at "
    "AND a.data_key_id = (SELECT p.data_key_id FROM people p WHERE p.id = NEW.person_id)"
)


def new_reference() -> str:
    """A random reference, kept in lower case as a code: `7q4k-2mxd`."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


@names(Subject.MESSAGE)
class OutboxMessage(Table):
    """One message to one verified address of one client (or the code that verifies it).

    Written in the same transaction as what it belongs to. `reference` is what the subject line quotes;
    the id makes the Message-ID, together with `domain`, so that sending again is seen to be the same message.
    `failures` counts the failed tries of the present series, `attempts` all tries ever.
    """

    authority: Any = DeferredForeignKey("Authority", backref="messages", on_delete="RESTRICT")
    person: Any = DeferredForeignKey("Person", backref="messages", on_delete="RESTRICT")
    contact: Any = DeferredForeignKey("Contact", backref="messages", on_delete="RESTRICT")
    case: Any = DeferredForeignKey("Case", null=True, backref="messages", on_delete="RESTRICT")
    asked_by: Any = DeferredForeignKey("Member", backref="messages", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    kind = CodeField(Kind)
    reference = CodeField(max_length=9, unique=True)
    body = Sealed()
    domain = CodeField(max_length=80)
    state = CodeField(State, default=State.WAITING, index=True)
    reason = CodeField(Reason, null=True, max_length=40)
    not_before = DateTimeField()
    next_try_at = DateTimeField(index=True)
    first_try_at = DateTimeField(null=True)
    started_at = DateTimeField(null=True)
    ended_at = DateTimeField(null=True)
    attempts = IntegerField(default=0)
    failures = IntegerField(default=0)
    dealt_with_at = DateTimeField(null=True)

    GUARDS = (
        Guard(
            "authority",
            "INSERT",
            f"NOT EXISTS ({AUTHORITY_HOLDS})",
            "a message rests on no authority in force",
            declare_postgresql="held integer;",
            before_postgresql=AUTHORITY_HOLDS.replace("SELECT 1", "SELECT 1 INTO held") + " FOR SHARE OF a;",
            refuse_postgresql="held IS NULL",
        ),
        Guard(
            "recipient",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.contact_id "
            "AND c.person_id = NEW.person_id AND c.kind = 'email') "
            "OR (NEW.case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases k "
            "WHERE k.id = NEW.case_id AND k.person_id = NEW.person_id))",
            "a message goes to an e-mail address of the client that it is about",
        ),
        Guard(
            "written",
            "UPDATE",
            " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in WRITTEN),
            "what is sent to whom is not changed: it is cancelled and written anew",
            refuse_postgresql=" OR ".join(
                f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in WRITTEN
            ),
        ),
        Guard(
            "ended",
            "UPDATE",
            # from one of these by way of another, it would be sent again in two steps
            "OLD.state IN ('sent', 'cancelled', 'returned') AND NEW.state <> OLD.state AND NEW.state <> 'returned'",
            "a message that was sent, cancelled or returned is not sent again",
        ),
        grows(("attempts",), "how often a message was tried is not taken back"),
        never("DELETE", "what was sent to whom stays on record"),
    )

    class Meta:
        table_name = "outbox_messages"
        sealed_with = ("person", "contact", "case")

    #: set by a scoped query: the id of the member for whom this row was found
    opened_for: str | None = None

    @classmethod
    def visible_to(cls, member: Any) -> ModelSelect[OutboxMessage]:
        """The messages of cases that this member may open, and those without one, to a client whose case they may open.

        While the client has no case, those they asked for: whose case it becomes, answers for them from then on,
        as for the file (`Person.visible_to`). The manager sees all. Nobody sees those of a case in which they
        declared a conflict of interest, or those without a case to such a client (D4.13).
        """
        cases = cls.case.rel_model
        mine = cases.visible_to(member)
        without_case = cls.case.is_null()
        if not member.manages:
            has_one = fn.EXISTS(cases.select(cases.id).where(cases.person == cls.person))
            of_client = cls.person.in_(mine.select(cases.person))
            without_case &= of_client | (~has_one & (cls.asked_by == member))
        for hidden in cls.person.rel_model.hidden_through:
            without_case &= cls.person.not_in(hidden(member))
        return cls.select().where(cls.case.in_(mine.select(cases.id)) | without_case)

    @classmethod
    def found_for(cls, member: Any, message_id: str) -> OutboxMessage | None:
        """The message if this member may see it, with its client and address, in one query."""
        query = cls.with_recipient(cls.visible_to(member).where(cls.id == message_id))
        message: OutboxMessage | None = query.first()
        if message is not None:
            message.opened_for = member.id
        return message

    @classmethod
    def with_recipient(cls, query: Any) -> Any:
        """The same query, bringing each message's client and address along."""
        contacts, people = cls.contact.rel_model, cls.person.rel_model
        joined = query.select(cls, contacts, people).join(contacts, on=(cls.contact == contacts.id))
        return joined.switch(cls).join(people, on=(cls.person == people.id))

    @classmethod
    def needing_attention(cls, member: Any) -> ModelSelect[OutboxMessage]:
        """What this member has to look at: stopped, returned, or nobody knows; the oldest first."""
        return (
            cls.visible_to(member)
            .where(cls.state.in_(NEEDS_A_PERSON) & cls.dealt_with_at.is_null())
            .order_by(cls.created_at)
        )

    @classmethod
    def asked_for_and_stopped(cls, member: Any) -> ModelSelect[OutboxMessage]:
        """What this member asked for and somebody has to look at, whoever may see it; the oldest first."""
        needs_a_person = cls.state.in_(NEEDS_A_PERSON) & cls.dealt_with_at.is_null()
        return cls.select().where((cls.asked_by == member.id) & needs_a_person).order_by(cls.created_at)

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may see the message."""
        return self.opened_for == member.id or type(self).found_for(member, self.id) is not None

    @property
    def may_have_left(self) -> bool:
        """Whether the client may have it or get it yet: also what was stopped, if an earlier try may have got through.

        A try without a line in the log was that of a worker that died, so nobody knows.
        """
        if self.state in ON_ITS_WAY:
            return True
        certainly_not = (Result.TRY_LATER, Result.STOPPED)
        known = (
            Delivery.select().where((Delivery.message == self) & Delivery.result.in_(certainly_not)).count()
        )
        return bool(self.attempts > known)

    def address(self) -> Address:
        """What is known of the address now: read anew at each asking, never copied here."""
        return address_of(self.contact)


class OutboxDocument(Table):
    """A document that goes with a message. The file leaves the queue with delivery or after seven days (D8.08).

    What stays is the SHA-256 of the bytes that were sent, sealed, because that of a public leaflet would tell
    anybody which leaflet somebody asked for. `destroy_file` says that the file was made for this message only.
    """

    message = ForeignKeyField(OutboxMessage, backref="documents", on_delete="CASCADE")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    number = IntegerField()
    file = ForeignKeyField(File, null=True, backref="in_messages", on_delete="RESTRICT")
    size = IntegerField()
    sha256 = Sealed()
    destroy_file = CodeField(("yes", "no"))

    GUARDS = (
        kept(
            ("message_id", "data_key_id", "number", "size", "sha256", "destroy_file", "created_at"),
            "what a message brings is not changed",
        ),
        Guard(
            "file_kept",
            "UPDATE",
            "NEW.file_id IS NOT NULL AND NEW.file_id IS NOT OLD.file_id",
            "a document leaves the queue, and is not changed for another",
            refuse_postgresql="NEW.file_id IS NOT NULL AND NEW.file_id IS DISTINCT FROM OLD.file_id",
        ),
        never("DELETE", "what was sent stays on record"),
    )

    class Meta:
        table_name = "outbox_documents"
        sealed_with = ("message",)
        indexes = ((("message", "number"), True),)


class Delivery(Table):
    """One try to send a message, and what came of it (D8.08)."""

    message = ForeignKeyField(OutboxMessage, backref="deliveries", on_delete="CASCADE")
    attempt = IntegerField()
    began_at = DateTimeField()
    ended_at = DateTimeField()
    result = CodeField(Result)
    reason = CodeField(Reason, max_length=40)
    answer = IntegerField(null=True)
    tls = CodeField(null=True, max_length=12)

    GUARDS = (
        never("UPDATE", "the log of deliveries is not changed"),
        never("DELETE", "the log of deliveries is not cut"),
    )

    class Meta:
        table_name = "deliveries"


def read_document(message: OutboxMessage, file: File) -> bytes:
    """The bytes of a file that may go with this message: a published leaflet, or a paper locked for this very file.

    Raises Tampered for any other, whoever points to it.
    """
    if message.kind is Kind.LEAFLET:
        return files.read(file, kind=files.Kind.LEAFLET, data_key=None)
    return files.read(file, kind=files.Kind.RELEASED, data_key=message.data_key_id)


def documents_of(message: OutboxMessage) -> list[OutboxDocument]:
    """The documents of a message, in order."""
    query = OutboxDocument.select().where(OutboxDocument.message == message)
    return list(query.order_by(OutboxDocument.number))


def address_of(contact: Any) -> Address:
    """What is known of a contact's address now.

    A contact that was moved to another client's file in the database is still sealed under the key of the file
    that it came from, and raises Tampered: nothing that concerns one family goes to another's address (C2).
    """
    if contact.data_key_id != contact.person.data_key_id:
        raise Tampered("contacts|person")
    return Address(
        is_email=str(contact.kind) == "email",
        ended=contact.ended_at is not None,
        verified_at=contact.proven_at,
        safe_to_email=contact.person.is_safe("safe_to_email"),
        died=contact.person.died_noted_at is not None,
    )


# Peewee resolves a name when its class is made; those of rooms that were imported before this one are made already.
for _table in tables():
    DeferredForeignKey.resolve(_table)
