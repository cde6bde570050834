"""Pages over 10,000 families and 200,000 notes, against an empty signed-in page and against a hundredth of the data.

An empty page is the same layout, session, permission check and audit row with nothing on it.
"""

from __future__ import annotations

import statistics
import time
from datetime import timedelta
from typing import Any

from flask import Flask, Response, render_template

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth import current_member
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Capacity, Kind, Method, Purpose
from ppsweb.authorities.wording import HOLD_DATA
from ppsweb.cases.models import Case, Channel, Note, Topic, new_reference
from ppsweb.database import database, engine, new_id
from ppsweb.deadlines import clock
from ppsweb.keys import new_data_key
from ppsweb.people import search
from ppsweb.people.models import NamedPerson, Person, Relation
from ppsweb.permissions import Room
from ppsweb.permissions.roles import Role
from ppsweb.worker import jobs
from tests.bench.figures import Work, medians, report, series, told_apart
from tests.client import ORIGIN
from tests.given.leaflets import a_leaflet
from tests.given.site import Store

FAMILIES, NOTES = 10_000, 20
HUNDREDTH = 100
ROUNDS = 40
MOST_QUERIES = 12
#: so many refusals of each kind are timed; 1 is guessing, and at 1.25 five guesses of eight are right
REFUSALS, NO_BETTER = 1000, 1.25
#: seconds by which a refusal is made longer, to see that it would be found
PLANTED = 0.003
#: so many families share a surname that a search for one finds at most 20
SHARING = 15
#: what the page beside the leaflet's PDF sends
SAME = {"bytes": b""}
NOTE = "They rang about the draft plan and asked what happens next. We went through the steps together. " * 3


def empty_page(app: Flask) -> None:
    """Open the page that the others are compared with; the benchmarks of one engine share a site."""
    if "bench" in app.blueprints:
        return
    app._got_first_request = False
    room = Room("bench", __name__, url_prefix="/bench")

    template = app.jinja_env.from_string(
        '{% extends "layouts/page.html" %}{% block title %}Empty{% endblock %}'
        '{% block content %}<h1 class="govuk-heading-l">Empty</h1>{% endblock %}'
    )

    @room.get("/same", needs="leaflets.read")
    def same() -> Response:
        return Response(SAME["bytes"], content_type="application/pdf")

    @room.get("/empty", needs="home.view")
    def empty() -> str:
        record("bench.view", by=current_member())
        return render_template(template)

    app.register_blueprint(room)


def seed(officer: Member, families: range) -> Case:
    """Make so many families with twenty notes each, and one with fifty; returns that one's case."""
    first = None
    for start in range(families.start, families.stop, 500):
        with database.atomic():
            for number in range(start, min(start + 500, families.stop)):
                case = _family(officer, number, NOTES if first else 50)
                first = first or case
        keys.forget()
    assert first is not None
    return first


def _family(officer: Member, number: int, notes: int) -> Case:
    now = clock.now() - timedelta(days=number % 700, minutes=number % 1000)
    key = new_data_key()
    authority = Authority(
        kind=Kind.PERMISSION, purpose=Purpose.HOLD_DATA, data_key=key, created_at=now, given_at=now,
        recorded_by=officer, giver="x", capacity=Capacity.PARENT, method=Method.PHONE, read_back=True,
        wording_version=HOLD_DATA.version, wording_hash=HOLD_DATA.hash, language="en",
    ).insert_new()  # fmt: skip
    person = Person(
        data_key=key, authority=authority, created_at=now, capacity=Capacity.PARENT,
        name=f"Given{number} {surname(number)}", safe_to_ring=True,
    ).signed().insert_new()  # fmt: skip
    child = NamedPerson(
        person=person, data_key=key, relation=Relation.CHILD, name=f"Child{number}"
    ).insert_new()
    case = Case(
        data_key=new_data_key(), authority=authority, created_at=now, person=person, child=child,
        reference=new_reference(), officer=officer, topic=Topic.DRAFT_PLAN, opened_at=now, last_contact_at=now,
    ).insert_new()  # fmt: skip
    rows = []
    for position in range(notes):
        note = Note(
            case=case, data_key=case.data_key_id, author=officer, created_at=now,
            happened_at=now + timedelta(minutes=position), channel=Channel.PHONE, facts=NOTE,
        )  # fmt: skip
        rows.append({field: note.__data__.get(field.name) for field in Note._meta.sorted_fields})
    Note.insert_many(rows).execute()
    search.index(person)
    return case


