"""The open work of somebody who leaves, for handing over.

Rooms above say what they have: `@leaving.lists` on a function that answers the open work of a member. What they
had typed and not sent is theirs alone, so it is counted and not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ppsweb.auth.models import Draft, Member


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


def have_left() -> list[Member]:
    """Those who have left, or were let go, and have work open."""
    return [each for each in Member.all_who_left() if open_work(each)]


def drafts_of(member: Member) -> int:
    """How many forms somebody had filled in and not sent; they are forgotten after a week."""
    return int(Draft.select().where(Draft.member == member.id).count())


def open_work(member: Member) -> list[Work]:
    """Everything that somebody has open, room by room."""
    return [work for lister in _listers for work in lister(member)]
