"""How a room declares the personal data it holds.

Subject access gathers by these declarations and destruction empties by them, so a table that nobody declared
could be forgotten by both: a whole-site test refuses it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ppsweb.database.table import Table


class About(enum.StrEnum):
    """Whose data it is."""

    CLIENT = "client"
    STAFF = "staff"
    OUTSIDER = "outsider"
    NOBODY = "nobody"


class Holds(enum.StrEnum):
    """What a column may hold: sealed text, or in clear one of these."""

    SEALED = "sealed"
    ID = "id"
    CODE = "code"
    TIME = "time"
    NUMBER = "number"
    HASH = "hash"


@dataclass(frozen=True)
class Holding:
    """One table: every column by name, whose data, why it is kept, how it is found, disclosed and disposed of.

    `of_case(case)` answers the rows of one case, `of_person(person)` those of one client, in time order;
    None where a table has none of either.
    """

    table: type[Table]
    columns: dict[str, Holds]
    about: About
    why: str
    disclosed: str
    disposed: str
    of_case: Callable[[Any], Any] | None = None
    of_person: Callable[[Any], Any] | None = None


#: the columns that the base table gives to every table
BASE = {"id": Holds.ID, "version": Holds.NUMBER, "created_at": Holds.TIME}

#: this room has no table of its own, but for the list of migrations
HOLDINGS: list[Holding] = []
