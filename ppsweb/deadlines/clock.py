"""The one place that knows what time it is.

Everything else is told: rules are pure and actions are passed `when`. Stored times are naive UTC,
people see Europe/London, and a day is a London day: a request that arrives at 23:59 counts that day (D2.01).
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_shift = timedelta()


def move(shift: timedelta) -> None:
    """Set the clock `shift` away from the true time; for tests and the training copy, never in production."""
    global _shift
    if os.environ.get("PPSWEB_MODE") == "production":
        raise RuntimeError("The clock of a live service is not moved.")
    _shift = shift


def now() -> datetime:
    """This moment as naive UTC, the form in which every table stores time."""
    return datetime.now(UTC).replace(tzinfo=None) + _shift


def today() -> date:
    """Today's date in London (D2.01)."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A stored naive UTC time as an aware London time, for showing."""
    return moment.replace(tzinfo=UTC).astimezone(LONDON)


def utc(moment: datetime) -> datetime:
    """A London time as typed by staff (naive) as naive UTC, for storing."""
    return moment.replace(tzinfo=LONDON).astimezone(UTC).replace(tzinfo=None)
