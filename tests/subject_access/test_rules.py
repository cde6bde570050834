"""What may be, decided by pure rules."""

from __future__ import annotations

from datetime import date

import pytest

from ppsweb.subject_access.rules import connected, why_not_handed_on

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (9, "The request had not come on that day"),
        (10, "The pack had not been made on that day"),
        (11, "The pack had not been made on that day"),
        (12, "Nobody had signed the pack on that day"),
        (13, "Nobody had signed the pack on that day"),
        (14, None),
        (24, None),
        (25, "The day cannot be in the future"),
    ],
)
def test_a_pack_is_handed_over_after_all_that_comes_before(day: int, reason: str | None) -> None:
    told = why_not_handed_on(
        date(2026, 11, day),
        received=date(2026, 11, 10),
        made=date(2026, 11, 12),
        signed=date(2026, 11, 14),
        today=TODAY,
    )
    assert told == reason


@pytest.mark.parametrize("missing", ["made", "signed"])
def test_what_never_was_made_or_signed_is_handed_over_on_no_day(missing: str) -> None:
    days: dict[str, date | None] = {"made": TODAY, "signed": TODAY, missing: None}
    assert why_not_handed_on(TODAY, received=TODAY, made=days["made"], signed=days["signed"], today=TODAY)


def test_notes_are_connected_over_however_many_corrections() -> None:
    found = connected([("b", "a"), ("d", "c"), ("c", "b"), ("y", "x")])
    assert found["a"] == {"b", "c", "d"}
    assert found["c"] == {"a", "b", "d"}
    assert found["x"] == {"y"}
    assert connected([]) == {}
