"""Sending what is due, by the worker or by hand: claim, commit, talk to the mail server, write down the answer.

A message is marked as being sent, and that is committed, before the mail server is spoken to. So a worker that
dies in the middle leaves a row that says so; after a while it is shown as "may have been sent" and waits for
a person. Nothing is ever sent twice unless a person decided so, and then it is seen to be the same message.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ppsweb import keys, settings
from ppsweb.audit import action, record
from ppsweb.database import Stale, database, locked
from ppsweb.deadlines import clock
from ppsweb.files import Damaged
from ppsweb.keys import KeyDestroyed, Tampered
from ppsweb.mail import rules
from ppsweb.mail.config import from_settings
from ppsweb.mail.message import OutgoingMessage
from ppsweb.mail.models import Delivery, OutboxDocument, OutboxMessage, documents_of, read_document
from ppsweb.mail.outbox import file_of, release_documents
from ppsweb.mail.states import LEFT_LYING, Kind, Reason, State
from ppsweb.mail.transport import Outcome, Result, Transport

log = logging.getLogger(__name__)

A_ROUND = 100
#: not about this message: the others would fail alike, so they are left for the next round
TROUBLE = frozenset(
    {Reason.CONNECTION, Reason.NO_TLS, Reason.CERTIFICATE, Reason.TLS, Reason.NO_AUTH, Reason.SIGN_IN}
)

#: by kind: rooms above say whether what they put in is still given out at that time (leaflets asks its editions)
still_given_out: dict[Kind, Callable[[OutboxMessage, datetime], bool]] = {}


class InTransaction(RuntimeError):
    """Sending was asked for inside a transaction: what is sent could then not be taken back with it."""


@dataclass
class Round:
    """What one round did: how many messages came to which state."""

    came_to: dict[State, int] = field(default_factory=dict)

    def count(self, state: State) -> None:
        self.came_to[state] = self.came_to.get(state, 0) + 1


@dataclass(frozen=True)
class _Claimed:
    """A message that this worker, and no other, is sending."""

    outgoing: OutgoingMessage
    attempt: int


def send_due(now: datetime | None = None, transport: Transport | None = None) -> Round:
    """Do one round: show what was lost, let old documents go, send whatever is due.

    Each claim and each answer is committed on its own. The clock is read at each claim: one that comes late in a
    long round would else look as old as the round, and soon be taken for lost. `now` is instead of the clock.
    Raises InTransaction inside a transaction.
    """
    if database.in_transaction():
        raise InTransaction
    moment = now or clock.now()
    done = Round()
    for message in _lost(moment):
        # A worker that was slow, not dead, may write its answer down at this very moment: then that counts.
        with contextlib.suppress(Stale):
            _lose_track(message)
            done.count(State.UNKNOWN)
    for message in _with_old_documents(moment):
        _let_documents_go(message)
    for message_id in _due(moment):
        transport = transport or Transport(from_settings(settings.current()))
        state, reason = _send_one(message_id, now or clock.now(), transport)
        keys.forget()
        if state is not None:
            done.count(state)
        if reason in TROUBLE:
            break
    return done


def _due(now: datetime) -> list[str]:
    due = (OutboxMessage.state == State.WAITING) & (OutboxMessage.next_try_at <= now)
    query = OutboxMessage.select(OutboxMessage.id).where(due).order_by(OutboxMessage.next_try_at)
    return [message.id for message in query.limit(A_ROUND)]


def _send_one(message_id: str, now: datetime, transport: Transport) -> tuple[State | None, Reason | None]:
    """Send one message: the state and reason it came to; None where somebody else was faster."""
    try:
        claimed = _claim(message_id, now)
    except Stale:
        return None, None
    except Exception as error:
        # Nothing was claimed, so nothing was sent; one message that cannot be read must not stop the others.
        log.error("message %s could not be prepared: %s", message_id, type(error).__name__)
        final = isinstance(error, (KeyDestroyed, Tampered, Damaged))
        outcome = (
            Outcome(Result.STOPPED, Reason.UNREADABLE) if final else Outcome(Result.TRY_LATER, Reason.ERROR)
        )
        return _write_down(message_id, None, outcome, now, now)
    if not isinstance(claimed, _Claimed):
        return claimed
    began = time.monotonic()
    outcome = transport.send(claimed.outgoing)
    ended = now + timedelta(seconds=time.monotonic() - began)
    return _write_down(message_id, claimed.attempt, outcome, now, ended)


@action
def _claim(message_id: str, now: datetime) -> _Claimed | tuple[State | None, Reason | None]:
    """Mark the message as being sent, and read all that is needed; or stop it if it may not be sent any more."""
    message = _locked(message_id)
    if message.state is not State.WAITING or message.next_try_at > now:
        raise Stale("OutboxMessage")
    problem = _why_not(message, now)
    if problem is not None:
        message.state, message.reason = State.STOPPED, problem
        message.save_changed()
        record("mail.stop", by=None, case=file_of(message), subject=message, detail=problem)
        return State.STOPPED, problem
    outgoing = _outgoing(message)
    message.state, message.started_at = State.SENDING, now
    message.attempts += 1
    message.first_try_at = message.first_try_at or now
    message.save_changed()
    record("mail.begin_sending", by=None, case=file_of(message), subject=message)
    return _Claimed(outgoing, message.attempts)


def _why_not(message: OutboxMessage, now: datetime) -> Reason | None:
    """The reason why this may not be sent now: the world has moved on since it was written."""
    problem = rules.why_not(message.address(), message.kind, now)
    if problem is None and not message.authority.in_force:
        problem = Reason.AUTHORITY_ENDED
    if problem is None and any(document.file is None for document in documents_of(message)):
        problem = Reason.DOCUMENT_GONE
    if problem is None and message.kind in still_given_out and not still_given_out[message.kind](message, now):
        problem = Reason.NOT_GIVEN_OUT
    return problem


def _outgoing(message: OutboxMessage) -> OutgoingMessage:
    return OutgoingMessage(
        row_id=message.id,
        to=message.contact.value,
        kind=message.kind,
        reference=message.reference.upper(),
        body=message.body,
        written_at=message.created_at,
        documents=tuple(_content(message, document) for document in documents_of(message)),
        domain=message.domain,
    )


def _content(message: OutboxMessage, document: OutboxDocument) -> bytes:
    """What was put into the outbox, and nothing else: the sealed hash says which file that was (C2)."""
    if document.file is None:
        raise LookupError(document.id)
    content = read_document(message, document.file)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Tampered(f"outbox_documents|{document.id}")
    return content


@action
def _write_down(
    message_id: str, attempt: int | None, outcome: Outcome, began: datetime, ended: datetime
) -> tuple[State, Reason]:
    """Log the try and move the message on. `attempt` None: it was never claimed, so nothing was sent.

    If the message was taken for lost meanwhile, the true answer still counts; if a person decided meanwhile,
    their decision stays and the try is only logged.
    """
    message = _locked(message_id)
    record("mail.end_sending", by=None, case=file_of(message), subject=message, detail=str(outcome.result))
    if attempt is not None:
        Delivery(
            message=message,
            attempt=attempt,
            began_at=began,
            ended_at=ended,
            result=outcome.result,
            reason=outcome.reason,
            answer=outcome.code,
            tls=outcome.tls.lower() if outcome.tls else None,
        ).insert_new()
    ours = (State.WAITING,) if attempt is None else (State.SENDING, State.UNKNOWN)
    if message.state in ours and attempt in (None, message.attempts):
        _move_on(message, outcome, ended)
    return message.state, outcome.reason


def _move_on(message: OutboxMessage, outcome: Outcome, now: datetime) -> None:
    message.reason = outcome.reason
    if outcome.result is Result.SENT:
        message.state, message.reason, message.ended_at = State.SENT, None, now
        release_documents(message)
    elif outcome.result is Result.TRY_LATER:
        message.failures += 1
        message.first_try_at = message.first_try_at or now
        next_try = rules.next_try(message.failures, message.first_try_at, now)
        message.state = State.WAITING if next_try else State.STOPPED
        message.reason = outcome.reason if next_try else Reason.GAVE_UP
        message.next_try_at = next_try or now
    else:
        message.state = State.STOPPED if outcome.result is Result.STOPPED else State.UNKNOWN
    message.save_changed()


def _lost(now: datetime) -> list[OutboxMessage]:
    sending = OutboxMessage.select().where(OutboxMessage.state == State.SENDING)
    return [message for message in sending if rules.is_lost(message.state, message.started_at, now)]


@action
def _lose_track(message: OutboxMessage) -> None:
    """A worker died between claim and answer: nobody knows, so a person has to find out."""
    message.state, message.reason = State.UNKNOWN, Reason.WORKER_LOST
    message.save_changed()
    record("mail.lose_track", by=None, case=file_of(message), subject=message)


def _with_old_documents(now: datetime) -> list[OutboxMessage]:
    return list(
        OutboxMessage.select()
        .join(OutboxDocument)
        .where(
            OutboxMessage.state.in_(LEFT_LYING)
            & OutboxDocument.file.is_null(False)
            & (OutboxMessage.created_at <= now - rules.DOCUMENTS_STAY)
        )
        .distinct()
    )


@action
def _let_documents_go(message: OutboxMessage) -> None:
    """Documents do not lie in the queue for ever (D8.08)."""
    release_documents(message)
    record("mail.let_documents_go", by=None, case=file_of(message), subject=message)


def _locked(message_id: str) -> OutboxMessage:
    """The row as it is now, kept from others until the end of the transaction (SQLite keeps the whole file)."""
    message: OutboxMessage = locked(OutboxMessage.select().where(OutboxMessage.id == message_id)).get()
    return message
