"""The list, logging a request, and what happens to its clock."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask import request as asked

from ppsweb.audit import record
from ppsweb.cases.models import Channel
from ppsweb.deadlines import clock
from ppsweb.deadlines.request_events import About
from ppsweb.people.models import Person
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions
from ppsweb.subject_access.answering import answered_ids, why_no_event
from ppsweb.subject_access.codes import AskedAs, Happened, Looked, Place, Wanted
from ppsweb.subject_access.forms import NewEvent, NewRequest, Searches
from ppsweb.subject_access.models import DataRequest, RequestEvent
from ppsweb.subject_access.standing import decided
from ppsweb.subject_access.timing import events_of, without_effect
from ppsweb.subject_access.views.listing import by_pressure, lines_of
from ppsweb.subject_access.views.room import acting_member, room, to_request
from ppsweb.web.messages import IMPORTANT, flash_refused
from ppsweb.web.once import already_done

MOST = 100


@room.get("/", needs="subject_access.list")
def index() -> str:
    """The requests that wait for an answer, the most pressing first; those that have one on a page of their own."""
    member = acting_member()
    done = asked.args.get("show") == "answered"
    is_done = DataRequest.id.in_(answered_ids())
    query = (
        DataRequest.visible_to(member)
        .select(DataRequest, Person)
        .join(Person, on=(DataRequest.person == Person.id))
        .where(is_done if done else ~is_done)
        .order_by(DataRequest.received_on.desc() if done else DataRequest.received_on, DataRequest.id)
        .limit(MOST)
    )
    lines = lines_of(list(query))
    record("subject_access.list", by=member)
    return render_template(
        "subject_access/index.html", lines=lines if done else by_pressure(lines), done=done, most=MOST
    )


@room.form("/log/<id:person>", needs="subject_access.log")
def log(person: Person) -> Any:
    """Log what a client asked for; the clock starts at once."""
    form = NewRequest()
    if form.is_submitted() and already_done(DataRequest, form):
        return redirect(url_for("subject_access.show", request=form.identifier), 303)
    if form.validate_on_submit():
        try:
            request = actions.log_request(
                acting_member(),
                clock.now(),
                person,
                words=form.words.data,
                channel=Channel(form.channel.data),
                asked_as=AskedAs(form.asked_as.data),
                received_on=form.received_on.data,
                wanted=Wanted(form.wanted.data),
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _logged(request)
    page = render_template("subject_access/log.html", form=form, person=person)
    return page, 422 if form.has_problems else 200


def _logged(request: DataRequest) -> Any:
    flash("The request is logged and its clock runs.")
    if request.is_open_to(acting_member()):
        return to_request(request)
    return redirect(url_for("subject_access.index"), 303)


@room.form("/<id:request>/event", needs="subject_access.decide")
def event(request: DataRequest) -> Any:
    """Record what happened to the clock: identity, a question, an answer, a notice of extension."""
    form = NewEvent()
    if form.is_submitted() and already_done(RequestEvent, form):
        return to_request(request)
    if form.validate_on_submit():
        try:
            recorded = actions.record_event(
                acting_member(),
                clock.now(),
                request,
                Happened(form.kind.data),
                form.happened_on.data,
                about=About(form.about.data) if form.about.data else None,
                reason=form.reason.data,
                words=form.words.data,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            _say_recorded(request, recorded)
            return to_request(request)
    page = render_template(
        "subject_access/form.html",
        form=form,
        request_=request,
        heading="What happened to the request",
        button="Record it",
        advice="Ask for proof of identity only if you have a real doubt, and ask what they mean only if you "
        "cannot find the information otherwise. Most parents are known to us.",
        why_not=why_no_event(request) if not form.is_submitted() else None,
    )
    return page, 422 if form.has_problems else 200


def _say_recorded(request: DataRequest, recorded: RequestEvent) -> None:
    """That it is recorded, or, where it came too late to move a date, that at once (D3.05)."""
    events = events_of([request])[request.id]
    void = without_effect(events, clock.today()).get(recorded.id)
    if void is None:
        flash("Recorded. The dates are worked out anew.")
    else:
        flash(f"It is recorded, and changes no date. {void}", IMPORTANT)


@room.form("/<id:request>/searches", needs="subject_access.decide")
def searches(request: DataRequest) -> Any:
    """Say where somebody looked beside the database."""
    known = decided(request).searches
    form = Searches(data={str(place): str(row.looked) for place, row in known.items()})
    if form.validate_on_submit():
        results = {place: Looked(form[str(place)].data) for place in Place if form[str(place)].data}
        new = {place: result for place, result in results.items() if _is_new(known, place, result)}
        try:
            if new or not results:
                actions.record_searches(acting_member(), request, new)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Where was looked is recorded.")
            return to_request(request)
    page = render_template(
        "subject_access/form.html",
        form=form,
        request_=request,
        heading="Where we looked",
        button="Save where we looked",
        advice="File what you find as notes of the case first. It then becomes an item of this request.",
    )
    return page, 422 if form.has_problems else 200


def _is_new(known: Any, place: Place, result: Looked) -> bool:
    return place not in known or known[place].looked != result


@room.post("/<id:request>/gather", needs="subject_access.decide")
def gather(request: DataRequest) -> Any:
    """Look through every room again for what is new."""
    try:
        found = actions.gather(acting_member(), clock.now(), request)
    except Refused as refused:
        flash_refused(refused)
    else:
        flash(f"New items: {found.new}. Items that say something else than before: {found.changed}.")
    return to_request(request)
