"""The room that the pages of this package belong to."""

from __future__ import annotations

from typing import Any

from ppsweb.auth.models import Deputy, Member
from ppsweb.permissions import Room

room = Room("auth", __name__)


def find_member(reader: Any, id: str) -> Member | None:
    """A member by id. Who may see one is for the permission to say."""
    return Member.get_or_none(Member.id == id)


def find_deputy(reader: Any, id: str) -> Deputy | None:
    return Deputy.get_or_none(Deputy.id == id)


room.loads(member=find_member, deputy=find_deputy)
