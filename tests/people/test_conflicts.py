"""Whoever declared a conflict of interest does not reach the family by another road (D4.13); and a young person's
file is not found by a parent's name (D1.03)."""

from __future__ import annotations

from typing import Any

import pytest

from ppsweb.authorities.models import Capacity
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Case
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.mail import outbox
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.wording import Kind
from ppsweb.people import actions, search
from ppsweb.people.models import ContactKind, Person, Relation
from ppsweb.permissions.roles import Role
from tests.given.families import a_case, a_client


@pytest.fixture
def case(app: Any, as_officer: Any) -> Case:
    with app.app_context(), database.connection_context():
        return a_case(as_officer.member)


def declare(app: Any, who: Any, case: Case) -> None:
    with app.app_context(), database.connection_context():
        cases.declare_conflict(who.member, case, reason="She is my cousin.")


@pytest.mark.policy("C1", guard="cases.visible_to")
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_a_conflict_closes_the_client_too(app: Any, staff: Any, case: Case, role: Role) -> None:
    """The officer took the permission, and the manager sees everybody: neither is a way around the conflict."""
    who = staff(role)
    addresses = [f"/people/{case.person_id}{page}" for page in ("", "/details")]
    addresses.append(f"/subject-access/log/{case.person_id}")
    for address in addresses:
        assert "Petra Plum" in who.get(address).html
    declare(app, who, case)
    for address in addresses:
        assert "Petra Plum" not in who.get(address, expect=404).html


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_another_case_of_the_same_client_is_no_way_round(
    app: Any, staff: Any, case: Case, role: Role
) -> None:
    who = staff(role)
    with app.app_context(), database.connection_context():
        another = a_case(who.member, case.person)
    for address in (f"/people/{case.person_id}", f"/cases/{another.id}"):
        assert "Petra Plum" in who.get(address).text
    declare(app, who, case)
    for address in (f"/people/{case.person_id}", f"/cases/{another.id}"):
        assert "Petra Plum" not in who.get(address, expect=404).text


def test_a_conflict_closes_messages_that_have_no_case(app: Any, as_manager: Any, case: Case) -> None:
    with app.app_context(), database.connection_context():
        person = Person.get_by_id(case.person_id)
        person.say(safe_to_email=True)
        person.save_changed()
        contact = actions.add_contact(as_manager.member, person, ContactKind.EMAIL, "petra@home.example")
        message = outbox.put(
            as_manager.member,
            clock.now(),
            contact=contact,
            authority=person.authority,
            kind=Kind.ADDRESS_CHECK,
            code="123456",
        )
        assert OutboxMessage.get_by_id(message.id).case is None
    assert "petra@home.example" in as_manager.get("/outbox").text
    declare(app, as_manager, case)
    assert "petra@home.example" not in as_manager.get("/outbox").text
    as_manager.get(f"/outbox/{message.id}", expect=404)


@pytest.mark.parametrize(("relation", "found"), [(Relation.OTHER_PARENT, False), (Relation.SIBLING, True)])
def test_a_young_persons_file_is_not_found_by_a_parents_name(
    db: Any, officer: Any, relation: Relation, found: bool
) -> None:
    young = a_client(officer, "Yara Young", capacity=Capacity.YOUNG_PERSON, child=None)
    parent = a_client(officer, "Petra Plum", child=None)
    for person in (young, parent):
        actions.name_person(officer, person, relation=relation, name="Morag Quince")
    people, _ = search.find("Quince", reader=officer)
    assert {each.id for each in people} == ({young.id, parent.id} if found else {parent.id})
