"""A pointer or a whole row that is moved in the database shows nobody's papers to anybody else (C2, C3).

Once with the guards, which refuse; once as the administrator who takes them off: then what was sealed says where it
belongs, and the page fails instead of showing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb import files
from ppsweb.auth.models import Draft
from ppsweb.cases.models import Note
from ppsweb.database import database, tables
from ppsweb.deadlines import clock
from ppsweb.files import Damaged
from ppsweb.keys import Tampered
from ppsweb.keys.sealed import owner_names
from ppsweb.mail.models import OutboxDocument, OutboxMessage
from ppsweb.mail.sending import send_due
from ppsweb.mail.states import Reason, State
from ppsweb.people.models import Contact, NamedPerson
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions
from ppsweb.subject_access.models import DataRequest, Pack, Release
from ppsweb.subject_access.standing import decided
from tests.given.families import a_case, a_client, a_note
from tests.given.leaflets import a_leaflet, a_pdf
from tests.given.tampering import sql, without_guards
from tests.subject_access.requests import a_request, a_verified_address, decide_everything
from tests.subject_access.test_releasing import with_pack

#: not about a family, or a row of its own beginning: nobody's row that could be passed off as another's
ROOTS = {"people", "authorities", "members", "sessions", "organisations"}


@contextmanager
def inside(app: Any) -> Iterator[None]:
    with app.app_context(), database.connection_context():
        yield


def text_of(browser: Any, path: str) -> str:
    answer = browser.request("GET", path)
    text: str = answer.get_data(as_text=True)
    answer.close()
    return text


def a_ready_request(officer: Any, second: Any, name: str, address: str) -> tuple[DataRequest, Contact, Pack]:
    case = a_case(officer, a_client(officer, name))
    contact = a_verified_address(officer, case.person, address)
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    pack = with_pack(officer, request)
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    return request, contact, pack


def release(manager: Any, request: DataRequest, contact: Contact) -> Release:
    done = actions.release(
        manager,
        clock.now(),
        DataRequest.get_by_id(request.id),
        contact,
        about_nobody_else=True,
        seen=Pack.get(Pack.request == request).id,
    )
    return done.release


def test_every_table_with_sealed_columns_says_whose_rows_it_has() -> None:
    sealed = {table._meta.table_name: table for table in tables() if table._sealed_names()}
    assert len(sealed) > 12
    bound = {name for name, table in sealed.items() if owner_names(table)}
    assert set(sealed) == bound | ROOTS
    for name in bound:
        for owner in owner_names(sealed[name]):
            assert owner in sealed[name]._meta.fields, f"{name}.{owner}"


def test_a_leaflet_never_gives_out_a_pack(app: Any, store: Any, staff: Any) -> None:
    """Ordinary council staff read leaflets; a pointer to a family's pack must not be one of them."""
    officer, manager = staff.member(Role.OFFICER), staff.member(Role.MANAGER)
    second, council = staff.member(Role.OFFICER, "Olive Orchid"), staff(Role.COUNCIL)
    with inside(app):
        pack = a_ready_request(officer, second, "Petra Plum", "petra@home.example")[2]
        edition, other = a_leaflet(officer, manager), a_leaflet(officer, manager, "Another hedge")
        for each in (edition, other):
            each.pdf = a_pdf(each)
            each.save_changed()
        point = "UPDATE leaflet_editions SET pdf_id = ? WHERE id = ?"
        sql(point, edition.pdf_id, edition.id)  # the same again is no move
        for wrong in (pack.file_id, other.pdf_id, None):
            with pytest.raises(IntegrityError):
                sql(point, wrong, edition.id)
    page = f"/leaflets/{edition.leaflet.slug}/pdf"
    answer = council.request("GET", page)
    assert (answer.status_code, answer.data) == (200, b"%PDF-1.7")
    answer.close()
    with without_guards(store):
        for wrong, also in (
            (other.pdf_id, ()),
            (pack.file_id, ()),
            (pack.file_id, ("UPDATE files SET kind = 'leaflet' WHERE id = ?",)),
            (
                pack.file_id,
                (
                    "UPDATE files SET data_key_id = NULL WHERE id = ?",
                    "UPDATE file_chunks SET data_key_id = NULL WHERE file_id = ?",
                ),
            ),
        ):
            with inside(app):
                sql(point, wrong, edition.id)
                for statement in also:
                    sql(statement, wrong)
            with pytest.raises((Tampered, Damaged)):
                council.request("GET", page)


