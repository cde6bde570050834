"""The council's database administrator is outside the service too: a dump names nobody (C4)."""

from __future__ import annotations

import subprocess
from datetime import date
from typing import Any

import psycopg
import pytest

from ppsweb import files
from ppsweb.auth.models import Draft, Session
from ppsweb.authorities.actions import withdraw
from ppsweb.cases.actions import cover, declare_conflict
from ppsweb.database import database, tables
from ppsweb.deadlines import clock
from ppsweb.mail import outbox
from ppsweb.mail.wording import Kind as MessageKind
from ppsweb.people import actions
from ppsweb.people.models import Contact, ContactKind, Person
from ppsweb.permissions.roles import Role
from tests.given.families import a_case, a_client, a_note
from tests.given.postgres import ADMINISTRATOR, OWNER, Cluster
from tests.subject_access.requests import a_request

#: what is written into the site
PLANTED = [
    "Zebedee",
    "Quillfeather",
    "07700 900 999",
    "quill@larch.example",
    "ZZ9 9ZZ",
    "1987-06-05",
    "advice-words",
    "note-words",
    "cover-words",
    "conflict-words",
    "request-words",
    "withdrawal-words",
    "918273",
    "file-words",
    "draft-words",
    "session-words",
]
#: what search makes of it before it is hashed
DERIVED = ["quillfeather", "07700900999", "zz99zz"]


def plant(officer: Any, colleague: Any) -> None:
    """A family whose every word would be noticed, in every place where words are kept."""
    person = a_client(officer, "Zebedee Quillfeather", phone="07700 900 999", child="Quillfeather Junior")
    contact = actions.add_contact(officer, person, ContactKind.EMAIL, "quill@larch.example")
    changes: dict[str, Any] = {
        "born_on": date(1987, 6, 5),
        "postcode": "ZZ9 9ZZ",
        "contact_advice": "advice-words",
        "safe_to_email": True,
    }
    actions.change_person(officer, person, person.version, **changes)
    case = a_case(officer, Person.get_by_id(person.id))
    a_note(officer, case, "Zebedee said note-words.", parents_view="Quillfeather")
    cover(colleague, case, reason="cover-words", today=clock.today())
    declare_conflict(colleague, case, reason="conflict-words")
    a_request(officer, person=case.person, words="request-words")
    code: Any = {"contact": Contact.get_by_id(contact.id), "authority": person.authority, "code": "918273"}
    outbox.put(officer, clock.now(), kind=MessageKind.ADDRESS_CHECK, case=case, **code)
    files.store(
        b"file-words", kind=files.Kind.UPLOAD, media=files.MediaType.TEXT, name="x", data_key=case.data_key
    )
    Draft(member=officer, page="cases.write_note", content="draft-words").insert_new()
    Session(token_hash="0" * 64, member=officer, data=b"session-words").signed().insert_new()
    withdraw(officer, clock.now(), person.authority, because="withdrawal-words")


def opened() -> list[str | bytes]:
    """The same rows without their seals: every sealed value of the database, opened."""
    found: list[str | bytes] = list(DERIVED)
    for table in tables():
        for row in table.select():
            for name in table._sealed_names():
                value = getattr(row, name)
                if value is not None:
                    found.append(value.isoformat() if isinstance(value, date) else value)
    return found


def found_in(dump: str) -> list[str]:
    """The planted words that a dump shows, as text or as the hexadecimal of a binary column."""
    return [word for word in PLANTED + DERIVED if word in dump or word.encode().hex() in dump.casefold()]


def dump_of(cluster: Cluster) -> str:
    """What PostgreSQL's own administrator sees of the whole database."""
    address = cluster.address("ppsweb", ADMINISTRATOR)
    run = subprocess.run(["pg_dump", "--inserts", address], capture_output=True, text=True, check=True)
    return run.stdout


def everything() -> str:
    """Every row of every table that the opened SQLCipher database has."""
    tables = [name for (name,) in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    lines = []
    for name in tables:
        for row in database.execute_sql(f'SELECT * FROM "{name}"').fetchall():  # noqa: S608
            values = [each.hex() if isinstance(each, bytes) else str(each) for each in row]
            lines.append(f"{name}: {' | '.join(values)}")
    return "\n".join(lines)


@pytest.mark.policy("C4", guard="keys.sealed")
@pytest.mark.only_engine("postgresql")
def test_a_dump_by_the_administrator_names_nobody(
    db: Any, officer: Any, staff: Any, postgres_cluster: Cluster
) -> None:
    plant(officer, staff.member(Role.OFFICER, "Olive Orchid"))
    dump = dump_of(postgres_cluster)
    assert "INSERT INTO public.notes" in dump, "the family is in the dump"
    assert found_in(dump) == []
    with psycopg.connect(postgres_cluster.address("ppsweb", OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE unsealed (words text, bytes bytea)")
        try:
            for value in opened():
                pair = (value, None) if isinstance(value, str) else (None, value)
                connection.execute("INSERT INTO unsealed VALUES (%s, %s)", pair)
            assert found_in(dump_of(postgres_cluster)) == PLANTED + DERIVED, (
                "it finds them in an unsealed copy"
            )
        finally:
            connection.execute("DROP TABLE unsealed")


@pytest.mark.policy("C4", guard="keys.sealed")
@pytest.mark.only_engine("sqlcipher")
def test_the_opened_file_names_nobody_and_the_closed_one_is_noise(
    db: Any, officer: Any, staff: Any, instance: Any
) -> None:
    """Even with the key of the file (a debugger, a stolen session of the machine) the rows name nobody."""
    plant(officer, staff.member(Role.OFFICER, "Olive Orchid"))
    assert not (instance / "ppsweb.db").read_bytes().startswith(b"SQLite format 3")
    dump = everything()
    assert "\nnotes: " in dump, "the family is in the dump"
    assert found_in(dump) == []
    database.execute_sql("CREATE TABLE unsealed (words text, bytes blob)")
    for value in opened():
        pair = (value, None) if isinstance(value, str) else (None, value)
        database.execute_sql("INSERT INTO unsealed VALUES (?, ?)", pair)
    assert found_in(everything()) == PLANTED + DERIVED, "it finds them in an unsealed copy"
    database.execute_sql("DROP TABLE unsealed")
