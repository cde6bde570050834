"""When the weeks of an EHC assessment need not be met: claimed exceptions are judged, dates never move (D2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ppsweb.deadlines import counting

CLOSED_WEEKS = 4
ABSENT_WEEKS = 4
ABSENT_WEEKS_AFTER_ORDER = 2
MARGIN_WEEKS = 1
DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class Window:
    """The days, both included, on which advice asked of a closing school may be late."""

    first: date
    last: date

    def holds(self, asked: date) -> bool:
        """Does a request for advice made on that day qualify?"""
        return self.first <= asked <= self.last


def closure_window(closed_from: date, reopens: date) -> Window | None:
    """The window around a closure of at least four weeks on end: from a week before it to a week before it re-opens.

    `closed_from` is the first day closed and `reopens` the first day open again. None for a shorter closure: the
    Christmas holidays never qualify (SEND Regulations 2014 regs 5(4)(a) and (b), 10(4), 13(3)).
    """
    if counting.add_weeks(closed_from, CLOSED_WEEKS) > reopens:
        return None
    return Window(counting.add_weeks(closed_from, -MARGIN_WEEKS), counting.add_weeks(reopens, -MARGIN_WEEKS))


def absence_counts(first: date, last: date, *, after_order: bool = False) -> bool:
    """Was the child, parent or young person away long enough, first and last day of absence counted?

    Four weeks during an assessment (reg 5(4)(d)), two after a Tribunal order or an unopposed
    appeal (regs 44(3) and 45(7)).
    """
    weeks = ABSENT_WEEKS_AFTER_ORDER if after_order else ABSENT_WEEKS
    return counting.days_between(first, last) >= weeks * DAYS_IN_WEEK
