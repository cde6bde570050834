"""Guards: what the database itself refuses, whoever asks and by whatever road.

A guard is a trigger declared beside its model. All of them are dropped and made again after every migration,
because Peewee's table rebuilds on SQLite silently lose a table's triggers. A condition is SQL over NEW and OLD
that both engines read; where they differ, the guard carries both texts. Every refusal is an IntegrityError.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peewee import BooleanField, Database, DateField, DateTimeField, IntegerField

from ppsweb.database.engine import is_postgresql
from ppsweb.database.fields import ID_LENGTH, CodeField, IdField

if TYPE_CHECKING:
    from ppsweb.database.table import Table

PREFIX = "guard_"


@dataclass(frozen=True)
class Guard:
    """One refusal: `event` is INSERT, UPDATE or DELETE; the row is refused when `refuse` is true.

    `refuse_postgresql` replaces the condition there (for example to lock the row it reads).
    `declare_postgresql` and `before_postgresql` are plpgsql declarations and statements that run first.
    """

    name: str
    event: str
    refuse: str
    message: str
    refuse_postgresql: str | None = None
    declare_postgresql: str = ""
    before_postgresql: str = ""

    def full_name(self, table: str, event: str) -> str:
        return f"{PREFIX}{table}_{self.name}_{event.lower()}"

    def events(self) -> list[str]:
        return self.event.split("|")


def never(event: str, message: str, name: str | None = None) -> Guard:
    """A guard that refuses every such event on the table."""
    return Guard(name or f"never_{event.lower()}", event, "1 = 1", message)


def kept(columns: Iterable[str], message: str) -> Guard:
    """A guard that refuses every change of these columns: whose row it is, and what was said in it."""
    names = tuple(columns)
    return Guard(
        "kept",
        "UPDATE",
        " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in names),
        message,
        refuse_postgresql=" OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in names),
    )


def kept_once_set(columns: Iterable[str], message: str) -> Guard:
    """A guard that refuses every change of these columns from the moment on when they hold something: an end, say."""
    names = tuple(columns)
    return Guard(
        "kept_once_set",
        "UPDATE",
        " OR ".join(f'OLD."{each}" IS NOT NULL AND NEW."{each}" IS NOT OLD."{each}"' for each in names),
        message,
        refuse_postgresql=" OR ".join(
            f'OLD."{each}" IS NOT NULL AND NEW."{each}" IS DISTINCT FROM OLD."{each}"' for each in names
        ),
    )


def grows(columns: Iterable[str], message: str) -> Guard:
    """A guard that refuses to make these numbers smaller: what was counted has happened."""
    return Guard("grows", "UPDATE", " OR ".join(f'NEW."{each}" < OLD."{each}"' for each in columns), message)


def guards_of_columns(table: type[Table]) -> tuple[Guard, ...]:
    """The guards that hold a table's columns to their form, and each row to its id and to its versions.

    A sealed value is bound to the id: with another it would open nevermore. With an earlier version a form that was
    drawn before somebody else's change would be taken. The columns stand in the order of their names: that of the
    fields is another one in each program, where keys point to tables of rooms that it imports later.
    """
    sqlite, postgresql = [], []
    for field in sorted(table._meta.sorted_fields, key=lambda each: str(each.column_name)):
        column = f'NEW."{field.column_name}"'
        for condition, postgresql_condition in _refusals(field, column):
            sqlite.append(condition)
            postgresql.append(condition if postgresql_condition is None else postgresql_condition)
    return (
        Guard(
            "identity",
            "UPDATE",
            "NEW.id <> OLD.id OR NEW.version < OLD.version",
            f"{table._meta.table_name}: a row keeps its id, and its version only grows",
        ),
        Guard(
            "columns",
            "INSERT|UPDATE",
            " OR ".join(f"({each})" for each in sqlite),
            f"{table._meta.table_name}: a column does not hold what it may hold",
            refuse_postgresql=" OR ".join(f"({each})" for each in postgresql if each),
        ),
    )


_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_MOMENT = f"{_DAY} [0-9][0-9]:[0-9][0-9]:[0-9][0-9]"


def _refusals(field: Any, column: str) -> list[tuple[str, str | None]]:
    """Conditions for SQLite and for PostgreSQL: None is the same, "" is none, where its types see to it."""
    target = getattr(field, "rel_field", field)
    if isinstance(target, IdField):
        return [
            (
                f"length({column}) <> {ID_LENGTH} OR {column} GLOB '*[^0-9a-z]*'",
                f"length({column}) <> {ID_LENGTH} OR {column} ~ '[^0-9a-z]'",
            )
        ]
    if isinstance(field, CodeField):
        if field.codes:
            listed = ", ".join(f"'{code}'" for code in field.codes)
            return [(f"{column} NOT IN ({listed})", None)]
        return [
            (
                f"length({column}) > {field.max_length} OR {column} GLOB '*[^-0-9a-z_.]*'",
                f"length({column}) > {field.max_length} OR {column} ~ '[^-0-9a-z_.]'",
            )
        ]
    if getattr(field, "is_sealed", False):
        return [
            (
                f"length({column}) < 45 OR substr({column}, 1, 1) <> x'01'",
                f"octet_length({column}) < 45 OR get_byte({column}, 0) <> 1",
            )
        ]
    # SQLite takes a text in a column of any of these types
    if isinstance(field, DateTimeField):
        return [
            (
                f"{column} NOT GLOB '{_MOMENT}' AND {column} NOT GLOB '{_MOMENT}.[0-9]*' "
                f"OR {column} GLOB '*.*[^0-9]*'",
                "",
            )
        ]
    if isinstance(field, DateField):
        return [(f"{column} NOT GLOB '{_DAY}'", "")]
    if isinstance(field, BooleanField):
        return [(f"{column} IS NOT NULL AND (typeof({column}) <> 'integer' OR {column} NOT IN (0, 1))", "")]
    if isinstance(field, IntegerField):
        return [(f"{column} IS NOT NULL AND typeof({column}) <> 'integer'", "")]
    return []


def apply(database: Database, all_tables: list[type[Table]]) -> None:
    """Drop every guard of the database and make those that the models declare."""
    drop(database)
    for table in all_tables:
        for guard in table.guards():
            for event in guard.events():
                for statement in _statements(database, table._meta.table_name, guard, event):
                    database.execute_sql(statement)


def drop(database: Database) -> None:
    """Take every guard away; migrations run between this and `apply`."""
    for name, table in present(database):
        if is_postgresql(database):
            database.execute_sql(f'DROP TRIGGER "{name}" ON "{table}"')
            database.execute_sql(f'DROP FUNCTION IF EXISTS "{name}"()')
        else:
            database.execute_sql(f'DROP TRIGGER "{name}"')


def present(database: Database) -> list[tuple[str, str]]:
    """The guards that the database has: (name, table), sorted."""
    if is_postgresql(database):
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND substr(t.tgname, 1, 6) = 'guard_' ORDER BY 1"
        )
    else:
        query = (
            "SELECT name, tbl_name FROM sqlite_master "
            "WHERE type = 'trigger' AND substr(name, 1, 6) = 'guard_' ORDER BY 1"
        )
    return [(name, table) for name, table in database.execute_sql(query).fetchall()]


def declared(database: Database, all_tables: list[type[Table]]) -> dict[tuple[str, str], str]:
    """What each guard of the models does in this database, by (name, table)."""
    return {
        (guard.full_name(table._meta.table_name, event), table._meta.table_name): _does(
            _statements(database, table._meta.table_name, guard, event)
        )
        for table in all_tables
        for guard in table.guards()
        for event in guard.events()
    }


def in_force(database: Database) -> dict[tuple[str, str], str]:
    """What each guard that the database has does, as `declared` says it; one that is switched off does nothing.

    By its name alone a trigger that refuses nothing would pass for a guard.
    """
    if not is_postgresql(database):
        query = (
            "SELECT name, tbl_name, sql FROM sqlite_master "
            "WHERE type = 'trigger' AND substr(name, 1, 6) = 'guard_'"
        )
    else:
        # tgtype: 1 for each row, 2 before, and what it is for; a condition of the trigger's own would hide its function
        query = (
            "SELECT t.tgname, c.relname, CASE t.tgtype WHEN 7 THEN 'INSERT' WHEN 11 THEN 'DELETE' "
            "WHEN 19 THEN 'UPDATE' END || p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
            "AND t.tgqual IS NULL AND substr(t.tgname, 1, 6) = 'guard_'"
        )
    return {(name, table): does for name, table, does in database.execute_sql(query).fetchall()}


def _does(statements: list[str]) -> str:
    """What is compared: SQLite keeps the statement, PostgreSQL the event and the function's text."""
    if len(statements) == 1:
        return statements[0]
    function, trigger = statements
    return trigger.split(" BEFORE ")[1].split()[0] + function.split("$guard$")[1]


def _statements(database: Database, table: str, guard: Guard, event: str) -> list[str]:
    name = guard.full_name(table, event)
    message = guard.message.replace("'", "''")
    if not is_postgresql(database):
        return [
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {guard.refuse} '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ]
    returned = "OLD" if event == "DELETE" else "NEW"
    declare = f"DECLARE {guard.declare_postgresql} " if guard.declare_postgresql else ""
    return [
        # OR REPLACE: the function of a trigger that somebody dropped by hand is still there.
        # Temporary tables come last, or a table of the same name that the application's role makes for itself
        # would be asked instead of the real one.
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp '
        f"AS $guard$ {declare}BEGIN "
        f"{guard.before_postgresql} "
        f"IF {guard.refuse_postgresql or guard.refuse} THEN "
        f"RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {returned}; END $guard$",
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]
