"""When a disagreement between parents must be decided, and what it stops (D4.24). Pure."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.deadlines.calendars import Calendar
from ppsweb.deadlines.counting import add_working_days

#: the manager's time, in working days after the day on which it was said
DAYS_TO_DECIDE = 2


def decide_by(said_on: date, calendar: Calendar) -> date:
    """The last day for the manager's decision. Raises NoCalendar for a year whose bank holidays are unknown."""
    return add_working_days(said_on, DAYS_TO_DECIDE, calendar)


def reasons_against_recording(*, objector: str, said: str, said_at: datetime, now: datetime) -> dict[str | None, str]:
    """Why this is no disagreement that can be recorded, by field; empty when it is one."""
    reasons: dict[str | None, str] = {}
    if not objector.strip():
        reasons["objector"] = "Enter who does not agree"
    if not said.strip():
        reasons["said"] = "Write what they said"
    if said_at > now:
        reasons["said_time"] = "They cannot have said it in the future"
    return reasons
