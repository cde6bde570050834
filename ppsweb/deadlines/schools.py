"""When a school is open: its terms, its closures and the bank holidays of England (D2.19).

School days are those of one school. A day outside the terms that were entered is refused, not taken for a holiday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ppsweb.deadlines.calendars import Calendar, NoCalendar
from ppsweb.deadlines.wording import long_date


@dataclass(frozen=True)
class SchoolCalendar:
    """One school's open days. `terms` are (first day, last day) pairs in order; half-terms part them."""

    name: str
    terms: tuple[tuple[date, date], ...]
    closed: frozenset[date]
    england: Calendar

    def __post_init__(self) -> None:
        """Refuse terms that are missing, run backwards or overlap (ValueError)."""
        if not self.terms:
            raise ValueError("A school calendar needs at least one term.")
        ends = [day for term in self.terms for day in term]
        if ends != sorted(ends) or any(
            a[1] == b[0] for a, b in zip(self.terms, self.terms[1:], strict=False)
        ):
            raise ValueError("The terms must be in order, each ending before the next begins.")

    def covers(self, day: date) -> bool:
        """Is the day between the first and the last day of the terms that were entered?"""
        return self.terms[0][0] <= day <= self.terms[-1][1]

    def is_school_day(self, day: date) -> bool:
        """A weekday in term that is neither a closure nor a bank holiday. NoCalendar outside the terms entered."""
        if not self.covers(day):
            raise NoCalendar(
                f"This cannot be calculated: the term dates of {self.name} are known from "
                f"{long_date(self.terms[0][0])} to {long_date(self.terms[-1][1])}. Enter the school's term dates."
            )
        in_term = any(first <= day <= last for first, last in self.terms)
        return in_term and day not in self.closed and self.england.is_working_day(day)


def school_calendar(
    name: str, terms: Iterable[tuple[date, date]], closed: Iterable[date], england: Calendar
) -> SchoolCalendar:
    """A school's calendar from the dates that were entered; `closed` are training days and other closures."""
    return SchoolCalendar(name, tuple(terms), frozenset(closed), england)
