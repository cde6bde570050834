"""Deciding the gate for one act, of a client of ten years against one of a year (C7, D4.03).

What is timed is the decision alone, in a transaction of its own, for a case that was found as a page finds it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask

from ppsweb import keys
from ppsweb.auth.models import Member
from ppsweb.authorities.models import SHARING, Authority, Capacity, Kind, Method, Purpose
from ppsweb.authorities.wording import SHARE
from ppsweb.cases.models import Case
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.disclosures.deciding import decide
from ppsweb.disclosures.gate import happening
from ppsweb.disclosures.models import Act
from ppsweb.disclosures.rules import Gap
from ppsweb.organisations.models import Organisation
from ppsweb.people.actions import name_person
from ppsweb.people.models import Relation
from ppsweb.permissions.roles import Role
from tests.bench.bench_site import Queries, know_what_is_there
from tests.bench.figures import Work, medians, report
from tests.given.disclosing import words
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body
from tests.given.site import Store

ROUNDS = 300
MOST_QUERIES, MOST_TIMES = 2, 1.5
PURPOSES = SHARING[:5]
YEAR = timedelta(days=364)
#: what may be missing, and what the figure is called: nothing, all of it, or each of ten years' permissions has run out
ASKED = {None: "covered", Gap.OTHER_PURPOSE: "not permitted", Gap.EXPIRED: "run out"}


def bench_gate(app: Flask, staff: Any, store: Store, engine_name: str) -> None:
    """5 permissions and 5 acts; 500 permissions (ten bodies, five purposes, given anew each year) and 5,000 acts."""
    officer = staff.member(Role.OFFICER)
    with app.app_context(), database.connection_context():
        cases = {"few": seed(officer, bodies=1, years=1, acts=5), "many": seed(officer, bodies=10, years=10, acts=5000)}
        know_what_is_there(store)
        for gap, what in ASKED.items():
            works = {name: deciding(officer, case, gap) for name, case in cases.items()}
            taken = medians(works, ROUNDS, warm=20)
            name = f"deciding the gate at 500 permissions and 5,000 acts, {what}, {engine_name}"
            report(name, taken["many"], "the same at 5 of each", taken["many"] / taken["few"], MOST_TIMES)
        counted = max(queries(officer, cases["many"], gap) for gap in ASKED)
        report(f"queries of deciding the gate, {engine_name}", counted, "2 queries", counted / MOST_QUERIES, 1.0)


def deciding(officer: Member, case_id: str, gap: Gap | None) -> Work:
    """One decision about something with a body that stands in the file, and this is what is missing for it."""
    case: Any = Case.found_for(officer, case_id)
    body = Authority.get((Authority.data_key == case.person.data_key_id) & Authority.organisation.is_null(False))
    purpose = SHARING[-1] if gap is Gap.OTHER_PURPOSE else PURPOSES[0]
    later = clock.today() + 2 * YEAR

    def ask() -> None:
        now = clock.now()
        on: dict[str, Any] = {"planned_for": later} if gap is Gap.EXPIRED else {"happened_at": now}
        with database.atomic():
            verdict = decide(case, organisation=body.organisation_id, purpose=purpose, now=now, **on)
        assert verdict.gap is gap

    return ask


def queries(officer: Member, case_id: str, gap: Gap | None) -> int:
    """How many questions it asks when nothing has been read before but the case: no key either."""
    ask = deciding(officer, case_id, gap)
    keys.forget()
    with Queries() as counted:
        ask()
    return counted.count


def seed(officer: Member, *, bodies: int, years: int, acts: int) -> str:
    """A case, what its client permitted with each body in each of so many years, and what was done on it."""
    first = clock.now() - years * YEAR
    case = a_case(officer, a_client(officer, given_at=first))
    case.child = name_person(
        officer, case.person, relation=Relation.CHILD, name="Pip Plum", born_on=clock.today() - 9 * YEAR
    )
    case.save_changed()
    organisations = [a_body(officer, f"Body {number} of {bodies}") for number in range(bodies)]
    with database.atomic():
        permits = [
            _permit(officer, case, body, purpose, first + year * YEAR)
            for year in range(years)
            for body in organisations
            for purpose in PURPOSES
        ]
        for number in range(acts):
            _act(officer, case, permits[number % len(permits)], number)
    keys.forget()
    return str(case.id)


def _permit(officer: Member, case: Case, body: Organisation, purpose: Purpose, given_at: datetime) -> Authority:
    last: date = clock.local(given_at + YEAR).date()
    row: Authority = Authority(
        kind=Kind.PERMISSION, purpose=purpose, data_key=case.person.data_key_id, created_at=given_at, given_at=given_at,
        recorded_by=officer, giver="x", capacity=Capacity.PARENT, method=Method.FORM, wording_version=SHARE.version,
        wording_hash=SHARE.hash, language="en", valid_until=last, organisation=body, categories="needs",
        signing=case.id,
    ).insert_new()  # fmt: skip
    return row


def _act(officer: Member, case: Case, permit: Authority, number: int) -> None:
    happened_at = permit.given_at + timedelta(minutes=number % 1000)
    Act(
        created_at=happened_at, case=case, data_key=case.data_key_id, authority=permit, purpose=permit.purpose,
        organisation=permit.organisation_id, member=officer, **happening(officer, happened_at, happened_at),
        **words().columns(),
    ).insert_new()  # fmt: skip
