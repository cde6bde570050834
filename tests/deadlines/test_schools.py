"""School days are those of one school, and only within the terms that somebody entered (D2.19)."""

from __future__ import annotations

from datetime import date

import pytest

from ppsweb.deadlines import counting
from ppsweb.deadlines.calendars import BankHolidays, NoCalendar
from ppsweb.deadlines.schools import SchoolCalendar, school_calendar
from ppsweb.deadlines.working_out import work_out

TERM = (date(2026, 9, 1), date(2026, 12, 18))
NEXT_TERM = (date(2027, 1, 4), date(2027, 2, 12))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-11-23", True),
        ("2026-11-22", False),
        ("2026-09-01", False),
        ("2026-10-26", False),
        ("2027-01-04", False),
        ("2027-01-05", True),
        ("2027-05-03", False),
        ("2027-05-04", True),
    ],
)
def test_weekends_closures_half_terms_and_bank_holidays_are_closed(
    school: SchoolCalendar, day: str, is_open: bool
) -> None:
    assert school.is_school_day(date.fromisoformat(day)) is is_open


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2027, 7, 22)])
def test_a_day_outside_the_terms_entered_is_refused(school: SchoolCalendar, day: date) -> None:
    with pytest.raises(NoCalendar, match="Enter the school's term dates"):
        school.is_school_day(day)


def test_counting_does_not_take_the_unknown_for_holidays(school: SchoolCalendar) -> None:
    with pytest.raises(NoCalendar, match="1 September 2026 to Wednesday 21 July 2027"):
        counting.add_school_days(date(2027, 7, 15), 15, school)


@pytest.mark.parametrize("rule", ["EXCL.governors", "EXCL.irp_application"])
def test_no_school_calendar_no_date(rule: str, calendar: BankHolidays) -> None:
    event = {
        "EXCL.governors": "governing_board_informed",
        "EXCL.irp_application": "decision_posted_first_class",
    }
    with pytest.raises(NoCalendar, match="enter the school's term dates"):
        work_out(rule, {event[rule]: "2026-11-23"}, calendar=calendar)


@pytest.mark.parametrize(
    "terms", [(), (NEXT_TERM, TERM), ((TERM[1], TERM[0]),), (TERM, (TERM[1], NEXT_TERM[1]))]
)
def test_terms_that_cannot_be_are_refused(
    terms: tuple[tuple[date, date], ...], calendar: BankHolidays
) -> None:
    with pytest.raises(ValueError, match="term"):
        school_calendar("A school", terms, (), calendar.england)
    assert school_calendar("A school", (TERM, NEXT_TERM), (), calendar.england).covers(date(2026, 12, 25))
