"""Bodies outside: one of them, by its own name (D4.01)."""

from __future__ import annotations

from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.organisations import actions
from ppsweb.organisations.models import Organisation, OrganisationKind
from ppsweb.organisations.rules import is_general
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from tests.given.sharing import a_body


@pytest.mark.parametrize(
    ("name", "general"),
    [
        ("school", True),
        ("The school", True),
        ("Social care", True),
        ("All professionals", True),
        ("SEND team", True),
        ("…", True),
        ("Hedgerow Primary School", False),
        ("Bradwell SEND team", False),
        ("Dr Hazel Hornbeam, Mill Lane Surgery", False),
    ],
)
def test_what_is_too_general_to_be_permitted(name: str, general: bool) -> None:
    assert is_general(name) == general


@pytest.mark.parametrize("name", ["the school", "hedgerow  PRIMARY school", "  "])
def test_a_general_name_and_one_that_is_there_are_refused(officer: Any, name: str) -> None:
    a_body(officer, "Hedgerow Primary School")
    with pytest.raises(Refused) as refused:
        a_body(officer, name)
    assert list(refused.value.reasons) == ["name"]
    assert Organisation.select().count() == 1


def test_one_that_is_retired_stays_and_its_name_is_free_again(officer: Any) -> None:
    first = a_body(officer)
    actions.retire_organisation(officer, clock.now(), first)
    second = a_body(officer)
    assert [each.id for each in Organisation.offered()] == [second.id]
    with pytest.raises(Refused, match="already"):
        actions.retire_organisation(officer, clock.now(), first)
    assert AuditRow.select().where(AuditRow.action == "organisations.retire").count() == 1


def test_the_database_keeps_its_name_and_the_row(officer: Any) -> None:
    """Under another name a permission would be for another body."""
    one, other = a_body(officer), a_body(officer, "Mill Lane Surgery", kind=OrganisationKind.HEALTH)
    other_name = other.__data__["name"]
    with pytest.raises(IntegrityError, match="keeps the name"), database.atomic():
        Organisation.update(name=other_name).where(Organisation.id == one.id).execute()
    with pytest.raises(IntegrityError, match="stays on record"), database.atomic():
        one.delete_instance()
    assert Organisation.get_by_id(one.id).name == "Hedgerow Primary School"


def test_the_list_in_the_browser(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    page = officer.get("/organisations/").follow("Add a body")
    wrong = page.form("Add it").submit(expect=422, name="the school", kind="school")
    assert "not a kind of body" in wrong.errors[0]
    page = wrong.form("Add it").submit(name="Hedgerow Primary School")
    assert "Hedgerow Primary School" in page.text
    page.form("Yes, stop offering it").submit()
    assert "Hedgerow Primary School" not in officer.get("/organisations/").text
    officer.close()