def test_another_familys_pack_is_not_released(
    app: Any, store: Any, officer: Any, manager: Any, staff: Any
) -> None:
    second = staff.member(Role.OFFICER, "Olive Orchid")
    with inside(app):
        mine, _, pack = a_ready_request(officer, second, "Petra Plum", "petra@home.example")
        spying, spy, spy_pack = a_ready_request(officer, second, "Simon Spy", "spy@home.example")
        assert pack.data()
        with pytest.raises(IntegrityError):
            sql("UPDATE data_request_packs SET file_id = ? WHERE id = ?", pack.file_id, spy_pack.id)
    moves: list[list[tuple[str, Any, Any]]] = [
        [("UPDATE data_request_packs SET file_id = ? WHERE id = ?", pack.file_id, spy_pack.id)],
        [
            ("UPDATE data_request_packs SET file_id = ? WHERE id = ?", pack.file_id, spy_pack.id),
            ("UPDATE data_requests SET case_id = ? WHERE id = ?", mine.case_id, spying.id),
        ],
        [("UPDATE contacts SET person_id = ? WHERE id = ?", mine.person_id, spy.id)],
        [("UPDATE data_requests SET person_id = ? WHERE id = ?", spying.person_id, mine.id)],
    ]
    for number, move in enumerate(moves):
        released = spying if number < 2 else mine
        with without_guards(store), inside(app), database.atomic() as transaction:
            for statement, value, row in move:
                sql(statement, value, row)
            # a pack that points to another file is none; what is moved besides opens nothing
            with pytest.raises(Refused if number < 2 else (Tampered, Damaged)):
                release(manager, released, Contact.get_by_id(spy.id))
            if number < 2:
                with pytest.raises((Tampered, Damaged)):
                    Pack.get_by_id(spy_pack.id).data()
            assert OutboxMessage.select().where(OutboxMessage.contact == spy).count() == 0
            transaction.rollback()
    with inside(app):
        assert release(manager, spying, spy).message.contact == spy, "their own goes to them"


@pytest.mark.parametrize("guarded", [True, False])
def test_a_message_brings_what_was_put_into_it_or_nothing(
    app: Any, store: Any, officer: Any, manager: Any, staff: Any, guarded: bool
) -> None:
    second = staff.member(Role.OFFICER, "Olive Orchid")
    with inside(app):
        mine, home, pack = a_ready_request(officer, second, "Petra Plum", "petra@home.example")
        spying, spy, _ = a_ready_request(officer, second, "Simon Spy", "spy@home.example")
        locked = release(manager, mine, home).message
        message = release(manager, spying, spy).message
        theirs = OutboxDocument.get(OutboxDocument.message == locked).file_id
        document = OutboxDocument.get(OutboxDocument.message == message)
        point = "UPDATE outbox_documents SET file_id = ? WHERE id = ?"
        if guarded:
            for wrong in (pack.file_id, theirs):
                with pytest.raises(IntegrityError):
                    sql(point, wrong, document.id)
            with pytest.raises(IntegrityError):
                sql("UPDATE outbox_documents SET message_id = ?", message.id)
            return
    later = clock.now() + timedelta(hours=1)
    for wrong in (pack.file_id, theirs):
        with without_guards(store), inside(app):
            sql(point, wrong, document.id)
            sql(
                "UPDATE outbox_messages SET state = 'waiting', next_try_at = created_at WHERE id = ?",
                message.id,
            )
            sql("UPDATE outbox_messages SET state = 'stopped' WHERE id = ?", locked.id)
            send_due(later)
            came = OutboxMessage.get_by_id(message.id)
            assert (came.state, came.reason) == (State.STOPPED, Reason.UNREADABLE)


def test_another_file_of_the_same_case_is_not_sent_instead(
    app: Any, store: Any, officer: Any, manager: Any, staff: Any
) -> None:
    """Same kind, same key: only the sealed hash tells the two apart."""
    second = staff.member(Role.OFFICER, "Olive Orchid")
    with inside(app):
        request, address, _ = a_ready_request(officer, second, "Petra Plum", "petra@home.example")
        first, again = release(manager, request, address), release(manager, request, address)
        other = OutboxDocument.get(OutboxDocument.message == first.message).file_id
        document = OutboxDocument.get(OutboxDocument.message == again.message)
    with without_guards(store), inside(app):
        sql("UPDATE outbox_documents SET file_id = ? WHERE id = ?", other, document.id)
        sql("UPDATE outbox_messages SET state = 'stopped' WHERE id = ?", first.message_id)
        send_due(clock.now() + timedelta(hours=1))
        came = OutboxMessage.get_by_id(again.message_id)
        assert (came.state, came.reason) == (State.STOPPED, Reason.UNREADABLE)


