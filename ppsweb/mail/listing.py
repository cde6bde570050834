"""Messages as staff see them: who, what, where it is, and what may be done about it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ppsweb import keys
from ppsweb.mail import rules, wording
from ppsweb.mail.models import OutboxDocument, OutboxMessage
from ppsweb.mail.states import NEEDS_A_PERSON, State

MOST = 100


@dataclass(frozen=True)
class Line:
    """One message with its client and address opened."""

    message: OutboxMessage
    documents: tuple[OutboxDocument, ...]

    @property
    def reference(self) -> str:
        return str(self.message.reference).upper()

    @property
    def client(self) -> str:
        return str(self.message.person.name)

    @property
    def address(self) -> str:
        return str(self.message.contact.value)

    @property
    def kind(self) -> str:
        return wording.KINDS[self.message.kind]

    @property
    def state(self) -> str:
        return wording.STATES[self.message.state]

    @property
    def colour(self) -> str:
        return wording.COLOURS[self.message.state]

    @property
    def why(self) -> str:
        """Why it is where it is, or nothing."""
        return wording.REASONS[self.message.reason] if self.message.reason else ""

    @property
    def waits(self) -> bool:
        return self.message.state is State.WAITING

    @property
    def needs_a_person(self) -> bool:
        return self.message.state in NEEDS_A_PERSON and self.message.dealt_with_at is None

    @property
    def may_cancel(self) -> bool:
        return rules.may_cancel(self.message.state)

    @property
    def may_send_again(self) -> bool:
        complete = bool(self.documents) and all(document.file_id for document in self.documents)
        return rules.may_send_again(self.message.state, complete, self.message.kind)

    @property
    def may_confirm(self) -> bool:
        return self.message.state is State.UNKNOWN


def newest(member: Any) -> list[Line]:
    """The newest messages that this member may see."""
    query = OutboxMessage.visible_to(member).order_by(OutboxMessage.created_at.desc()).limit(MOST)
    return _lines(query, member)


def waiting_for_a_person(member: Any) -> list[Line]:
    """Those that somebody has to look at, the oldest first."""
    return _lines(OutboxMessage.needing_attention(member).limit(MOST), member)


def line(message: OutboxMessage) -> Line:
    """One message that has been found for a member."""
    return _with_documents([message])[0]


def _lines(query: Any, member: Any) -> list[Line]:
    """The messages of a scoped query with clients and addresses, in a few queries however many they are."""
    messages: list[OutboxMessage] = list(OutboxMessage.with_recipient(query))
    for message in messages:
        message.opened_for = member.id
    return _with_documents(messages)


def _with_documents(messages: Sequence[OutboxMessage]) -> list[Line]:
    keys.fetch(
        each.data_key_id for message in messages for each in (message, message.person, message.contact)
    )
    there: dict[str, list[OutboxDocument]] = {message.id: [] for message in messages}
    query = OutboxDocument.select().where(OutboxDocument.message.in_(list(there)))
    for document in query.order_by(OutboxDocument.number):
        there[document.message_id].append(document)
    return [Line(message, tuple(there[message.id])) for message in messages]
