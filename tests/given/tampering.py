"""Writing into the database past the site: as its own role, and as the administrator who takes the guards off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ppsweb import keys, rooms
from ppsweb.database import database, engine, guards, tables


def sql(statement: str, *values: Any) -> None:
    """Straight into the database, as the application's own role."""
    mark = "%s" if database.obj.param == "%s" else "?"
    with database.atomic():
        database.execute_sql(statement.replace("?", mark), values)


@contextmanager
def without_guards(store: Any) -> Iterator[None]:
    """As the council's database administrator, who can take every trigger off a table."""
    rooms.import_tables()
    owner: Any = engine.build(store.owner_url or store.url, keys.derive("database file"), synchronous="off")
    with owner.connection_context():
        guards.drop(owner)
    try:
        yield
    finally:
        with owner.connection_context(), owner.atomic():
            guards.apply(owner, list(tables()))
        owner.close_all()
