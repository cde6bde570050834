"""Invented families: a client with permission, a case, notes, made by the same actions as on the site."""

from __future__ import annotations

from typing import Any

from ppsweb.auth.models import Member
from ppsweb.authorities.models import Capacity, Method
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Case, Channel, Note, Topic
from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.people.models import Person
from ppsweb.people.taking_on import take_on_with_permission


def a_client(by: Member, name: str = "Petra Plum", **changes: Any) -> Person:
    """A client who gave permission by telephone, with a child in the file."""
    now = clock.now()
    values: dict[str, Any] = {
        "identifier": new_id(),
        "giver": name,
        "capacity": Capacity.PARENT,
        "method": Method.PHONE,
        "given_at": now,
        "read_back": True,
        "phone": "01632 960 001",
        "child": "Pip Plum",
        "safe": {"safe_to_ring": True},
        **changes,
    }
    return take_on_with_permission(by, now, **values)


def a_case(by: Member, person: Person | None = None, **changes: Any) -> Case:
    """An open case of the officer: one for a client of a colleague is opened by the colleague and handed over."""
    values: dict[str, Any] = {"topic": Topic.ASSESSMENT_REQUEST, "level": 1, **changes}
    client = person or a_client(by)
    theirs: Case | None = Case.select().where(Case.person == client).order_by(Case.opened_at).first()
    opener = by if theirs is None or by.manages else theirs.officer
    case = cases.open_case(opener, clock.now(), client, **values)
    return case if opener.id == by.id else cases.hand_over(opener, case, by)


def a_note(by: Member, case: Case, facts: str = "They rang about the draft plan.", **changes: Any) -> Note:
    """A note of a telephone call just now."""
    now = clock.now()
    values: dict[str, Any] = {"happened_at": now, "channel": Channel.PHONE, "facts": facts, **changes}
    return cases.write_note(by, now, case, **values)
