"""The counting styles of the law, one function each: the only date arithmetic of the service (D2.00).

Never mix them: "within 15 days of receiving" and "15 days beginning with the day" end on different days.
Nothing here knows a clock, a rule or a database; a day is a London day (D2.01).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

FRIDAY = 4


class WorkingDays(Protocol):
    """Whatever can tell a working day: `calendars.Calendar`."""

    def is_working_day(self, day: date) -> bool: ...


class SchoolDays(Protocol):
    """Whatever can tell a school day: `schools.SchoolCalendar`."""

    def is_school_day(self, day: date) -> bool: ...


def _month(day: date, months: int) -> tuple[int, int, int]:
    """Year, month and length of the month `months` after that of `day`."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return year, month + 1, monthrange(year, month + 1)[1]


def add_months_clamped(day: date, months: int) -> date:
    """The corresponding date `months` later; where there is none, the last day of that month.

    M-CORR, "within 1 month of", "2 months after": Dodds v Walker [1981] UKHL. Negative months go back.
    """
    year, month, length = _month(day, months)
    return date(year, month, min(day.day, length))


def add_months_rounded_up(day: date, months: int) -> date:
    """The corresponding date `months` later; where there is none, the first of the month after.

    For a minimum that must be full, such as the five years of C8 (D5.01): 29 February becomes 1 March.
    """
    year, month, length = _month(day, months)
    return date(year, month, day.day) if day.day <= length else add_days(date(year, month, length), 1)


def months_beginning_with(day: date, months: int) -> date:
    """The last day of a period of months whose first day is `day` itself.

    "In each period of 12 months starting with the date", Children and Families Act 2014 s.44(1) (D2.13);
    "6 months beginning with", Equality Act 2010 Sch 17 para 4 (D2.18).
    """
    return add_days(add_months_rounded_up(day, months), -1)


def add_days(day: date, days: int) -> date:
    """D-EXCL, "within N days of": the day of the event is day 0 (Matthew v Sedman [2021] UKSC 19)."""
    return day + timedelta(days=days)


def add_weeks(day: date, weeks: int) -> date:
    """W-EXCL, "within N weeks of": the same weekday N weeks later, never moved (SEND Regulations 2014)."""
    return day + timedelta(weeks=weeks)


def inclusive_days(day: date, days: int) -> date:
    """D-INCL, "N days beginning with the day": the event is day 1 (SEND Regulations 2014 reg 13(1)(a)).

    `days` must be at least 1: a period of no days has no last day (ValueError).
    """
    if days < 1:
        raise ValueError("A period that begins with a day has at least that day.")
    return add_days(day, days - 1)


def clear_days_before(day: date, days: int) -> date:
    """CLEAR, "at least N days' notice": neither the day of the notice nor that of the event counts."""
    return add_days(day, -(days + 1))


def days_between(first: date, last: date) -> int:
    """How many days a period has, both ends counted; 0 when it ends before it begins."""
    return max(0, (last - first).days + 1)


def each_day(first: date, last: date) -> Iterable[date]:
    """Every day from first to last, both included."""
    return (add_days(first, n) for n in range(days_between(first, last)))


def next_working_day(day: date, calendar: WorkingDays) -> date:
    """The day itself if it is a working day, otherwise the next one (ICO, right of access; HESC Rules r.12)."""
    while not calendar.is_working_day(day):
        day = add_days(day, 1)
    return day


def prev_working_day(day: date, calendar: WorkingDays) -> date:
    """The day itself if it is a working day, otherwise the one before: the safe date of D2.05."""
    while not calendar.is_working_day(day):
        day = add_days(day, -1)
    return day


def add_working_days(day: date, days: int, calendar: WorkingDays) -> date:
    """WD-EXCL, "within N working days of": the event is day 0, working day or not (FOIA 2000 s.10; reg 34)."""
    for _ in range(days):
        day = next_working_day(add_days(day, 1), calendar)
    return day


def working_days_before(day: date, days: int, calendar: WorkingDays) -> date:
    """The last day that leaves N working days, "at least N working days before": the event is day 0 (reg 37(2))."""
    for _ in range(days):
        day = prev_working_day(add_days(day, -1), calendar)
    return day


def working_days_beginning_with(day: date, days: int, calendar: WorkingDays) -> date:
    """WD-INCL, "N working days beginning with": the first working day on or after the event is day 1 (reg 15).

    `days` must be at least 1 (ValueError).
    """
    if days < 1:
        raise ValueError("A period that begins with a day has at least that day.")
    return add_working_days(next_working_day(day, calendar), days - 1, calendar)


def add_school_days(day: date, days: int, school: SchoolDays) -> date:
    """SD, "N school days after": the event is day 0 (SI 2012/1033 reg 6, Sch 1 para 2)."""
    for _ in range(days):
        day = add_days(day, 1)
        while not school.is_school_day(day):
            day = add_days(day, 1)
    return day


def add_hours(moment: datetime, hours: int) -> datetime:
    """Elapsed hours in UTC, so that a change of the clocks neither gives nor takes one (D3.22).

    `moment` must carry its time zone (ValueError); the answer is in UTC.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be counted in hours.")
    return moment.astimezone(UTC) + timedelta(hours=hours)


def last_friday_of_june(year: int) -> date:
    """The day on which compulsory school age ends: Education (School Leaving Date) Order 1997 (2.8)."""
    last = date(year, 6, 30)
    return add_days(last, -((last.weekday() - FRIDAY) % 7))


def days_left(today: date, deadline: date) -> int:
    """Days from today to the deadline; negative once it has passed."""
    return (deadline - today).days