def surname(number: int) -> str:
    letters = "bcdfghjklmnpqrstvwz"
    group = number // SHARING
    return (
        "Sur"
        + "".join(letters[group // len(letters) ** place % len(letters)] for place in range(4)).capitalize()
    )


class Queries:
    """Counts the statements of one request."""

    def __init__(self) -> None:
        self.count = 0
        self._real = database.obj.execute_sql

    def __enter__(self) -> Queries:
        def counting(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            return self._real(*args, **kwargs)

        database.obj.execute_sql = counting
        return self

    def __exit__(self, *error: object) -> None:
        database.obj.execute_sql = self._real


def know_what_is_there(store: Store) -> None:
    """Let PostgreSQL count its rows, as its autovacuum does by and by; only the owner of the tables may."""
    if store.owner_url:
        owned: Any = engine.build(store.owner_url, keys.derive("database file"))
        with owned.connection_context():
            owned.execute_sql("ANALYZE")
        owned.close_all()


def bench_leaflet(app: Flask, staff: Any, engine_name: str) -> None:
    """A leaflet's PDF from the store, and the same bytes from memory behind the same session."""
    empty_page(app)
    edition = a_leaflet(staff.member(Role.LEAFLET_EDITOR), staff.member(Role.OFFICER))
    with app.app_context():
        jobs.do_due(clock.now() + timedelta(minutes=1))
    browser = staff(Role.COUNCIL).browser
    address = f"/leaflets/{edition.leaflet.slug}/pdf"
    SAME["bytes"] = browser.get(address, base_url=ORIGIN).get_data()
    assert SAME["bytes"].startswith(b"%PDF-")

    def fetch(path: str) -> Work:
        def ask() -> None:
            with browser.get(path, base_url=ORIGIN) as answer:
                assert answer.get_data() == SAME["bytes"]

        return ask

    taken = medians({"store": fetch(address), "memory": fetch("/bench/same")}, 5 * ROUNDS)
    report(
        f"leaflet PDF from the store, {engine_name}",
        taken["store"],
        "the same bytes behind the same session",
        taken["store"] / taken["memory"],
        1.2,
    )


def bench_refusals(app: Flask, staff: Any, engine_name: str) -> None:
    """The 404 of what is there and of what is not, for council staff: can the time it takes tell them apart (C3)?"""
    with app.app_context():
        case = seed(staff.member(Role.OFFICER), range(HUNDREDTH))
    browser = staff(Role.COUNCIL).browser

    def ask(path: str, plus: float = 0.0) -> Work:
        def refused() -> None:
            with browser.get(path, base_url=ORIGIN) as answer:
                assert answer.status_code == 404, answer.status
            time.sleep(plus)

        return refused

    for what, there in (("case", f"/cases/{case.id}"), ("client", f"/people/{case.person_id}")):
        stem = there.rpartition("/")[0]
        works = {name: ask(f"{stem}/{new_id()}") for name in ("absent", "absent, too")} | {
            "there": ask(there)
        }
        taken = series(works, REFUSALS, shuffled=True)
        planted = series({"absent": works["absent"], "there": ask(there, PLANTED)}, ROUNDS, shuffled=True)
        found = told_apart(planted["there"], planted["absent"])
        assert found > NO_BETTER, f"a difference of {PLANTED} s is not found: {found}"
        for other in ("there", "absent, too"):
            report(
                f"404 of a {what} that is {other.removesuffix(', too')}, told by its time, {engine_name}",
                statistics.median(taken[other]),
                f"guessing which is a {what} that is absent",
                told_apart(taken[other], taken["absent"]),
                NO_BETTER,
            )


def bench_pages(app: Flask, staff: Any, store: Store, engine_name: str) -> None:
    """The case page, the list of cases and a search by name, small and large."""
    empty_page(app)
    member = staff.member(Role.OFFICER)
    with app.app_context():
        case = seed(member, range(HUNDREDTH))
    know_what_is_there(store)
    few = medians(pages(staff(Role.OFFICER).browser, case, surname(1)), ROUNDS)
    with app.app_context():
        case = seed(member, range(HUNDREDTH, FAMILIES))
    know_what_is_there(store)
    # signed in anew, since the seeding may outlast a session
    large = pages(staff(Role.OFFICER).browser, case, surname(5000))
    many = medians(large, ROUNDS)
    for name, goal in (("case page of 50 notes", 3.0), ("list of cases", 4.0), ("search by name", 4.0)):
        report(f"{name}, {engine_name}", many[name], "empty signed-in page", many[name] / many["empty"], goal)
        report(
            f"{name} at 10,000 families, {engine_name}",
            many[name],
            "the same at 100",
            many[name] / few[name],
            1.3,
        )
        with Queries() as queries:
            large[name]()
        report(
            f"queries of the {name}, {engine_name}",
            queries.count,
            "12 queries",
            queries.count / MOST_QUERIES,
            1.0,
        )


def pages(browser: Any, case: Case, name: str) -> dict[str, Work]:
    """Requests by one signed-in officer, as a browser sends them."""
    form = browser.get("/cases/find", base_url=ORIGIN).get_data(as_text=True)
    token = form.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]

    def get(path: str) -> Work:
        def ask() -> None:
            with browser.get(path, base_url=ORIGIN) as answer:
                assert answer.status_code == 200, answer.status

        return ask

    def find() -> None:
        data = {"csrf_token": token, "words": name}
        with browser.post(
            "/cases/find", data=data, base_url=ORIGIN, headers={"Referer": ORIGIN + "/"}
        ) as answer:
            assert answer.status_code == 200, answer.status
            assert name in answer.get_data(as_text=True)

    return {
        "empty": get("/bench/empty"),
        "case page of 50 notes": get(f"/cases/{case.id}"),
        "list of cases": get("/cases/"),
        "search by name": find,
    }
