"""Which days are working days: weekends, the bank holidays of the `holidays` package, and those announced late.

A year that nobody checked is refused. A list that quietly ends makes every later date wrong without a sign:
the package itself knows no holidays after 2100 and says so by an empty answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

from ppsweb.deadlines.wording import long_date

# The first year is that of the 2001 Regulations, needed to read old files (2.9). The last is how far the pattern
# of the Banking and Financial Dealings Act 1971 and its yearly proclamations is trusted from the pinned package:
# raise it when the package is raised. tests/deadlines fail when it no longer reaches the end of next year.
FIRST_YEAR = 2002
LAST_YEAR = 2032

PARTS = frozenset({"ENG", "WLS", "SCT", "NIR"})
SATURDAY = 5


class NoCalendar(Exception):
    """A date needs days that no calendar knows; the message says which, in words that may be shown."""


@dataclass(frozen=True, order=True)
class ExtraHoliday:
    """A bank holiday announced after the package was pinned: a row of the manager's table (D2.06).

    `instead_of` is the usual bank holiday that it replaces, as 2 June 2022 replaced 30 May.
    `parts` are the parts of the United Kingdom that keep it, as the package names them.
    """

    day: date
    name: str
    parts: frozenset[str] = PARTS
    instead_of: date | None = None

    def __post_init__(self) -> None:
        """Refuse a part that does not exist: it would silently apply nowhere."""
        if not self.parts or not self.parts <= PARTS:
            raise ValueError(f"Parts of the United Kingdom are {', '.join(sorted(PARTS))}.")


@dataclass(frozen=True)
class Calendar:
    """The working days of one place, for the years from `first_year` to `last_year`."""

    name: str
    first_year: int
    last_year: int
    bank_holidays: Mapping[date, str]

    def covers(self, year: int) -> bool:
        """Does this calendar know the bank holidays of that year?"""
        return self.first_year <= year <= self.last_year

    def is_weekend(self, day: date) -> bool:
        """Is it a Saturday or a Sunday?"""
        return day.weekday() >= SATURDAY

    def is_working_day(self, day: date) -> bool:
        """Neither Saturday, Sunday nor a bank holiday (SI 2012/1033 reg 2; D2.02). NoCalendar for an unknown year."""
        if not self.covers(day.year):
            raise NoCalendar(
                f"The bank holidays of {day.year} are not known, so {long_date(day)} cannot be told from a "
                f"working day. They are known from {self.first_year} to {self.last_year}."
            )
        return not self.is_weekend(day) and day not in self.bank_holidays


@dataclass(frozen=True)
class BankHolidays:
    """England for everything but freedom of information, which leaves out those of any part of the UK (D3.18)."""

    england: Calendar
    united_kingdom: Calendar


def _listed(part: str) -> dict[date, str]:
    listed = holidays.country_holidays(
        "GB", subdiv=part, years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_GB"
    )
    return {day: listed[day].replace(" (observed)", ", substitute day") for day in sorted(listed)}


def _calendar(name: str, parts: Iterable[str], extra: frozenset[ExtraHoliday]) -> Calendar:
    days: dict[date, str] = {}
    for part in sorted(parts):
        kept = _listed(part)
        here = sorted(each for each in extra if part in each.parts)
        for each in here:
            if each.instead_of is not None:
                kept.pop(each.instead_of, None)
        kept.update({each.day: each.name for each in here})
        days = kept | days
    return Calendar(name, FIRST_YEAR, LAST_YEAR, MappingProxyType(dict(sorted(days.items()))))


@lru_cache(maxsize=8)
def _known(extra: frozenset[ExtraHoliday]) -> BankHolidays:
    return BankHolidays(_calendar("England", ("ENG",), extra), _calendar("the United Kingdom", PARTS, extra))


def known(extra: Iterable[ExtraHoliday]) -> BankHolidays:
    """The bank holidays of the package and the `extra` ones of the manager's table.

    There is no way to work out a date without saying which extra ones there are: every caller passes them.
    """
    return _known(frozenset(extra))
