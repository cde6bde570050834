"""Many stories told in the order in which they happened, with the clock of the site moved to each moment.

A story is a generator: it yields the moment of its next act and acts when it is called again. So the record of
access reads as in a real service, and no act is told a time that the site would not have known.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ppsweb.deadlines import clock

Story = Iterator[datetime]
A_WHILE = timedelta(minutes=25)


@dataclass(frozen=True)
class Past:
    """The days before `today`, a London date, by how long ago they are."""

    today: date

    def ago(self, days: int, at: str = "10:00") -> datetime:
        """About so many days ago, on a weekday, at this time in London; as naive UTC, and always in the past."""
        day = self.today - timedelta(days=max(days, 1))
        if day.weekday() >= 5:
            monday = day + timedelta(days=7 - day.weekday())
            day = monday if monday < self.today else monday - timedelta(days=3)
        hour, minute = map(int, at.split(":"))
        return clock.utc(datetime(day.year, day.month, day.day, hour, minute))  # noqa: DTZ001 - London as typed

    def ahead(self, days: int) -> date:
        """The first weekday that is at least so many days ahead."""
        day = self.today + timedelta(days=days)
        return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day


def tell(stories: Iterable[Story]) -> None:
    """Tell all stories, and put the clock right again. A story's moments never run backwards."""
    waiting: list[tuple[datetime, int]] = []
    known = list(stories)

    def ask(number: int, not_before: datetime) -> None:
        moment = next(known[number], None)
        if moment is not None:
            heapq.heappush(waiting, (max(moment, not_before), number))

    try:
        for number in range(len(known)):
            ask(number, datetime.min)  # noqa: DTZ901 - naive UTC, like every stored time
        while waiting:
            moment, number = heapq.heappop(waiting)
            _go_to(moment)
            ask(number, moment + A_WHILE)
    finally:
        clock.move(timedelta())


def _go_to(moment: datetime) -> None:
    clock.move(timedelta())
    clock.move(moment - clock.now())
