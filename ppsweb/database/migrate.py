"""Schema up and down: Peewee's own numbered runner, with the guards taken off before and put on after.

Peewee's SQLite rebuilds (`drop_not_null`, `add_not_null`, `alter_column_type`) lose a table's triggers without
a word, so no migration is trusted with them: after every run the guards are those that the models declare.
"""

from __future__ import annotations

from pathlib import Path

from peewee import Database
from playhouse.migrations import Runner

from ppsweb.database import guards
from ppsweb.database.engine import is_postgresql
from ppsweb.database.table import tables

FOLDER = Path(__file__).parent / "migrations"
HISTORY = "schema_migrations"
RECORD = "audit_rows"


def runner(database: Database) -> Runner:
    return Runner(getattr(database, "obj", database), str(FOLDER), table_name=HISTORY)


def up(database: Database, target: str | None = None, *, role: str | None = None) -> list[str]:
    """Apply what is pending (up to `target`) and return the names; `role` is granted the use of the tables.

    On PostgreSQL the tables belong to whoever runs this, and `role`, the application's own, may neither
    change them nor switch a guard off.
    """
    done: list[str] = _without_guards(database, lambda: runner(database).up(target))
    if role is not None and is_postgresql(database):
        grant(database, role)
    return done


def down(database: Database, target: str | None = None) -> list[str]:
    """Revert the newest migration, or all back through `target`."""
    return _without_guards(database, lambda: runner(database).down(target))


def pending(database: Database) -> list[str]:
    """Names of the migrations that have not been applied."""
    return [each.name for each in runner(database).status() if each.path and not each.applied]


def unready(database: Database) -> list[str]:
    """What stands between this database and serving pages: migrations that are pending, guards that are not there,
    are switched off, or do something else than the models say."""
    missing = [f"migration {name}" for name in pending(database)]
    there = guards.in_force(database)
    return missing + [
        f"guard {name}"
        for (name, table), does in guards.declared(database, list(tables())).items()
        if there.get((name, table)) != does
    ]


def grant(database: Database, role: str) -> None:
    """Let the application's role use the tables, and nothing more."""
    database.execute_sql(f'GRANT USAGE ON SCHEMA public TO "{role}"')
    database.execute_sql("CREATE SCHEMA IF NOT EXISTS queue")
    database.execute_sql(f'GRANT USAGE, CREATE ON SCHEMA queue TO "{role}"')
    database.execute_sql(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"')
    database.execute_sql(f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
    database.execute_sql(f'REVOKE INSERT, UPDATE, DELETE ON "{HISTORY}" FROM "{role}"')
    # the record of access is only added to (D6.21); its guards refuse the rest once more
    if database.table_exists(RECORD):
        database.execute_sql(f'REVOKE UPDATE, DELETE ON "{RECORD}" FROM "{role}"')


def _without_guards(database: Database, work) -> list[str]:
    sqlite = not is_postgresql(database)
    if sqlite:
        database.execute_sql("PRAGMA foreign_keys = OFF")
    try:
        guards.drop(database)
        done: list[str] = work()
    finally:
        # Also after a failed run: what did migrate is guarded again.
        existing = set(database.get_tables())
        with database.atomic():
            guards.apply(database, [each for each in tables() if each._meta.table_name in existing])
        if sqlite:
            broken = database.execute_sql("PRAGMA foreign_key_check").fetchall()
            database.execute_sql("PRAGMA foreign_keys = ON")
    if sqlite and broken:
        raise RuntimeError(f"A migration left {len(broken)} rows that point nowhere.")
    return done
