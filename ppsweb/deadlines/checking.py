"""Checking the rules against a file of cases: rule, inputs and the dates that are expected of them.

The file is a JSON object with a list `cases`; a case may name a school calendar, which the same file then holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ppsweb.deadlines.calendars import BankHolidays, NoCalendar
from ppsweb.deadlines.rule import Value
from ppsweb.deadlines.schools import SchoolCalendar, school_calendar
from ppsweb.deadlines.special import BadInput
from ppsweb.deadlines.working_out import NoSuchRule, as_text, work_out

SCHOOL = "calendar"


class BadFile(ValueError):
    """The file is not a file of cases; the message says why."""


@dataclass(frozen=True)
class Checked:
    """One case and what does not agree; none when it matches."""

    number: int
    rule: str
    inputs: Mapping[str, object]
    mismatches: tuple[str, ...]


def check(content: object, calendar: BankHolidays) -> Iterator[Checked]:
    """Each case of the file in turn. BadFile if it holds no cases: nothing checked is not a pass."""
    if not isinstance(content, dict) or not isinstance(content.get("cases"), list) or not content["cases"]:
        raise BadFile("The file must be a JSON object with a list named cases, and at least one case in it.")
    schools = {each.name: each for each in _schools(content, calendar)}
    for number, case in enumerate(content["cases"], start=1):
        yield _check_case(number, case, calendar, schools)


def _check_case(
    number: int, case: object, calendar: BankHolidays, schools: Mapping[str, SchoolCalendar]
) -> Checked:
    if not isinstance(case, dict):
        return Checked(number, "?", {}, ("is not an object with rule, inputs and expected",))
    name, inputs, expected = str(case.get("rule")), case.get("inputs"), case.get("expected")
    if not isinstance(inputs, dict) or not isinstance(expected, dict) or not expected:
        return Checked(number, name, {}, ("needs inputs, and at least one expected date",))
    given = {key: value for key, value in inputs.items() if key != SCHOOL}
    school = inputs.get(SCHOOL)
    if school is not None and school not in schools:
        return Checked(number, name, inputs, (f"the file holds no school calendar named {school}",))
    try:
        found = work_out(name, given, calendar=calendar, school=schools.get(str(school))).dates
    except (NoSuchRule, BadInput, NoCalendar) as refused:
        return Checked(number, name, inputs, (str(refused),))
    return Checked(number, name, inputs, tuple(_compare(expected, found)))


def _compare(expected: Mapping[str, object], found: Mapping[str, Value]) -> Iterator[str]:
    for key, wanted in expected.items():
        if key not in found:
            yield f"{key}: expected {wanted}, but the rule has no such date"
        elif not _agree(wanted, found[key]):
            yield f"{key}: expected {wanted}, worked out {as_text(found[key])}"


def _agree(wanted: object, value: Value) -> bool:
    if isinstance(value, datetime) and isinstance(wanted, str):
        try:
            # The same moment may be written with another offset.
            return datetime.fromisoformat(wanted) == value
        except ValueError:
            return False
    # JSON's true is equal to 1 in Python, and is not a number of days.
    return not isinstance(wanted, bool) and as_text(value) == wanted


def _schools(content: Mapping[str, object], calendar: BankHolidays) -> Iterator[SchoolCalendar]:
    """Every school calendar at the top of the file, under whatever name: an object that has terms."""
    for place, held in content.items():
        for each in held if isinstance(held, list) else [held]:
            if place != "cases" and isinstance(each, dict) and "terms" in each:
                yield _school(place, each, calendar)


def _school(place: str, held: Mapping[str, object], calendar: BankHolidays) -> SchoolCalendar:
    terms, closed = held["terms"], held.get("closed_extra", [])
    try:
        if not isinstance(terms, list) or not isinstance(closed, list):
            raise TypeError("terms and closed_extra are lists")
        pairs = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in terms]
        days = [date.fromisoformat(day) for day in closed]
        return school_calendar(str(held.get("name", place)), pairs, days, calendar.england)
    except (TypeError, ValueError) as wrong:
        raise BadFile(f"The school calendar {place} cannot be read: {wrong}.") from None
