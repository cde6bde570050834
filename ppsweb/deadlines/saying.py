"""The sentences that explain a date by the working days and bank holidays that made it."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines import counting
from ppsweb.deadlines.calendars import Calendar
from ppsweb.deadlines.wording import listed, long_date

HolidayUsed = tuple[date, str]


def holidays_between(calendar: Calendar, first: date, last: date) -> tuple[HolidayUsed, ...]:
    """The weekday bank holidays from first to last, both included, with their names."""
    days = calendar.bank_holidays.items()
    return tuple((day, name) for day, name in days if first <= day <= last and not calendar.is_weekend(day))


def _reason(day: date, calendar: Calendar) -> str:
    if calendar.is_weekend(day):
        return f"{long_date(day)} is at the weekend"
    return f"{long_date(day)} is a bank holiday ({calendar.bank_holidays[day]})"


def say_roll(raw: date, moved: date, calendar: Calendar) -> str:
    """Why a last day moved on to the next working day, or that it did not."""
    if raw == moved:
        return f"{long_date(raw)} is a working day, so the date stays."
    skipped = counting.each_day(raw, counting.add_days(moved, -1))
    return f"{listed(_reason(day, calendar) for day in skipped)}, so the last day is {long_date(moved)}."


def say_not_counted(calendar: Calendar, first: date, last: date) -> str:
    """Which days from first to last were left out of a count of working days."""
    days = (f"{long_date(day)} ({name})" for day, name in holidays_between(calendar, first, last))
    return f" Not counted: {listed(['Saturdays', 'Sundays', *days])}."
