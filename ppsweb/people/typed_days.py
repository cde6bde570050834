"""A date of birth as people type it into a search. Pure."""

from __future__ import annotations

import re
from datetime import date

_NUMBERS = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -]([0-9]{4}|[0-9]{2})")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def typed_day(text: str, today: date) -> date | None:
    """The day that was typed: 5/4/1988, 05.04.88, 5 April 1988, 5 Apr 1988 or 1988-04-05; None if it is none.

    Two figures of a year are the last such year in which the day is not to come: nobody is born in the future.
    """
    typed = " ".join(text.casefold().split())
    try:
        if found := _YEAR_FIRST.fullmatch(typed):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _NUMBERS.fullmatch(typed):
            return _past(int(found[1]), int(found[2]), found[3], today)
        if found := _IN_WORDS.fullmatch(typed):
            return _past(int(found[1]), _month(found[2]), found[3], today)
    except ValueError:
        return None
    return None


def _month(word: str) -> int:
    """Which month a name, or the beginning of one, is; 0 if it is none."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)


def _past(day: int, month: int, year: str, today: date) -> date:
    """The day, in whole years or in the last that ends so. Raises ValueError if there is no such day."""
    if len(year) == 4:
        return date(int(year), month, day)
    typed = date(today.year - today.year % 100 + int(year), month, day)
    return typed if typed <= today else typed.replace(year=typed.year - 100)
