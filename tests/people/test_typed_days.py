"""Dates of birth as they are typed."""

from __future__ import annotations

from datetime import date

import pytest

from ppsweb.people.typed_days import typed_day

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5/4/1988", date(1988, 4, 5)),
        ("05.04.88", date(1988, 4, 5)),
        ("5-4-1988", date(1988, 4, 5)),
        ("1988-04-05", date(1988, 4, 5)),
        ("5 April 1988", date(1988, 4, 5)),
        ("5 APR 88", date(1988, 4, 5)),
        ("3 Sept. 2015", date(2015, 9, 3)),
        ("24.11.26", date(2026, 11, 24)),
        ("25.11.26", date(1926, 11, 25)),
        ("31/4/1988", None),
        ("31 April 1988", None),
        ("5 Petra 1988", None),
        ("29.2.27", None),
        ("01632 960 001", None),
        ("Petra Plum", None),
    ],
)
def test_a_day_is_read_as_it_is_typed(typed: str, day: date | None) -> None:
    assert typed_day(typed, TODAY) == day
