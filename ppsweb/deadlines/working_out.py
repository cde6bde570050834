"""Working out the dates of a rule: choose the version in force, count, and say how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from ppsweb.deadlines import clock
from ppsweb.deadlines.calendars import BankHolidays, Calendar
from ppsweb.deadlines.facts import Facts
from ppsweb.deadlines.inputs import read_inputs
from ppsweb.deadlines.law import RULES
from ppsweb.deadlines.rule import Given, Holidays, Rule, Step, Value, Who
from ppsweb.deadlines.schools import SchoolCalendar
from ppsweb.deadlines.steps import MOVES
from ppsweb.deadlines.wording import short_date


class NoSuchRule(LookupError):
    """There is no rule of that id."""


@dataclass(frozen=True)
class Deadline:
    """A date by which somebody must act. For a parent `safe` is a working day on or before `latest` (D2.05)."""

    key: str
    label: str
    who: Who
    latest: date | datetime
    safe: date | None

    @property
    def shown(self) -> date | datetime:
        """The date to show first: the safe one for a parent, the last one for everybody else."""
        return self.latest if self.safe is None else self.safe


@dataclass(frozen=True)
class Result:
    """What a rule says of these inputs. It is kept with its version and never edited: it is worked out anew (D2.04)."""

    rule: Rule
    inputs: Mapping[str, Given]
    dates: Mapping[str, Value]
    deadlines: tuple[Deadline, ...]
    working: tuple[str, ...]
    in_force: bool

    def day(self, key: str) -> date:
        """One of the dates (KeyError if the rule has none of that name, TypeError if it is not a date)."""
        value = self.dates[key]
        if not isinstance(value, date) or isinstance(value, datetime):
            raise TypeError(f"{self.rule.id} has no date for {key}.")
        return value

    def stored(self) -> dict[str, object]:
        """Rule, version, inputs and dates as text and numbers, to be kept in a row (D2.04)."""
        return {
            "rule": self.rule.id,
            "version": self.rule.version,
            "inputs": {name: as_text(value) for name, value in self.inputs.items()},
            "dates": {name: as_text(value) for name, value in self.dates.items()},
        }


def as_text(value: Given) -> str | int | None:
    """A date or moment as ISO text; numbers, codes and nothing as they are."""
    return value.isoformat() if isinstance(value, date) else value


def versions(name: str) -> tuple[Rule, ...]:
    """All versions of a rule, oldest first. NoSuchRule if there is none."""
    found = tuple(sorted((each for each in RULES if each.id == name), key=lambda each: each.valid_from))
    if not found:
        raise NoSuchRule(f"There is no rule {name}.")
    return found


def rule(name: str, on: date | None = None) -> Rule:
    """The version in force on a day (the newest without one); before the first version, the first.

    NoSuchRule if there is none of that id.
    """
    every = versions(name)
    if on is None:
        return every[-1]
    begun = [each for each in every if each.valid_from <= on]
    return begun[-1] if begun else every[0]


def work_out(
    name: str,
    inputs: Mapping[str, object],
    *,
    calendar: BankHolidays | None = None,
    school: SchoolCalendar | None = None,
) -> Result:
    """Every date of the rule for these inputs, with the working in plain English.

    NoSuchRule; BadInput for inputs that do not fit; NoCalendar where the rule needs bank holidays or a school's
    term dates that were not passed or do not reach far enough. A rule that was not in force on the day of its event
    is worked out all the same and says so (`in_force`).
    """
    law = _version_for(name, inputs)
    given = read_inputs(law, inputs)
    values: dict[str, Given] = dict(given)
    working = _opening(law, given)
    facts = Facts(MappingProxyType(values), _calendar(law, calendar), school if law.school else None)
    for step in law.steps:
        value, said = MOVES[step.style](step, facts)
        values[step.key] = value
        working += [said] if said else []
    dates = {step.key: _found(values[step.key]) for step in law.steps}
    deadlines = tuple(each for step in law.steps if (each := _deadline(step, dates)) is not None)
    return Result(
        law,
        MappingProxyType(given),
        MappingProxyType(dates),
        deadlines,
        tuple(working),
        law.in_force(_event_day(law, given)),
    )


def _version_for(name: str, inputs: Mapping[str, object]) -> Rule:
    newest = rule(name)
    return rule(name, _event_day(newest, read_inputs(newest, inputs)))


def _event_day(law: Rule, given: Mapping[str, Given]) -> date:
    event = given[law.event]
    if isinstance(event, datetime):
        return event.astimezone(clock.LONDON).date()
    if not isinstance(event, date):
        raise TypeError(f"The first input of {law.id} is its event, a date.")
    return event


def _calendar(law: Rule, calendar: BankHolidays | None) -> Calendar | None:
    if calendar is None or law.holidays is Holidays.NONE:
        return None
    return calendar.united_kingdom if law.holidays is Holidays.UNITED_KINGDOM else calendar.england


def _opening(law: Rule, given: Mapping[str, Given]) -> list[str]:
    day = _event_day(law, given)
    said = [f"{law.title} ({law.source})."]
    if day < law.valid_from:
        said.append(
            f"This rule began on {short_date(law.valid_from)}; it is worked out as if it had held before."
        )
    if law.valid_to is not None and day > law.valid_to:
        said.append(f"This rule ended on {short_date(law.valid_to)}; it is kept to read old papers.")
    return [*said, law.note] if law.note else said


def _found(value: Given) -> Value:
    if isinstance(value, str):
        raise TypeError("A step finds a date or a number.")
    return value


def _deadline(step: Step, dates: Mapping[str, Value]) -> Deadline | None:
    latest = dates[step.key]
    if step.who is None or not isinstance(latest, date):
        return None
    safe = dates[step.safe] if step.safe else None
    if safe is not None and not isinstance(safe, date):
        raise TypeError(f"{step.safe} is not a date.")
    return Deadline(step.key, step.label, step.who, latest, safe)
