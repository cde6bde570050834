"""The database: migrated as the models say, guarded after up and down, every column declared, nothing in clear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from peewee import Field, ForeignKeyField, IntegrityError

from ppsweb import keys, rooms
from ppsweb.auth.models import Draft
from ppsweb.database import CodeField, IdField, database, engine, guards, migrate, new_id, tables
from ppsweb.database.personal_data import Holds
from tests.given.site import Store

ROOT = Path(__file__).parents[2]
IN_CLEAR = ROOT / "docs" / "security" / "in-clear.md"
#: the index of keyed hashes is not a table of a model; it holds numbers and hashes only
BESIDE_THE_MODELS = re.compile(r"schema_migrations|search_tokens.*|sqlite_.*")


def all_columns() -> list[tuple[str, Field]]:
    return [(table._meta.table_name, field) for table in tables() for field in table._meta.sorted_fields]


@pytest.fixture
def blank(store: Store) -> Any:
    """Another, empty database of this engine, opened as its owner."""
    opened: Any = engine.build(store.blank(), keys.derive("database file"))
    with opened.connection_context():
        yield opened
    opened.close_all()


def test_the_migrated_schema_is_that_of_the_models(app: Any, store: Store, blank: Any) -> None:
    """Against the tables as the models themselves make them, both seen by the owner: PostgreSQL shows constraints to
    nobody else."""
    with blank.bind_ctx(list(tables())):
        blank.create_tables(list(tables()))
    owned: Any = engine.build(store.owner_url or store.url, keys.derive("database file"))
    with closing_all(owned), owned.connection_context():
        existing = {name for name in owned.get_tables() if not BESIDE_THE_MODELS.fullmatch(name)}
        assert existing == {table._meta.table_name for table in tables()}
        for name in sorted(existing):
            migrated, meant = _described(owned, name), _described(blank, name)
            assert migrated["columns"] == meant["columns"], name
            assert migrated["indexes"] == meant["indexes"], name
            # a room may point to a table above it that its model may not know
            assert migrated["foreign keys"] >= meant["foreign keys"], name


@contextmanager
def closing_all(opened: Any) -> Iterator[None]:
    try:
        yield
    finally:
        opened.close_all()


def _described(opened: Any, name: str) -> dict[str, Any]:
    """A table's columns (type, null, key), indexes (columns in order, unique) and foreign keys.

    The length of a text is left out: SQLite does not hold to it, and a guard holds each id and code to its own."""
    return {
        "columns": {
            column.name: (
                column.data_type.partition("(")[0].casefold(),
                column.null,
                bool(column.primary_key),
            )
            for column in opened.get_columns(name)
        },
        "indexes": {(tuple(index.columns), bool(index.unique)) for index in opened.get_indexes(name)},
        "foreign keys": {
            (each.column, each.dest_table, each.dest_column) for each in opened.get_foreign_keys(name)
        },
    }


def test_the_guards_are_the_same_after_going_back_and_forth(blank: Any) -> None:
    migrate.up(blank)
    expected = guards.declared(blank, list(tables()))
    assert guards.in_force(blank) == expected
    assert len(expected) > 100
    first = migrate.runner(blank).status()[0].name
    migrate.down(blank, first)
    assert guards.present(blank) == []
    assert [name for name in blank.get_tables() if not BESIDE_THE_MODELS.fullmatch(name)] == []
    migrate.up(blank)
    assert guards.in_force(blank) == expected


def on(opened: Any, table: str) -> str:
    return f' ON "{table}"' if engine.is_postgresql(opened) else ""


def test_a_guard_that_is_lost_is_noticed(blank: Any) -> None:
    migrate.up(blank)
    assert migrate.unready(blank) == []
    name, table = guards.present(blank)[0]
    blank.execute_sql(f'DROP TRIGGER "{name}"{on(blank, table)}')
    assert migrate.unready(blank) == [f"guard {name}"]
    migrate.up(blank)
    assert migrate.unready(blank) == [], "they are made again although no migration was pending"
    migrate.down(blank)
    assert migrate.unready(blank)[0].startswith("migration ")


def test_a_guard_that_refuses_nothing_is_noticed(blank: Any) -> None:
    """By its name it would pass for the one that it took the place of."""
    migrate.up(blank)
    name, table = "guard_notes_never_delete_delete", "notes"
    blank.execute_sql(f'DROP TRIGGER "{name}"{on(blank, table)}')
    if engine.is_postgresql(blank):
        blank.execute_sql(
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
            "$$ BEGIN RETURN OLD; END $$"
        )
        blank.execute_sql(
            f'CREATE TRIGGER "{name}" BEFORE DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()'
        )
    else:
        blank.execute_sql(f'CREATE TRIGGER "{name}" BEFORE DELETE ON "{table}" WHEN 0 BEGIN SELECT 1; END')
    assert (name, table) in guards.present(blank)
    assert migrate.unready(blank) == [f"guard {name}"]


@pytest.mark.only_engine("postgresql")
@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE notes DISABLE TRIGGER "{0}"',
        'CREATE OR REPLACE TRIGGER "{0}" BEFORE DELETE ON notes FOR EACH ROW WHEN (false) EXECUTE FUNCTION "{0}"()',
        'CREATE OR REPLACE TRIGGER "{0}" BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION "{0}"()',
    ],
)
def test_a_guard_that_is_switched_off_is_noticed(blank: Any, statement: str) -> None:
    migrate.up(blank)
    name = "guard_notes_never_delete_delete"
    blank.execute_sql(statement.format(name))
    assert migrate.unready(blank) == [f"guard {name}"]


REBUILDING = """
from peewee import IntegerField
from playhouse.migrate import migrate

