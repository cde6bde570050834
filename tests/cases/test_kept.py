"""What the database itself keeps of a case's file, column by column, whoever asks and by whatever road (C8, D4.12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from peewee import DateField, DateTimeField, IntegerField, IntegrityError

from ppsweb.cases import actions
from ppsweb.cases.models import Case, CaseConflict, CaseCover, Channel, Note
from ppsweb.database import Table, database
from ppsweb.deadlines import clock
from tests.given.families import a_case, a_client, a_note

#: sealing off is the one thing that happens to a note after it was written; `id` and `version` belong to the base
ADDED_LATER = {"sealed_off_at", "sealed_off_by", "sealed_off_because", "filed_as"}
OF_THE_BASE = {"id", "version"}


def columns_of(table: type[Table]) -> list[str]:
    return [field.name for field in table._meta.sorted_fields if field.name not in OF_THE_BASE]


WRITTEN = [name for name in columns_of(Note) if name not in ADDED_LATER]


@pytest.fixture
def case(db: Any, officer: Any) -> Case:
    return a_case(officer)


@pytest.fixture
def note(officer: Any, case: Case) -> Note:
    """A note that says something in each of its columns."""
    first = a_note(officer, case)
    return a_note(
        officer,
        case,
        parents_view="She is worried.",
        childs_view="He likes maths.",
        information_given="The leaflet on plans.",
        observation="She was calm.",
        minutes=20,
        corrects=first,
    )


def other_value(row: Table, name: str, officer: Any) -> Any:
    """Something else that the column itself would take: only the guard can refuse it."""
    field = type(row)._meta.fields[name]
    if getattr(field, "is_sealed", False):
        return type(row)(id=row.id, data_key=row.data_key_id, **{name: "Something else."}).__data__[name]  # type: ignore[attr-defined]
    if name == "case":
        return a_case(officer, row.case.person).id  # type: ignore[attr-defined]
    if name == "data_key":
        return a_client(officer, "Victor Vine").data_key_id
    if name in ("author", "member"):
        return next(each.id for each in type(officer).select() if each.id != officer.id)
    if name == "corrects":
        return None
    if name == "channel":
        return Channel.LETTER
    kinds = {DateTimeField: datetime(2020, 1, 2, 3, 4), DateField: date(2020, 1, 2), IntegerField: 99}
    return next((value for kind, value in kinds.items() if type(field) is kind), True)


def refused(row: Table, name: str, value: Any) -> None:
    before = type(row).get_by_id(row.id).__data__[name]
    assert before != value, "another value is tried"
    with pytest.raises(IntegrityError), database.atomic():
        type(row).update({name: value}).where(type(row).id == row.id).execute()
    assert type(row).get_by_id(row.id).__data__[name] == before


def test_the_columns_that_are_tried_are_all_that_say_something() -> None:
    assert len(WRITTEN) == 14
    assert set(columns_of(Note)) > ADDED_LATER


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_of_a_note_is_changed(officer: Any, manager: Any, note: Note, name: str) -> None:
    refused(note, name, other_value(note, name, officer))


@pytest.mark.parametrize("name", sorted(ADDED_LATER | {"version"}))
def test_a_note_that_was_sealed_off_stays_as_it_is(
    officer: Any, manager: Any, case: Case, note: Note, name: str
) -> None:
    Note.update(version=7).where(Note.id == note.id).execute()  # before it, the row itself may be written
    target = a_case(officer, a_client(officer, "Victor Vine"))
    actions.file_elsewhere(
        manager, clock.now(), Note.get_by_id(note.id), target, because="It is about Victor."
    )
    values = {
        "sealed_off_at": None,
        "sealed_off_by": officer.id,
        "filed_as": note.corrects_id,
        "version": 99,
    }
    refused(note, name, values[name] if name in values else other_value(note, name, officer))


@pytest.mark.parametrize("name", columns_of(CaseCover))
def test_nothing_of_a_cover_is_changed(officer: Any, manager: Any, case: Case, name: str) -> None:
    cover = actions.cover(officer, case, reason="He is on leave.", today=clock.today())
    refused(cover, name, other_value(cover, name, officer))


@pytest.mark.parametrize("name", columns_of(CaseConflict))
def test_nothing_of_a_conflict_is_changed(officer: Any, manager: Any, case: Case, name: str) -> None:
    conflict = actions.declare_conflict(officer, case, reason="They are neighbours.")
    refused(conflict, name, other_value(conflict, name, officer))


@pytest.mark.parametrize(
    "table",
    [
        Note,  # what it is corrected by holds it, too
        pytest.param(CaseCover, marks=pytest.mark.policy("C8", guard="database.never_delete")),
        pytest.param(CaseConflict, marks=pytest.mark.policy("C8", guard="database.never_delete")),
    ],
)
def test_neither_notes_nor_covers_nor_conflicts_are_deleted(
    officer: Any, case: Case, note: Note, table: type[Table]
) -> None:
    actions.cover(officer, case, reason="He is on leave.", today=clock.today())
    actions.declare_conflict(officer, case, reason="They are neighbours.")
    # the newest row of the table: nothing points to it, so that only the guard can refuse
    row = table.select().order_by(table.created_at.desc()).get()
    with pytest.raises(IntegrityError), database.atomic():
        table.delete().where(table.id == row.id).execute()
    assert table.select().where(table.id == row.id).exists()
