"""Statements that are written once: Peewee can take longer to write one than the database takes to answer it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from peewee import Context, ModelSelect

from ppsweb.database.among import PlaceOfMany, value_of_many
from ppsweb.database.table import database


class _Place(str):
    """Where a value goes in the statement: a text, which a text column passes on as it is."""

    number: int


class _PlaceOfMany(PlaceOfMany):
    """Where ids go together."""

    number: int


PLACES = (_Place, _PlaceOfMany)


def written(build: Callable[..., ModelSelect[Any]]) -> Callable[..., list[Any]]:
    """Have a query written at its first use; a call runs it with its values and returns the rows.

    `build` makes the query. Its positional arguments are values of text columns (ids, codes), or lists and sets of
    ids for `among`: each goes into the statement as a value and must decide nothing else. Its keyword arguments decide
    how the statement reads, which is kept for each of them. Everything that differs between two uses must be one of
    the two: a time or a day inside is refused with `TypeError`, since it would stay that of the first use.
    """
    known: dict[Any, tuple[ModelSelect[Any], str, list[Any]]] = {}

    @wraps(build)
    def rows(*values: str | Collection[str], **shape: Any) -> list[Any]:
        # an engine has its own way to write a value's place
        single = [isinstance(each, str) for each in values]
        which = (type(database.obj), *single, *sorted(shape.items()))
        if which not in known:
            known[which] = _write(build, single, shape)
        first, text, parameters = known[which]
        given = [each if isinstance(each, str) else value_of_many(each) for each in values]
        filled = [given[each.number] if isinstance(each, PLACES) else each for each in parameters]
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
    build: Callable[..., ModelSelect[Any]], single: list[bool], shape: dict[str, Any]
) -> tuple[ModelSelect[Any], str, list[Any]]:
    places: list[_Place | _PlaceOfMany] = []
    for number, is_single in enumerate(single):
        place = _Place(f"the value {number}") if is_single else _PlaceOfMany()
        place.number = number
        places.append(place)
    query = build(*places, **shape)
    text, parameters = query.sql()
    for each in parameters:
        if not isinstance(each, str | int | _PlaceOfMany):
            raise TypeError(f"{build.__name__} has {each!r} in it, which would never change")
    missing = {place.number for place in places} - {
        each.number for each in parameters if isinstance(each, PLACES)
    }
    if missing:
        raise TypeError(f"{build.__name__} does not use its values {sorted(missing)}")
    return query, text, list(parameters)
