"""What the tests of deadlines share: the bank holidays, a school, quick and repeatable property tests."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ppsweb.deadlines.calendars import BankHolidays, known
from ppsweb.deadlines.schools import SchoolCalendar, school_calendar

CASES = Path(__file__).with_name("deadlines.json")


@pytest.fixture(scope="session")
def calendar() -> BankHolidays:
    return known(())


@pytest.fixture(scope="session")
def content() -> Any:
    return json.loads(CASES.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def school(content: Any, calendar: BankHolidays) -> SchoolCalendar:
    held = content["fixture_school_calendar"]
    terms = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in held["terms"]]
    return school_calendar(
        held["name"], terms, map(date.fromisoformat, held["closed_extra"]), calendar.england
    )
