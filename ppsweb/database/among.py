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


def among(column: Any, ids: Iterable[str]) -> Any:
    """The condition that an id or code of this column is one of these; never true of none."""
    wanted = sorted(set(ids))
    if is_postgresql(database):
        return column == SQL("ANY(%s)", (wanted,))
    return column.in_(SQL("(SELECT value FROM json_each(?))", (json.dumps(wanted),)))
