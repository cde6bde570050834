"""The requests of somebody who leaves that no case carries to the next officer."""

from __future__ import annotations

from flask import url_for

from ppsweb.auth import leaving
from ppsweb.auth.models import Member
from ppsweb.subject_access.answering import answered_ids
from ppsweb.subject_access.models import DataRequest


@leaving.lists
def requests_without_a_case(member: Member) -> list[leaving.Work]:
    """Those that this officer logged, that nobody has answered and that only the manager sees now; the oldest first.

    A request of a client who has a case goes to the case's new officer.
    """
    theirs = (DataRequest.logged_by == member.id) & DataRequest.of_no_case()
    found = DataRequest.select().where(theirs & DataRequest.id.not_in(answered_ids()))
    return [
        leaving.Work(f"Request {request.shown_reference}", url_for("subject_access.show", request=request.id))
        for request in found.order_by(DataRequest.received_on, DataRequest.id)
    ]
