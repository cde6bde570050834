"""Requests as lines of a list: the date, the light and how far each is, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ppsweb import keys
from ppsweb.auth import current_member
from ppsweb.deadlines import clock
from ppsweb.deadlines.request_clock import RequestClock
from ppsweb.subject_access import wording
from ppsweb.subject_access.answering import answered
from ppsweb.subject_access.models import DataRequest, HandOver, Release, RequestEvent
from ppsweb.subject_access.standing import Decided
from ppsweb.subject_access.timing import clock_of, events_of, note
from ppsweb.subject_access.waiting import waiting_for_second_person


@dataclass(frozen=True)
class Line:
    """One request in a list."""

    request: DataRequest
    clock: RequestClock
    answer: Release | HandOver | None
    events: list[RequestEvent]
    #: what it waits for beside its date, in words; empty if for nothing that a list can tell
    waits: str = ""

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
    """The lines of these requests, in their order; most clients have none, and then nothing is asked."""
    if not requests:
        return []
    events, answers = events_of(requests), answered(requests)
    keys.fetch([request.data_key_id for request in requests])
    open_ones = waiting_for_second_person([each for each in requests if each.id not in answers])
    today = clock.today()
    return [
        Line(
            request,
            clock_of(events[request.id], today),
            answers.get(request.id),
            events[request.id],
            _waits(open_ones.get(request.id)),
        )
        for request in requests
    ]


def _waits(now: Decided | None) -> str:
    """For a second person, who is somebody else than whoever reads this if they prepared what is to be signed."""
    member = current_member()
    if now is None:
        return ""
    mine = member is not None and now.preparation_by(member) is not None
    return wording.WAITS_FOR_ANOTHER if mine else wording.WAITS_FOR_SECOND_PERSON


def by_pressure(lines: Sequence[Line]) -> list[Line]:
    """What is due first at the top; what waits for identity behind it."""
    return sorted(lines, key=lambda line: (line.due or date.max, line.request.received_on, line.request.id))
