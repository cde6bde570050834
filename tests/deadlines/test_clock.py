"""The clock: UTC is stored, London is shown, and a live service's clock is not moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from ppsweb.deadlines import clock


@pytest.fixture(autouse=True)
def _back() -> Iterator[None]:
    yield
    clock.move(timedelta())


def test_now_is_naive_utc_and_today_is_londons() -> None:
    now = clock.now()
    assert now.tzinfo is None
    assert clock.today() in {clock.local(now).date(), clock.local(clock.now()).date()}


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("2027-03-28T00:59:00", "2027-03-28T00:59:00+00:00"), ("2027-03-28T01:00:00", "2027-03-28T02:00:00+01:00"),
     ("2026-07-01T23:30:00", "2026-07-02T00:30:00+01:00")],
)  # fmt: skip
def test_a_stored_time_is_shown_in_london_and_comes_back(stored: str, shown: str) -> None:
    moment = datetime.fromisoformat(stored)
    assert clock.local(moment).isoformat() == shown
    assert clock.utc(clock.local(moment).replace(tzinfo=None)) == moment


def test_the_clock_can_be_moved_but_not_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    before = clock.today()
    clock.move(timedelta(days=400))
    assert (clock.today() - before).days in (400, 401)
    monkeypatch.setenv("PPSWEB_MODE", "production")
    with pytest.raises(RuntimeError, match="not moved"):
        clock.move(timedelta())
    monkeypatch.delenv("PPSWEB_MODE")
