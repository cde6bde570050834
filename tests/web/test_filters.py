"""How values read on a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from ppsweb.web import filters


@pytest.mark.parametrize(
    ("value", "day", "short"),
    [
        (date(2026, 11, 24), "24 November 2026", "24 Nov 2026"),
        (date(2027, 1, 5), "5 January 2027", "5 Jan 2027"),
        (datetime(2026, 6, 30, 23, 30), "1 July 2026", "1 Jul 2026"),  # after midnight in London's summer
        (datetime(2026, 12, 31, 23, 30), "31 December 2026", "31 Dec 2026"),
        (None, "", ""),
    ],
)
def test_a_day_is_a_day_in_london(value: Any, day: str, short: str) -> None:
    assert filters.day(value) == day
    assert filters.short_day(value) == short


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 11, 24, 14, 5), "24 November 2026 at 2:05pm"),
        (datetime(2026, 7, 1, 14, 5), "1 July 2026 at 3:05pm"),
        (datetime(2026, 11, 24, 0, 0), "24 November 2026 at 12:00am"),
        (datetime(2026, 11, 24, 12, 0), "24 November 2026 at 12:00pm"),
        (None, ""),
    ],
)
def test_a_moment_is_a_time_in_london(value: datetime | None, text: str) -> None:
    assert filters.moment(value) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (12345, "12,345 notes")]
)
def test_a_number_of_things(count: int, text: str) -> None:
    assert filters.plural(count, "note") == text
    assert filters.plural(2, "child", "children") == "2 children"


def test_a_number_that_can_be_rung() -> None:
    assert filters.phone_link(" 01632 960 111 ") == "tel:01632960111"
    assert filters.phone_link("+44 (0)1632 960112") == "tel:+4401632960112"
