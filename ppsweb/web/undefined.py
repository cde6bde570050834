"""A misspelt name in a template is an error; a parameter that a component may leave out is not."""

from __future__ import annotations

from typing import Any

from jinja2 import ChainableUndefined, StrictUndefined, Undefined


class Strict(StrictUndefined):
    """Strict for names and objects, lenient for keys of a dictionary: components test their optional keys."""

    def __new__(cls, hint: str | None = None, obj: Any = None, name: Any = None, *args: Any) -> Any:
        if isinstance(obj, (dict, Undefined)):
            return ChainableUndefined(hint, obj, name, *args)
        return super().__new__(cls)
