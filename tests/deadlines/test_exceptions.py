"""Exceptions to the weeks of an assessment: judged exactly, and never a reason to move a date (D2.10)."""

from __future__ import annotations

from datetime import date

import pytest

from ppsweb.deadlines.exceptions import Window, absence_counts, closure_window


def test_a_summer_closure_has_its_window() -> None:
    window = closure_window(date(2027, 7, 22), date(2027, 9, 2))
    assert window == Window(date(2027, 7, 15), date(2027, 8, 26))
    asked = [date(2027, 7, 14), date(2027, 7, 15), date(2027, 8, 26), date(2027, 8, 27)]
    assert [window.holds(day) for day in asked] == [False, True, True, False]


@pytest.mark.parametrize(("reopens", "counts"), [(date(2027, 8, 18), False), (date(2027, 8, 19), True)])
def test_a_closure_must_last_four_weeks(reopens: date, counts: bool) -> None:
    assert (closure_window(date(2027, 7, 22), reopens) is not None) is counts


def test_christmas_never_qualifies() -> None:
    assert closure_window(date(2026, 12, 19), date(2027, 1, 4)) is None


@pytest.mark.parametrize(("last", "counts"), [(date(2027, 1, 27), False), (date(2027, 1, 28), True)])
def test_an_absence_of_four_weeks_counts(last: date, counts: bool) -> None:
    assert absence_counts(date(2027, 1, 1), last) is counts


@pytest.mark.parametrize(("last", "counts"), [(date(2027, 1, 13), False), (date(2027, 1, 14), True)])
def test_two_weeks_are_enough_after_an_order(last: date, counts: bool) -> None:
    assert absence_counts(date(2027, 1, 1), last, after_order=True) is counts
