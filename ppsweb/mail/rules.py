"""What policy says about sending: when to try again, when to stop, and to which address. Pure.

Sources: domain rules D8.03 (a verified address, for six months), D8.04 (the cancel window), D8.07 (a soft
failure is tried for 24 hours), D8.08 (documents leave the queue with delivery or after seven days).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ppsweb.mail.states import Kind, Reason, State

#: the wait after the first, second, … failed try of a series
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120))
GIVE_UP_AFTER = timedelta(hours=24)
#: longer than any conversation with a mail server lasts: a worker silent for so long has died
LEASE = timedelta(minutes=15)
DOCUMENTS_STAY = timedelta(days=7)
#: six months (D8.03)
VERIFIED_FOR = timedelta(days=183)


@dataclass(frozen=True)
class Address:
    """What is known about an address at the moment of asking or sending."""

    is_email: bool
    ended: bool
    verified_at: datetime | None
    safe_to_email: bool
    died: bool


def why_not(address: Address, kind: Kind, now: datetime) -> Reason | None:
    """The reason why nothing may go to this address now, or None.

    The code that verifies an address goes to one that is not yet verified; nothing else does (D8.03).
    After a death every contact stops (D4.25); who said that e-mail is not safe is not written to.
    """
    if not address.is_email:
        return Reason.NOT_EMAIL
    if address.ended:
        return Reason.ADDRESS_ENDED
    if address.died:
        return Reason.DIED
    if not address.safe_to_email:
        return Reason.NOT_SAFE
    if kind is Kind.ADDRESS_CHECK:
        return None
    if address.verified_at is None:
        return Reason.NOT_VERIFIED
    if not counts_as_verified(address.verified_at, now):
        return Reason.VERIFIED_LONG_AGO
    return None


def counts_as_verified(verified_at: datetime | None, now: datetime) -> bool:
    """Whether an address was verified within six months (D8.03)."""
    return verified_at is not None and now - verified_at <= VERIFIED_FOR


def next_try(failures: int, first_try_at: datetime, now: datetime) -> datetime | None:
    """When to try again after `failures` (1 or more) failed tries of this series; None: give up (D8.07)."""
    wait = WAITS[min(failures, len(WAITS)) - 1]
    return now + wait if now + wait <= first_try_at + GIVE_UP_AFTER else None


def is_lost(state: State, started_at: datetime | None, now: datetime) -> bool:
    """Whether the worker that was sending this message has died, so that nobody knows what became of it."""
    return state is State.SENDING and started_at is not None and started_at + LEASE <= now


def may_cancel(state: State) -> bool:
    """Only what has certainly not been sent can be cancelled."""
    return state in (State.WAITING, State.STOPPED)


def may_send_again(state: State, has_documents: bool, kind: Kind) -> bool:
    """A stopped message, or one that may have arrived. What came back is written anew, to a verified address."""
    complete = has_documents or kind is Kind.ADDRESS_CHECK
    return state in (State.STOPPED, State.UNKNOWN) and complete
