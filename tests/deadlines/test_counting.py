"""Each counting style against the words of the law, and what must hold for any date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppsweb.deadlines import counting
from ppsweb.deadlines.calendars import Calendar, known
from tests.deadlines.properties import days, quick

ENGLAND: Calendar = known(()).england


@pytest.mark.parametrize(
    ("count", "start", "n", "end"),
    [
        (counting.add_months_clamped, "2026-12-31", 2, "2027-02-28"),
        (counting.add_months_clamped, "2027-12-31", 2, "2028-02-29"),
        (counting.add_months_clamped, "2027-01-15", -2, "2026-11-15"),
        (counting.add_months_clamped, "2027-12-01", 1, "2028-01-01"),
        (counting.add_months_rounded_up, "2024-02-29", 60, "2029-03-01"),
        (counting.add_months_rounded_up, "2024-02-28", 60, "2029-02-28"),
        (counting.add_months_rounded_up, "2026-08-31", 4, "2026-12-31"),
        (counting.months_beginning_with, "2028-02-29", 12, "2029-02-28"),
        (counting.months_beginning_with, "2027-01-01", 12, "2027-12-31"),
        (counting.add_weeks, "2026-12-14", 20, "2027-05-03"),
        (counting.add_days, "2027-01-31", 30, "2027-03-02"),
        (counting.inclusive_days, "2026-11-23", 15, "2026-12-07"),
        (counting.inclusive_days, "2026-11-23", 1, "2026-11-23"),
        (counting.clear_days_before, "2026-11-23", 14, "2026-11-08"),
    ],
)
def test_plain_counting(count: Callable[[date, int], date], start: str, n: int, end: str) -> None:
    assert count(date.fromisoformat(start), n) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("count", "start", "n", "end"),
    [
        (counting.add_working_days, "2026-12-23", 3, "2026-12-30"),
        (counting.add_working_days, "2026-12-26", 1, "2026-12-29"),
        (counting.add_working_days, "2026-12-23", 0, "2026-12-23"),
        (counting.working_days_beginning_with, "2026-11-23", 15, "2026-12-11"),
        (counting.working_days_beginning_with, "2026-12-18", 15, "2027-01-12"),
        (counting.working_days_beginning_with, "2027-03-20", 15, "2027-04-13"),
        (counting.working_days_before, "2027-04-01", 5, "2027-03-23"),
    ],
)
def test_working_days(count: Callable[[date, int, Calendar], date], start: str, n: int, end: str) -> None:
    assert count(date.fromisoformat(start), n, ENGLAND) == date.fromisoformat(end)


def test_fifteen_days_of_receiving_and_fifteen_beginning_with_differ_by_one() -> None:
    served = date(2026, 11, 23)
    assert counting.add_days(served, 15) == counting.add_days(counting.inclusive_days(served, 15), 1)


@pytest.mark.parametrize("none", [0, -1])
def test_a_period_that_begins_with_a_day_has_that_day(none: int) -> None:
    with pytest.raises(ValueError, match="at least that day"):
        counting.inclusive_days(date(2026, 11, 23), none)
    with pytest.raises(ValueError, match="at least that day"):
        counting.working_days_beginning_with(date(2026, 11, 23), none, ENGLAND)


def test_hours_are_elapsed_hours_over_both_changes_of_the_clocks() -> None:
    for start in (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), datetime(2026, 10, 24, 12, 0, tzinfo=UTC)):
        assert (counting.add_hours(start, 72) - start).total_seconds() == 72 * 3600


def test_hours_need_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        counting.add_hours(datetime(2026, 11, 23, 16, 30), 72)  # noqa: DTZ001 -- the mistake under test


@given(st.integers(1990, 2100))
@quick
def test_the_last_friday_of_june(year: int) -> None:
    ends = counting.last_friday_of_june(year)
    assert (ends.month, ends.strftime("%a")) == (6, "Fri")
    assert counting.add_days(ends, 7).month == 7


@given(days, st.integers(0, 130))
@quick
def test_months_keep_the_day_or_take_the_last_one(start: date, months: int) -> None:
    end = counting.add_months_clamped(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and counting.add_days(end, 1).day == 1)
    up = counting.add_months_rounded_up(start, months)
    assert up == end if end.day == start.day else up == counting.add_days(end, 1)
    assert counting.months_beginning_with(start, months) == counting.add_days(up, -1)


@given(days)
@quick
def test_rolling_gives_the_nearest_working_day(day: date) -> None:
    after, before = counting.next_working_day(day, ENGLAND), counting.prev_working_day(day, ENGLAND)
    assert before <= day <= after
    assert ENGLAND.is_working_day(before)
    assert ENGLAND.is_working_day(after)
    between = counting.each_day(counting.add_days(before, 1), counting.add_days(after, -1))
    assert not any(ENGLAND.is_working_day(each) for each in between)
    assert (before == after) is ENGLAND.is_working_day(day)


@given(days, st.integers(1, 45))
@quick
def test_working_days_are_counted_one_by_one(start: date, n: int) -> None:
    end = counting.add_working_days(start, n, ENGLAND)
    counted = [
        each for each in counting.each_day(counting.add_days(start, 1), end) if ENGLAND.is_working_day(each)
    ]
    assert len(counted) == n
    assert counted[-1] == end
    back = counting.working_days_before(end, n, ENGLAND)
    assert back == counting.prev_working_day(start, ENGLAND)


@given(days, st.integers(-40, 40))
@quick
def test_days_between_counts_both_ends(start: date, n: int) -> None:
    assert counting.days_between(start, counting.add_days(start, n)) == max(0, n + 1)
    assert counting.days_left(start, counting.add_days(start, n)) == n
