"""The clock of a request, replayed from its rows at each reading; no due date is stored (D3.04 to D3.07)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ppsweb.deadlines import calendars
from ppsweb.deadlines.request_clock import Light, RequestClock, replay
from ppsweb.deadlines.request_events import (
    About,
    ClarificationAnswered,
    ClarificationAsked,
    Event,
    ExtensionSent,
    IdentityAsked,
    IdentityConfirmed,
    Reason,
    Received,
)
from ppsweb.subject_access.codes import Happened
from ppsweb.subject_access.models import DataRequest, RequestEvent

REASONS = {
    "complexity": (Reason.COMPLEX,),
    "number_of_requests": (Reason.NUMBER,),
    "both": (Reason.COMPLEX, Reason.NUMBER),
}


def clock_of(events: Iterable[RequestEvent], today: date) -> RequestClock:
    """The dates of a request as they stand today. Raises EventsDoNotFit, NoCalendar."""
    return replay([as_event(row) for row in events], as_of=today, calendar=calendars.known(()))


def awaits_identity(request: DataRequest, today: date) -> bool:
    """Whether proof of who they are was asked for and has not come yet."""
    return clock_of(events_of([request])[request.id], today).awaits_identity


def without_effect(events: Iterable[RequestEvent], today: date) -> dict[str, str]:
    """What was recorded and moves no date, because it came too late: why, in a sentence, by the id of its row."""
    rows = list(events)
    why = dict(clock_of(rows, today).without_effect)
    return {row.id: why[as_event(row)] for row in rows if as_event(row) in why}


def as_event(row: RequestEvent) -> Event:
    """A row as the clock reads it."""
    on = row.happened_on
    match row.kind:
        case Happened.IDENTITY_ASKED:
            return IdentityAsked(on)
        case Happened.IDENTITY_CONFIRMED:
            return IdentityConfirmed(on)
        case Happened.CLARIFICATION_ASKED:
            return ClarificationAsked(on, row.id, About(row.about))
        case Happened.CLARIFICATION_ANSWERED:
            return ClarificationAnswered(on, str(row.answers_id))
        case Happened.EXTENSION_SENT:
            return ExtensionSent(on, REASONS[row.reason])
    return Received(on)


def events_of(requests: Iterable[DataRequest]) -> dict[str, list[RequestEvent]]:
    """The events of many requests with one query, by request."""
    found: dict[str, list[RequestEvent]] = {request.id: [] for request in requests}
    if not found:
        return found
    rows = RequestEvent.select().where(RequestEvent.request.in_(list(found)))
    for row in rows.order_by(RequestEvent.happened_on, RequestEvent.created_at):
        found[row.request_id].append(row)
    return found


def open_questions(events: Iterable[RequestEvent]) -> list[RequestEvent]:
    """The clarifications that nobody has answered yet, the oldest first."""
    rows = list(events)
    answered = {row.answers_id for row in rows}
    return [row for row in rows if row.kind is Happened.CLARIFICATION_ASKED and row.id not in answered]


STATES = {Light.AMBER: "amber", Light.RED: "red", Light.OVERDUE: "red"}


def note(clock: RequestClock) -> str:
    """A few words beside the date."""
    if clock.times is None:
        return "waiting for identity"
    days = (clock.times.due - clock.as_of).days
    if days < 0:
        return "overdue by 1 day" if days == -1 else f"overdue by {-days} days"
    left = "today" if days == 0 else "in 1 day" if days == 1 else f"in {days} days"
    return f"{left}, waiting for an answer" if clock.is_paused else left