def up(migrator, db):
    migrate(
        migrator.drop_not_null("notes", "channel"),
        migrator.add_not_null("notes", "channel"),
        migrator.alter_column_type("notes", "minutes", IntegerField(null=True)),
    )

def down(migrator, db):
    pass
"""


def test_a_migration_that_builds_a_table_anew_loses_no_guard(
    blank: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.up(blank)
    before = guards.in_force(blank)
    for file in migrate.FOLDER.glob("*.py"):
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / "9000_rebuilding.py").write_text(REBUILDING)
    monkeypatch.setattr(migrate, "FOLDER", tmp_path)
    assert migrate.up(blank) == ["9000_rebuilding"]
    assert guards.in_force(blank) == before
    assert guards.in_force(blank) == guards.declared(blank, list(tables()))


def test_every_table_and_column_is_declared(app: Any) -> None:
    declared = {holding.table._meta.table_name: holding for holding in rooms.holdings()}
    assert set(declared) == {table._meta.table_name for table in tables()}
    for table in tables():
        holding = declared[table._meta.table_name]
        fields = {field.name: field for field in table._meta.sorted_fields}
        assert set(holding.columns) == set(fields), table._meta.table_name
        for name, holds in holding.columns.items():
            sealed = getattr(fields[name], "is_sealed", False) or (table._meta.table_name, name) == (
                "data_keys",
                "wrapped",
            )
            assert sealed == (holds is Holds.SEALED), f"{table._meta.table_name}.{name}"


def test_no_text_stands_in_clear_that_the_list_does_not_admit() -> None:
    """Text is sealed, or an id or code that the database checks, and then it is on the list."""
    listed = set(re.findall(r"^\| `([a-z0-9_]+\.[a-z0-9_]+)` \|", IN_CLEAR.read_text(), re.MULTILINE))
    for table, field in all_columns():
        place = f"{table}.{field.column_name}"
        target = field.rel_field if isinstance(field, ForeignKeyField) else field
        if target.field_type not in ("VARCHAR", "TEXT", "CHAR", "BLOB"):
            continue
        if getattr(field, "is_sealed", False) or place == "data_keys.wrapped":
            assert place not in listed, f"{place} is sealed and need not be on the list"
            continue
        assert isinstance(target, (IdField, CodeField)), f"{place} is free text in clear"
        if not isinstance(target, IdField):
            assert place in listed, f"{place} stands in clear and is not on the list"
    known = {f"{table}.{field.column_name}" for table, field in all_columns()}
    assert listed <= known, f"on the list but not there: {sorted(listed - known)}"


def test_postgresql_is_told_everything_that_its_address_says() -> None:
    address = "postgresql://pps:a%40b@db.example:5433/pps?sslmode=verify-full&sslrootcert=/etc/ssl/a.pem"
    told = engine.build(address, b"").connect_params
    expected = {"host": "db.example", "port": 5433, "user": "pps", "password": "a@b"}
    expected |= {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/a.pem", "application_name": "ppsweb"}
    assert {name: told[name] for name in expected} == expected
    assert engine.build("postgresql://pps@/pps?host=/run/pg", b"").connect_params["host"] == "/run/pg"


@pytest.mark.parametrize("query", ["user=postgres", "port=1", "sslmode"])
def test_an_address_that_says_a_thing_twice_or_nothing_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match=r"question mark|bad query"):
        engine.build(f"postgresql://pps@localhost/pps?{query}", b"")


@pytest.mark.only_engine("sqlcipher")
def test_the_embedded_database_is_opened_as_it_must_be(tmp_path: Any) -> None:
    """Encrypted, whole after a power cut, nothing left behind in free pages, no dangling key, no upgrade of a lock."""
    opened: Any = engine.build(f"sqlcipher://{tmp_path / 'a.db'}", b"k" * 32)
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2}
    try:
        found = {name: opened.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in wanted}
        assert found == wanted
        assert opened.execute_sql("PRAGMA cipher_version").fetchone()[0].startswith("4.")
        opened.execute_sql("CREATE TABLE things (id)")
        with opened.atomic():  # nothing is written in it yet, and it holds the lock all the same
            other = sqlcipher3.connect(str(tmp_path / "a.db"), timeout=0)
            other.execute(f"PRAGMA key = \"x'{(b'k' * 32).hex()}'\"")
            with pytest.raises(sqlcipher3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            other.close()
    finally:
        opened.close_all()
    assert not (tmp_path / "a.db").read_bytes().startswith(b"SQLite format 3")


def test_a_row_that_leans_on_nothing_is_refused(db: Any) -> None:
    with pytest.raises(IntegrityError), database.atomic():
        Draft(member=new_id(), page="home.today", content="x").insert_new()
