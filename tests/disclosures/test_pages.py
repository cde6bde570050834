"""The gate in the pages: what is missing is said exactly, and nobody needs a manual to walk it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ppsweb.audit import AuditRow
from ppsweb.authorities.models import Authority, Purpose
from ppsweb.cases.models import Case
from ppsweb.consents import actions as consents
from ppsweb.consents.disagreeing import decide
from ppsweb.consents.models import Outcome
from ppsweb.deadlines import clock
from ppsweb.disclosures.models import Act, Breach, SharingEnd, State, Told
from ppsweb.disclosures.tasks import planned_outside
from ppsweb.permissions.roles import Role
from tests.disclosures.test_waiting import objection
from tests.given.disclosing import a_breach, a_plan, an_act
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body, a_sharing
from tests.page_checks import named


@pytest.fixture
def officer_at_work(staff: Any) -> Any:
    return staff(Role.OFFICER)


def a_scene(client: Any, **permitted: Any) -> tuple[Case, Any]:
    """A case, and a school with which something is permitted if `permitted` says what."""
    with client.app.app_context():
        case = a_case(client.member)
        school = a_body(client.member)
        if permitted:
            a_sharing(client.member, case.person, school, **permitted)
    return case, school


def said(school: Any, **changes: Any) -> dict[str, Any]:
    return {
        "when": "done",
        "body": school.id,
        "purpose": "discuss",
        "happened_time": clock.local(clock.now()).strftime("%H:%M"),
        "shared": "That Pip gets help with reading.",
        "categories": ["needs"],
        **changes,
    }


def test_from_the_case_to_what_was_done_and_to_the_account(officer_at_work: Any) -> None:
    officer = officer_at_work
    case, school = a_scene(officer, purposes=[Purpose.DISCUSS, Purpose.MEETING])
    page = officer.get(f"/cases/{case.id}").follow("Who we told and what is planned")
    assert "Nobody outside has been told anything" in page.text
    form = page.follow("Record what we did or will do").form("Save")
    empty = form.submit(expect=422)
    assert {"Choose whether it has happened", "Choose what it is for", "Write what is told or asked"} <= set(
        empty.errors
    )
    for _ in range(2):  # two clicks
        page = form.submit(**said(school))
    assert Act.select().count() == 1
    assert "That Pip gets help with reading." in page.text
    assert "Permission of" in page.text
    page = (
        page.follow("Record what we did or will do")
        .form("Save")
        .submit(**said(school, when="planned", purpose="meeting", channel="meeting"))
    )
    page = page.follow(f"It has been done: Hedgerow Primary School, {_day()}")
    there = {
        "also_present": "A governor",
        "shared": "We met.",
        "happened_time": said(school)["happened_time"],
    }
    refused = page.form("Save").submit(expect=422, **there)
    assert any("Tick that the client was there" in each for each in refused.errors)
    page = refused.form("Save").submit(client_agreed=True)
    assert "with the client present and agreed: A governor" in page.text
    assert Act.select().where(Act.state == State.DONE).count() == 2
    officer.close()


def _day() -> str:
    from ppsweb.web.filters import day

    return day(clock.today())


@pytest.mark.policy("C7", guard="disclosures.cover")
def test_the_page_says_exactly_which_permission_is_missing_and_leads_to_it(officer_at_work: Any) -> None:
    officer = officer_at_work
    case, school = a_scene(officer)
    page = officer.get(f"/disclosures/{case.id}/record").form("Save").submit(expect=422, **said(school))
    assert "Hedgerow Primary School: to talk to them about the child" in page.text
    assert "They have not permitted anything with this body." in page.text
    assert "That Pip gets help with reading." in page.html, "nothing typed is lost"
    assert Act.select().count() == 0
    record = page.follow("record their permission")
    ticked = record.form("Record what they permit").pairs(None)
    assert {("bodies", school.id), ("purposes", "discuss")} <= set(ticked)
    form = officer.request("GET", page.links["print the form for it (PDF)"])
    assert form.data.startswith(b"%PDF")
    form.close()
    officer.close()


def test_what_has_already_happened_is_recorded_as_exactly_that(staff: Any, officer_at_work: Any) -> None:
    officer, manager = officer_at_work, staff(Role.MANAGER)
    case, school = a_scene(officer)
    page = officer.get(f"/disclosures/{case.id}/record")
    assert "without permission" not in page.text, "it is offered only once a permission is missing"
    page = page.form("Save").submit(expect=422, **said(school, recipient="Mrs Hazel"))
    page = page.form("Save").submit(expect=422, without=True)
    assert page.errors == ["Write how it came to happen"]
    page = page.form("Save").submit(why="They rang, and I answered.", told="not_yet")
    act: Any = Act.get()
    assert (act.authority_id, act.breach.why) == (None, "They rang, and I answered.")
    assert "Without permission" in page.text
    again = page.follow(f"More about Hedgerow Primary School: Mrs Hazel, {_moment(act)}")
    again.form("Save").submit(why="They rang about Pip, and I answered.", told="yes")
    assert Breach.get().told == Told.YES

    today = manager.get("/")
    page = today.follow(f"Petra Plum, {case.reference}")
    closed = page.form("Close it").submit(reported="no", learned="We look before we answer.")
    assert "There is nothing to close" in closed.text
    assert "We look before we answer." in closed.follow(f"Petra Plum, {case.reference}: {_day()}").text
    officer.close()
    manager.close()


def _moment(act: Any) -> str:
    from ppsweb.web.filters import moment

    return moment(act.happened_at)


def test_something_planned_without_permission_is_not_offered_as_done(officer_at_work: Any) -> None:
    officer = officer_at_work
    case, school = a_scene(officer)
    page = (
        officer.get(f"/disclosures/{case.id}/record")
        .form("Save")
        .submit(expect=422, **said(school, when="planned"))
    )
    assert "Otherwise it is not done" in page.text
    assert "record it as done without permission" not in page.text
    officer.close()


def test_the_officer_is_told_what_an_ended_permission_stopped(officer_at_work: Any) -> None:
    officer = officer_at_work
    case, school = a_scene(officer, purposes=[Purpose.DISCUSS])
    with officer.app.app_context():
        an_act(officer.member, case, school)
        a_plan(officer.member, case, school)
    consent = officer.get(f"/consents/{case.person_id}").follow(
        "They take it back: Hedgerow Primary School, to talk to them about the child"
    )
    consent.form("Record that it has ended").submit(because="Enough.")
    page = officer.get("/").follow("Petra Plum, Hedgerow Primary School")
    assert "Called off with it" in page.text
    assert "What was already told or asked" in page.text
    page.form("Save").submit(outcome="told", words="I rang them.")
    assert SharingEnd.get().words == "I rang them."
    assert "who should hear" not in officer.get("/").text
    assert "Called off" in officer.get(f"/disclosures/{case.id}").text
    officer.close()


def test_what_was_found_to_be_without_permission_waits_for_an_explanation(
    staff: Any, officer_at_work: Any
) -> None:
    officer, manager = officer_at_work, staff(Role.MANAGER)
    case, school = a_scene(officer, purposes=[Purpose.DISCUSS])
    with officer.app.app_context():
        an_act(officer.member, case, school)
        (permission,) = Authority.select().where(Authority.organisation == school)
        consents.invalidate(manager.member, clock.now(), case.person, permission, because="The other school.")
    page = officer.get("/")
    assert "say how it came to happen" in page.text
    # the permission that has ended is a task of the same name
    addresses = [str(each.get("href")) for each in named(page.root, "a")]
    links = [each for each in addresses if "/without-permission/" in each]
    officer.get(links[0]).form("Save").submit(why="I misheard.", told="not_yet")
    assert "say how it came to happen" not in officer.get("/").text
    manager.get("/without-permission", expect=404)
    page = manager.get("/disclosures/without-permission")
    assert "The permission had been recorded wrongly" in page.text
    officer.close()
    manager.close()


def test_the_manager_sees_what_was_typed_late_until_they_say_so(staff: Any, officer_at_work: Any) -> None:
    officer, manager = officer_at_work, staff(Role.MANAGER)
    long_ago = clock.now() - timedelta(days=20)
    with officer.app.app_context():
        case = a_case(officer.member, a_client(officer.member, given_at=long_ago))
        school = a_body(officer.member)
        until = clock.today() + timedelta(days=30)
        a_sharing(officer.member, case.person, school, given_at=long_ago, valid_until=until)
        an_act(officer.member, case, school)
    assert "Typed late" not in manager.get("/").text
    with officer.app.app_context():
        an_act(officer.member, case, school, happened_at=long_ago)
    page = manager.get("/").follow("Typed late")
    page = page.form("Seen").submit()
    assert "Typed late" not in page.text
    assert Act.select().where(Act.late_seen_at.is_null(False)).count() == 1
    officer.close()
    manager.close()


def test_what_is_planned_for_today_waits_on_the_first_page_of_its_officer(
    staff: Any, officer_at_work: Any
) -> None:
    officer, colleague = officer_at_work, staff(Role.OFFICER, "Olive Orchid")
    case, school = a_scene(officer, purposes=[Purpose.DISCUSS])
    tomorrow = clock.today() + timedelta(days=1)
    with officer.app.test_request_context():
        act = a_plan(officer.member, case, school, planned_for=tomorrow)
        assert planned_outside(officer.member, clock.today()) == []
        assert planned_outside(officer.member, tomorrow)
        assert planned_outside(colleague.member, tomorrow) == []
    page = officer.get(f"/disclosures/{case.id}")
    page = page.form("Yes, call it off").submit()
    assert Act.get_by_id(act.id).state == State.CANCELLED
    assert "Nothing is planned" in page.text
    officer.close()
    colleague.close()


def test_a_colleagues_acts_are_not_there(staff: Any, officer_at_work: Any) -> None:
    officer, colleague = officer_at_work, staff(Role.OFFICER, "Olive Orchid")
    case, school = a_scene(officer, purposes=[Purpose.DISCUSS])
    with officer.app.app_context():
        act = a_plan(officer.member, case, school)
        breach = a_breach(officer.member, case, school).breach_id
    for address in (
        f"{case.id}", f"{case.id}/record", f"{case.id}/who-we-told.pdf", f"acts/{act.id}/done",
        f"without-permission/{breach}/explain",
    ):  # fmt: skip
        colleague.get(f"/disclosures/{address}", expect=404)
        answer = officer.request("GET", f"/disclosures/{address}")
        assert answer.status_code == 200
        answer.close()
    officer.get("/disclosures/without-permission", expect=403)
    row = AuditRow.get(AuditRow.action == "disclosures.account")
    assert (row.audit_ref, row.actor) == (case.audit_ref, officer.member.id)
    officer.close()
    colleague.close()


def test_what_is_planned_says_that_it_waits_for_parents_who_disagree(
    officer_at_work: Any, as_manager: Any
) -> None:
    officer = officer_at_work
    case, school = a_scene(officer, purposes=[Purpose.DISCUSS])
    waits = "Parents disagree about it, so it waits until the manager has decided."
    with officer.app.app_context():
        a_plan(officer.member, case, school)
    assert waits not in officer.get(f"/disclosures/{case.id}").text
    with officer.app.app_context():
        disagreement = objection(officer.member, case)
    assert waits in officer.get(f"/disclosures/{case.id}").text
    with officer.app.app_context():
        now, because = clock.now(), "One may act alone."
        decide(as_manager.member, now, disagreement, outcome=Outcome.GOES_ON, because=because)
    assert waits not in officer.get(f"/disclosures/{case.id}").text
