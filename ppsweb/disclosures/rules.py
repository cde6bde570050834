"""Whether a permission covers what is done with a body outside, and what is missing otherwise (C7, I5, D4.03). Pure."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, Protocol, TypeVar

from ppsweb.consents.rules import AS_A_PARENT, counts_for
from ppsweb.deadlines.counting import WorkingDays, add_working_days

#: the regulator hears of a breach within so many hours of when it was known (D3.22)
LOOK_WITHIN = timedelta(hours=72)
#: something typed later than this many working days after it happened is shown to the manager (D4.03)
LATE_AFTER = 1


class Gap(enum.StrEnum):
    """What is missing, from the farthest miss to the nearest."""

    NEVER = "never"
    OTHER_PURPOSE = "other_purpose"
    WRONG = "wrong"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    PAUSED = "paused"
    NOT_A_PARENT = "not_a_parent"
    LATER = "later"
    NOT_THESE = "not_these"
    NOT_HELD = "not_held"


class Permission(Protocol):
    """What the rule asks of a permission; nothing is written to it."""

    @property
    def purpose(self) -> str: ...
    @property
    def organisation_id(self) -> str | None: ...
    @property
    def given_at(self) -> datetime: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    @property
    def invalidated_at(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def resumed_at(self) -> datetime | None: ...
    @property
    def capacity(self) -> str | None: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def shares(self) -> Sequence[str]: ...


P = TypeVar("P", bound=Permission)


@dataclass(frozen=True)
class Asked:
    """What is to be done or was done: with which body, for what, what is told.

    `at` is when it happened, None of a plan; `now` is the present; `on` is its London day.
    """

    organisation: str | None
    purpose: str
    categories: Collection[str]
    on: date
    now: datetime
    at: datetime | None = None
    #: from when the child of the case decides for themself, if that is known
    decides_from: date | None = None
    #: whether another parent disagreed when it happened, before the manager had decided (D4.24)
    disagreed: bool = False


@dataclass(frozen=True)
class Verdict(Generic[P]):
    """The permission that covers it; or what is missing, beside the nearest one that does not."""

    authority: P | None
    gap: Gap | None = None
    nearest: P | None = None
    #: codes that were to be told and that the nearest one leaves out
    too_much: tuple[str, ...] = ()


def cover(asked: Asked, permissions: Iterable[P], held: Iterable[Permission]) -> Verdict[P]:
    """Which of a client's permissions covers it, the one that lasts longest; `held` are those to hold their data.

    A permission counts from when it was given until it was taken back: given at 10:00, it does not cover a call at
    09:30. Its last day counts. One that was recorded wrongly never counted. While parents disagree it does not count
    (D4.24), and a parent's word counts no longer once the child decides (D2.20). Without a permission to hold data
    nothing is shared.
    """
    of_body = [each for each in permissions if each.organisation_id == asked.organisation]
    if not any(_time_gap(each, asked) is None for each in held):
        return Verdict(None, Gap.NOT_HELD)
    gaps = [(_gap(each, asked), each) for each in of_body if each.purpose == asked.purpose]
    covering = [each for gap, each in gaps if gap is None]
    if covering:
        return Verdict(max(covering, key=lambda each: (each.valid_until or date.max, each.given_at)))
    missed = [(gap, each) for gap, each in gaps if gap is not None]
    if missed:
        order = list(Gap)
        gap, nearest = max(missed, key=lambda each: (order.index(each[0]), each[1].given_at))
        too_much = tuple(code for code in asked.categories if code not in nearest.shares)
        return Verdict(None, gap, nearest, too_much if gap is Gap.NOT_THESE else ())
    stands = [each for each in of_body if _time_gap(each, asked) is None]
    return Verdict(None, Gap.OTHER_PURPOSE, stands[0]) if stands else Verdict(None, Gap.NEVER)


def still_covers(asked: Asked, permission: Permission, held: Iterable[Permission] | None) -> bool:
    """Whether what was done is covered by the permission that it rests on, as this and those to hold data (None: they
    are not asked for) stand now.
    """
    if _time_gap(permission, asked) is not None:
        return False
    return held is None or any(_time_gap(each, asked) is None for each in held)


def _gap(permission: Permission, asked: Asked) -> Gap | None:
    gap = _time_gap(permission, asked)
    if gap is None and _waited(permission, asked):
        return Gap.PAUSED
    if gap is None and not counts_for(permission.capacity or "", asked.decides_from, asked.on):
        return Gap.NOT_A_PARENT
    if gap is None and not set(asked.categories) <= set(permission.shares):
        return Gap.NOT_THESE
    return gap


def _time_gap(permission: Permission, asked: Asked) -> Gap | None:
    if permission.invalidated_at is not None:
        return Gap.WRONG
    if permission.given_at > (asked.at or asked.now):
        return Gap.LATER
    # what is planned needs a permission that stands; what was done needs one that stood then
    if permission.withdrawn_at is not None and (asked.at is None or asked.at >= permission.withdrawn_at):
        return Gap.WITHDRAWN
    if permission.valid_until is not None and asked.on > permission.valid_until:
        return Gap.EXPIRED
    return None


def _waited(permission: Permission, asked: Asked) -> bool:
    """Whether it waited for parents who disagreed when it happened, or does so now that it is planned (D4.24).

    A permission keeps only the last time it waited, and it may have been typed while parents disagreed: the
    disagreements themselves know of all times.
    """
    if asked.disagreed and permission.capacity in AS_A_PARENT:
        return True
    if permission.paused_at is None:
        return False
    if asked.at is None:
        return permission.resumed_at is None
    return asked.at >= permission.paused_at and (permission.resumed_at is None or asked.at < permission.resumed_at)


def reasons_against(
    *,
    body: str | None,
    recipient: str,
    shared: str,
    happened_at: datetime | None,
    planned_for: date | None,
    now: datetime,
    today: date,
    also_present: str,
    client_agreed: bool,
    is_meeting: bool,
) -> dict[str | None, str]:
    """Why this cannot be recorded, whatever is permitted, by field; empty when it can."""
    reasons: dict[str | None, str] = {}
    if not body and not recipient.strip():
        reasons["body"] = "Choose the body, or enter who it was"
    if not shared.strip():
        reasons["shared"] = "Write what is told or asked"
    if happened_at is not None and happened_at > now:
        reasons["happened_time"] = "It cannot have happened in the future"
    if happened_at is None and planned_for is not None and planned_for < today:
        reasons["day"] = "It cannot be planned for a day that is over"
    if also_present.strip() and not client_agreed:
        reasons["client_agreed"] = (
            "Tick that the client was there and agreed, or record it as done without permission"
        )
    if also_present.strip() and not is_meeting:
        reasons["also_present"] = "Only at a meeting can somebody else be there"
    return reasons


def is_late(happened_on: date, recorded_on: date, calendar: WorkingDays) -> bool:
    """Whether it was typed more than one working day after it had happened (D4.03)."""
    return recorded_on > add_working_days(happened_on, LATE_AFTER, calendar)


def look_by(known_at: datetime) -> datetime:
    """By when the manager has looked at what was done without permission; both as stored, so that the hours are those
    that have passed (D3.22).
    """
    return known_at + LOOK_WITHIN
