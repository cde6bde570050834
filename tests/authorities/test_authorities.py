"""Nothing about a family without an authority, whoever asks and by whatever road (C5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.authorities import actions
from ppsweb.authorities.models import Authority, Capacity, Method, Purpose
from ppsweb.authorities.rules import reasons_against
from ppsweb.authorities.wording import HOLD_DATA
from ppsweb.cases.models import Case
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.people.models import Person
from ppsweb.refusal import Refused
from tests.given.families import a_case, a_client

NOW = clock.now()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"giver": "  "}, "giver"),
        ({"given_at": NOW + timedelta(minutes=1)}, "given_at"),
        ({"read_back": False}, "read_back"),
        ({"read_back": False, "method": "form"}, None),
        ({"read_back": False, "method": "in_person"}, "read_back"),
    ],
)
def test_what_a_permission_must_be(changes: dict[str, Any], field: str | None) -> None:
    values = {
        "giver": "Petra Plum",
        "method": "phone",
        "given_at": NOW,
        "now": NOW,
        "read_back": True,
        **changes,
    }
    assert list(reasons_against(**values)) == ([field] if field else [])


def _copy_of(row: Any, **changes: Any) -> tuple[str, list[Any]]:
    """An INSERT that goes round the application: the row's own columns, with changes."""
    values = {field.column_name: row.__data__[field.name] for field in row._meta.sorted_fields}
    values |= {"id": new_id(), **changes}
    mark = "?" if database.param == "?" else "%s"
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join([mark] * len(values))
    return f'INSERT INTO "{row._meta.table_name}" ({columns}) VALUES ({marks})', list(values.values())  # noqa: S608


def _insert(row: Any, **changes: Any) -> None:
    with database.atomic():
        database.execute_sql(*_copy_of(row, **changes))


@pytest.mark.policy("C5")
def test_the_database_itself_refuses_a_person_and_a_case_without_an_authority(officer: Any) -> None:
    person = Person.get_by_id(a_client(officer).id)
    case = Case.get_by_id(a_case(officer, person).id)
    _insert(person, audit_ref=new_id())  # the positive control: with its authority the copy goes in
    _insert(case, audit_ref=new_id())
    people, cases = Person.select().count(), Case.select().count()
    for row in (person, case):
        for authority in (None, new_id()):
            with pytest.raises(IntegrityError):
                _insert(row, audit_ref=new_id(), authority_id=authority)
    actions.withdraw(officer, clock.now(), Authority.get_by_id(person.authority_id), because="Enough.")
    for row in (person, case):
        with pytest.raises(IntegrityError, match="authority"):
            _insert(row, audit_ref=new_id())
    assert (Person.select().count(), Case.select().count()) == (people, cases)


@pytest.mark.policy("C5")
def test_a_person_does_not_rest_on_a_permission_that_came_later(officer: Any) -> None:
    person = Person.get_by_id(a_client(officer).id)
    with pytest.raises(IntegrityError, match="authority"):
        _insert(person, audit_ref=new_id(), created_at=person.created_at - timedelta(days=1))


def test_an_authority_is_never_edited_or_deleted(officer: Any) -> None:
    a_client(officer)
    with database.atomic():
        database.execute_sql("UPDATE authorities SET version = version + 1")  # what may change, can
    for change in (
        "UPDATE authorities SET method = 'form'",
        "UPDATE authorities SET capacity = 'young_person'",
        "DELETE FROM authorities",
    ):
        with pytest.raises(IntegrityError), database.atomic():
            database.execute_sql(change)


def test_a_withdrawal_is_final_and_after_the_permission(officer: Any) -> None:
    authority = Authority.get_by_id(a_client(officer).authority_id)
    with pytest.raises(IntegrityError), database.atomic():
        actions.withdraw(
            officer, authority.given_at - timedelta(hours=1), authority, because="Before it began."
        )
    authority = Authority.get_by_id(authority.id)
    actions.withdraw(officer, clock.now(), authority, because="Enough.")
    assert not Authority.get_by_id(authority.id).in_force
    with pytest.raises(Refused):
        actions.withdraw(officer, clock.now(), Authority.get_by_id(authority.id), because="Again.")


def test_a_legal_duty_needs_neither_permission_nor_case(officer: Any) -> None:
    duty = actions.record_legal_duty(
        officer, clock.now(), purpose=Purpose.SAFEGUARDING, words="A caller fears for the child at number 9."
    )
    assert Authority.get_by_id(duty.id).words == "A caller fears for the child at number 9."


def test_the_words_that_were_agreed_to_are_kept_by_hash(officer: Any) -> None:
    authority = Authority.get_by_id(a_client(officer).authority_id)
    assert authority.wording_hash == HOLD_DATA.hash
    assert any("five years" in sentence for sentence in HOLD_DATA.sentences)
    with pytest.raises(Refused, match="not known"):
        actions.record_permission(
            officer,
            clock.now(),
            giver="P",
            capacity=Capacity.PARENT,
            method=Method.FORM,
            given_at=clock.now(),
            wording_version="made-up",
            read_back=False,
        )
