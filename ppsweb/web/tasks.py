"""What waits for a member of staff, from whatever room: the first page asks all of them and knows none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ppsweb.permissions import may


@dataclass(frozen=True)
class Task:
    """One thing to do: its words make the link, what is said beside it, and the day by which it must be done."""

    label: str = field(repr=False)
    address: str
    about: str = field(default="", repr=False)
    due: date | None = None


@dataclass(frozen=True)
class Tasks:
    """Things to do of one kind, for whoever has the permission `needs`.

    `find` takes the member and the day and answers what waits for them; `names_clients` says that a client's name
    may be read there, so that looking at it is recorded (D6.13); `comes_first` is for what stands above all else.
    """

    heading: str
    needs: str
    find: Callable[[Any, date], Sequence[Task]]
    names_clients: bool = True
    comes_first: bool = False


#: every kind of every room that is open
KINDS: list[Tasks] = []


def waiting_for(member: Any, today: date) -> list[tuple[Tasks, list[Task]]]:
    """What waits for this member, kind by kind, soonest first, and so the kinds; those of which nothing waits are left
    out.
    """
    found = []
    for kind in KINDS:
        tasks = sorted(kind.find(member, today), key=_order) if may(member, kind.needs) else []
        if tasks:
            found.append((kind, tasks))
    return sorted(found, key=lambda each: (not each[0].comes_first, _order(each[1][0])[0]))


def _order(task: Task) -> tuple[date, str]:
    return task.due or date.max, task.label
