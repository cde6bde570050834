"""What stops the making of a pack, and the last look before one is kept (C3)."""

from __future__ import annotations

from ppsweb.subject_access.codes import Problem
from ppsweb.subject_access.models import Item, Pack
from ppsweb.subject_access.standing import changed_since, decided


class CannotBuild(Exception):
    """The pack cannot be made; `problem` is shown to staff, with the item where it is one."""

    def __init__(self, problem: Problem, item: Item | None = None) -> None:
        super().__init__(problem.value)
        self.problem, self.item = problem, item


def look_again(pack: Pack) -> None:
    """Whether what was drawn still holds, now that the drawing is done (C3). Raises CannotBuild."""
    now = decided(pack.request)
    if now.content_hash != pack.content_hash:
        raise CannotBuild(Problem.CHANGED)  # somebody decided anew while it was drawn
    if changed := changed_since(now):
        raise CannotBuild(Problem.CHANGED, changed[0])  # or a note was sealed off
