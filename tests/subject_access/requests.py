"""Invented requests for data, by the same actions as on the site."""

from __future__ import annotations

from datetime import date
from typing import Any

from ppsweb.auth.models import Member
from ppsweb.cases.models import Channel
from ppsweb.deadlines import clock
from ppsweb.people import actions as people
from ppsweb.people.models import Contact, ContactKind, Person
from ppsweb.subject_access import actions
from ppsweb.subject_access.codes import AskedAs, Exemption, Looked, Mark, Place, Verdict
from ppsweb.subject_access.models import DataRequest, Decision, Item
from tests.given.families import a_case


def a_request(by: Member, person: Person | None = None, **changes: Any) -> DataRequest:
    """A request that came by telephone today, of a client with a case."""
    values: dict[str, Any] = {
        "words": "Can I have my case notes?",
        "channel": Channel.PHONE,
        "asked_as": AskedAs.SELF,
        "received_on": clock.today(),
        **changes,
    }
    return actions.log_request(by, clock.now(), person or a_case(by).person, **values)


def items_of(request: DataRequest) -> list[Item]:
    """The items in the order of the pack, as they are now."""
    return list(Item.select().where(Item.request == request).order_by(Item.position))


def include(by: Member, item: Item) -> Decision:
    return actions.decide(by, clock.now(), item, Verdict.INCLUDE, seen=item.content_mac)


def withhold(by: Member, item: Item, exemption: Exemption, **values: Any) -> Decision:
    return actions.decide(
        by, clock.now(), item, Verdict.WITHHOLD, seen=item.content_mac, exemption=exemption, **values
    )


def look_everywhere(by: Member, request: DataRequest) -> None:
    actions.record_searches(by, request, dict.fromkeys(Place, Looked.NOTHING))


def decide_everything(by: Member, request: DataRequest) -> None:
    """Give out what is unmarked or about somebody else, leave out the rest, and look everywhere."""
    for item in items_of(request):
        if item.mark in (None, Mark.ABOUT_ANOTHER):
            include(by, item)
        else:
            withhold(by, item, Exemption.WISH if item.mark is Mark.IN_CONFIDENCE else Exemption.NOT_THEIRS)
    look_everywhere(by, request)


def a_verified_address(by: Member, person: Person, address: str = "petra@home.example") -> Contact:
    """An e-mail address of the client, safe to use, whose code was read back."""
    person = Person.get_by_id(person.id)
    if not person.safe_to_email:
        person.say(safe_to_email=True)
        person.save_changed()
    contact = people.add_contact(by, person, ContactKind.EMAIL, address)
    code = people.start_verifying(by, clock.now(), contact)
    people.verify_contact(by, clock.now(), contact, code)
    return contact


TODAY = date(2026, 11, 24)
