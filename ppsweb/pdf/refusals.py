"""Why something could not be drawn: one exception, whose reason is a code that may be logged and stored."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Reason(StrEnum):
    """Why; the sentences for people are in `wording`."""

    TIME = "time"
    MEMORY = "memory"
    TOO_NESTED = "too_nested"
    TOO_LONG = "too_long"
    MISSING_LETTERS = "missing_letters"
    NOT_ACCESSIBLE = "not_accessible"
    NOT_COMPLETE = "not_complete"
    ENGINE = "engine"


class CannotRender(Exception):
    """The HTML could not be made into a PDF. Drawing the next one works as ever.

    `item` is the number of the item of a pack that was at fault, where one was. `problems` says more for whoever
    looks after the system: names of rules, pages and characters, never the text of a document.
    """

    def __init__(self, reason: Reason, *, problems: Sequence[str] = (), item: int | None = None) -> None:
        super().__init__(reason.value, *problems)
        self.reason, self.problems, self.item = reason, tuple(problems), item


class NoEngine(RuntimeError):
    """The drawing process does not start on this machine; the message says what it said (a missing library)."""
