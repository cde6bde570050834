"""When a disagreement between parents must be decided (D4.24), and whose word counts for whom (D2.20). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ppsweb.deadlines.calendars import Calendar
from ppsweb.deadlines.counting import add_working_days
from ppsweb.people.rules import TALK_BEFORE

#: whose word is the parent's own; the codes are of `authorities.models.PARENTAL`
AS_A_PARENT = ("parent_with_responsibility", "carer_with_care")
#: the manager's time, in working days after the day on which it was said
DAYS_TO_DECIDE = 2


def decide_by(said_on: date, calendar: Calendar) -> date:
    """The last day for the manager's decision. Raises NoCalendar for a year whose bank holidays are unknown."""
    return add_working_days(said_on, DAYS_TO_DECIDE, calendar)


def reasons_against_recording(
    *, objector: str, said: str, said_at: datetime, now: datetime
) -> dict[str | None, str]:
    """Why this is no disagreement that can be recorded, by field; empty when it is one."""
    reasons: dict[str | None, str] = {}
    if not objector.strip():
        reasons["objector"] = "Enter who does not agree"
    if not said.strip():
        reasons["said"] = "Write what they said"
    if said_at > now:
        reasons["said_time"] = "They cannot have said it in the future"
    return reasons


def counts_for(capacity: str, decides_from: date | None, on: date) -> bool:
    """Whether what somebody permitted in this capacity counts on a day for a child who decides from `decides_from`.

    A parent's own word counts until the day before; from then on only the young person's, their agreement that a
    parent acts, or that of whoever acts for one without capacity (Children and Families Act 2014 s.83; D2.20).
    """
    return capacity not in AS_A_PARENT or decides_from is None or on < decides_from


def reasons_against_capacity(
    capacity: str, decides_from: Sequence[date | None], on: date
) -> dict[str | None, str]:
    """Why nobody of this file can share in this capacity on a day, by field; empty when somebody can.

    `decides_from` has a day, or None, for each child whom the file names: only where every one of them decides for
    themself is a parent's word refused outright.
    """
    if not decides_from or any(counts_for(capacity, each, on) for each in decides_from):
        return {}
    return {"capacity": "The young person decides now. Choose them, or that they agree, or who acts for them"}


def must_talk(*, decides_from: date | None, talked_on: date | None, today: date) -> bool:
    """Whether it is time to talk to a child about who decides: from 60 days before, once (D2.20)."""
    if decides_from is None or today < decides_from - TALK_BEFORE:
        return False
    return talked_on is None or talked_on < decides_from - TALK_BEFORE
