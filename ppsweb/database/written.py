"""Statements that are written once: Peewee can take longer to write one than the database takes to answer it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from peewee import Context, ModelSelect

from ppsweb.database.table import database


class _Place(str):
    """Where a value goes in the statement: a text, which a text column passes on as it is."""

    number: int


def written(build: Callable[..., ModelSelect[Any]]) -> Callable[..., list[Any]]:
    """Have a query written at its first use; a call runs it with its values and returns the rows.

    `build` makes the query. Its positional arguments are values of text columns (ids, codes): each goes into the
    statement as a value and must decide nothing else. Its keyword arguments decide how the statement reads, which is
    kept for each of them. Everything that differs between two uses must be one of the two: a time or a day inside is
    refused with `TypeError`, since it would stay that of the first use.
    """
    known: dict[Any, tuple[ModelSelect[Any], str, list[Any]]] = {}

    @wraps(build)
    def rows(*values: str, **shape: Any) -> list[Any]:
        # an engine has its own way to write a value's place
        which = (type(database.obj), *sorted(shape.items()))
        if which not in known:
            known[which] = _write(build, len(values), shape)
        first, text, parameters = known[which]
        filled = [values[each.number] if isinstance(each, _Place) else each for each in parameters]
        query = first.clone()

        def as_written(context: Context) -> Context:
            context.literal(text)
            for value in filled:
                context.value(value, add_param=False)
            return context

        query.__dict__["__sql__"] = as_written
        return list(query)

    return rows


def _write(
    build: Callable[..., ModelSelect[Any]], values: int, shape: dict[str, Any]
) -> tuple[ModelSelect[Any], str, list[Any]]:
    places = []
    for number in range(values):
        place = _Place(f"the value {number}")
        place.number = number
        places.append(place)
    query = build(*places, **shape)
    text, parameters = query.sql()
    for each in parameters:
        if not isinstance(each, str | int):
            raise TypeError(f"{build.__name__} has {each!r} in it, which would never change")
    missing = {place.number for place in places} - {
        each.number for each in parameters if isinstance(each, _Place)
    }
    if missing:
        raise TypeError(f"{build.__name__} does not use its values {sorted(missing)}")
    return query, text, list(parameters)
