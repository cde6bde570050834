"""What a permission must be to count, and for how long (D4.01, D4.04). Pure."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ppsweb.deadlines.counting import add_months_clamped

#: how long a permission to share lasts unless the parent says less
SHARING_MONTHS = 12
WARNED_DAYS = 30
SPOKEN = ("phone", "in_person", "with_interpreter")


def reasons_against(
    *, giver: str, method: str, given_at: datetime, now: datetime, read_back: bool
) -> dict[str | None, str]:
    """Why this is not a permission, by field; empty when it is one.

    The fields are those of the forms, which ask for day and time apart. A spoken permission is read back to the giver
    (D4.04); nobody can permit something in the future.
    """
    reasons: dict[str | None, str] = {}
    if not giver.strip():
        reasons["giver"] = "Enter the name of the person who gives permission"
    if given_at > now:
        reasons["given_time"] = "The time of the permission cannot be in the future"
    if method in SPOKEN and not read_back:
        reasons["read_back"] = "Read the words out and tick that they said yes"
    return reasons


class Standing(enum.StrEnum):
    """How a permission to share stands on a day."""

    IN_FORCE = "in_force"
    ENDS_SOON = "ends_soon"
    PAUSED = "paused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    DISAGREED = "disagreed"
    WRONG = "wrong"


def last_day(given_on: date) -> date:
    """The longest that a permission to share given on this day can last (D4.01)."""
    return add_months_clamped(given_on, SHARING_MONTHS)


def reasons_against_sharing(
    *,
    method: str,
    copy: str | None,
    given_on: date,
    valid_until: date,
    bodies: Sequence[str],
    purposes: Sequence[str],
    categories: Sequence[str],
) -> dict[str | None, str]:
    """Why this is no permission to share, by field, beside what `reasons_against` finds; empty when it is one.

    It names each body and each purpose, and what may be shared. Whoever only said it has it in writing too, or the
    record says that nothing written is safe (D4.04).
    """
    reasons: dict[str | None, str] = {}
    if not bodies:
        reasons["bodies"] = "Choose at least one body by its name"
    if not purposes:
        reasons["purposes"] = "Choose what they permit"
    if not categories:
        reasons["categories"] = "Choose what may be shared"
    if valid_until < given_on:
        reasons["valid_until"] = "It cannot end before it was given"
    elif valid_until > last_day(given_on):
        reasons["valid_until"] = "It can last twelve months at most. Ask them again then"
    if method in SPOKEN and not copy:
        reasons["copy"] = "Choose how they have it in writing, or that nothing written is safe"
    return reasons


def standing_of(
    *,
    valid_until: date | None,
    withdrawn_at: datetime | None,
    invalidated_at: datetime | None,
    today: date,
    paused: bool = False,
    ended_as: Standing = Standing.WITHDRAWN,
) -> Standing:
    """How a permission to share stands today; its last day is a day on which it counts.

    One that waits for parents who disagree runs out all the same (D4.24). `ended_as` says what the withdrawal was:
    taken back, ended with the last open case, or by the manager's decision.
    """
    if invalidated_at is not None:
        return Standing.WRONG
    if withdrawn_at is not None:
        return ended_as
    if valid_until is not None and today > valid_until:
        return Standing.EXPIRED
    if paused:
        return Standing.PAUSED
    if valid_until is not None and today >= valid_until - timedelta(days=WARNED_DAYS):
        return Standing.ENDS_SOON
    return Standing.IN_FORCE
