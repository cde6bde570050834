"""The room of requests for data, and how an address becomes a request, an item or a release for a member."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from ppsweb.auth import current_member
from ppsweb.auth.models import Member
from ppsweb.people.models import Person
from ppsweb.permissions import Room
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


room.loads(request=DataRequest.found_for, person=Person.found_for, item=_item, release=_release)


def acting_member() -> Member:
    """Whoever asks. The room lets in nobody who has not signed in, so there always is somebody."""
    member = current_member()
    return member if member is not None else abort(404)


def to_request(request: DataRequest) -> Response:
    return redirect(url_for("subject_access.show", request=request.id), 303)
