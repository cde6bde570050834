"""The clock of a subject-access request: its events replayed into dates, with the working (section 3.2).

Nothing is carried forward from an earlier reading, so the date cannot drift: identity restarts, clarification
pauses, months are added to the relevant time and rolled once (D3.04). A bank holiday announced late moves
every open request at its next reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ppsweb.deadlines import counting
from ppsweb.deadlines.calendars import BankHolidays, Calendar
from ppsweb.deadlines.law.subject_access import MONTHS
from ppsweb.deadlines.request_events import Event, in_order
from ppsweb.deadlines.request_story import Story
from ppsweb.deadlines.rule import Rule
from ppsweb.deadlines.saying import HolidayUsed, holidays_between, say_roll
from ppsweb.deadlines.wording import count, long_date
from ppsweb.deadlines.working_out import rule

# The service's own aim: 28 days for each month and two more, amber at day 14 and red at day 24 of the first (D3.06).
TARGET_DAYS, TARGET_DAYS_EXTENDED = 28, 84
AMBER_BEFORE_TARGET, RED_BEFORE_TARGET = 14, 4


class State(StrEnum):
    """Whether the time runs."""

    RUNNING = "running"
    PAUSED = "paused"
    WAITING_FOR_IDENTITY = "waiting_for_identity"


class Light(StrEnum):
    """How pressing a request is on a day."""

    WAITING = "waiting"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Times:
    """The dates of a request whose time runs or is paused; a paused one as if the answer came on the day of reading.

    `due` is the law's last day and `unrolled` the same before weekends and holidays; `due_target` counts one paused
    day less, the cautious reading of 3.2. `target` is the service's own aim, a working day.
    """

    relevant: date
    corresponding: date
    unrolled: date
    due: date
    due_target: date
    extension_notice_by: date
    target: date
    amber_from: date
    red_from: date
    holidays: tuple[HolidayUsed, ...]


@dataclass(frozen=True)
class RequestClock:
    """A request's clock as read on `as_of`. `times` is None while identity is awaited: then nothing is due yet.

    `rule` is the version of the law that was in force when the request came, to be kept with the dates (D2.04).
    """

    as_of: date
    rule: Rule
    received: date
    state: State
    extended: bool
    paused_days: int
    times: Times | None
    working: tuple[str, ...]
    #: what happened and moves no date, each with the sentence that says why
    without_effect: tuple[tuple[Event, str], ...] = ()

    @property
    def due(self) -> date | None:
        """The last day for the answer; None while identity is awaited."""
        return None if self.times is None else self.times.due

    @property
    def is_paused(self) -> bool:
        """Is an answer to a clarification awaited?"""
        return self.state is State.PAUSED

    @property
    def awaits_identity(self) -> bool:
        """Is proof of who they are awaited?"""
        return self.state is State.WAITING_FOR_IDENTITY

    @property
    def may_extend(self) -> bool:
        """Would a notice of extension, sent on the day of reading, still count?"""
        return not self.extended and (self.times is None or self.as_of <= self.times.extension_notice_by)

    @property
    def light(self) -> Light:
        """How pressing the request is on the day of reading (D3.06)."""
        if self.times is None:
            return Light.WAITING
        if self.as_of > self.times.due:
            return Light.OVERDUE
        if self.as_of >= self.times.red_from:
            return Light.RED
        return Light.AMBER if self.as_of >= self.times.amber_from else Light.GREEN


def replay(events: Iterable[Event], *, as_of: date, calendar: BankHolidays) -> RequestClock:
    """The clock of a request on a day, from all that has happened to it up to and including that day.

    EventsDoNotFit (request_events) if they cannot all have happened; NoCalendar beyond the known bank holidays.
    An action replays the story with its new event before it stores it.
    """
    known = in_order(events, as_of)
    story = Story(received=known[0].on, anchor=known[0].on)
    for event in known:
        story.tell(event)
    state = _state(story)
    times, said = _times(story, as_of, calendar.england)
    if state is State.PAUSED:
        said.append(
            "We are waiting for an answer. These dates hold if it comes today; each day of waiting adds one."
        )
    return RequestClock(
        as_of=as_of,
        rule=rule("SAR.due", story.received),
        received=story.received,
        state=state,
        extended=story.extended,
        paused_days=story.paused_days(as_of),
        times=times,
        working=(*story.said, *said),
        without_effect=tuple(story.without_effect),
    )


def _state(story: Story) -> State:
    if story.anchor is None:
        return State.WAITING_FOR_IDENTITY
    return State.PAUSED if any(each.answered is None for each in story.pauses.values()) else State.RUNNING


def _times(story: Story, as_of: date, england: Calendar) -> tuple[Times | None, list[str]]:
    anchor, unrolled, notice = (
        story.anchor,
        story.last_day(as_of, story.months),
        story.last_day(as_of, MONTHS),
    )
    if anchor is None or unrolled is None or notice is None:
        asked = long_date(story.identity_asked) if story.identity_asked else ""
        return None, [f"Identity was asked for on {asked}. The time starts when it is confirmed."]
    paused = story.paused_days(as_of)
    due = counting.next_working_day(unrolled, england)
    cautious = counting.add_days(unrolled, -1 if paused else 0)
    aim_days = TARGET_DAYS_EXTENDED if story.extended else TARGET_DAYS
    aim = counting.add_days(anchor, aim_days + max(0, paused - 1))
    times = Times(
        relevant=anchor,
        corresponding=counting.add_months_clamped(anchor, story.months),
        unrolled=unrolled,
        due=due,
        due_target=counting.next_working_day(cautious, england),
        extension_notice_by=notice,
        target=counting.prev_working_day(aim, england),
        amber_from=counting.add_days(aim, -AMBER_BEFORE_TARGET),
        red_from=counting.add_days(aim, -RED_BEFORE_TARGET),
        holidays=holidays_between(england, unrolled, due),
    )
    return times, _say(story, times, as_of, england)


def _say(story: Story, times: Times, as_of: date, england: Calendar) -> list[str]:
    short = (
        " That month has no such day, so its last day counts."
        if times.corresponding.day != times.relevant.day
        else ""
    )
    said = [
        f"{count(story.months, 'month')} after {long_date(times.relevant)} is {long_date(times.corresponding)}.{short}"
    ]
    for pause in sorted(story.pauses.values(), key=lambda each: (each.asked, each.answered or as_of)):
        days = len(pause.days(times.relevant, as_of))
        end = "today" if pause.answered is None else long_date(pause.answered)
        said.append(f"From {long_date(pause.asked)} to {end} we waited for an answer: {count(days, 'day')}.")
    paused = story.paused_days(as_of)
    if paused:
        said.append(
            f"{count(paused, 'day')} in all, each counted once, are added: {long_date(times.unrolled)}."
        )
    said.append(say_roll(times.unrolled, times.due, england))
    said.append(f"Our own aim is {long_date(times.target)}.")
    if not story.extended:
        said.append(
            f"Notice of an extension, with reasons, would count until {long_date(times.extension_notice_by)}."
        )
    return said
