"""Keeping rows from others until the end of a transaction, on both engines."""

from __future__ import annotations

from typing import Any

from peewee import ModelSelect

from ppsweb.database.engine import is_postgresql
from ppsweb.database.table import database


def locked(query: ModelSelect[Any]) -> ModelSelect[Any]:
    """The query, run so that its rows stay as they are until the transaction ends.

    SQLite has no words for it and needs none: whoever writes keeps the whole file from the others.
    """
    return query.for_update() if is_postgresql(database) else query
