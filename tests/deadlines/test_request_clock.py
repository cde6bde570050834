"""The clock of a request: restart, pause, extension, what comes too late, and how it is told."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ppsweb.deadlines import counting
from ppsweb.deadlines.calendars import BankHolidays, ExtraHoliday, NoCalendar, known
from ppsweb.deadlines.request_clock import Light, RequestClock, State, Times, replay
from ppsweb.deadlines.request_events import (
    About,
    ClarificationAnswered,
    ClarificationAsked,
    Event,
    EventsDoNotFit,
    ExtensionSent,
    IdentityAsked,
    IdentityConfirmed,
    Reason,
    Received,
)
from tests.deadlines.conftest import CASES

TABLE = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
RECEIVED = Received(date(2026, 11, 23))
COMPLEX = (Reason.COMPLEX,)


def _cases(rule: str) -> list[tuple[dict[str, str], dict[str, Any]]]:
    return [(case["inputs"], case["expected"]) for case in TABLE if case["rule"] == rule]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _read(calendar: BankHolidays, *events: Event, on: str = "2027-06-30") -> RequestClock:
    return replay(events, as_of=_day(on), calendar=calendar)


def _times(clock: RequestClock) -> Times:
    assert clock.times is not None
    return clock.times


def _told(clock: RequestClock) -> str:
    return " ".join(clock.working)


@pytest.mark.parametrize(("inputs", "expected"), _cases("SAR.due"))
def test_a_plain_request_agrees_with_the_table(
    inputs: dict[str, str], expected: dict[str, str], calendar: BankHolidays
) -> None:
    received = Received(_day(inputs["relevant_time"]))
    plain = _read(calendar, received, on=inputs["relevant_time"])
    assert plain.due == _day(expected["due"])
    assert _times(plain).corresponding == _day(expected["corresponding"])
    assert _times(plain).extension_notice_by == _day(expected["extension_notice_by"])
    extended = _read(calendar, received, ExtensionSent(received.on, COMPLEX), on=inputs["relevant_time"])
    assert extended.due == _day(expected["due_if_extended"])


@pytest.mark.parametrize(("inputs", "expected"), _cases("SAR.id_restart"))
def test_identity_restarts_as_in_the_table(
    inputs: dict[str, str], expected: dict[str, str], calendar: BankHolidays
) -> None:
    received, confirmed = _day(inputs["received"]), _day(inputs["id_confirmed"])
    events = (Received(received), IdentityAsked(received), IdentityConfirmed(confirmed))
    clock = _read(calendar, *events, on=inputs["id_confirmed"])
    assert (clock.due, clock.received) == (_day(expected["due"]), received)
    assert _times(clock).extension_notice_by == _day(expected["extension_notice_by"])
    extended = _read(calendar, *events, ExtensionSent(confirmed, COMPLEX), on=inputs["id_confirmed"])
    assert extended.due == _day(expected["due_if_extended"])


@pytest.mark.parametrize(("inputs", "expected"), _cases("SAR.pause"))
def test_a_clarification_pauses_as_in_the_table(
    inputs: dict[str, str], expected: dict[str, Any], calendar: BankHolidays
) -> None:
    clock = _read(
        calendar,
        Received(_day(inputs["relevant_time"])),
        ClarificationAsked(_day(inputs["asked"]), "a"),
        ClarificationAnswered(_day(inputs["answered"]), "a"),
        on=inputs["answered"],
    )
    assert clock.paused_days == expected["paused_days"]
    assert clock.due == _day(expected["due_statutory"])
    assert _times(clock).due_target == _day(expected["due_target"])


def test_overlapping_pauses_count_once(calendar: BankHolidays) -> None:
    clock = _read(
        calendar,
        RECEIVED,
        ClarificationAsked(date(2026, 11, 25), "a"),
        ClarificationAsked(date(2026, 11, 27), "b"),
        ClarificationAnswered(date(2026, 12, 2), "a"),
        ClarificationAnswered(date(2026, 12, 4), "b"),
        ClarificationAsked(date(2026, 12, 10), "c"),
        ClarificationAnswered(date(2026, 12, 10), "c"),
    )
    assert clock.paused_days == 10 + 1
    assert _times(clock).unrolled == date(2027, 1, 3)
    assert "11 days in all, each counted once" in _told(clock)


def test_an_open_question_moves_the_date_day_by_day_until_it_is_answered(calendar: BankHolidays) -> None:
    asked = (RECEIVED, ClarificationAsked(date(2026, 11, 25), "a"))
    waiting = [_read(calendar, *asked, on=f"2026-12-{day:02}") for day in (1, 2, 3)]
    assert {each.state for each in waiting} == {State.PAUSED}
    assert [_times(each).unrolled for each in waiting] == [
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
    ]
    assert "if it comes today" in _told(waiting[0])
    done = [
        _read(calendar, *asked, ClarificationAnswered(date(2026, 12, 2), "a"), on=on)
        for on in ("2026-12-02", "2026-12-30", "2027-05-01")
    ]
    assert {each.due for each in done} == {date(2026, 12, 31)}
    assert not any(each.is_paused for each in done)


def test_a_question_about_the_format_pauses_nothing(calendar: BankHolidays) -> None:
    asked = ClarificationAsked(date(2026, 11, 25), "a", About.FORMAT)
    clock = _read(calendar, RECEIVED, asked, ClarificationAnswered(date(2026, 12, 2), "a"))
    assert (clock.paused_days, clock.due) == (0, date(2026, 12, 23))
    assert "about the format" in _told(clock)
    assert _read(calendar, RECEIVED, asked).state is State.RUNNING


def test_nothing_is_due_while_identity_is_awaited(calendar: BankHolidays) -> None:
    clock = _read(calendar, RECEIVED, IdentityAsked(date(2026, 11, 24)), on="2027-03-01")
    assert (clock.state, clock.due, clock.times) == (State.WAITING_FOR_IDENTITY, None, None)
    assert clock.awaits_identity
    assert clock.light is Light.WAITING
    assert "asked for on Tuesday 24 November 2026. The time starts when it is confirmed" in _told(clock)


def test_identity_that_nobody_asked_for_restarts_nothing(calendar: BankHolidays) -> None:
    clock = _read(calendar, RECEIVED, IdentityConfirmed(date(2026, 12, 1)))
    assert clock.due == date(2026, 12, 23)
    assert "without having been asked for" in _told(clock)


def test_a_pause_before_identity_is_confirmed_is_no_part_of_the_period(calendar: BankHolidays) -> None:
    clock = _read(
        calendar,
        RECEIVED,
        IdentityAsked(date(2026, 11, 24)),
        ClarificationAsked(date(2026, 11, 24), "a"),
        IdentityConfirmed(date(2026, 11, 30)),
        ClarificationAnswered(date(2026, 12, 1), "a"),
    )
    assert clock.paused_days == 2
    assert _times(clock).unrolled == date(2027, 1, 1)


@pytest.mark.parametrize(("sent", "counts"), [("2026-12-23", True), ("2026-12-24", False)])
def test_an_extension_counts_only_in_time(sent: str, counts: bool, calendar: BankHolidays) -> None:
    clock = _read(calendar, RECEIVED, ExtensionSent(_day(sent), COMPLEX))
    assert clock.extended is counts
    assert clock.due == (date(2027, 2, 23) if counts else date(2026, 12, 23))
    assert ("in time" if counts else "so it does not count") in _told(clock)
    assert [event.on for event, _ in clock.without_effect] == ([] if counts else [_day(sent)])


def test_the_notice_is_due_on_the_day_that_was_not_rolled(calendar: BankHolidays) -> None:
    received = Received(date(2026, 11, 25))
    assert _read(calendar, received, ExtensionSent(date(2026, 12, 25), COMPLEX)).extended
    late = _read(calendar, received, ExtensionSent(date(2026, 12, 29), COMPLEX))
    assert late.due == date(2026, 12, 29), "the answer itself is in time on that day"
    assert not late.extended


def test_an_extension_needs_a_reason(calendar: BankHolidays) -> None:
    clock = _read(calendar, RECEIVED, ExtensionSent(date(2026, 12, 1), ()))
    assert not clock.extended
    assert "without reasons" in _told(clock)
    again = _read(
        calendar,
        RECEIVED,
        ExtensionSent(date(2026, 12, 1), ()),
        ExtensionSent(date(2026, 12, 2), (Reason.NUMBER,)),
    )
    assert again.extended
    assert "the number of requests from the same person" in _told(again)


def test_waiting_days_lengthen_the_time_for_the_notice_only_if_they_came_before_it(
    calendar: BankHolidays,
) -> None:
    pause = (ClarificationAsked(date(2026, 12, 1), "a"), ClarificationAnswered(date(2026, 12, 4), "a"))
    assert _read(calendar, RECEIVED, *pause, ExtensionSent(date(2026, 12, 27), COMPLEX)).extended
    assert not _read(calendar, RECEIVED, *pause, ExtensionSent(date(2026, 12, 28), COMPLEX)).extended


def test_what_is_asked_after_the_last_day_changes_nothing(calendar: BankHolidays) -> None:
    plain = _read(calendar, RECEIVED)
    asked = date(2026, 12, 24)
    question = (ClarificationAsked(asked, "a"), ClarificationAnswered(date(2027, 1, 24), "a"))
    identity = (IdentityAsked(asked), IdentityConfirmed(date(2027, 1, 24)))
    for late in (question, identity):
        clock = _read(calendar, RECEIVED, *late)
        assert clock.times == plain.times
        assert "after the last day" in _told(clock)
    on_the_last_day = _read(calendar, RECEIVED, ClarificationAsked(date(2026, 12, 23), "a"), on="2027-01-10")
    assert on_the_last_day.is_paused


def test_an_extension_leaves_room_for_a_later_pause(calendar: BankHolidays) -> None:
    clock = _read(
        calendar,
        RECEIVED,
        ExtensionSent(date(2026, 12, 20), COMPLEX),
        ClarificationAsked(date(2027, 1, 10), "a"),
        ClarificationAnswered(date(2027, 1, 12), "a"),
    )
    assert _times(clock).unrolled == date(2027, 2, 26)


def test_a_holiday_announced_late_moves_an_open_request(calendar: BankHolidays) -> None:
    late = known([ExtraHoliday(date(2026, 12, 23), "A royal wedding")])
    assert _read(calendar, RECEIVED).due == date(2026, 12, 23)
    moved = _read(late, RECEIVED)
    assert moved.due == date(2026, 12, 24)
    assert _times(moved).holidays == ((date(2026, 12, 23), "A royal wedding"),)
    assert "Wednesday 23 December 2026 is a bank holiday (A royal wedding)" in _told(moved)


@pytest.mark.parametrize(
    ("on", "light"),
    [
        ("2026-11-23", Light.GREEN),
        ("2026-12-06", Light.GREEN),
        ("2026-12-07", Light.AMBER),
        ("2026-12-16", Light.AMBER),
        ("2026-12-17", Light.RED),
        ("2026-12-23", Light.RED),
        ("2026-12-24", Light.OVERDUE),
    ],
)
def test_amber_on_day_14_red_on_day_24(on: str, light: Light, calendar: BankHolidays) -> None:
    clock = _read(calendar, RECEIVED, on=on)
    assert clock.light is light
    assert _times(clock).target == date(2026, 12, 21)
    assert counting.days_left(RECEIVED.on, _times(clock).target) == 28


def test_the_aim_is_a_working_day(calendar: BankHolidays) -> None:
    assert _times(_read(calendar, Received(date(2026, 11, 27)), on="2026-11-27")).target == date(2026, 12, 24)


def test_the_aim_moves_with_a_pause_less_one_day_and_with_an_extension(calendar: BankHolidays) -> None:
    pause = (ClarificationAsked(date(2026, 11, 25), "a"), ClarificationAnswered(date(2026, 12, 2), "a"))
    paused = _times(_read(calendar, RECEIVED, *pause))
    assert counting.days_left(RECEIVED.on, paused.amber_from) == 14 + 7
    assert counting.days_left(RECEIVED.on, paused.red_from) == 24 + 7
    # Day 28 + 7 is Monday 28 December, a bank holiday.
    assert paused.target == date(2026, 12, 24)
    extended = _times(_read(calendar, RECEIVED, ExtensionSent(date(2026, 12, 1), COMPLEX)))
    assert counting.days_left(RECEIVED.on, extended.target) == 84
    assert counting.days_left(RECEIVED.on, extended.amber_from) == 70


def test_may_extend_until_the_notice_is_due(calendar: BankHolidays) -> None:
    assert _read(calendar, RECEIVED, on="2026-12-23").may_extend
    assert not _read(calendar, RECEIVED, on="2026-12-24").may_extend
    assert not _read(
        calendar, RECEIVED, ExtensionSent(date(2026, 12, 1), COMPLEX), on="2026-12-01"
    ).may_extend


def test_what_happens_later_is_not_yet_known(calendar: BankHolidays) -> None:
    events = (
        RECEIVED,
        ClarificationAsked(date(2026, 12, 1), "a"),
        ClarificationAnswered(date(2026, 12, 3), "a"),
    )
    assert _read(calendar, *events, on="2026-11-30").due == date(2026, 12, 23)
    assert _read(calendar, *events, on="2026-12-03").due == date(2026, 12, 29)


def test_the_law_in_force_when_the_request_came_is_kept(calendar: BankHolidays) -> None:
    assert (_read(calendar, RECEIVED).rule.id, _read(calendar, RECEIVED).rule.version) == ("SAR.due", 2)
    assert _read(calendar, Received(date(2025, 11, 24)), on="2025-12-01").rule.version == 1


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ((), "received once"),
        ((RECEIVED, Received(date(2026, 11, 24))), "received once"),
        ((Received(date(2027, 7, 1)),), "not after the day"),
        ((RECEIVED, IdentityAsked(date(2026, 11, 22))), "before the request is received"),
        ((RECEIVED, ClarificationAnswered(date(2026, 12, 1), "a")), "before its question"),
        (
            (
                RECEIVED,
                ClarificationAsked(date(2026, 12, 2), "a"),
                ClarificationAnswered(date(2026, 12, 1), "a"),
            ),
            "before its question",
        ),
        (
            (
                RECEIVED,
                ClarificationAsked(date(2026, 12, 1), "a"),
                ClarificationAsked(date(2026, 12, 2), "a"),
            ),
            "asked twice",
        ),
        (
            (
                RECEIVED,
                ClarificationAsked(date(2026, 12, 1), "a"),
                ClarificationAnswered(date(2026, 12, 2), "a"),
                ClarificationAnswered(date(2026, 12, 3), "a"),
            ),
            "answered twice",
        ),
    ],
)
def test_a_story_that_cannot_be_is_refused(
    events: tuple[Event, ...], says: str, calendar: BankHolidays
) -> None:
    with pytest.raises(EventsDoNotFit, match=says):
        _read(calendar, *events)


def test_a_year_without_bank_holidays_is_refused(calendar: BankHolidays) -> None:
    with pytest.raises(NoCalendar, match="not known"):
        _read(calendar, Received(date(2040, 1, 2)), on="2040-01-02")
