"""Who we told: one line for whatever left the service about a client, from all rooms that tell something (D4.15).

Rooms above append their own source. Nothing is written here: each line is read from what was recorded when it
happened, so that the account cannot differ from the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ppsweb.people.models import Person


@dataclass(frozen=True)
class Line:
    """One thing that was told, in words for the client and for staff.

    `happened_at` and `recorded_at` are naive UTC; `on_what` says on what authority it was told, `purpose` and `channel`
    what for and how. `address` leads staff to the record. `breach`: it had no authority. `in_confidence`: a child had
    told it so.
    """

    happened_at: datetime
    recorded_at: datetime
    what: str = field(repr=False)
    to_whom: str = field(repr=False)
    on_what: str = field(repr=False)
    by: str = field(repr=False)
    purpose: str = ""
    channel: str = ""
    not_to_be_told: bool = False
    in_confidence: bool = False
    address: str | None = None
    breach: bool = False

    @property
    def may_be_told(self) -> bool:
        """Whether the client may read it in an account: what a child told in confidence only by a decision (D4.09)."""
        return not self.not_to_be_told and not self.in_confidence


#: every room that tells something says what, each for one client
SOURCES: list[Callable[[Person], Sequence[Line]]] = []


def lines_for(person: Person) -> list[Line]:
    """All that was told about a client, for staff, in the order in which it happened."""
    lines = [line for source in SOURCES for line in source(person)]
    return sorted(lines, key=lambda line: (line.happened_at, line.recorded_at))


def lines_to_tell(person: Person) -> list[Line]:
    """What the client may be told of it: a line that is marked not to be told never prints (D4.20, D4.09)."""
    return [line for line in lines_for(person) if line.may_be_told]
