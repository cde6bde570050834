"""A client whose permission has ended gives it again: a new row, on which their file rests from then on (C5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority, Capacity, Method
from ppsweb.people.models import Person
from ppsweb.refusal import Refused

#: rooms above that rest on the client's permission move to the new one too (cases does)
resting: list[Callable[[Member, Person, Authority], None]] = []


@action
def give_again(
    by: Member,
    when: datetime,
    person: Person,
    *,
    giver: str,
    capacity: Capacity,
    method: Method,
    given_at: datetime,
    wording_version: str,
    read_back: bool,
    conditions: str | None = None,
    identifier: str | None = None,
) -> Authority:
    """Record a client's new permission, under the key of their file, and let file and cases rest on it.

    What ended stays on record as it was. Raises Refused.
    """
    ended = person.authority
    if ended.in_force:
        raise Refused("Their permission is in force. Record first that it has ended.")
    if ended.withdrawn_at is not None and ended.invalidated_at is None:
        if given_at < ended.withdrawn_at.replace(second=0, microsecond=0):
            raise Refused(
                {"given_time": "They took their permission back after that. Enter when they gave it again"}
            )
        given_at = max(given_at, ended.withdrawn_at)  # a time that was typed has no seconds
    authority: Authority = authorities.record_permission(
        by,
        when,
        giver=giver,
        capacity=capacity,
        method=method,
        given_at=given_at,
        wording_version=wording_version,
        read_back=read_back,
        conditions=conditions,
        data_key=person.data_key,
        identifier=identifier,
    )
    person.authority = authority
    person.save_changed()
    for move in resting:
        move(by, person, authority)
    record("people.give_again", by=by, case=person, subject=authority)
    return authority
