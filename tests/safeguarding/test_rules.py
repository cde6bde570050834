"""What is still to be done about a concern and by when, and what a decision must say: tables of cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from ppsweb.deadlines.calendars import known
from ppsweb.safeguarding import rules
from ppsweb.safeguarding.codes import Check
from ppsweb.safeguarding.rules import Decided, Due, Marked, Stepped, Story, Untold, Verdict

ENGLAND = known(()).england
#: a Thursday, the Friday after it, and the Monday and Tuesday after that
THURSDAY, FRIDAY, MONDAY, TUESDAY = (date(2026, 6, day) for day in (4, 5, 8, 9))
#: Easter 2026: Maundy Thursday, and the Tuesday after Easter Monday
BEFORE_EASTER, AFTER_EASTER = date(2026, 4, 2), date(2026, 4, 7)
REVIEW = date(2026, 7, 1)
AGREED, AGAINST, BY_MANAGER = Verdict(True, False), Verdict(False, False), Verdict(True, True)


def decided(**changes: Any) -> Decided:
    values: dict[str, Any] = {
        "id": "d", "on": THURSDAY, "shared": True, "urgent": True, "basis": "child_at_risk", "by_manager": False,
        "review_due": REVIEW,
    }  # fmt: skip
    return Decided(**values | changes)


def story(*decisions: Decided, steps: tuple[Stepped, ...] = (), **changes: Any) -> Story:
    values: dict[str, Any] = {"recorded_on": THURSDAY, "closed": False, **changes}
    return Story(decisions=decisions, steps=steps, **values)


def due(of: Story) -> dict[str, date]:
    return {each.what: each.by for each in rules.outstanding(of, ENGLAND)}


@pytest.mark.parametrize(
    ("recorded", "by"),
    [
        (THURSDAY, FRIDAY),
        (FRIDAY, MONDAY),
        (date(2026, 6, 6), MONDAY),
        (BEFORE_EASTER, AFTER_EASTER),
        (date(2026, 12, 24), date(2026, 12, 29)),
    ],
)
def test_the_rest_is_due_the_next_working_day(recorded: date, by: date) -> None:
    assert due(story(recorded_on=recorded)) == {Due.DECIDE: by}


WAITS = {Due.SECOND_PERSON: FRIDAY, Due.REVIEW: REVIEW}
REVIEW_ONLY = {Due.REVIEW: REVIEW}


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ({}, WAITS | {Due.TELL: FRIDAY}),
        ({"urgent": False}, WAITS),
        ({"urgent": False, "verdicts": [AGREED]}, REVIEW_ONLY | {Due.TELL: FRIDAY}),
        ({"urgent": False, "verdicts": [AGAINST]}, REVIEW_ONLY | {Due.DECIDE_ANEW: FRIDAY}),
        ({"verdicts": [AGAINST]}, REVIEW_ONLY | {Due.DECIDE_ANEW: FRIDAY}),
        ({"verdicts": [AGREED], "told_on": [THURSDAY]}, REVIEW_ONLY | {Due.IN_WRITING: MONDAY}),
        ({"shared": False}, WAITS),
        ({"shared": False, "verdicts": [AGREED]}, REVIEW_ONLY),
        ({"shared": False, "basis": "police_crime"}, WAITS | {Due.MANAGER: FRIDAY}),
        ({"shared": False, "basis": "duty_16la", "verdicts": [AGREED]}, REVIEW_ONLY | {Due.MANAGER: FRIDAY}),
        ({"shared": False, "basis": "duty_16la", "verdicts": [AGREED, BY_MANAGER]}, REVIEW_ONLY),
        ({"shared": False, "basis": "duty_16la", "verdicts": [BY_MANAGER]}, REVIEW_ONLY),
        ({"shared": False, "basis": "court_order", "by_manager": True, "verdicts": [AGREED]}, REVIEW_ONLY),
        ({"shared": False, "basis": "permission", "verdicts": [AGREED]}, REVIEW_ONLY),
    ],
)
def test_what_a_decision_leaves_to_do(decision: dict[str, Any], expected: dict[Due, date]) -> None:
    assert due(story(decided(**decision))) == expected


DONE = decided(verdicts=[AGREED], told_on=[THURSDAY])


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], {Due.IN_WRITING: MONDAY, Due.REVIEW: REVIEW}),
        ([Stepped("written_follow_up", FRIDAY)], {Due.REVIEW: REVIEW}),
        ([Stepped("written_follow_up", FRIDAY, TUESDAY)], {Due.REPLY: TUESDAY, Due.REVIEW: REVIEW}),
        (
            [Stepped("referral", FRIDAY, TUESDAY)],
            {Due.IN_WRITING: MONDAY, Due.REPLY: TUESDAY, Due.REVIEW: REVIEW},
        ),
        (
            [
                Stepped("written_follow_up", FRIDAY),
                Stepped("referral", FRIDAY, MONDAY),
                Stepped("escalated", MONDAY, TUESDAY),
            ],
            {Due.REPLY: TUESDAY, Due.REVIEW: REVIEW},
        ),
        (
            [
                Stepped("referral", FRIDAY, MONDAY),
                Stepped("reply", MONDAY),
                Stepped("written_follow_up", MONDAY),
                Stepped("reviewed", MONDAY),
            ],
            {},
        ),
        (
            [Stepped("written_follow_up", FRIDAY), Stepped("reviewed", MONDAY, TUESDAY)],
            {Due.REVIEW: TUESDAY},
        ),
    ],
)
def test_what_the_procedure_leaves_to_do(steps: list[Stepped], expected: dict[Due, date]) -> None:
    assert due(story(DONE, steps=tuple(steps))) == expected


def test_soonest_first_and_of_a_closed_one_nothing() -> None:
    open_one = story(decided(basis="police_crime"))
    found = rules.outstanding(open_one, ENGLAND)
    assert [each.by for each in found] == sorted(each.by for each in found)
    assert len(found) == 4
    assert due(story(decided(), closed=True)) == {}


@pytest.mark.parametrize(
    ("of", "closes"),
    [
        (story(), False),
        (story(decided()), False),
        (story(decided(shared=False)), False),
        (story(decided(shared=False, verdicts=[AGREED])), True),
        (story(DONE), False),
        (story(DONE, steps=(Stepped("written_follow_up", FRIDAY),)), True),
        (story(DONE, steps=(Stepped("written_follow_up", FRIDAY, TUESDAY),)), False),
        (story(decided(shared=False, basis="duty_16la", verdicts=[AGREED])), False),
        (story(decided(shared=False, verdicts=[AGAINST])), False),
    ],
)
def test_nothing_is_closed_without_a_decision_or_before_all_is_done(of: Story, closes: bool) -> None:
    assert (rules.why_not_close(of, ENGLAND) is None) == closes


NOT, AGREED_TO, MAY = (
    Marked("not_to_be_told", THURSDAY, REVIEW),
    Marked("agreed", FRIDAY),
    Marked("may_be_told", MONDAY),
)


@pytest.mark.parametrize(
    ("marks", "stands"),
    [
        ([], Untold()),
        ([NOT], Untold(True, THURSDAY, REVIEW)),
        ([NOT, AGREED_TO], Untold(True, THURSDAY, REVIEW, True)),
        ([NOT, AGREED_TO, MAY], Untold()),
        ([NOT, AGREED_TO, Marked("not_to_be_told", MONDAY, TUESDAY)], Untold(True, MONDAY, TUESDAY)),
        ([NOT, MAY, NOT], Untold(True, THURSDAY, REVIEW)),
    ],
)
def test_the_last_word_about_telling_the_family_counts(marks: list[Marked], stands: Untold) -> None:
    assert rules.untold(marks) == stands


@pytest.mark.parametrize("closed", [False, True])
def test_what_the_family_is_not_told_is_agreed_and_reviewed_also_after_the_end(closed: bool) -> None:
    told = replace(DONE, untold=[Untold(True, THURSDAY, TUESDAY)])
    agreed = replace(DONE, untold=[Untold(True, THURSDAY, TUESDAY, True)])
    ends = (Stepped("written_follow_up", FRIDAY), Stepped("reviewed", FRIDAY))
    both = {Due.AGREE_NOT_TO_TELL: FRIDAY, Due.REVIEW_NOT_TO_TELL: TUESDAY}
    assert due(story(told, steps=ends, closed=closed)) == both
    assert due(story(agreed, steps=ends, closed=closed)) == {Due.REVIEW_NOT_TO_TELL: TUESDAY}
    assert due(story(replace(DONE, untold=[Untold()]), steps=ends, closed=closed)) == {}
    assert rules.why_not_close(story(told, steps=ends), ENGLAND) is None


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"facts": " "}, ["facts"]),
        ({"about_whom": ""}, ["about_whom"]),
        ({"opinion": "\n"}, ["opinion"]),
        ({"happened_at": datetime(2026, 6, 4, 12, 1)}, ["happened_time"]),
        ({"happened_at": datetime(2026, 6, 4, 12)}, []),
    ],
)
def test_four_answers_save_a_concern(changes: dict[str, Any], fields: list[str]) -> None:
    noon = datetime(2026, 6, 4, 12)
    values: dict[str, Any] = {
        "facts": "f",
        "about_whom": "w",
        "opinion": "o",
        "happened_at": noon,
        "now": noon,
    }
    assert list(rules.reasons_against_recording(**values | changes)) == fields


DUTY = {
    "basis": "duty_16la",
    "relevance": "r",
    "recipient_function": "f",
    "more_detrimental": False,
    "detriment": "d",
}
NOT_TOLD = {"shared": False, "recipient": "", "organisation": "", "what": "", "checks": []}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        (NOT_TOLD, []),
        ({"recipient": "", "organisation": " ", "what": ""}, ["recipient", "organisation", "what"]),
        ({"checks": list(Check)[:3]}, ["checks"]),
        ({"reasons": "", "alternatives": ""}, ["reasons", "alternatives"]),
        (NOT_TOLD | {"reasons": ""}, ["reasons"]),
        ({"basis": "subject_access"}, ["basis"]),
        ({"basis": "permission"}, ["permission_sought"]),
        ({"basis": "permission", "permission_sought": "agreed"}, []),
        ({"review_due": date(2026, 6, 3)}, ["review_due"]),
        ({"review_due": THURSDAY}, []),
        (DUTY, []),
        (DUTY | {"relevance": ""}, ["relevance"]),
        (DUTY | {"detriment": ""}, ["detriment"]),
        (DUTY | {"recipient_function": ""}, ["recipient_function"]),
        (DUTY | {"more_detrimental": None}, ["more_detrimental"]),
        (DUTY | {"more_detrimental": True}, ["more_detrimental"]),
        (DUTY | NOT_TOLD | {"more_detrimental": True, "recipient_function": ""}, []),
        (DUTY | NOT_TOLD | {"recipient_function": ""}, ["more_detrimental"]),
        ({"relevance": "", "detriment": ""}, []),
    ],
)
def test_what_a_decision_must_say(changes: dict[str, Any], fields: list[str]) -> None:
    values: dict[str, Any] = {
        "shared": True,
        "basis": "child_at_risk",
        "reasons": "r",
        "alternatives": "a",
        "permission_sought": "would_increase_risk",
        "recipient": "n",
        "organisation": "o",
        "what": "w",
        "checks": list(Check),
        "review_due": REVIEW,
        "today": THURSDAY,
    }
    assert list(rules.reasons_against_deciding(**values | changes)) == fields
