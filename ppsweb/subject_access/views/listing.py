"""Requests as lines of a list: the date, the light and how far each is, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ppsweb import keys
from ppsweb.deadlines import clock
from ppsweb.deadlines.request_clock import RequestClock
from ppsweb.subject_access import wording
from ppsweb.subject_access.answering import answered
from ppsweb.subject_access.models import DataRequest, HandOver, Release, RequestEvent
from ppsweb.subject_access.timing import clock_of, events_of, note


@dataclass(frozen=True)
class Line:
    """One request in a list."""

    request: DataRequest
    clock: RequestClock
    answer: Release | HandOver | None
    events: list[RequestEvent]

    @property
    def due(self) -> date | None:
        return self.clock.due

    @property
    def state(self) -> str:
        return "Answered" if self.answer is not None else wording.LIGHTS[self.clock.light]

    @property
    def colour(self) -> str:
        return "green" if self.answer is not None else wording.LIGHT_COLOURS[self.clock.light]

    @property
    def note(self) -> str:
        return "" if self.answer is not None else note(self.clock)


def lines_of(requests: Sequence[DataRequest]) -> list[Line]:
    """The lines of these requests, in their order."""
    events, answers = events_of(requests), answered(requests)
    keys.fetch([request.data_key_id for request in requests])
    today = clock.today()
    return [
        Line(request, clock_of(events[request.id], today), answers.get(request.id), events[request.id])
        for request in requests
    ]


def by_pressure(lines: Sequence[Line]) -> list[Line]:
    """What is due first at the top; what waits for identity behind it."""
    return sorted(lines, key=lambda line: (line.due or date.max, line.request.received_on, line.request.id))
