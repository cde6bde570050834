"""Lists of cases, and finding a family."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from markupsafe import Markup

from ppsweb import keys
from ppsweb.audit import record, record_each
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.authorities.models import Authority
from ppsweb.cases import wording
from ppsweb.cases.caseworkers import without_officer
from ppsweb.cases.forms import Search
from ppsweb.cases.keeping import due_for_review
from ppsweb.cases.models import Case, Status
from ppsweb.cases.views.room import room
from ppsweb.deadlines import clock
from ppsweb.people import search
from ppsweb.people.models import Person
from ppsweb.permissions import may

PAGE = 50
#: what is shown of a case beside the client who was found
FOUND = (
    Case.id,
    Case.data_key,
    Case.person,
    Case.reference,
    Case.topic,
    Case.officer,
    Case.status,
)
#: what a line of the list shows; reading whole rows would cost as much as the rest of the page
LISTED = (
    Case.id,
    Case.data_key,
    Case.reference,
    Case.topic,
    Case.level,
    Case.officer,
    Case.last_contact_at,
    Case.closed_on,
    Case.status,
)


@room.get("/", needs="cases.list")
def index() -> str:
    """My cases (for the manager: all), those without contact for longest first; closed ones on a page of their own."""
    member = acting_member()
    closed = request.args.get("show") == "closed"
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    query = (
        Case.listed_for(member)
        .select(*LISTED, Person.id, Person.data_key, Person.name)
        .join(Person, on=(Case.person == Person.id))
        .where(Case.status == Status.CLOSED if closed else Case.status != Status.CLOSED)
        .order_by(Case.last_contact_at, Case.id)
    )
    cases = list(query.limit(PAGE + 1).offset((page - 1) * PAGE))
    shown = cases[:PAGE]
    keys.fetch([case.data_key_id for case in shown] + [case.person.data_key_id for case in shown])
    record("cases.list", by=member)
    return render_template(
        "cases/index.html",
        due={case.id for case in shown if case.closed_on and due_for_review(case.closed_on, clock.today())},
        cases=shown,
        officers=names_of(case.officer_id for case in shown),
        alone=_alone(member, shown),
        closed=closed,
        page=page,
        more=len(cases) > PAGE,
        wording=wording,
    )


def _alone(member: Any, shown: list[Case]) -> set[str]:
    """Which of these need another officer, for whoever can hand them over."""
    if not shown or not may(member, "auth.hand_over"):
        return set()
    here = Case.id.in_([case.id for case in shown])
    return {case.id for case in without_officer().where(here).select(Case.id)}


@room.form("/find", needs="search.people")
def find() -> Any:
    """Find a family by name, number, reference, day of birth or postcode; a colleague's case opens for cover."""
    form = Search()
    results: list[dict[str, Any]] | None = None
    more = False
    if form.validate_on_submit():
        member = acting_member()
        people, more = search.find(form.words.data, reader=member)
        results = _with_cases(member, people)
        if people:
            record_each("people.search", by=member, files=people, detail="found")
        else:
            record("people.search", by=member, detail="nothing")
    page = render_template("cases/find.html", form=form, results=results, more=more, wording=wording)
    return page, 422 if form.has_problems else 200


def families_found(people: list[Person]) -> Markup:
    """Clients as this page shows them, for a page of another room."""
    results = _with_cases(acting_member(), people)
    return Markup(render_template("cases/_found.html", results=results, wording=wording))  # noqa: S704


def _with_cases(member: Any, people: list[Person]) -> list[dict[str, Any]]:
    """Each client with their cases, and whether this member may open them. A few queries, however many people."""
    if not people:
        return []
    ids = [person.id for person in people]
    here = Case.select(*FOUND, Case.opens_for(member).alias("opens")).where(Case.person.in_(ids))
    cases: list[Any] = list(here.order_by(Case.opened_at.desc()))
    keys.fetch(case.data_key_id for case in cases)
    officers = names_of(case.officer_id for case in cases if not case.opens)
    seen = {case.person_id for case in cases if case.opens}
    if others := [each for each in ids if each not in seen]:
        seen |= {row.id for row in Person.visible_to(member).where(Person.id.in_(others))}
    taken_on = _taken_on_by(set(ids) - seen - {case.person_id for case in cases})
    return [
        {
            "person": person,
            "open": person.id in seen,
            "officers": officers,
            "taken_on_by": taken_on.get(person.id),
            "cases": [case for case in cases if case.person_id == person.id],
        }
        for person in people
    ]


def _taken_on_by(person_ids: set[str]) -> dict[str, str]:
    """By client without a case: the name of who took their permission, which nobody else could tell a colleague."""
    if not person_ids:
        return {}
    query = Person.select(Person.id, Authority.recorded_by).join(Authority)
    rows: Any = query.where(Person.id.in_(person_ids)).tuples()
    by: dict[str, str] = dict(rows)
    names = names_of(by.values())
    return {person_id: names[member_id] for person_id, member_id in by.items()}
