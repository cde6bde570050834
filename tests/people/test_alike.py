"""A family that comes again is shown to whoever is about to record it a second time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppsweb.audit import AuditRow
from ppsweb.authorities.models import Authority
from ppsweb.cases import actions as cases
from ppsweb.people.models import Person
from tests.given.families import a_case, a_client

HINT = "You may already have this family"
WAYS = ["/people/by-telephone", "/people/by-form"]


def filled_in(
    signed_in: Any, way: str, name: str, phone: str = "", **more: Any
) -> tuple[Any, dict[str, Any]]:
    """The form, and what is typed into it."""
    form = signed_in.get(way).form("Record their permission")
    answers: dict[str, Any] = {
        "giver": name,
        "capacity": "parent_with_responsibility",
        "phone": phone,
        "read_back": True,
        **more,
    }
    if way.endswith("form"):
        answers |= {"method": "phone", "given_on": date(2026, 11, 23), "given_time": "10:00"}
    return form, answers


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "phone"), [("petra plum", ""), ("P. Pear", "+44 1632 960001")])
def test_a_name_or_number_that_is_known_is_shown_first(
    as_officer: Any, way: str, name: str, phone: str
) -> None:
    known = a_client(as_officer.member)
    case = a_case(as_officer.member, known)
    form, answers = filled_in(as_officer, way, name, phone, child="Peregrine Pear")
    page = form.submit(expect=200, **answers)
    assert HINT in page.text
    assert page.links["Petra Plum"] == f"/people/{known.id}"
    assert case.reference in page.text
    assert (Person.select().count(), Authority.select().count()) == (1, 1), "nothing is recorded yet"
    searches = AuditRow.select().where(AuditRow.action == "people.search")
    assert {row.audit_ref for row in searches} == {known.audit_ref}, "who was shown is written down"
    page = page.form("It is somebody else: record them").submit()
    assert "Their permission is recorded" in page.text
    assert "Peregrine Pear" in page.text, "what was typed is kept"
    assert Person.select().count() == 2


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_asked_where_nobody_matches(as_officer: Any, way: str) -> None:
    a_client(as_officer.member)
    form, answers = filled_in(as_officer, way, "Victor Vine", "01632 960 777", child="Pip Plum")
    page = form.submit(**answers)
    assert HINT not in page.text
    assert Person.select().count() == 2


def test_another_name_after_the_hint_is_looked_for_anew(as_officer: Any) -> None:
    a_client(as_officer.member)
    a_client(as_officer.member, "Victor Vine", phone="01632 960 002")
    form, answers = filled_in(as_officer, WAYS[0], "Petra Plum")
    page = form.submit(expect=200, **answers)
    page = page.form("It is somebody else: record them").submit(expect=200, giver="Victor Vine")
    assert "Victor Vine" in page.links
    assert "Petra Plum" not in page.links
    assert Person.select().count() == 2


def test_whoever_is_connected_with_a_family_is_told_nothing(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    form, answers = filled_in(as_officer, WAYS[0], "Petra Plum")
    assert HINT in form.submit(expect=200, **answers).text, "the positive control"
    cases.declare_conflict(as_officer.member, case, reason="My sister.")
    form, answers = filled_in(as_officer, WAYS[0], "Petra Plum")
    assert HINT not in form.submit(**answers).text


def test_a_fault_is_told_before_anybody_is_looked_for(as_officer: Any) -> None:
    a_client(as_officer.member)
    form, answers = filled_in(as_officer, WAYS[0], "Petra Plum", read_back=False)
    page = form.submit(expect=422, **answers)
    assert HINT not in page.text
