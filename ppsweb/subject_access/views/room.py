"""The room of requests for data, and how an address becomes a request, an item or a release for a member."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import abort, redirect, url_for
from peewee import fn
from werkzeug.wrappers import Response

from ppsweb.audit import record, referred_to
from ppsweb.auth import current_member
from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.people.models import Person
from ppsweb.permissions import Room
from ppsweb.permissions.room import belongs_to
from ppsweb.subject_access.models import DataRequest, Item, Release

room = Room("subject_access", __name__, url_prefix="/subject-access")


def _of_request(table: Any, member: Any, row_id: str) -> Any:
    """A row that belongs to a request which this member may see, or None."""
    row = table.get_or_none(table.id == row_id)
    found = row and DataRequest.found_for(member, row.request_id)
    if row is None or found is None:
        return None
    row.request = found
    return row


def _item(member: Any, item_id: str) -> Item | None:
    found: Item | None = _of_request(Item, member, item_id)
    return found


def _release(member: Any, release_id: str) -> Release | None:
    found: Release | None = _of_request(Release, member, release_id)
    return found


def _whose(condition: Any, *through: Any) -> Any:
    """The case or client of a request, found by itself or through a row of it."""
    query = DataRequest.select(fn.COALESCE(Case.audit_ref, Person.audit_ref))
    query = query.left_outer_join(Case, on=(DataRequest.case == Case.id)).switch(DataRequest)
    query = query.left_outer_join(Person, on=(DataRequest.person == Person.id))
    for table in through:
        query = query.switch(DataRequest).join(table, on=(table.request == DataRequest.id))
    return referred_to(query.where(condition))


def _whose_request(request_id: str) -> Any:
    return _whose(DataRequest.id == request_id)


def _whose_row(table: Any) -> Callable[[str], Any]:
    return lambda row_id: _whose(table.id == row_id, table)


belongs_to(request=_whose_request, item=_whose_row(Item), release=_whose_row(Release))
room.loads(request=DataRequest.found_for, person=Person.found_for, item=_item, release=_release)


def acting_member() -> Member:
    """Whoever asks. The room lets in nobody who has not signed in, so there always is somebody."""
    member = current_member()
    return member if member is not None else abort(404)


def record_read(code: str, request: DataRequest, items: Iterable[Item]) -> None:
    """Record that items were read, under each case that they come from and the one the request is kept with.

    A client may have cases of several officers; whoever is asked who read one of them finds it there (D6.21).
    """
    of_cases = {item.case_id for item in items if item.case_id is not None} - {request.case_id}
    record(code, by=acting_member(), case=request.recorded_under, subject=request)
    for case in Case.select().where(Case.id.in_(list(of_cases) or [""])).order_by(Case.id):
        record(code, by=acting_member(), case=case, subject=request)


def to_request(request: DataRequest) -> Response:
    return redirect(url_for("subject_access.show", request=request.id), 303)
