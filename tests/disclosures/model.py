"""The rule of the gate said once more (D4.03, D4.05, D4.24), from its text alone: nothing of `ppsweb` is used here.

Times are those of the act (`at`; None of a plan, which is asked about now); a day is a day in London.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass
class Span:
    """From when until when something stood: a permission, or a disagreement; `wrong`: it never did."""

    begun: datetime
    ended: datetime | None = None
    wrong: bool = False

    @property
    def is_open(self) -> bool:
        return self.ended is None and not self.wrong

    def stood(self, at: datetime | None) -> bool:
        """Whether it stood then; of a plan, whether it stands."""
        if at is None:
            return self.is_open
        return not self.wrong and self.begun <= at and (self.ended is None or at < self.ended)


@dataclass
class Permit(Span):
    """What was permitted: with which body, for what, which kinds of information, by whom, until which day."""

    body: str = ""
    purpose: Any = None
    kinds: frozenset[Any] = frozenset()
    of_a_parent: bool = True
    last: date = date.max


@dataclass(frozen=True)
class Deed:
    """What is done outside or planned."""

    body: str
    purpose: Any
    kinds: frozenset[Any]
    on: date
    at: datetime | None = None


@dataclass
class Family:
    """All that one client said, as far as the gate is concerned."""

    held: list[Span] = field(default_factory=list)
    permits: dict[str, Permit] = field(default_factory=dict)
    disagreements: dict[str, Span] = field(default_factory=dict)

    def is_held(self) -> bool:
        return any(each.is_open for each in self.held)

    def covers(self, permit: Permit, deed: Deed) -> bool:
        """Whether this permission covers it: this named body, this purpose, these kinds, in force then, on that day;
        the file may be kept; and no parent disagrees, if it is a parent's word.
        """
        disagreed = any(each.stood(deed.at) for each in self.disagreements.values())
        return (
            (permit.body, permit.purpose) == (deed.body, deed.purpose)
            and deed.kinds <= permit.kinds
            and permit.stood(deed.at)
            and deed.on <= permit.last
            and any(each.stood(deed.at) for each in self.held)
            and not (permit.of_a_parent and disagreed)
        )

    def covered(self, deed: Deed) -> bool:
        return any(self.covers(each, deed) for each in self.permits.values())

    def end(self, permit: Span, at: datetime) -> None:
        permit.ended = at

    def end_what_parents_permit(self, at: datetime) -> None:
        """The manager decides that it ends."""
        for each in self.permits.values():
            if each.of_a_parent and each.is_open:
                each.ended = at
