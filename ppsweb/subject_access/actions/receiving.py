"""A request comes, and what happens to its clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Purpose
from ppsweb.cases.models import Channel
from ppsweb.deadlines import clock
from ppsweb.deadlines.calendars import NoCalendar
from ppsweb.deadlines.request_events import About, EventsDoNotFit
from ppsweb.people.models import Person
from ppsweb.refusal import Refused
from ppsweb.subject_access.actions.gathering import gather
from ppsweb.subject_access.answering import refuse_locked, why_no_event
from ppsweb.subject_access.codes import AskedAs, Happened, Looked, Place, Wanted
from ppsweb.subject_access.models import DataRequest, RequestEvent, RequestSearch, new_reference
from ppsweb.subject_access.timing import clock_of, events_of, open_questions
from ppsweb.web.filters import day


@action
def log_request(
    by: Member,
    when: datetime,
    person: Person,
    *,
    words: str,
    channel: Channel,
    asked_as: AskedAs,
    received_on: date,
    wanted: Wanted = Wanted.EMAIL,
    identifier: str | None = None,
) -> DataRequest:
    """Log that a client asks for their own data, start its clock and gather what there is (D3.01, D3.02).

    Their words are enough: no form, no reason, no proof, no permission in force. It rests on the law. Raises Refused.
    """
    if not words.strip():
        raise Refused({"words": "Write what they asked for, in their own words"})
    if received_on > clock.local(when).date():
        raise Refused({"received_on": "The day on which it came cannot be in the future"})
    reference = new_reference()
    authority = authorities.record_legal_duty(
        by,
        when,
        purpose=Purpose.RIGHTS_REQUEST,
        words=f"Asked on {day(received_on)} for their own data, reference {reference.upper()}.",
        data_key=person.data_key,
    )
    chosen = {"id": identifier} if identifier else {}
    request: DataRequest = DataRequest(
        **chosen,
        created_at=when,
        authority=authority,
        person=person,
        case=DataRequest.case_for(person, by),
        data_key=person.data_key_id,
        reference=reference,
        words=words.strip(),
        channel=channel,
        asked_as=asked_as,
        wanted=wanted,
        received_on=received_on,
        logged_by=by,
    ).insert_new()
    _add(by, when, request, Happened.RECEIVED, received_on)
    record("subject_access.log_request", by=by, case=request.recorded_under, subject=request)
    gather(by, when, request)
    return request


@action
def record_event(
    by: Member,
    when: datetime,
    request: DataRequest,
    kind: Happened,
    happened_on: date,
    *,
    about: About | None = None,
    reason: str | None = None,
    question: RequestEvent | None = None,
    words: str | None = None,
    identifier: str | None = None,
) -> RequestEvent:
    """Record what happened to the clock; the dates are replayed with it before it is stored (D3.04 to D3.07).

    An answer without a `question` is to the oldest that is open. Raises Refused, and always once it is answered.
    """
    answered = why_no_event(request)
    if answered is not None:
        raise Refused(answered)
    if happened_on > clock.local(when).date():
        raise Refused({"happened_on": "The day cannot be in the future"})
    if kind is Happened.RECEIVED:
        raise Refused({"kind": "A request comes only once. Log another one if they ask again"})
    if kind is Happened.CLARIFICATION_ASKED and about is None:
        raise Refused({"about": "Choose what you asked about"})
    if kind is Happened.EXTENSION_SENT and reason is None:
        raise Refused({"reason": "Choose the reason that you gave them"})
    if kind is Happened.CLARIFICATION_ANSWERED:
        question = question or next(iter(open_questions(events_of([request])[request.id])), None)
        if question is None:
            raise Refused({"kind": "No question is waiting for an answer"})
    event = _add(
        by,
        when,
        request,
        kind,
        happened_on,
        about=about if kind is Happened.CLARIFICATION_ASKED else None,
        reason=reason if kind is Happened.EXTENSION_SENT else None,
        answers=question if kind is Happened.CLARIFICATION_ANSWERED else None,
        words=(words or "").strip() or None,
        **({"id": identifier} if identifier else {}),
    )
    record(
        "subject_access.record_event",
        by=by,
        case=request.recorded_under,
        subject=request,
        detail=str(kind),
    )
    return event


@action
def record_searches(by: Member, request: DataRequest, results: Mapping[Place, Looked]) -> list[RequestSearch]:
    """Record where somebody looked beside the database, and what came of it (D3.08). Raises Refused."""
    if not results:
        raise Refused("Say of at least one place what came of looking there.")
    refuse_locked(request)
    rows = [
        RequestSearch(request=request, place=place, looked=looked, looked_by=by).signed().insert_new()
        for place, looked in results.items()
    ]
    record("subject_access.record_searches", by=by, case=request.recorded_under, subject=request)
    return rows


def _add(
    by: Member, when: datetime, request: DataRequest, kind: Happened, happened_on: date, **values: object
) -> RequestEvent:
    event = RequestEvent(
        request=request,
        data_key=request.data_key_id,
        created_at=when,
        kind=kind,
        happened_on=happened_on,
        recorded_by=by,
        **values,
    )
    try:
        clock_of([*events_of([request])[request.id], event], clock.local(when).date())
    except (EventsDoNotFit, NoCalendar) as problem:
        name = "received_on" if kind is Happened.RECEIVED else "happened_on"
        raise Refused({name: str(problem)}) from problem
    stored: RequestEvent = event.insert_new()
    return stored
