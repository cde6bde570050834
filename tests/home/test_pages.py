"""The first page by role, and the pages that anybody may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ppsweb.audit import AuditRow
from ppsweb.auth.actions import deputising, signing
from ppsweb.auth.models import Draft, Member
from ppsweb.cases.actions import hand_over
from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.home.work import STATEMENT
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.states import State
from ppsweb.permissions.roles import Role
from ppsweb.web.tasks import Task, Tasks, waiting_for
from tests.client import Client
from tests.given.concerns import a_concern
from tests.given.families import a_case, a_client
from tests.given.staff import SignedIn, Staff, ensure_connection
from tests.mail.families import Family
from tests.subject_access.requests import a_request


@pytest.mark.policy("C10", guard="permissions.safeguarding_open")
def test_the_numbers_to_ring_are_seen_without_signing_in(client: Client) -> None:
    page = client.get("/safeguarding")
    assert "01632 960111" in page.text
    assert "01632 960112" in page.text


def test_the_accessibility_statement_is_seen_without_signing_in_and_names_its_days(client: Client) -> None:
    page = client.get("/accessibility")
    for when in (STATEMENT.prepared_on, STATEMENT.reviewed_on, STATEMENT.tested_on):
        assert f"{when.day} {when:%B %Y}" in page.text


def test_the_accessibility_statement_has_been_reviewed_within_the_year() -> None:
    assert clock.today() - STATEMENT.reviewed_on < timedelta(days=365)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_first_page(staff: Staff, role: Role) -> None:
    page = staff(role).get("/")
    assert page.heading == "My work today"
    assert ("Staff" in page.links) == (role == Role.MANAGER)
    assert ("Record of access" in page.links) == (role == Role.MANAGER)


def test_somebody_who_waits_is_told_that_a_manager_must_admit_them(staff: Staff) -> None:
    waiting = staff(Role.OFFICER, "Wanda Willow", admitted=False).get("/")
    admitted = staff(Role.OFFICER).get("/")
    assert "A manager must admit you." in waiting.text
    assert "A manager must admit you." not in admitted.text


def test_the_manager_sees_that_somebody_waits(staff: Staff, as_manager: SignedIn) -> None:
    assert "waiting to be admitted" not in as_manager.get("/").text
    staff.member(Role.OFFICER, "Wanda Willow", admitted=False)
    assert "1 waiting to be admitted" in as_manager.get("/").text


def test_a_deputy_is_told_of_the_staff_only_what_a_deputy_may_do(
    staff: Staff, as_manager: SignedIn, as_officer: SignedIn
) -> None:
    staff.member(Role.OFFICER, "Wanda Willow", admitted=False)
    day = clock.today()
    with ensure_connection():
        deputising.appoint_deputy(
            as_manager.member, as_officer.member, first_day=day, last_day=day, today=day
        )
        staff(Role.OFFICER, "Nina Nothing")
        a_case(next(m for m in Member.select() if m.name == "Nina Nothing"))
        signing.send_out(
            next(m for m in Member.select() if m.name == "Nina Nothing"), clock.now(), because="gone"
        )
    for client, may_admit in ((as_manager, True), (as_officer, False)):
        text = client.get("/").text
        assert ("Admit colleagues, let them go, appoint a deputy." in text) == may_admit
        assert ("1 waiting to be admitted" in text) == may_admit
        assert ("See who works here, and hand over the open work" in text) != may_admit
        assert "1 member has left: hand their open work over." in text


def test_an_officer_sees_their_own_open_cases_longest_without_contact_first(
    staff: Staff, as_officer: SignedIn
) -> None:
    colleague = staff(Role.OFFICER, "Olive Orchid")
    with ensure_connection():
        cases = [a_case(as_officer.member) for _ in range(2)]
        other = a_case(colleague.member)
        Case.update(last_contact_at=clock.now() - timedelta(days=30)).where(Case.id == cases[1].id).execute()
    page = as_officer.get("/")
    assert page.text.index(cases[1].reference) < page.text.index(cases[0].reference)
    assert other.reference not in page.text
    assert other.reference in colleague.get("/").text
    assert "Petra Plum" not in page.title


def test_a_request_stands_on_the_first_page_of_whoever_has_the_case_with_its_date(
    staff: Staff, as_officer: SignedIn, as_manager: SignedIn
) -> None:
    colleague = staff(Role.OFFICER, "Olive Orchid")
    with as_officer.app.app_context(), ensure_connection():
        request = a_request(as_officer.member, received_on=clock.today() - timedelta(days=40))
    for client in (as_officer, as_manager):
        page = client.get("/")
        assert "Requests for data to answer" in page.text
        assert "overdue by" in page.text
        assert page.links[f"Petra Plum, {request.shown_reference}"] == f"/subject-access/{request.id}"
    assert "Requests for data to answer" not in colleague.get("/").text


def test_a_child_at_risk_stands_above_what_has_been_due_for_longer(as_officer: SignedIn) -> None:
    with as_officer.app.app_context(), ensure_connection():
        a_request(as_officer.member, received_on=clock.today() - timedelta(days=40))
        a_concern(as_officer.member)
    text = as_officer.get("/").text
    headings = (
        "Take a call",
        "A child at risk: still to do",
        "Requests for data to answer",
        "Your open cases",
    )
    assert list(headings) == sorted(headings, key=text.index)


def test_kinds_of_tasks_stand_in_the_order_of_their_first_day(
    as_officer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.today()
    dues = {
        "Undated": [None],
        "Late": [today],
        "Soonest": [today + timedelta(days=9), today - timedelta(days=1)],
    }
    kinds = [
        Tasks(heading, "home.view", lambda *_, days=days: [Task("Do it", "/", due=day) for day in days])
        for heading, days in dues.items()
    ]
    monkeypatch.setattr("ppsweb.web.tasks.KINDS", [*kinds, Tasks("Empty", "home.view", lambda *_: [])])
    with as_officer.app.test_request_context():
        found = waiting_for(as_officer.member, today)
    assert [kind.heading for kind, _ in found] == ["Soonest", "Late", "Undated"]
    assert [task.due for task in found[0][1]] == [today - timedelta(days=1), today + timedelta(days=9)]


def test_the_manager_is_told_on_the_first_page_whose_work_is_nobodys(
    as_manager: SignedIn, as_officer: SignedIn, staff: Staff
) -> None:
    staff(Role.OFFICER, "Nina Nothing")
    with ensure_connection():
        case = a_case(as_officer.member)
        for name in ("Oliver Oak", "Nina Nothing"):
            signing.send_out(next(m for m in Member.select() if m.name == name), clock.now(), because="gone")
    assert "1 member has left: hand their open work over." in as_manager.get("/").text
    page = as_manager.get(f"/cases/{case.id}/hand-over")
    assert "Maya Marigold" in page.text
    assert "Oliver Oak" not in page.text
    with ensure_connection():
        hand_over(as_manager.member, case, as_manager.member)
    assert "has left" not in as_manager.get("/").text


def test_requests_without_a_case_stopped_messages_and_drafts_of_a_leaver_are_told(
    as_manager: SignedIn, as_officer: SignedIn
) -> None:
    with as_officer.app.app_context(), ensure_connection():
        request = a_request(as_officer.member, a_client(as_officer.member))
        Draft(member=as_officer.member, page="cases.show", content="Zaubernuss").insert_new()
        message = Family(as_officer.member).put()
        OutboxMessage.update(state=State.STOPPED).where(OutboxMessage.id == message.id).execute()
    page = as_manager.get(f"/members/{as_officer.member.id}/let-go")
    assert page.links[f"Request {request.shown_reference}"] == f"/subject-access/{request.id}"
    assert page.links[f"Message {message.reference.upper()} needs a decision"] == f"/outbox/{message.id}"
    assert "1 form that they had filled in and not sent" in page.text
    assert "Zaubernuss" not in page.text
    other = as_manager.get(f"/members/{as_manager.member.id}")
    assert "Nothing is open." in other.text
    assert "filled in and not sent" not in other.text


def test_as_many_messages_need_a_decision_as_their_page_lists(
    as_manager: SignedIn, as_officer: SignedIn, staff: Staff
) -> None:
    colleague = staff(Role.OFFICER, "Olive Orchid")
    for each in (as_manager, as_officer, colleague):
        assert "need a decision" not in each.get("/").text
    with as_officer.app.app_context(), ensure_connection():
        family = Family(as_officer.member)
        messages = [family.put() for _ in range(5)]
        states = (State.STOPPED, State.RETURNED, State.UNKNOWN, State.SENT, State.STOPPED)
        for message, state in zip(messages, states, strict=True):
            OutboxMessage.update(state=state).where(OutboxMessage.id == message.id).execute()
        OutboxMessage.update(dealt_with_at=clock.now()).where(OutboxMessage.id == messages[-1].id).execute()
    for each in (as_manager, as_officer):
        assert "3 messages need a decision." in each.get("/").text
        needed = each.get("/outbox").html.partition("Needs a decision")[2].partition("</table>")[0]
        assert needed.count('<th scope="row"') == 3
    assert "need a decision" not in colleague.get("/").text


def test_a_leavers_open_cases_are_listed_for_handing_over(as_manager: SignedIn, as_officer: SignedIn) -> None:
    with ensure_connection():
        case = a_case(as_officer.member)
    page = as_manager.get(f"/members/{as_officer.member.id}/let-go")
    assert page.links[f"Case {case.reference}"] == f"/cases/{case.id}"
    assert page.follow(f"Hand over Case {case.reference}").path == f"/cases/{case.id}/hand-over"


def test_a_first_page_that_names_families_is_recorded_and_one_without_is_not(as_officer: SignedIn) -> None:
    looks = AuditRow.select().where(AuditRow.action == "home.view", AuditRow.actor == as_officer.member.id)
    as_officer.get("/")
    with ensure_connection():
        assert looks.count() == 0
        a_case(as_officer.member)
    assert "Petra Plum" in as_officer.get("/").text
    with ensure_connection():
        assert looks.count() == 1
