"""The few dates that no counting style reaches alone: each a named function with its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ppsweb.deadlines import counting
from ppsweb.deadlines.facts import Facts, Found
from ppsweb.deadlines.rule import Step
from ppsweb.deadlines.saying import say_roll
from ppsweb.deadlines.wording import count, long_date

AUGUST, DECEMBER, JANUARY, SEPTEMBER = 8, 12, 1, 9
SCHOOL_AGE = 16 * 12
LONGEST_REVIEW_MONTHS = 12


class BadInput(ValueError):
    """An input that the rule cannot be worked out from; the message may be shown."""


def _tribunal_pause(raw: date) -> tuple[date, str] | None:
    """The first day after the closure in which the raw date falls, and how that is said."""
    if raw.month == AUGUST:
        return date(raw.year, SEPTEMBER, 1), "falls in August, when the Tribunal's time limits do not end"
    if (raw.month, raw.day) == (JANUARY, 1):
        return date(raw.year, JANUARY, 2), "falls between 25 December and 1 January"
    if raw.month == DECEMBER and raw.day >= 25:
        return date(raw.year + 1, JANUARY, 2), "falls between 25 December and 1 January"
    return None


def tribunal_latest(step: Step, facts: Facts) -> Found:
    """The last day on which an appeal may reach the Tribunal.

    A raw date in August or from 25 December to 1 January moves to the first working day after; any other that
    is not a working day moves to the next one, once (HESC Rules 2008 r.12; 2.5).
    """
    raw, calendar = facts.day(step.start), facts.working()
    pause = _tribunal_pause(raw)
    if pause is None:
        latest = counting.next_working_day(raw, calendar)
        return latest, say_roll(raw, latest, calendar)
    after, said = pause
    latest = counting.next_working_day(after, calendar)
    return latest, f"{long_date(raw)} {said}. The first working day after that is {long_date(latest)}."


def end_of_school_age(step: Step, facts: Facts) -> Found:
    """The last Friday in June of the school year (1 September to 31 August) of the sixteenth birthday (2.8)."""
    sixteen = counting.add_months_clamped(facts.day(step.start), SCHOOL_AGE)
    ends = counting.last_friday_of_june(sixteen.year + (sixteen.month >= SEPTEMBER))
    return ends, (
        f"The sixteenth birthday is {long_date(sixteen)}. Compulsory school age ends on the last Friday in June "
        f"of that school year: {long_date(ends)}."
    )


def paused_days(step: Step, facts: Facts) -> Found:
    """Days that do not count while a clarification is awaited, both ends included (UK GDPR Art 12A(5); 3.2).

    Days before the relevant time are no part of the period, so they cannot be left out of it.
    """
    asked, answered = facts.day(step.start), facts.day(step.other)
    if answered < asked:
        raise BadInput("The answer cannot come before the question.")
    days = counting.days_between(max(asked, facts.day("relevant_time")), answered)
    return days, f"From {long_date(asked)} to {long_date(answered)}, {count(days, 'day')} do not count."


def phase_transfer(step: Step, facts: Facts) -> Found:
    """The last day to review and amend before a move to another phase (SEND Regulations 2014 reg 18; D2.14).

    "Before 31 March" and "before 15 February" are read strictly. `phase` is secondary_to_post_16, other or
    between_post_16.
    """
    moves, phase = facts.day(step.start), facts.code("phase")
    if phase == "between_post_16":
        last = counting.add_months_clamped(moves, -5)
        return last, f"5 months before {long_date(moves)} is {long_date(last)}."
    if phase not in {"secondary_to_post_16", "other"}:
        raise BadInput("The phase is secondary_to_post_16, other or between_post_16.")
    before = date(moves.year, 3, 31) if phase == "secondary_to_post_16" else date(moves.year, 2, 15)
    last = counting.add_days(before, -1)
    return last, f"The law says before {long_date(before)}, so the last day is {long_date(last)}."


def leaflet_review(step: Step, facts: Facts) -> Found:
    """The review date of a leaflet: at most 12 months after its approval (D9.03)."""
    months, approved = facts.number("interval_months"), facts.day(step.start)
    if not 1 <= months <= LONGEST_REVIEW_MONTHS:
        raise BadInput("A leaflet is reviewed after 1 to 12 months.")
    due = counting.add_months_clamped(approved, months)
    return due, f"{count(months, 'month')} after {long_date(approved)} is {long_date(due)}."


SPECIALS: Mapping[str, Callable[[Step, Facts], Found]] = {
    function.__name__: function
    for function in (tribunal_latest, end_of_school_age, paused_days, phase_transfer, leaflet_review)
}
