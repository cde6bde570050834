"""Invented permissions to share, given by the same actions as on the site."""

from __future__ import annotations

from typing import Any

from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Capacity, Category, Copy, Method, Purpose
from ppsweb.authorities.rules import last_day
from ppsweb.authorities.wording import SHARE
from ppsweb.consents import actions as consents
from ppsweb.deadlines import clock
from ppsweb.organisations import actions as organisations
from ppsweb.organisations.models import Organisation, OrganisationKind
from ppsweb.people.models import Person


def a_body(by: Member, name: str = "Hedgerow Primary School", **changes: Any) -> Organisation:
    """A body outside that is offered."""
    values: dict[str, Any] = {"kind": OrganisationKind.SCHOOL, **changes}
    return organisations.add_organisation(by, clock.now(), name=name, **values)


def said(**changes: Any) -> dict[str, Any]:
    """What a parent permits by telephone, as the act takes it; `bodies` is for the test to say."""
    return {
        "giver": "Petra Plum",
        "capacity": Capacity.PARENT,
        "method": Method.PHONE,
        "given_at": clock.now(),
        "wording_version": SHARE.version,
        "read_back": True,
        "purposes": [Purpose.DISCUSS],
        "categories": [Category.NEEDS],
        "valid_until": last_day(clock.today()),
        "copy": Copy.LETTER,
        **changes,
    }


def a_sharing(by: Member, person: Person, *bodies: Organisation, **changes: Any) -> list[Authority]:
    """What a client permits in one signing."""
    permitted = said(bodies=[each.id for each in bodies], **changes)
    return consents.record_sharing(by, clock.now(), person, **permitted)
