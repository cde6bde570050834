"""The first page by role, and the pages that anybody may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ppsweb.deadlines import clock
from ppsweb.home.work import STATEMENT
from ppsweb.permissions.roles import Role
from tests.client import Client
from tests.given.staff import SignedIn, Staff


@pytest.mark.policy("C10")
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
