"""What a step of a rule may look at: nothing but values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from ppsweb.deadlines.calendars import Calendar, NoCalendar
from ppsweb.deadlines.rule import Given, Value
from ppsweb.deadlines.schools import SchoolCalendar

Found = tuple[Value, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Facts:
    """What a step may look at: the inputs, the dates found so far, and the calendars it was given."""

    values: Mapping[str, Given]
    calendar: Calendar | None
    school: SchoolCalendar | None

    def _get(self, name: str, kind: type[T]) -> T:
        value = self.values[name]
        if not isinstance(value, kind):
            raise TypeError(f"{name} is not a {kind.__name__}.")
        return value

    def day(self, name: str) -> date:
        """A date among the inputs or the dates found."""
        return self._get(name, date)

    def optional_day(self, name: str) -> date | None:
        """A date that may not have happened."""
        return None if self.values[name] is None else self.day(name)

    def moment(self, name: str) -> datetime:
        """A moment that carries its time zone."""
        return self._get(name, datetime)

    def number(self, name: str) -> int:
        """A number among the inputs."""
        return self._get(name, int)

    def code(self, name: str) -> str:
        """A code among the inputs."""
        return self._get(name, str)

    def working(self) -> Calendar:
        """The bank holidays; NoCalendar if none were passed."""
        if self.calendar is None:
            raise NoCalendar("This cannot be calculated without the list of bank holidays.")
        return self.calendar

    def open_days(self) -> SchoolCalendar:
        """The school's calendar; NoCalendar if none was passed (D2.19)."""
        if self.school is None:
            raise NoCalendar("This cannot be calculated: enter the school's term dates.")
        return self.school
