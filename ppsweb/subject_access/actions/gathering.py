"""Gathering what is held about a client, as often as somebody asks for it until the answer is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.subject_access.answering import refuse_locked
from ppsweb.subject_access.models import DataRequest, Item
from ppsweb.subject_access.walking import Found, walk


@dataclass(frozen=True)
class Gathered:
    """What a gathering came to: how many items are new, and how many say something else than before."""

    new: int
    changed: int


@action
def gather(by: Member, when: datetime, request: DataRequest) -> Gathered:
    """Look through every room and make an item of each row about the client (D3.08).

    What is new is added, undecided; what says something else than before counts as undecided again, because its
    decision was about what it said then. Raises Refused once the answer was given.
    """
    refuse_locked(request)
    known = {(row.source, row.source_id): row for row in Item.select().where(Item.request == request)}
    new = changed = 0
    for position, found in enumerate(walk(request.person), start=1):
        row = known.get(found.key)
        if row is None:
            _item(request, when, position, found).insert_new()
            new += 1
        else:
            changed += _refresh(row, position, found)
    record("subject_access.gather", by=by, case=request.recorded_under, subject=request)
    return Gathered(new, changed)


def _item(request: DataRequest, when: datetime, position: int, found: Found) -> Item:
    return Item(
        request=request,
        created_at=when,
        case=found.case_id,
        kind=found.kind,
        source=found.source,
        source_id=found.source_id,
        happened_at=found.at,
        position=position,
        mark=found.mark,
        content_mac=found.content_mac,
    )


def _refresh(row: Item, position: int, found: Found) -> int:
    """Bring an item up to date; 1 if it says something else than before."""
    is_changed = found.content_mac != row.content_mac
    if is_changed or (position, found.mark) != (row.position, row.mark):
        row.position, row.mark, row.content_mac = position, found.mark, found.content_mac
        row.save_changed()
    return int(is_changed)