def test_a_moved_note_child_or_number_is_not_shown_in_another_file(app: Any, store: Any, staff: Any) -> None:
    browser = staff(Role.OFFICER)
    with inside(app):
        mine = a_case(browser.member, a_client(browser.member, "Petra Plum"))
        theirs = a_case(browser.member, a_client(browser.member, "Victor Vine", child="Viola Vine"))
        note = a_note(browser.member, theirs, "Viola was ill.")
        child = NamedPerson.get(NamedPerson.person == theirs.person)
        number = Contact.get(Contact.person == theirs.person)
        with pytest.raises(IntegrityError):
            sql("UPDATE cases SET child_id = ? WHERE id = ?", child.id, mine.id)
        sql("UPDATE cases SET child_id = ? WHERE id = ?", child.id, theirs.id)
    page = text_of(browser, f"/cases/{theirs.id}")
    assert "Viola Vine" in page
    assert "Viola was ill." in page
    for statement, *values in (
        ("UPDATE notes SET case_id = ? WHERE id = ?", mine.id, note.id),
        ("UPDATE cases SET child_id = ? WHERE id = ?", child.id, mine.id),
        ("UPDATE contacts SET person_id = ? WHERE id = ?", mine.person_id, number.id),
    ):
        assert "Viola" not in text_of(browser, f"/cases/{mine.id}")
        table = statement.split()[1]
        column = statement.split()[3]
        with without_guards(store), inside(app):
            row = database.execute_sql(f"SELECT {column} FROM {table} WHERE id = '{values[1]}'").fetchone()  # noqa: S608
            sql(statement, *values)
        with pytest.raises(Tampered):
            text_of(browser, f"/cases/{mine.id}")
        with without_guards(store), inside(app):
            sql(statement, row[0], values[1])


@pytest.mark.parametrize(
    ("column", "value"), [("member_id", "other"), ("subject", "0" * 26), ("page", "a.b")]
)
def test_a_draft_is_its_writers_for_its_own_page(
    app: Any, store: Any, officer: Any, manager: Any, column: str, value: str
) -> None:
    with inside(app):
        draft = Draft(member=officer, page="cases.write_note", subject="1" * 26, content="Viola").insert_new()
        assert Draft.get_by_id(draft.id).content == "Viola"
        sql(f"UPDATE drafts SET {column} = ?", manager.id if value == "other" else value)  # noqa: S608
        with pytest.raises(Tampered):
            _ = Draft.get_by_id(draft.id).content


@pytest.mark.only_engine("sqlcipher")
@pytest.mark.parametrize("table", ["audit_rows", "notes"])
def test_a_row_is_not_replaced(db: Any, officer: Any, table: str) -> None:
    """SQLite's INSERT OR REPLACE deletes first, and asks the guards of that only when told to."""
    note = a_note(officer, a_case(officer))
    columns = [each.name for each in database.get_columns(table)]
    chosen = ", ".join("'2026-01-01 00:00:00'" if each == "created_at" else f'"{each}"' for each in columns)
    listed = ", ".join(f'"{each}"' for each in columns)
    with pytest.raises(IntegrityError, match="not deleted"):
        sql(f"INSERT OR REPLACE INTO {table} ({listed}) SELECT {chosen} FROM {table} LIMIT 1")  # noqa: S608
    assert Note.get_by_id(note.id).created_at.year > 2025
    assert database.execute_sql("PRAGMA recursive_triggers").fetchone() == (1,)


def test_no_row_gets_another_id(db: Any, officer: Any) -> None:
    note = a_note(officer, a_case(officer))
    for name in ("notes", "cases", "people", "members", "data_keys"):
        row = database.execute_sql(f"SELECT id FROM {name}").fetchone()[0]  # noqa: S608
        sql(f"UPDATE {name} SET id = ? WHERE id = ?", row, row)  # noqa: S608 - the same again is no change
        with pytest.raises(IntegrityError, match="keeps its id|not changed"):
            sql(f"UPDATE {name} SET id = ? WHERE id = ?", "0" * 26, row)  # noqa: S608
    assert Note.get_by_id(note.id).facts


def test_files_without_a_reader_do_not_exist() -> None:
    """Whoever reads a file says what it expects; there is no reading of whatever a row points to."""
    with pytest.raises(TypeError):
        files.read(files.File())  # type: ignore[call-arg]
