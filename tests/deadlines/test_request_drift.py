"""The date of a request cannot drift: what must hold of the clock for any story."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ppsweb.deadlines import counting
from ppsweb.deadlines.calendars import ExtraHoliday, known
from ppsweb.deadlines.request_clock import RequestClock, Times, replay
from ppsweb.deadlines.request_events import (
    ClarificationAnswered,
    ClarificationAsked,
    Event,
    ExtensionSent,
    IdentityAsked,
    IdentityConfirmed,
    Reason,
    Received,
)
from tests.deadlines.properties import days, quick

CALENDAR = known(())
MUCH_LATER = 300


@dataclass(frozen=True)
class Pause:
    """A question so many days after receipt, and its answer so many days after that."""

    after: int
    waited: int


# All begin within 28 days, the shortest month: no question comes too late.
pauses = st.lists(st.builds(Pause, st.integers(0, 27), st.integers(0, 40)), max_size=4)


def _asked(received: date, chosen: list[Pause]) -> list[Event]:
    found: list[Event] = []
    for number, pause in enumerate(chosen):
        asked = counting.add_days(received, pause.after)
        found.append(ClarificationAsked(asked, str(number)))
        found.append(ClarificationAnswered(counting.add_days(asked, pause.waited), str(number)))
    return found


def _excluded(received: date, chosen: list[Pause]) -> set[date]:
    starts = [(counting.add_days(received, each.after), each.waited) for each in chosen]
    return {counting.add_days(start, n) for start, waited in starts for n in range(waited + 1)}


def _read(received: date, *events: Event, after: int = MUCH_LATER) -> RequestClock:
    return replay([Received(received), *events], as_of=counting.add_days(received, after), calendar=CALENDAR)


def _times(clock: RequestClock) -> Times:
    assert clock.times is not None
    return clock.times


@given(days, pauses)
@quick
def test_pauses_add_their_days_once_and_the_date_is_rolled_once(received: date, chosen: list[Pause]) -> None:
    clock = _read(received, *_asked(received, chosen))
    excluded = len(_excluded(received, chosen))
    unrolled = counting.add_days(counting.add_months_clamped(received, 1), excluded)
    assert clock.paused_days == excluded
    assert _times(clock).unrolled == _times(clock).extension_notice_by == unrolled
    assert clock.due == counting.next_working_day(unrolled, CALENDAR.england)


@given(days, pauses, st.randoms(use_true_random=False))
@quick
def test_the_order_in_which_events_are_given_does_not_matter(
    received: date, chosen: list[Pause], chance: Random
) -> None:
    events: list[Event] = [
        *_asked(received, chosen),
        ExtensionSent(counting.add_days(received, 5), (Reason.COMPLEX,)),
    ]
    events += [
        IdentityAsked(counting.add_days(received, 2)),
        IdentityConfirmed(counting.add_days(received, 9)),
    ]
    mixed = [Received(received), *events]
    chance.shuffle(mixed)
    as_of = counting.add_days(received, MUCH_LATER)
    assert replay(mixed, as_of=as_of, calendar=CALENDAR) == _read(received, *events)


@given(days, pauses, st.integers(0, 400))
@quick
def test_once_all_is_answered_the_dates_stay_for_good(
    received: date, chosen: list[Pause], later: int
) -> None:
    events = _asked(received, chosen)
    settled = max((counting.days_left(received, each.on) for each in events), default=0)
    assert (
        _read(received, *events, after=settled).times == _read(received, *events, after=settled + later).times
    )


@given(days, st.integers(0, 27), st.integers(1, 40), st.data())
@quick
def test_a_pause_cut_in_two_is_the_same_pause(
    received: date, after: int, waited: int, data: st.DataObject
) -> None:
    whole = _read(received, *_asked(received, [Pause(after, waited)]))
    cut = data.draw(st.integers(0, min(waited - 1, 26 - after) if after < 27 else 0))
    overlap = data.draw(st.integers(0, cut))
    parts = [Pause(after, cut), Pause(after + cut + 1 - overlap, waited - cut - 1 + overlap)]
    halves = _read(received, *_asked(received, parts))
    assert (halves.times, halves.paused_days) == (whole.times, whole.paused_days)


@given(days, pauses, st.integers(0, 27))
@quick
def test_a_question_answered_the_same_day_adds_one_day_or_none(
    received: date, chosen: list[Pause], after: int
) -> None:
    before = _read(received, *_asked(received, chosen))
    day = counting.add_days(received, after)
    more = _read(
        received, *_asked(received, chosen), ClarificationAsked(day, "x"), ClarificationAnswered(day, "x")
    )
    added = 0 if day in _excluded(received, chosen) else 1
    assert more.paused_days == before.paused_days + added
    assert _times(more).unrolled == counting.add_days(_times(before).unrolled, added)


@given(days, pauses, st.integers(0, 160))
@quick
def test_an_extension_counts_exactly_when_its_notice_was_in_time(
    received: date, chosen: list[Pause], sent: int
) -> None:
    events, day = _asked(received, chosen), counting.add_days(received, sent)
    on_that_day = _read(received, *events, after=sent)
    extended = _read(received, *events, ExtensionSent(day, (Reason.COMPLEX,)))
    assert extended.extended is (day <= _times(on_that_day).extension_notice_by)
    if extended.extended:
        unrolled = counting.add_days(counting.add_months_clamped(received, 3), extended.paused_days)
        assert extended.due == counting.next_working_day(unrolled, CALENDAR.england)
    else:
        assert extended.times == _read(received, *events).times
    twice = _read(
        received, *events, ExtensionSent(day, (Reason.COMPLEX,)), ExtensionSent(day, (Reason.NUMBER,))
    )
    assert twice.times == extended.times
    without_reasons = _read(received, *events, ExtensionSent(day, ()))
    assert without_reasons.times == _read(received, *events).times


@given(days, st.integers(0, 28), st.integers(0, 60), pauses)
@quick
def test_a_restart_is_a_request_received_on_the_day_of_confirmation(
    received: date, asked: int, waited: int, chosen: list[Pause]
) -> None:
    confirmed = counting.add_days(received, asked + waited)
    identity: list[Event] = [IdentityAsked(counting.add_days(received, asked)), IdentityConfirmed(confirmed)]
    later = _asked(confirmed, chosen)
    restarted = _read(received, *identity, *later, after=MUCH_LATER + asked + waited)
    afresh = _read(confirmed, *later)
    assert restarted.times == afresh.times
    assert restarted.received == received


@given(days, pauses, st.integers(0, 45))
@quick
def test_a_late_holiday_never_shortens_and_never_moves_by_more_than_the_next_working_day(
    received: date, chosen: list[Pause], after: int
) -> None:
    events, new = _asked(received, chosen), counting.add_days(received, after)
    late = known([ExtraHoliday(new, "A new holiday")])
    before = _read(received, *events)
    moved = replay([Received(received), *events], as_of=before.as_of, calendar=late)
    assert before.due is not None
    expected = before.due
    if expected == new:
        expected = counting.next_working_day(counting.add_days(new, 1), late.england)
    assert moved.due == expected
    assert _times(moved).unrolled == _times(before).unrolled


@given(days, pauses)
@quick
def test_the_dates_stand_in_order(received: date, chosen: list[Pause]) -> None:
    times = _times(_read(received, *_asked(received, chosen)))
    in_order = [times.relevant, times.amber_from, times.red_from]
    assert all(first <= second for first, second in pairwise(in_order))
    assert times.target <= times.due
    assert times.due_target <= times.due
    assert times.unrolled <= times.due
    for day in (times.target, times.due_target, times.due):
        assert CALENDAR.england.is_working_day(day)


def test_a_clock_is_a_value() -> None:
    clock = _read(date(2026, 11, 23))
    assert replace(clock) == clock
    assert hash(clock.times) == hash(replace(_times(clock)))
