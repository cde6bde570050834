"""What a rule is: a row of law held as data, with its source and the time it was in force.

A correction of the law is a new version of a row in `law/`, not a new program (section 0, finding 11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = date | datetime | int | None
Given = date | datetime | int | str | None


class Style(StrEnum):
    """How a period is counted (the table of section 2.0), or how a date follows from an earlier one."""

    WEEKS = "W-EXCL"
    DAYS = "D-EXCL"
    DAYS_INCLUSIVE = "D-INCL"
    MONTHS = "M-CORR"
    MONTHS_IF_ANY = "M-CORR, if any"
    MONTHS_INCLUSIVE = "M-INCL"
    MONTHS_FULL = "M-FULL"
    WORKING_DAYS = "WD-EXCL"
    WORKING_DAYS_BEFORE = "WD-BEFORE"
    WORKING_DAYS_INCLUSIVE = "WD-INCL"
    SCHOOL_DAYS = "SD"
    CLEAR = "CLEAR"
    HOURS = "HOURS"
    NEXT_DAY = "next-day"
    DAY_BEFORE = "day-before"
    ROLL = "roll"
    SAFE = "safe"
    LATER = "later"
    SAME = "same"
    PLUS = "plus"
    SPECIAL = "special"


class Kind(StrEnum):
    """What an input is."""

    DATE = "date"
    OPTIONAL_DATE = "optional date"
    MOMENT = "moment"
    NUMBER = "number"
    CODE = "code"


class Who(StrEnum):
    """Who must act by a date: it decides how the date is shown (D2.05)."""

    PARENT = "you"
    COUNCIL = "the council"
    SCHOOL = "the school"
    SERVICE = "the service"
    MEDIATION = "the mediation service"
    PANEL = "the panel"
    ASKED = "those who were asked"


class Holidays(StrEnum):
    """Whose bank holidays a rule needs."""

    NONE = "none"
    ENGLAND = "England"
    UNITED_KINGDOM = "United Kingdom"


@dataclass(frozen=True)
class Step:
    """One date of a rule: `n` counted by `style` from the input or earlier date `start`.

    `label` and `who` are given where somebody must act by the date; without them it is only a stage on the way.
    `safe` names the safe date of a parent's deadline. `special` names a function of `law.special`.
    """

    key: str
    style: Style
    start: str
    n: int = 0
    label: str = ""
    who: Who | None = None
    safe: str | None = None
    other: str = ""
    special: str = ""


@dataclass(frozen=True)
class Rule:
    """One version of one rule. `inputs` names what it needs; the first is the event that starts it.

    `valid_from` and `valid_to` are days on which that event may fall for this version to apply.
    """

    id: str
    version: int
    title: str
    source: str
    counting: str
    valid_from: date
    inputs: Mapping[str, Kind]
    steps: tuple[Step, ...]
    valid_to: date | None = None
    holidays: Holidays = Holidays.NONE
    school: bool = False
    note: str = ""

    @property
    def event(self) -> str:
        """The input from which the rule counts, and which decides the version that applies."""
        return next(iter(self.inputs))

    def in_force(self, day: date) -> bool:
        """Was this version the law on that day?"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def deadline(key: str, label: str, who: Who, style: Style, start: str, n: int = 0, **more: str) -> Step:
    """A date by which somebody must act."""
    return Step(
        key, style, start, n, label, who, more.get("safe"), more.get("other", ""), more.get("special", "")
    )


def stage(key: str, style: Style, start: str, n: int = 0, other: str = "", special: str = "") -> Step:
    """A date on the way to a deadline."""
    return Step(key, style, start, n, other=other, special=special)
