"""Finding a family: what could be a name and a reference is looked for as both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.authorities.models import Capacity
from ppsweb.cases.actions import hand_over
from ppsweb.database import database
from ppsweb.people import actions, search
from ppsweb.people.models import Person, Relation, SearchEntry
from ppsweb.permissions.roles import Role
from tests.given.families import a_case, a_client


def found(officer: Any, words: str) -> set[str]:
    return {person.name for person in search.find(words, reader=officer)[0]}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Mary-Jane Plum", "Mary-Jane"),
        ("Mary-Jane Plum", "mary-jane plum"),
        ("Mary-Jane Plum", "maryjane"),
        ("Mary-Jane Plum", "mary jane"),
        ("Mary Jane Plum", "mary-jane"),
        ("Jean-Paul Plum", "jean-paul"),
        ("Petra Hall-Wood", "hall-wood"),
        ("Petra O’Brien", "o'brien"),
        ("Petra Marchand", "marchand"),
    ],
)
def test_a_name_is_found_however_its_halves_are_joined(officer: Any, name: str, words: str) -> None:
    a_client(officer, name, child=None)
    a_client(officer, "Victor Vine", child=None)
    assert found(officer, words) == {name}


def test_a_reference_is_found_as_it_is_told(officer: Any) -> None:
    case = a_case(officer, a_client(officer, "Petra Plum"))
    a_case(officer, a_client(officer, "Victor Vine"))
    whole = case.reference.replace("-", "")
    for told in (case.reference, whole, f"{whole[:4]} {whole[4:]}", whole.lower(), f" {case.reference} "):
        assert found(officer, told) == {"Petra Plum"}, told


def test_what_is_a_name_and_a_reference_is_found_as_both(officer: Any) -> None:
    case = a_case(officer, a_client(officer, "Petra Plum", child=None))
    a_client(officer, case.reference, child=None)
    assert found(officer, case.reference) == {"Petra Plum", case.reference}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("5/4/1988", {"Petra Plum"}),
        ("05.04.1988", {"Petra Plum"}),
        ("05.04.88", {"Petra Plum"}),
        ("5 April 1988", {"Petra Plum"}),
        ("5th april 1988", {"Petra Plum"}),
        (" 5  Apr  1988 ", {"Petra Plum"}),
        ("1988-04-05", {"Petra Plum"}),
        ("6.4.15", {"Petra Plum"}),
        ("5 Grapefruit 1988", set()),
        ("6/4/2015", {"Petra Plum"}),
        ("7/4/2015", set()),
        ("31/4/1988", set()),
        ("LK1 1AA", {"Petra Plum"}),
        ("lk11aa", {"Petra Plum"}),
        ("LK1 1AB", set()),
    ],
)
def test_a_client_is_found_by_a_date_of_birth_and_a_postcode(
    officer: Any, words: str, names: set[str]
) -> None:
    person = a_client(officer, "Petra Plum", child=None)
    actions.change_person(officer, person, person.version, born_on=date(1988, 4, 5), postcode="LK1 1AA")
    actions.name_person(officer, person, relation=Relation.CHILD, name="Pip Plum", born_on=date(2015, 4, 6))
    a_client(officer, "Victor Vine")
    assert found(officer, words) == names


@pytest.mark.parametrize(("relation", "there"), [(Relation.OTHER_PARENT, False), (Relation.SIBLING, True)])
def test_a_young_persons_file_is_not_found_by_a_parents_date_of_birth(
    officer: Any, relation: Relation, there: bool
) -> None:
    born = date(1970, 2, 1)
    for name, capacity in (("Yara Young", Capacity.YOUNG_PERSON), ("Petra Plum", Capacity.PARENT)):
        person = a_client(officer, name, capacity=capacity, child=None)
        actions.name_person(officer, person, relation=relation, name="Morag Quince", born_on=born)
    assert found(officer, "1/2/1970") == ({"Yara Young", "Petra Plum"} if there else {"Petra Plum"})


def test_more_than_are_shown_are_said_to_be_there(officer: Any) -> None:
    for number in range(search.MOST + 1):
        person = a_client(officer, f"Petra Plum {number:02}", child=None)
        actions.change_person(officer, person, person.version, born_on=date(1988, 4, 5))
    for words in ("plum", "5/4/1988"):
        people, more = search.find(words, reader=officer)
        assert (len(people), more) == (search.MOST, True)


def test_a_search_leaves_a_row_for_each_client_that_it_showed(as_officer: Any) -> None:
    shown = [a_client(as_officer.member, f"Petra Plum {number}") for number in range(3)]
    a_client(as_officer.member, "Victor Vine", child=None)
    search_page = as_officer.get("/cases/find")
    search_page.form("Find").submit(words="petra")
    rows = list(AuditRow.select().where(AuditRow.action == "people.search"))
    assert {row.audit_ref for row in rows} == {person.audit_ref for person in shown}
    assert {(row.actor, row.detail) for row in rows} == {(as_officer.member.id, "found")}
    assert all(row.is_genuine for row in rows)
    search_page.form("Find").submit(words="nobody")
    assert AuditRow.select().where(AuditRow.detail == "nothing").count() == 1


def test_a_search_that_shows_twenty_takes_at_most_twelve_queries(
    as_officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        a_case(as_officer.member, a_client(as_officer.member, f"Petra Plum {number}"))
    form = as_officer.get("/cases/find").form("Find")
    form.submit(words="plum")  # what is asked once only is asked now
    asked: list[str] = []
    real = database.obj.execute_sql

    def counting(sql: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(sql)
        return real(sql, *args, **kwargs)

    monkeypatch.setattr(database.obj, "execute_sql", counting)
    page = form.submit(words="plum")
    assert "Petra Plum 19" in page.text
    assert 0 < len(asked) <= 12, asked


def test_looking_at_details_is_recorded(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    as_officer.get(f"/people/{person.id}/details")
    row = AuditRow.get((AuditRow.action == "people.view") & (AuditRow.detail == "details"))
    assert (row.actor, row.audit_ref) == (as_officer.member.id, person.audit_ref)


def test_who_took_the_permission_sees_the_client_until_somebody_works_with_them(staff: Any) -> None:
    taker, other, manager = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid"), staff(Role.MANAGER)
    person = a_client(taker.member)
    taker.get(f"/people/{person.id}")
    case = a_case(taker.member, person)
    taker.get(f"/people/{person.id}")
    hand_over(manager.member, case, other.member)
    taker.get(f"/people/{person.id}", expect=404)
    other.get(f"/people/{person.id}")
    assert Person.found_for(taker.member, person.id) is None


def test_an_entry_is_not_pointed_at_another_client(officer: Any) -> None:
    a_client(officer, "Petra Plum", child=None)
    other = a_client(officer, "Victor Vine", child=None)
    SearchEntry.delete().where(SearchEntry.person == other).execute()
    with pytest.raises(IntegrityError, match="not given to another client"), database.atomic():
        SearchEntry.update(person=other).execute()
    assert found(officer, "Plum") == {"Petra Plum"}
    search.index(other)
    assert found(officer, "Vine") == {"Victor Vine"}, "one that is gone is made anew"
