"""Nothing about a family without an authority, whoever asks and by whatever road (C5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.auth.models import Member
from ppsweb.authorities import actions
from ppsweb.authorities.models import DECIDED, ENDINGS, Authority, Capacity, Method, Purpose
from ppsweb.authorities.rules import reasons_against
from ppsweb.authorities.wording import HOLD_DATA
from ppsweb.cases.models import Case
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.keys import new_data_key
from ppsweb.people.models import Person
from ppsweb.refusal import Refused
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body

NOW = clock.now()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"giver": "  "}, "giver"),
        ({"given_at": NOW + timedelta(minutes=1)}, "given_time"),
        pytest.param(
            {"read_back": False},
            "read_back",
            marks=pytest.mark.policy("C5", guard="authorities.reasons_against"),
        ),
        ({"read_back": False, "method": "form"}, None),
        pytest.param(
            {"read_back": False, "method": "in_person"},
            "read_back",
            marks=pytest.mark.policy("C5", guard="authorities.reasons_against"),
        ),
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


@pytest.mark.policy("C5", guard="authorities.rests_on_authority")
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


@pytest.mark.policy("C5", guard="authorities.rests_on_authority")
def test_a_person_does_not_rest_on_a_permission_that_came_later(officer: Any) -> None:
    person = Person.get_by_id(a_client(officer).id)
    with pytest.raises(IntegrityError, match="authority"):
        _insert(person, audit_ref=new_id(), created_at=person.created_at - timedelta(days=1))


def _duty(officer: Any, purpose: Purpose, data_key: Any) -> Authority:
    return actions.record_legal_duty(
        officer, clock.now(), purpose=purpose, words="They asked for their data.", data_key=data_key
    )


@pytest.mark.policy("C5", guard="authorities.rests_on_authority")
def test_a_family_does_not_rest_on_another_familys_permission(officer: Any) -> None:
    mine, theirs = a_client(officer), a_client(officer, "Victor Vine")
    case = Case.get_by_id(a_case(officer, mine).id)
    person = Person.get_by_id(mine.id)
    later = clock.now()
    for row in (case, person):
        _insert(row, audit_ref=new_id(), created_at=later)  # the positive control
        with pytest.raises(IntegrityError, match="authority"):
            _insert(row, audit_ref=new_id(), created_at=later, authority_id=theirs.authority_id)


@pytest.mark.policy("C5", guard="authorities.rests_on_authority")
@pytest.mark.parametrize("purpose", [Purpose.RIGHTS_REQUEST, Purpose.SAFEGUARDING])
def test_a_file_is_not_opened_on_a_legal_duty(officer: Any, purpose: Purpose) -> None:
    """A duty holds the names that it needs by itself (D4.22); a client's file needs the client's yes."""
    case = Case.get_by_id(a_case(officer).id)
    person = Person.get_by_id(case.person_id)
    duty = _duty(officer, purpose, person.data_key_id)
    later = clock.now()
    for row in (case, person):
        _insert(row, audit_ref=new_id(), created_at=later)  # the positive control
        with pytest.raises(IntegrityError, match="authority"):
            _insert(row, audit_ref=new_id(), created_at=later, authority_id=duty.id)


OTHER: dict[str, Any] = {
    "withdrawn_how": "case_closed",
    "kind": "legal_duty",
    "purpose": "safeguarding",
    "given_at": datetime(2020, 1, 1),
    "created_at": datetime(2020, 1, 1),
    "capacity": "young_person",
    "method": "form",
    "wording_version": "made-up",
    "wording_hash": "0" * 64,
    "language": "pl",
    "read_back": False,
    "valid_until": date(2030, 1, 1),
    "categories": "health",
    "copy": "by_hand",
    "invalidated_at": datetime(2030, 1, 1),
    "withdrawn_at": datetime(2030, 1, 1),
}


def _set(authority: Authority, values: dict[str, Any]) -> None:
    mark = "?" if database.param == "?" else "%s"
    changes = ", ".join(f'"{name}" = {mark}' for name in values)
    with database.atomic():
        database.execute_sql(
            f"UPDATE authorities SET {changes} WHERE id = {mark}",  # noqa: S608 - names of our own
            [*values.values(), authority.id],
        )


def _values(authority: Authority, column: str) -> tuple[Any, Any]:
    """What stands in a column, and something else that could stand there."""
    field = Authority._meta.columns[column]
    there = authority.__data__[field.name]
    if column == "recorded_by_id" or column == "withdrawn_by_id":
        return there, Member.select().where(Member.id != there).get().id
    if column == "organisation_id":
        return there, a_body(authority.recorded_by).id
    if column == "signing":
        return there, new_id()
    if column == "data_key_id":
        return there, new_data_key().id
    if getattr(field, "is_sealed", False):
        return there, b"\x01" + bytes(60)
    return there, OTHER[column]


@pytest.mark.parametrize("column", DECIDED)
def test_what_was_decided_is_never_edited(officer: Any, staff: Any, column: str) -> None:
    staff.member("officer", "Olive Orchid")
    authority = Authority.get_by_id(a_client(officer, conditions="Nothing by post.").authority_id)
    there, other = _values(authority, column)
    assert there != other
    _set(authority, {column: there})  # the same again is no edit
    with pytest.raises(IntegrityError, match="not edited"):
        _set(authority, {column: other})


def test_every_column_but_the_endings_is_decided() -> None:
    endings = {column for columns in ENDINGS.values() for column in columns}
    # what waits for parents who disagree may go on (D4.24)
    assert set(DECIDED) | endings | {"id", "version", "paused_at", "resumed_at"} == set(Authority._meta.columns)


@pytest.mark.parametrize(("ended", "column"), [(ended, each) for ended in ENDINGS for each in ENDINGS[ended]])
def test_how_an_authority_ended_is_never_edited(officer: Any, staff: Any, ended: str, column: str) -> None:
    staff.member("officer", "Olive Orchid")
    authority = Authority.get_by_id(a_client(officer).authority_id)
    end = actions.withdraw if ended == "withdrawn_at" else actions.invalidate
    end(officer, clock.now(), authority, because="Enough.")
    authority = Authority.get_by_id(authority.id)
    there, other = _values(authority, column)
    _set(authority, {column: there})  # the same again is no edit
    with pytest.raises(IntegrityError, match="not edited"):
        _set(authority, {column: other})
    for emptied in ({column: None}, dict.fromkeys(ENDINGS[ended])):
        with pytest.raises(IntegrityError):
            _set(authority, emptied)


@pytest.mark.parametrize(
    "values",
    [
        {"withdrawn_at": datetime(2030, 1, 1)},
        {"withdrawn_because": b"\x01" * 60},
        {"withdrawn_how": "taken_back"},
    ],
)
def test_an_ending_is_recorded_whole(officer: Any, values: dict[str, Any]) -> None:
    authority = Authority.get_by_id(a_client(officer).authority_id)
    whole = {
        "withdrawn_at": datetime(2030, 1, 1),
        "withdrawn_how": "taken_back",
        "withdrawn_by_id": officer.id,
        "withdrawn_because": b"\x01" * 60,
    }
    with pytest.raises(IntegrityError, match="whole"):
        _set(authority, values)
    _set(authority, whole)


def test_an_authority_is_not_deleted(officer: Any) -> None:
    authority = Authority.get_by_id(a_client(officer).authority_id)
    _set(authority, {"version": 2})  # what may change, can
    with pytest.raises(IntegrityError, match="not deleted"), database.atomic():
        database.execute_sql("DELETE FROM authorities")


def test_what_was_recorded_wrongly_ends_with_a_reason_and_is_final(officer: Any) -> None:
    authority = Authority.get_by_id(a_client(officer).authority_id)
    with pytest.raises(Refused):
        actions.invalidate(officer, clock.now(), authority, because="  ")
    actions.invalidate(officer, clock.now(), authority, because="It was her sister who rang.")
    wrong = Authority.get_by_id(authority.id)
    assert not wrong.in_force
    assert wrong.withdrawn_at is None
    assert wrong.invalidated_because == "It was her sister who rang."
    for end in (actions.invalidate, actions.withdraw):
        with pytest.raises(Refused, match="ended already"):
            end(officer, clock.now(), wrong, because="Again.")


def test_a_legal_duty_is_not_withdrawn(officer: Any) -> None:
    """What the law demands does not end because somebody says so."""
    person = a_client(officer)
    duty = _duty(officer, Purpose.RIGHTS_REQUEST, person.data_key_id)
    with pytest.raises(Refused, match="Only a permission"):
        actions.withdraw(officer, clock.now(), duty, because="They changed their mind.")
    assert Authority.get_by_id(duty.id).in_force
    actions.withdraw(officer, clock.now(), person.authority, because="Enough.")  # the positive control


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
