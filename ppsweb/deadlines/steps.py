"""How each kind of step is counted and said: one entry in `MOVES` for each style of section 2.0."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ppsweb.deadlines import clock, counting
from ppsweb.deadlines.facts import Facts, Found
from ppsweb.deadlines.rule import Step, Style
from ppsweb.deadlines.saying import say_not_counted, say_roll
from ppsweb.deadlines.special import SPECIALS
from ppsweb.deadlines.wording import count, long_date, long_moment


def _say(n: int, unit: str, start: date, end: date, extra: str = "") -> str:
    return f"{count(n, unit)} after {long_date(start)} is {long_date(end)}.{extra}"


def _weeks(step: Step, facts: Facts) -> Found:
    start = facts.day(step.start)
    end = counting.add_weeks(start, step.n)
    return end, _say(step.n, "week", start, end)


def _days(step: Step, facts: Facts) -> Found:
    start = facts.day(step.start)
    end = counting.add_days(start, step.n)
    if step.n < 0:
        return end, f"{count(-step.n, 'day')} before {long_date(start)} is {long_date(end)}."
    return end, _say(step.n, "day", start, end, f" {long_date(start)} itself is not counted.")


def _days_inclusive(step: Step, facts: Facts) -> Found:
    start = facts.day(step.start)
    end = counting.inclusive_days(start, step.n)
    return end, f"{long_date(start)} is day 1, so day {step.n} is {long_date(end)}."


def _months(step: Step, facts: Facts) -> Found:
    start = facts.day(step.start)
    end = counting.add_months_clamped(start, step.n)
    if step.n < 0:
        return end, f"{count(-step.n, 'month')} before {long_date(start)} is {long_date(end)}."
    short = " That month has no such day, so its last day counts." if end.day != start.day else ""
    return end, _say(step.n, "month", start, end, short)


def _months_if_any(step: Step, facts: Facts) -> Found:
    return (None, "") if facts.optional_day(step.start) is None else _months(step, facts)


def _months_inclusive(step: Step, facts: Facts) -> Found:
    start = facts.day(step.start)
    end = counting.months_beginning_with(start, step.n)
    return end, f"The {count(step.n, 'month')} that begin with {long_date(start)} end with {long_date(end)}."


def _months_full(step: Step, facts: Facts) -> Found:
    start = facts.day(step.start)
    end = counting.add_months_rounded_up(start, step.n)
    return end, f"{count(step.n, 'full month')} from {long_date(start)} are over on {long_date(end)}."


def _working_days(step: Step, facts: Facts) -> Found:
    start, calendar = facts.day(step.start), facts.working()
    end = counting.add_working_days(start, step.n, calendar)
    return end, _say(
        step.n, "working day", start, end, say_not_counted(calendar, counting.add_days(start, 1), end)
    )


def _working_days_before(step: Step, facts: Facts) -> Found:
    start, calendar = facts.day(step.start), facts.working()
    end = counting.working_days_before(start, step.n, calendar)
    said = f"{count(step.n, 'working day')} before {long_date(start)} is {long_date(end)}."
    return end, said + say_not_counted(calendar, end, start)


def _working_days_inclusive(step: Step, facts: Facts) -> Found:
    start, calendar = facts.day(step.start), facts.working()
    first = counting.next_working_day(start, calendar)
    end = counting.working_days_beginning_with(start, step.n, calendar)
    said = f"{long_date(first)} is working day 1, so working day {step.n} is {long_date(end)}."
    return end, said + say_not_counted(calendar, start, end)


def _school_days(step: Step, facts: Facts) -> Found:
    start, school = facts.day(step.start), facts.open_days()
    end = counting.add_school_days(start, step.n, school)
    return end, _say(
        step.n, "school day", start, end, f" Only the school's own open days count ({school.name})."
    )


def _clear(step: Step, facts: Facts) -> Found:
    event = facts.day(step.start)
    end = counting.clear_days_before(event, step.n)
    return end, f"{count(step.n, 'clear day')} lie between {long_date(end)} and {long_date(event)}."


def _hours(step: Step, facts: Facts) -> Found:
    start = facts.moment(step.start)
    end = counting.add_hours(start, step.n).astimezone(clock.LONDON)
    said = f"{step.n} hours after {long_moment(start.astimezone(clock.LONDON))} is {long_moment(end)}."
    return end, said + " Nights, weekends and holidays count."


def _roll(step: Step, facts: Facts) -> Found:
    raw, calendar = facts.day(step.start), facts.working()
    end = counting.next_working_day(raw, calendar)
    return end, say_roll(raw, end, calendar)


def _safe(step: Step, facts: Facts) -> Found:
    raw, calendar = facts.day(step.start), facts.working()
    end = counting.prev_working_day(raw, calendar)
    return end, f"The safe date is {long_date(end)}, the last working day up to {long_date(raw)}."


def _later(step: Step, facts: Facts) -> Found:
    first, second = facts.day(step.start), facts.optional_day(step.other)
    if second is None:
        return first, ""
    return max(first, second), f"The later of {long_date(first)} and {long_date(second)} counts."


def _same(step: Step, facts: Facts) -> Found:
    return facts.day(step.start), ""


def _plus(step: Step, facts: Facts) -> Found:
    start, days = facts.day(step.start), facts.number(step.other)
    end = counting.add_days(start, days)
    return end, f"{count(days, 'day')} added to {long_date(start)} give {long_date(end)}."


def _special(step: Step, facts: Facts) -> Found:
    return SPECIALS[step.special](step, facts)


def _next_day(step: Step, facts: Facts) -> Found:
    end = counting.add_days(facts.day(step.start), 1)
    return end, f"The day after that is {long_date(end)}."


def _day_before(step: Step, facts: Facts) -> Found:
    end = counting.add_days(facts.day(step.start), -1)
    return end, f"The day before that is {long_date(end)}."


MOVES: Mapping[Style, Callable[[Step, Facts], Found]] = {
    Style.WEEKS: _weeks,
    Style.DAYS: _days,
    Style.DAYS_INCLUSIVE: _days_inclusive,
    Style.MONTHS: _months,
    Style.MONTHS_IF_ANY: _months_if_any,
    Style.MONTHS_INCLUSIVE: _months_inclusive,
    Style.MONTHS_FULL: _months_full,
    Style.WORKING_DAYS: _working_days,
    Style.WORKING_DAYS_BEFORE: _working_days_before,
    Style.WORKING_DAYS_INCLUSIVE: _working_days_inclusive,
    Style.SCHOOL_DAYS: _school_days,
    Style.CLEAR: _clear,
    Style.HOURS: _hours,
    Style.NEXT_DAY: _next_day,
    Style.DAY_BEFORE: _day_before,
    Style.ROLL: _roll,
    Style.SAFE: _safe,
    Style.LATER: _later,
    Style.SAME: _same,
    Style.PLUS: _plus,
    Style.SPECIAL: _special,
}
