"""A request for data, half way: logged, looked for, and about half of its items decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ppsweb.cases.models import Channel
from ppsweb.deadlines import clock
from ppsweb.demo.data import families
from ppsweb.demo.data.staff import Staff
from ppsweb.demo.data.stories import Told
from ppsweb.demo.data.timeline import Past
from ppsweb.people.models import NamedPerson, Relation
from ppsweb.subject_access import actions
from ppsweb.subject_access.codes import AskedAs, Exemption, Looked, Place, Verdict
from ppsweb.subject_access.models import DataRequest, Item

WORDS = "Please send me everything that you have written down about me and about Pip. By e-mail is fine."


def of_request(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """The client with sixty notes asks; the officer decides what is plain, the manager something that is not."""
    officer = staff[families.PLUM.officer]
    yield past.ago(12, "09:25")
    request = actions.log_request(
        officer,
        clock.now(),
        told.people[families.PLUM.name],
        words=WORDS,
        channel=Channel.EMAIL,
        asked_as=AskedAs.BOTH,
        received_on=clock.today(),
    )
    yield past.ago(11, "11:40")
    found = {
        Place.CABINET: Looked.NOTHING,
        Place.OFFICER_MAILBOX: Looked.IN_THE_FILE,
        Place.PHONE_NOTES: Looked.NOT_KEPT,
    }
    actions.record_searches(officer, request, found)
    yield past.ago(8, "14:15")
    actions.include_shown(officer, clock.now(), request, _first_half(request))
    yield past.ago(7, "10:30")
    other = NamedPerson.get(
        (NamedPerson.person == request.person_id) & (NamedPerson.relation == Relation.OTHER_PARENT)
    )
    item = Item.get((Item.request == request) & (Item.source_id == other.id))
    actions.decide(
        staff.manager,
        clock.now(),
        item,
        Verdict.WITHHOLD,
        seen=item.content_mac,
        exemption=Exemption.THIRD_PARTY,
        explanation="Percy was not asked, and the line says nothing about Petra or Pip.",
    )


def _first_half(request: DataRequest) -> dict[str, str]:
    items = list(Item.select().where(Item.request == request).order_by(Item.position))
    return {item.id: item.content_mac for item in items[: len(items) // 2]}
