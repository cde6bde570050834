"""Whoever writes into the database past the site moves nothing from one family's file to another's (C2, C4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError, ProgrammingError

from ppsweb.audit import AuditRow
from ppsweb.auth.models import Member
from ppsweb.authorities.actions import withdraw
from ppsweb.cases.actions import cover, declare_conflict
from ppsweb.cases.models import Case, Topic
from ppsweb.database import Table, database, new_id
from ppsweb.deadlines import clock
from ppsweb.keys import Tampered
from ppsweb.leaflets.actions import send_leaflet
from ppsweb.mail import outbox
from ppsweb.mail.sending import send_due
from ppsweb.mail.wording import Kind
from ppsweb.people import actions as people
from ppsweb.people.models import Contact, ContactKind, NamedPerson, Person
from ppsweb.permissions.roles import Role
from tests.given.families import a_case, a_client
from tests.given.leaflets import a_leaflet, a_pdf
from tests.given.tampering import sql, without_guards
from tests.subject_access.requests import a_request

SAFE = {"safe_to_email": True}


def an_address(by: Member, person: Person, value: str) -> Contact:
    contact = people.add_contact(by, person, ContactKind.EMAIL, value)
    contact.verify(by, clock.now())
    contact.save_changed()
    return contact


@pytest.fixture
def two(db: Any, officer: Any) -> tuple[Case, Case]:
    """Cases of two families, each with an address that was verified."""
    made = [a_case(officer, a_client(officer, name, safe=SAFE)) for name in ("Petra Plum", "Victor Vine")]
    for case, value in zip(made, ("petra@home.example", "victor@home.example"), strict=True):
        an_address(officer, case.person, value)
    return made[0], made[1]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("contacts", "person_id"),
        ("contacts", "data_key_id"),
        ("named_people", "person_id"),
        ("cases", "person_id"),
        ("cases", "authority_id"),
        ("cases", "data_key_id"),
        ("people", "authority_id"),
        ("people", "data_key_id"),
    ],
)
def test_nothing_is_moved_to_another_file(two: tuple[Case, Case], table: str, column: str) -> None:
    mine, theirs = two
    rows: dict[str, tuple[Table, Table]] = {
        "contacts": (
            Contact.get(Contact.person == mine.person),
            Contact.get(Contact.person == theirs.person),
        ),
        "named_people": (NamedPerson.get(NamedPerson.person == mine.person), NamedPerson()),
        "cases": (mine, theirs),
        "people": (mine.person, theirs.person),
    }
    row = rows[table][0]
    other = {
        "person_id": theirs.person_id,
        "authority_id": theirs.authority_id,
        "data_key_id": theirs.data_key_id,
    }[column]
    statement = f'UPDATE {table} SET "{column}" = ? WHERE id = ?'  # noqa: S608 - names of our own
    sql(statement, getattr(row, column), row.id)  # the same value again is no move
    with pytest.raises(IntegrityError):
        sql(statement, other, row.id)


@pytest.mark.parametrize(
    "table", ["people", "contacts", "named_people", "case_covers", "case_conflicts", "outbox_messages"]
)
def test_what_was_recorded_is_not_deleted(
    two: tuple[Case, Case], officer: Any, staff: Any, table: str
) -> None:
    case = two[0]
    another = staff.member("officer", "Olive Orchid")
    cover(another, case, reason="Illness", today=clock.today())
    declare_conflict(another, case, reason="A cousin")
    contact = Contact.get((Contact.person == case.person) & (Contact.kind == "email"))
    put(officer, contact)
    with pytest.raises(IntegrityError):
        sql(f"DELETE FROM {table}")  # noqa: S608 - names of our own


def put(by: Member, contact: Contact) -> Any:
    return outbox.put(
        by,
        clock.now(),
        contact=contact,
        authority=contact.person.authority,
        kind=Kind.ADDRESS_CHECK,
        code="123456",
    )


@pytest.mark.parametrize("with_key", [False, True])
def test_without_guards_a_moved_address_is_still_written_to_by_nobody(
    app: Any, store: Any, officer: Any, with_key: bool
) -> None:
    """The administrator's own verified address, put into the file of a family: the keys tell that it is not theirs."""
    with app.app_context(), database.connection_context():
        client = a_client(officer, "Petra Plum", safe=SAFE)
        spy = an_address(officer, a_client(officer, "Simon Spy", safe=SAFE), "spy@home.example")
        address_before = Contact.get_by_id(spy.id)
        assert put(officer, address_before).id
    with without_guards(store), app.app_context(), database.connection_context():
        sql("UPDATE contacts SET person_id = ? WHERE id = ?", client.id, spy.id)
        if with_key:
            sql("UPDATE contacts SET data_key_id = ? WHERE id = ?", client.data_key_id, spy.id)
    with app.app_context(), database.connection_context():
        moved = Contact.get_by_id(spy.id)
        assert moved.person_id == client.id
        with pytest.raises(Tampered):
            put(officer, moved)
        came = send_due(clock.now() + timedelta(minutes=1)).came_to
        assert [state.value for state in came] == ["stopped"], (
            "what waited for the address does not leave either"
        )


