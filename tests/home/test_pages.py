"""The first page by role, and the pages that anybody may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.home.work import STATEMENT
from ppsweb.permissions.roles import Role
from tests.client import Client
from tests.given.families import a_case
from tests.given.staff import SignedIn, Staff, ensure_connection


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


def test_a_leavers_open_cases_are_listed_for_handing_over(as_manager: SignedIn, as_officer: SignedIn) -> None:
    with ensure_connection():
        case = a_case(as_officer.member)
    page = as_manager.get(f"/members/{as_officer.member.id}/let-go")
    assert page.links[f"Case {case.reference}"] == f"/cases/{case.id}"
    assert page.follow(f"Hand over Case {case.reference}").path == f"/cases/{case.id}/hand-over"
