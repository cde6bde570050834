"""The account of what was told: in order, from every room, without what must not be told (D4.15, D4.20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from ppsweb.disclosures import ledger
from ppsweb.disclosures.ledger import Line, lines_for, lines_to_tell
from tests.given.families import a_client

NOON = datetime(2026, 6, 1, 12)


def a_line(hours: int, **changes: Any) -> Line:
    values: dict[str, Any] = {
        "happened_at": NOON + timedelta(hours=hours),
        "recorded_at": NOON + timedelta(days=1),
        "what": "The plan.",
        "to_whom": "Hedgerow Primary School",
        "on_what": "Permission",
        "by": "Olive Oak",
        **changes,
    }
    return Line(**values)


def test_lines_of_all_rooms_stand_in_the_order_in_which_they_happened(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, asked = a_client(officer), []

    def one(of: Any) -> list[Line]:
        asked.append(of)
        return [a_line(2), a_line(0)]

    hidden = a_line(1, not_to_be_told=True)
    monkeypatch.setattr(ledger, "SOURCES", [one, lambda of: [hidden]])
    assert [line.happened_at.hour for line in lines_for(person)] == [12, 13, 14]
    assert hidden in lines_for(person)
    assert hidden not in lines_to_tell(person)
    assert len(lines_to_tell(person)) == 2
    assert asked[0] is person
    assert "Hedgerow" not in repr(hidden), "what was told to whom reaches no log"
