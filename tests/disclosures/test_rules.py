"""What a permission covers, as a table (C7, I5, D4.03)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pytest

from ppsweb.deadlines.calendars import known
from ppsweb.disclosures import rules
from ppsweb.disclosures.rules import Asked, Gap, is_late, reasons_against, still_covers

GIVEN, CALL, NOW = datetime(2026, 6, 1, 10), datetime(2026, 6, 1, 11), datetime(2026, 6, 2, 9)
BEFORE = datetime(2026, 6, 1, 9, 30)
DAY = date(2026, 6, 1)


@dataclass(frozen=True)
class Given:
    """A permission, as the rule sees it."""

    purpose: str = "discuss"
    organisation_id: str | None = "school"
    given_at: datetime = GIVEN
    withdrawn_at: datetime | None = None
    invalidated_at: datetime | None = None
    paused_at: datetime | None = None
    resumed_at: datetime | None = None
    capacity: str | None = "parent_with_responsibility"
    valid_until: date | None = date(2026, 12, 31)
    shares: list[str] = field(default_factory=lambda: ["needs"])


HELD = Given("hold_data", None, datetime(2026, 1, 1), valid_until=None)
CALLED = Asked("school", "discuss", ("needs",), DAY, NOW, CALL)
PLANNED = Asked("school", "discuss", ("needs",), date(2026, 6, 9), NOW)


@pytest.mark.parametrize(
    ("asked", "permissions", "held"),
    [
        (CALLED, [Given()], HELD),
        (replace(CALLED, at=GIVEN), [Given()], HELD),
        (CALLED, [Given(withdrawn_at=NOW)], HELD),
        (PLANNED, [Given(given_at=NOW)], HELD),
        (CALLED, [Given(valid_until=DAY)], HELD),
        (PLANNED, [Given(valid_until=date(2026, 6, 9))], HELD),
        (replace(CALLED, categories=()), [Given()], HELD),
        (CALLED, [Given()], replace(HELD, withdrawn_at=NOW)),
        (CALLED, [Given(invalidated_at=NOW), Given()], HELD),
        (CALLED, [Given(paused_at=NOW)], HELD),
        (CALLED, [Given(paused_at=BEFORE, resumed_at=GIVEN)], HELD),
        (PLANNED, [Given(paused_at=BEFORE, resumed_at=GIVEN)], HELD),
        (replace(CALLED, decides_from=date(2026, 6, 2)), [Given()], HELD),
        (replace(CALLED, disagreed=True), [Given(capacity="young_person")], HELD),
        (replace(CALLED, decides_from=DAY), [Given(capacity="young_person")], HELD),
    ],
)
def test_what_is_covered(asked: Asked, permissions: list[Given], held: Given) -> None:
    verdict = rules.cover(asked, permissions, [held])
    assert verdict.gap is None
    assert verdict.authority in permissions


@pytest.mark.policy("C7", guard="disclosures.cover")
@pytest.mark.policy("I5", guard="disclosures.cover")
@pytest.mark.parametrize(
    ("asked", "permissions", "held", "gap"),
    [
        (CALLED, [], HELD, Gap.NEVER),
        (CALLED, [Given(organisation_id="surgery")], HELD, Gap.NEVER),
        (CALLED, [Given("meeting")], HELD, Gap.OTHER_PURPOSE),
        (CALLED, [Given("meeting", withdrawn_at=BEFORE)], HELD, Gap.NEVER),
        (replace(CALLED, at=BEFORE), [Given()], HELD, Gap.LATER),
        (CALLED, [Given(withdrawn_at=CALL)], HELD, Gap.WITHDRAWN),
        (PLANNED, [Given(withdrawn_at=NOW)], HELD, Gap.WITHDRAWN),
        (CALLED, [Given(invalidated_at=NOW)], HELD, Gap.WRONG),
        (CALLED, [Given(valid_until=date(2026, 5, 31))], HELD, Gap.EXPIRED),
        (PLANNED, [Given(valid_until=date(2026, 6, 8))], HELD, Gap.EXPIRED),
        (replace(CALLED, categories=("needs", "health")), [Given()], HELD, Gap.NOT_THESE),
        (CALLED, [Given()], replace(HELD, withdrawn_at=CALL), Gap.NOT_HELD),
        (PLANNED, [Given()], replace(HELD, withdrawn_at=NOW), Gap.NOT_HELD),
        (CALLED, [Given()], replace(HELD, invalidated_at=NOW), Gap.NOT_HELD),
        (CALLED, [Given(invalidated_at=NOW), Given(withdrawn_at=GIVEN)], HELD, Gap.WITHDRAWN),
        (replace(CALLED, organisation=None), [Given()], HELD, Gap.NEVER),
        (CALLED, [Given(paused_at=GIVEN)], HELD, Gap.PAUSED),
        (CALLED, [Given(paused_at=GIVEN, resumed_at=NOW)], HELD, Gap.PAUSED),
        (PLANNED, [Given(paused_at=NOW)], HELD, Gap.PAUSED),
        (replace(CALLED, disagreed=True), [Given()], HELD, Gap.PAUSED),
        (replace(CALLED, decides_from=DAY), [Given()], HELD, Gap.NOT_A_PARENT),
        (replace(CALLED, decides_from=DAY), [Given(capacity="carer_with_care")], HELD, Gap.NOT_A_PARENT),
    ],
)
def test_what_is_not_covered(asked: Asked, permissions: list[Given], held: Given, gap: Gap) -> None:
    verdict = rules.cover(asked, permissions, [held])
    assert verdict.gap is gap
    assert verdict.authority is None


def test_the_one_that_lasts_longest_is_taken_and_the_nearest_is_named() -> None:
    short, long = Given(valid_until=date(2026, 7, 1)), Given(valid_until=date(2027, 1, 1))
    assert rules.cover(CALLED, [short, long, short], [HELD]).authority is long
    wrong, narrow = Given(invalidated_at=NOW), Given()
    verdict = rules.cover(replace(CALLED, categories=("health", "needs")), [wrong, narrow], [HELD])
    assert (verdict.nearest, verdict.too_much) == (narrow, ("health",))


@pytest.mark.parametrize(
    ("permission", "held", "covers"),
    [
        (Given(), [HELD], True),
        (Given(withdrawn_at=NOW), [HELD], True),
        (Given(withdrawn_at=BEFORE), [HELD], False),
        (Given(invalidated_at=NOW), [HELD], False),
        (Given(), [replace(HELD, withdrawn_at=BEFORE)], False),
        (Given(), [replace(HELD, withdrawn_at=BEFORE), replace(HELD, given_at=GIVEN)], True),
        (Given(), [], False),
        (Given(), None, True),
    ],
)
def test_whether_what_was_done_is_covered_still(
    permission: Given, held: list[Given] | None, covers: bool
) -> None:
    assert still_covers(CALLED, permission, held) is covers


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"body": None}, "body"),
        ({"body": None, "recipient": "A head teacher"}, None),
        ({"shared": " "}, "shared"),
        ({"happened_at": datetime(2026, 6, 2, 10)}, "happened_time"),
        ({"happened_at": None, "planned_for": date(2026, 6, 2)}, None),
        ({"happened_at": None, "planned_for": DAY}, "day"),
        ({"also_present": "A governor", "is_meeting": True}, "client_agreed"),
        ({"also_present": "A governor", "client_agreed": True}, "also_present"),
        ({"also_present": "A governor", "client_agreed": True, "is_meeting": True}, None),
    ],
)
def test_what_an_act_must_say(changes: dict[str, Any], field: str | None) -> None:
    values: dict[str, Any] = {
        "body": "school",
        "recipient": "",
        "shared": "The plan.",
        "happened_at": CALL,
        "planned_for": None,
        "now": NOW,
        "today": date(2026, 6, 2),
        "also_present": "",
        "client_agreed": False,
        "is_meeting": False,
    }
    assert list(reasons_against(**values | changes)) == ([field] if field else [])


@pytest.mark.parametrize(
    ("happened", "recorded", "late"),
    [
        (date(2026, 6, 1), date(2026, 6, 2), False),
        (date(2026, 6, 1), date(2026, 6, 3), True),
        (date(2026, 6, 5), date(2026, 6, 8), False),
        (date(2026, 6, 5), date(2026, 6, 9), True),
        (date(2026, 12, 24), date(2026, 12, 29), False),  # 28 December is the substitute for Boxing Day
        (date(2026, 12, 24), date(2026, 12, 30), True),
    ],
)
def test_what_was_typed_late(happened: date, recorded: date, late: bool) -> None:
    assert is_late(happened, recorded, known(()).england) is late
