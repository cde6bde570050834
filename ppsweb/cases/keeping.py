"""For how long a closed case is kept, by the rule of the deadlines room (C8, D5.01)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.calendars import known
from ppsweb.deadlines.working_out import work_out


def kept_from_until(closed_on: date) -> tuple[date, date]:
    """The first day on which its file may be destroyed, and the last day on which it may exist."""
    window = work_out("RET.window", {"closed": closed_on}, calendar=known(()))
    return window.day("first_day_may_delete"), window.day("last_day_may_exist")


def due_for_review(closed_on: date, today: date) -> bool:
    """Whether five full years are over, so that somebody has to decide about the file (D5.03)."""
    return today >= kept_from_until(closed_on)[0]
