"""The clear column types: random ids and checked codes.

Whatever stands in clear in this database is an id, a code, a date or a number (docs/security/in-clear.md);
each of these fields says how the database itself can check that, so that no free text slips in (clause C4).
"""

from __future__ import annotations

import enum
import secrets
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from peewee import CharField

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 26


def new_id() -> str:
    """A random 128-bit id as 26 characters of lower-case Crockford base32: safe in an address, unguessable."""
    number = secrets.randbits(128)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


@lru_cache(maxsize=8192)
def id_bytes(identifier: str) -> bytes:
    """The 16 bytes of an id."""
    number = 0
    for letter in identifier:
        number = number << 5 | ALPHABET.index(letter)
    return number.to_bytes(16, "big")


@lru_cache(maxsize=8192)
def id_from_bytes(raw: bytes) -> str:
    """The id of 16 bytes: the inverse of `id_bytes`."""
    number = int.from_bytes(raw, "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


class IdField(CharField):
    """A 26-character id; the table's guard refuses anything else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = ID_LENGTH
        super().__init__(*args, **kwargs)


class CodeField(CharField):
    """A clear word from a closed list (or, without a list, of the letters a-z, digits and `_.-`).

    The list is enforced by a trigger that is made from the model, not by a CHECK in the table, so that
    a new code needs no rebuild of the table.
    """

    def __init__(
        self, codes: type[enum.StrEnum] | Iterable[str] | None = None, *args: Any, **kwargs: Any
    ) -> None:
        self.enum = codes if isinstance(codes, type) else None
        self.codes = tuple(str(code) for code in codes) if codes is not None else ()
        kwargs.setdefault("max_length", 80)
        super().__init__(*args, **kwargs)

    def db_value(self, value: Any) -> Any:
        return None if value is None else str(value)

    def python_value(self, value: Any) -> Any:
        return self.enum(value) if self.enum is not None and value is not None else value
