"""The open work of somebody who leaves, for handing over.

Rooms above say what they have: `@leaving.lists` on a function that answers the open work of a member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ppsweb.auth.models import Member


@dataclass(frozen=True)
class Work:
    """One piece of open work. `title` names nobody (D6.20); `hand_over` is the page where it is handed over."""

    title: str
    address: str
    hand_over: str | None = None


Lister = Callable[[Member], Iterable[Work]]
_listers: list[Lister] = []


def lists(lister: Lister) -> Lister:
    """Register what answers one room's open work of a member, oldest first."""
    if lister not in _listers:
        _listers.append(lister)
    return lister


def open_work(member: Member) -> list[Work]:
    """Everything that somebody has open, room by room."""
    return [work for lister in _listers for work in lister(member)]
