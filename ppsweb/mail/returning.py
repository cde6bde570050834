"""What a bounce changes: the message, the address, and the list of what an officer has to look at (D8.07)."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ppsweb.audit import action, record
from ppsweb.deadlines import clock
from ppsweb.mail import bounces
from ppsweb.mail.bounces import Bounce, Nature, What
from ppsweb.mail.config import MailConfig
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.outbox import file_of, release_documents
from ppsweb.mail.states import Reason, State

LARGEST = 32 * 1024 * 1024


class Came(enum.StrEnum):
    """What became of one message in the mailbox of the return path."""

    HARD = "hard"
    RETURNED = "returned"
    DELAYED = "delayed"
    NOTHING = "nothing"
    FOR_A_PERSON = "for_a_person"


@dataclass
class Taken:
    """How many of each there were."""

    came: dict[Came, int] = field(default_factory=dict)

    def count(self, what: Came) -> None:
        self.came[what] = self.came.get(what, 0) + 1


def take_message(data: bytes, config: MailConfig) -> Came:
    """Read one message and do what it asks for."""
    reading = bounces.read(data, config)
    if reading.what is What.NOTHING:
        return Came.NOTHING
    if reading.bounce is None:
        return Came.FOR_A_PERSON
    message = OutboxMessage.get_or_none(OutboxMessage.id == reading.bounce.reference)
    if message is None:
        return Came.FOR_A_PERSON
    take_bounce(message, reading.bounce)
    return Came(reading.bounce.nature)


def take_maildir(folder: Path, config: MailConfig) -> Taken:
    """Read every message of a maildir; those that are understood are deleted, the rest is left for a person.

    They are deleted only after what they changed has been committed.
    """
    taken = Taken()
    for path in _messages(folder):
        came = Came.FOR_A_PERSON
        if path.stat().st_size <= LARGEST:
            came = take_message(path.read_bytes(), config)
        if came is not Came.FOR_A_PERSON:
            path.unlink()
        taken.count(came)
    return taken


def _messages(folder: Path) -> Iterator[Path]:
    for part in ("new", "cur"):
        found: Iterable[Path] = sorted((folder / part).iterdir())
        yield from (path for path in found if path.is_file() and not path.is_symlink())


@action
def take_bounce(message: OutboxMessage, bounce: Bounce) -> None:
    """Write down a bounce: a hard one un-verifies the address, and both kinds of failure show the message.

    A report that the mail is still being tried changes nothing.
    """
    record("mail.bounce", by=None, case=file_of(message), subject=message, detail=str(bounce.nature))
    if bounce.nature is Nature.DELAYED:
        return
    if bounce.hard:
        _unverify(message.contact)
    if message.state is not State.CANCELLED:
        message.state = State.RETURNED
        message.reason = Reason.BOUNCED if bounce.hard else Reason.UNDELIVERED
        message.ended_at, message.dealt_with_at = clock.now(), None
        message.save_changed()
        release_documents(message)


def _unverify(contact: Any) -> None:
    """Nothing goes to this address until it is verified again.

    Written here, because people lies above this room: whoever sends must not depend on who is written to.
    """
    contact.verified_at = contact.verified_mac = contact.code_hash = None
    contact.unverified_because = "bounced"
    contact.save_changed()
    record("mail.unverify_contact", by=None, case=contact.person, subject=contact.person, detail="bounced")
