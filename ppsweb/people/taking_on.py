"""Permission and client in one act, because a caller has only one minute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ppsweb.audit import action
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Capacity, Method
from ppsweb.authorities.wording import HOLD_DATA
from ppsweb.people import actions
from ppsweb.people.models import Person, Relation


@action
def take_on_with_permission(
    by: Member,
    when: datetime,
    *,
    identifier: str,
    giver: str,
    capacity: Capacity,
    method: Method,
    given_at: datetime,
    read_back: bool,
    phone: str | None,
    child: str | None,
    safe: Mapping[str, bool],
    conditions: str | None = None,
    email: str | None = None,
    wording_version: str = HOLD_DATA.version,
) -> Person:
    """Record the permission first, then the client who rests on it (C5, D4.01). Raises Refused."""
    authority = authorities.record_permission(
        by,
        when,
        giver=giver,
        capacity=capacity,
        method=method,
        given_at=given_at,
        wording_version=wording_version,
        read_back=read_back,
        conditions=conditions,
    )
    person = actions.take_on(
        by,
        when,
        authority,
        name=giver,
        capacity=capacity,
        phone=phone or None,
        email=email or None,
        safe=safe,
        identifier=identifier,
    )
    if child and child.strip():
        actions.name_person(by, person, relation=Relation.CHILD, name=child)
    return person
