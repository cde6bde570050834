"""One of many ids, as one value of the statement: Peewee writes a list value by value, which takes longer than the
database takes to answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from peewee import SQL

from ppsweb.database.engine import is_postgresql
from ppsweb.database.table import database


class PlaceOfMany:
    """Stands where the ids will be, in a statement that is written before they are known."""


def among(column: Any, ids: Iterable[str] | PlaceOfMany) -> Any:
    """The condition that an id or code of this column is one of these; never true of none."""
    value = ids if isinstance(ids, PlaceOfMany) else value_of_many(ids)
    if is_postgresql(database):
        return column == SQL("ANY(%s)", (value,))
    return column.in_(SQL("(SELECT value FROM json_each(?))", (value,)))


def value_of_many(ids: Iterable[str]) -> list[str] | str:
    """Ids as the one value that the engine takes them as."""
    wanted = sorted(set(ids))
    return wanted if is_postgresql(database) else json.dumps(wanted)