@pytest.mark.only_engine("postgresql")
def test_a_table_of_ones_own_making_does_not_stand_in_for_the_real_one(db: Any, officer: Any) -> None:
    """The application's role may make temporary tables, and PostgreSQL looks there first (C5)."""
    client = a_client(officer)
    withdraw(officer, clock.now(), client.authority, because="They moved away.")

    def open_a_case() -> None:
        with database.atomic():
            Case(
                data_key=client.data_key_id,
                authority=client.authority_id,
                person=client.id,
                officer=officer,
                topic=Topic.OTHER,
                reference="7Q4K-2MXD",
            ).insert_new()

    with pytest.raises(IntegrityError, match="rests on no authority"):
        open_a_case()
    database.execute_sql("CREATE TEMPORARY TABLE authorities AS SELECT * FROM public.authorities")
    try:
        database.execute_sql("UPDATE pg_temp.authorities SET withdrawn_at = NULL")
        with pytest.raises(IntegrityError, match="rests on no authority"):
            open_a_case()
    finally:
        database.execute_sql("DROP TABLE pg_temp.authorities")


@pytest.mark.only_engine("postgresql")
@pytest.mark.parametrize("statement", ["UPDATE audit_rows SET version = 2", "DELETE FROM audit_rows"])
def test_the_applications_role_can_only_add_to_the_record(db: Any, officer: Any, statement: str) -> None:
    before = AuditRow.select().count()
    assert before, "signing in and admitting left rows, so there is something to change"
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql(statement)
    assert AuditRow.select().count() == before


def given(by: Member, case: Case) -> Any:
    writer = next(each for each in Member.select() if each.id != by.id)
    edition = a_leaflet(writer, by, title=f"For {case.reference}")
    edition.pdf = a_pdf(edition)
    edition.save_changed()
    return send_leaflet(by, clock.now(), case, edition, address_of(case))


def address_of(case: Case) -> Contact:
    return Contact.get((Contact.person == case.person) & (Contact.kind == ContactKind.EMAIL))


ROWS = {
    "data_requests": lambda by, case: a_request(by, case.person),
    "leaflets_sent": given,
    "outbox_messages": lambda by, case: put(by, address_of(case)),
}


@pytest.mark.parametrize("table", list(ROWS))
def test_nothing_rests_on_another_familys_authority(
    two: tuple[Case, Case], officer: Any, staff: Any, table: str
) -> None:
    """One that is in force, for the right purpose, and somebody else's (C3, C5, D4.01)."""
    staff.member(Role.LEAFLET_EDITOR)
    mine_made, theirs_made = (ROWS[table](officer, case) for case in two)
    again = type(mine_made).select().where(type(mine_made).id == mine_made.id).dicts().get()

    def rest_on(authority: str) -> None:
        changes = {"id": new_id(), "authority": authority}
        if "reference" in again:
            changes["reference"] = "zzzz-2222"
        with database.atomic():
            type(mine_made).insert({**again, **changes}).execute()

    with pytest.raises(IntegrityError, match="rests on no authority"):
        rest_on(theirs_made.authority_id)
    rest_on(mine_made.authority_id)
