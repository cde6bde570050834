"""Who may open a case: cover, conflicts of interest, handing over (D4.13, D6.22)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ppsweb.audit import AuditRow
from ppsweb.auth.actions import membership
from ppsweb.cases import actions
from ppsweb.cases.models import Case, CaseCover, Outcome
from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.web.filters import day
from tests.given.families import a_case, a_client
from tests.given.staff import SignedIn, Staff


@pytest.fixture
def olive(staff: Staff) -> SignedIn:
    """A second officer."""
    return staff(Role.OFFICER, "Olive Orchid")


def found(who: SignedIn, words: str = "plum") -> Any:
    return who.get("/cases/find").form("Find").submit(words=words)


def test_a_conflict_closes_every_case_of_the_client_and_their_name(
    as_officer: SignedIn, olive: SignedIn
) -> None:
    """A colleague opens a second case of the family: no cover, no search, no list, and the attempt is recorded."""
    first = a_case(as_officer.member)
    second = a_case(olive.member, first.person)
    other = a_case(olive.member, a_client(olive.member, "Peter Plumley", phone="01632 960 002"))
    page = found(as_officer)
    assert "Petra Plum" in page.text
    assert f"/cases/{second.id}/cover" in page.html
    assert "Open a colleague" in as_officer.get(f"/cases/{second.id}/cover").heading
    actions.declare_conflict(as_officer.member, first, reason="They are neighbours.")
    page = found(as_officer)
    assert "Petra Plum" not in page.text
    assert second.reference not in page.text
    assert f"/cases/{other.id}/cover" in page.html, "other families are found as before"
    as_officer.get(f"/cases/{second.id}/cover", expect=404)
    refused = (
        AuditRow.select().where(AuditRow.actor == as_officer.member.id).order_by(AuditRow.at.desc()).get()
    )
    assert (refused.action, refused.detail) == ("auth.refused", "cases.cover")
    with pytest.raises(Refused, match="conflict of interest"):
        actions.cover(as_officer.member, second, reason="She is on leave.", today=clock.today())
    assert CaseCover.select().count() == 0
    assert "Petra Plum" in found(olive).text


def test_a_second_case_of_their_own_goes_from_lists_and_pages(as_officer: SignedIn) -> None:
    first = a_case(as_officer.member)
    second = a_case(as_officer.member, first.person)
    for page in ("/", "/cases/"):
        assert second.reference in as_officer.get(page).text
    actions.declare_conflict(as_officer.member, first, reason="They are neighbours.")
    for page in ("/", "/cases/"):
        assert second.reference not in as_officer.get(page).text
    as_officer.get(f"/cases/{second.id}", expect=404)


def test_a_cover_that_runs_ends_with_the_conflict(as_officer: SignedIn, olive: SignedIn) -> None:
    first = a_case(as_officer.member)
    second = a_case(olive.member, first.person)
    actions.cover(as_officer.member, second, reason="She is on leave.", today=clock.today())
    assert second.reference in as_officer.get(f"/cases/{second.id}").text
    actions.declare_conflict(as_officer.member, first, reason="They are neighbours.")
    as_officer.get(f"/cases/{second.id}", expect=404)


def test_a_case_is_handed_over(as_manager: SignedIn, as_officer: SignedIn, olive: SignedIn) -> None:
    case = a_case(as_officer.member)
    as_officer.get(f"/cases/{case.id}")
    olive.get(f"/cases/{case.id}", expect=404)
    page = as_manager.get(f"/cases/{case.id}/hand-over").form("Hand over").submit(officer=olive.member.id)
    assert "The case has a new officer." in page.text
    assert case.reference in olive.get(f"/cases/{case.id}").text
    as_officer.get(f"/cases/{case.id}", expect=404)
    row = AuditRow.get(AuditRow.action == "cases.hand_over")
    assert (row.actor, row.subject, row.audit_ref) == (as_manager.member.id, olive.member.id, case.audit_ref)


def test_only_caseworkers_are_offered(as_manager: SignedIn, as_officer: SignedIn, staff: Staff) -> None:
    case = a_case(as_officer.member)
    staff.member(Role.LEAFLET_EDITOR)
    staff.member(Role.COUNCIL)
    staff.member(Role.OFFICER, "Wanda Willow", admitted=False)
    olive = staff.member(Role.OFFICER, "Olive Orchid")
    page = as_manager.get(f"/cases/{case.id}/hand-over")
    assert olive.name in page.text
    assert as_manager.member.name in page.text
    for nobody in ("Lena Laurel", "Colin Clover", "Wanda Willow"):
        assert nobody not in page.text
    council = staff.member(Role.COUNCIL)
    with pytest.raises(Refused, match="Choose an officer"):
        actions.hand_over(as_manager.member, case, council)


def test_no_case_of_the_client_is_handed_to_somebody_with_a_conflict(
    as_manager: SignedIn, as_officer: SignedIn, olive: SignedIn
) -> None:
    first = a_case(as_officer.member)
    second = a_case(as_officer.member, first.person)
    actions.cover(olive.member, first, reason="He is on leave.", today=clock.today())
    actions.declare_conflict(olive.member, first, reason="They are neighbours.")
    for case in (first, second):
        form = as_manager.get(f"/cases/{case.id}/hand-over").form("Hand over")
        page = form.submit(officer=olive.member.id, expect=422)
        assert page.errors == ["This officer declared a conflict of interest with the family"]
        assert Case.get_by_id(case.id).officer_id == as_officer.member.id
        row = AuditRow.get(
            (AuditRow.action == "cases.refuse_hand_over") & (AuditRow.audit_ref == case.audit_ref)
        )
        assert (row.actor, row.subject, row.detail) == (as_manager.member.id, olive.member.id, "conflict")


def test_a_cover_ends_after_its_last_day(as_officer: SignedIn, olive: SignedIn) -> None:
    case = a_case(as_officer.member)
    cover = actions.cover(olive.member, case, reason="He is on leave.", today=clock.today())
    assert cover.until == clock.today() + timedelta(days=14)
    for later, opens in ((13, True), (14, True), (15, False)):
        clock.move(timedelta(days=later))
        assert Case.get_by_id(case.id).is_open_to(olive.member) is opens, later


def test_a_cover_written_into_the_database_opens_nothing(as_officer: SignedIn, olive: SignedIn) -> None:
    """Neither one that was put there, nor a real one moved to another case or made to last longer (C4)."""
    case = a_case(as_officer.member)
    other = a_case(as_officer.member, a_client(as_officer.member, "Victor Vine"))
    real = actions.cover(olive.member, case, reason="He is on leave.", today=clock.today())
    copied = real.__data__
    for forged in (
        {**copied, "case": other.id, "data_key": other.data_key_id},
        {**copied, "case": other.id, "data_key": other.data_key_id, "mac": ""},
        {**copied, "until": clock.today() + timedelta(days=90)},
    ):
        CaseCover.insert({**forged, "id": new_id()}).execute()
    olive.get(f"/cases/{other.id}", expect=404)
    assert other.reference not in olive.get("/cases/").text
    assert case.reference in olive.get(f"/cases/{case.id}").text
    clock.move(timedelta(days=15))
    assert not Case.get_by_id(case.id).is_open_to(olive.member)


def test_whoever_covers_opens_no_case_of_their_own_for_the_client(
    as_manager: SignedIn, as_officer: SignedIn, olive: SignedIn
) -> None:
    """It would keep the client open to them after the cover; the officer and the manager open another."""
    case = a_case(as_officer.member)
    actions.cover(olive.member, case, reason="He is on leave.", today=clock.today())
    assert "Open a case" not in olive.get(f"/people/{case.person_id}").links
    form = olive.get(f"/cases/open/{case.person_id}").form("Open the case")
    page = form.submit(topic="transport", level="1", expect=422)
    assert page.errors == [actions.NOT_WHILE_COVERING]
    assert Case.select().count() == 1
    for who in (as_officer, as_manager):
        page = who.get(f"/people/{case.person_id}").follow("Open a case")
        page.form("Open the case").submit(topic="transport", level="1")
    assert Case.select().count() == 3
    assert Person.found_for(olive.member, case.person_id) is not None
    clock.move(timedelta(days=15))
    assert Person.found_for(olive.member, case.person_id) is None


def test_the_manager_sees_who_covers_and_who_is_in_conflict_and_why(
    as_manager: SignedIn, as_officer: SignedIn, olive: SignedIn, staff: Staff
) -> None:
    oleander = staff.member(Role.OFFICER, "Oleander Ash")
    case = a_case(as_officer.member)
    assert "Conflicts of interest" not in as_manager.get(f"/cases/{case.id}").text
    cover = actions.cover(olive.member, case, reason="Oliver is on leave.", today=clock.today())
    other = a_case(as_officer.member, case.person)
    actions.declare_conflict(oleander, other, reason="They are neighbours.")
    page = as_manager.get(f"/cases/{case.id}").text
    assert f"Olive Orchid, {day(clock.now())} to {day(cover.until)}: Oliver is on leave." in page
    assert f"Oleander Ash, {day(clock.now())}: They are neighbours." in page
    for who in (as_officer, olive):
        for address in (f"/cases/{case.id}", f"/cases/{case.id}/history"):
            said = who.get(address).text
            assert "They are neighbours." not in said
            assert "Oleander Ash" not in said
        assert "Oliver is on leave." in said, (
            "who covered stands in the history for everybody who works on it"
        )


def test_a_case_whose_officer_may_not_open_it_is_the_managers_task(
    as_manager: SignedIn, as_officer: SignedIn, olive: SignedIn
) -> None:
    case, leavers = a_case(as_officer.member), a_case(olive.member)
    for page in (as_manager.get("/"), as_manager.get("/cases/")):
        assert "another officer" not in page.text
    actions.declare_conflict(as_officer.member, case, reason="They are neighbours.")
    membership.let_go(as_manager.member, clock.now(), olive.member)
    page = as_manager.get("/")
    assert "Cases that need another officer" in page.text
    assert f"{case.reference}: Oliver Oak declared a conflict of interest." in page.text
    assert f"{leavers.reference}: Olive Orchid no longer works on cases." in page.text
    assert as_manager.get("/cases/").text.count("Needs another officer") == 2
    assert "Needs another officer" in as_manager.get(f"/cases/{case.id}").text
    assert "another officer" not in as_officer.get("/").text
    for each in (case, leavers):
        form = page.follow(f"Hand it over: case {each.reference}").form("Hand over")
        form.submit(officer=as_manager.member.id)
    assert "another officer" not in as_manager.get("/").text


def test_a_closed_case_needs_no_other_officer_and_a_conflicted_manager_hears_of_none(
    as_manager: SignedIn, as_officer: SignedIn, staff: Staff
) -> None:
    case = a_case(as_officer.member)
    actions.declare_conflict(as_officer.member, case, reason="They are neighbours.")
    assert case.reference in as_manager.get("/").text
    deputy = staff(Role.MANAGER, "Minna Maple")
    actions.declare_conflict(as_manager.member, case, reason="She is my cousin.")
    assert case.reference not in as_manager.get("/").text
    assert case.reference in deputy.get("/").text
    actions.close_case(
        deputy.member, Case.get_by_id(case.id), closed_on=clock.today(), outcome=Outcome.INFORMED
    )
    assert case.reference not in deputy.get("/").text
