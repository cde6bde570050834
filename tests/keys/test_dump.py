"""The council's database administrator is outside the service too: a dump names nobody (C4)."""

from __future__ import annotations

import subprocess
from datetime import date
from typing import Any

import psycopg
import pytest

from ppsweb.database import database
from ppsweb.people import actions
from ppsweb.people.models import ContactKind
from tests.given.families import a_case, a_client, a_note
from tests.given.postgres import ADMINISTRATOR, OWNER, Cluster

PLANTED = [
    "Zebedee",
    "Quillfeather",
    "quillfeather",
    "07700900999",
    "07700 900 999",
    "quill@larch.example",
    "ZZ9 9ZZ",
    "1987-06-05",
    "secret-words",
]


def plant(officer: Any) -> None:
    """A family whose every word would be noticed."""
    person = a_client(officer, "Zebedee Quillfeather", phone="07700 900 999", child="Quillfeather Junior")
    actions.add_contact(officer, person, ContactKind.EMAIL, "quill@larch.example")
    changes: dict[str, Any] = {
        "born_on": date(1987, 6, 5),
        "postcode": "ZZ9 9ZZ",
        "contact_advice": "secret-words",
    }
    actions.change_person(officer, person, person.version, **changes)
    a_note(officer, a_case(officer, person), "Zebedee said secret-words.", parents_view="Quillfeather")


def found_in(dump: str) -> list[str]:
    """The planted words that a dump shows, as text or as the hexadecimal of a binary column."""
    return [word for word in PLANTED if word in dump or word.encode().hex() in dump.casefold()]


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
def test_a_dump_by_the_administrator_names_nobody(officer: Any, postgres_cluster: Cluster) -> None:
    plant(officer)
    dump = dump_of(postgres_cluster)
    assert "INSERT INTO public.notes" in dump, "the family is in the dump"
    assert found_in(dump) == []
    with psycopg.connect(postgres_cluster.address("ppsweb", OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE unsealed (words text, bytes bytea)")
        try:
            for number, word in enumerate(PLANTED):
                text, raw = (word, None) if number % 2 else (None, word.encode())
                connection.execute("INSERT INTO unsealed VALUES (%s, %s)", (text, raw))
            assert found_in(dump_of(postgres_cluster)) == PLANTED, "the same search finds them unsealed"
        finally:
            connection.execute("DROP TABLE unsealed")


@pytest.mark.policy("C4", guard="keys.sealed")
@pytest.mark.only_engine("sqlcipher")
def test_the_opened_file_names_nobody_and_the_closed_one_is_noise(officer: Any, instance: Any) -> None:
    """Even with the key of the file (a debugger, a stolen session of the machine) the rows name nobody."""
    plant(officer)
    assert not (instance / "ppsweb.db").read_bytes().startswith(b"SQLite format 3")
    dump = everything()
    assert "\nnotes: " in dump, "the family is in the dump"
    assert found_in(dump) == []
    database.execute_sql("CREATE TABLE unsealed (words text, bytes blob)")
    for number, word in enumerate(PLANTED):
        database.execute_sql(
            "INSERT INTO unsealed VALUES (?, ?)", (word, None) if number % 2 else (None, word.encode())
        )
    assert found_in(everything()) == PLANTED
    database.execute_sql("DROP TABLE unsealed")
