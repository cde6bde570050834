"""Which requests wait for nobody but a second person: for the list, and for the first page of whoever could sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ppsweb.subject_access.answering import answered_ids
from ppsweb.subject_access.codes import Place
from ppsweb.subject_access.models import DataRequest, RequestSearch
from ppsweb.subject_access.rules import places_left
from ppsweb.subject_access.standing import Decided, decided_all, standing


def unanswered(member: Any) -> Any:
    """A query of the requests that this member may see and that have no answer yet."""
    return DataRequest.visible_to(member).where(DataRequest.id.not_in(answered_ids()))


def waiting_for_second_person(requests: Sequence[DataRequest]) -> dict[str, Decided]:
    """Those of these requests of which all is decided, and what is decided now is signed by nobody (D3.16).

    Items are read of those alone for which every place was looked at, in five queries however many there are.
    """
    looked: dict[str, set[Place]] = {}
    for row in RequestSearch.select().where(
        RequestSearch.request.in_([each.id for each in requests] or [""])
    ):
        looked.setdefault(row.request_id, set()).add(row.place)
    ready = [each for each in requests if places_left(frozenset(looked.get(each.id, ()))) == 0]
    found = decided_all(ready)
    return {key: now for key, now in found.items() if standing(now).waits_for_second_person}
