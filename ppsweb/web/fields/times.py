"""A time of day, as people type it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from wtforms.validators import StopValidation

from ppsweb.deadlines import clock
from ppsweb.web.fields.writing import Check, TextField


def present_time() -> str:
    """The present London time as it is typed, for a form about what has just happened."""
    return f"{clock.local(clock.now()):%H:%M}"


class TimeField(TextField):
    """A time such as 14:05, 2.05pm or 9am. Data is the text, `time` the time that it means (None: none yet)."""

    def __init__(self, label: str, *, checks: Iterable[Check] = (), **kwargs: Any) -> None:
        kwargs.setdefault("width", "govuk-input--width-5")
        kwargs.setdefault("hint", "For example, 14:05 or 2.05pm")
        self.time: time | None = None
        super().__init__(label, most=12, checks=[self._read, *checks], **kwargs)

    def _read(self, form: Any, field: Any) -> None:
        self.time = read_time(self.data)
        if self.time is None:
            raise StopValidation("Enter a time, like 14:05 or 2.05pm")


def read_time(text: str) -> time | None:
    """A typed time of day; None if it is none. A bare number without am or pm is not one: 9 could be either."""
    found = re.fullmatch(r"\s*([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm)?\s*", text.casefold())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    elif found[2] is None:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None
