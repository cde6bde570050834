"""How dates and periods are said in plain English, with no library's locale in between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def short_date(day: date) -> str:
    """4 January 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """Monday 4 January 2027."""
    return f"{WEEKDAYS[day.weekday()]} {short_date(day)}"


def long_moment(moment: datetime) -> str:
    """Monday 4 January 2027 at 16:30 GMT: a moment that carries its time zone."""
    return f"{long_date(moment)} at {moment:%H:%M} {moment.tzname()}"


def count(number: int, one: str) -> str:
    """1 day, 2 days."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def listed(items: Iterable[str]) -> str:
    """a, b and c."""
    every = list(items)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}" if every else ""
