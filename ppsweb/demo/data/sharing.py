"""The invented bodies outside, who of them asked for help, and what a parent permits to share with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ppsweb.authorities.models import Authority, Capacity, Category, Copy, Method, Purpose
from ppsweb.authorities.rules import last_day
from ppsweb.authorities.wording import SHARE
from ppsweb.consents import actions as consents
from ppsweb.consents import copying
from ppsweb.consents.disagreeing import disagree
from ppsweb.deadlines import clock
from ppsweb.demo.data import families
from ppsweb.demo.data.staff import Staff
from ppsweb.demo.data.stories import Told
from ppsweb.demo.data.timeline import Past
from ppsweb.organisations.actions import add_organisation
from ppsweb.organisations.models import Organisation, OrganisationKind
from ppsweb.referrals.actions import record_referral
from ppsweb.referrals.models import Asked

BODIES = {
    "Larkford Primary School": OrganisationKind.SCHOOL,
    "Bramble Hill Primary School": OrganisationKind.SCHOOL,
    "Fernleigh Academy": OrganisationKind.SCHOOL,
    "Larkshire SEN assessment team": OrganisationKind.COUNCIL_TEAM,
    "Mill Lane Surgery, Larkford": OrganisationKind.HEALTH,
    "Larkshire Speech and Language Therapy": OrganisationKind.HEALTH,
}

#: who asked for help for a family without its permission: days ago, officer, who, of which body, what they were asked
REFERRALS = (
    (52, "oak", "Sylvia Sycamore", "Bramble Hill Primary School", Asked.BOTH),
    (27, "orchid", "Dr Hector Hornbeam", "Mill Lane Surgery, Larkford", Asked.NUMBER),
    (8, "oak", "Sylvia Sycamore", "Bramble Hill Primary School", Asked.NUMBER),
    (4, "oleander", "Wilma Wych-Elm", "Larkford Toy Library", Asked.LEAFLET),
)


def of_bodies(past: Past, staff: Staff) -> Iterator[datetime]:
    """The first bodies of the list."""
    yield past.ago(460, "09:30")
    for name, kind in BODIES.items():
        add_organisation(staff["marigold"], clock.now(), name=name, kind=kind)


def of_referrals(past: Past, staff: Staff) -> Iterator[datetime]:
    """Professionals who asked for help for a family, of which nothing is kept (D4.07)."""
    for days, officer, referrer, body, asked in REFERRALS:
        yield past.ago(days, "12:35")
        listed = next((each for each in Organisation.offered() if each.name == body), None)
        record_referral(
            staff[officer],
            clock.now(),
            came_on=clock.today(),
            referrer=referrer,
            organisation=listed,
            body="" if listed else body,
            kind=None if listed else OrganisationKind.VOLUNTARY,
            asked=asked,
        )


def of_permissions(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """Petra's first permission ends soon; of a later one she took a part back. She has both in writing (D4.04)."""
    yield past.ago(345, "11:05")
    rows = _permit(
        staff,
        told,
        ("Larkshire Speech and Language Therapy",),
        (Purpose.CONTACT,),
        (Category.NEEDS, Category.HEALTH),
    )
    yield past.ago(344, "09:20")
    _post_copy(staff, told, rows)
    yield past.ago(60, "10:50")
    rows = _permit(
        staff,
        told,
        ("Larkford Primary School", "Larkshire SEN assessment team"),
        (Purpose.DISCUSS, Purpose.MEETING),
        (Category.NEEDS, Category.EDUCATION),
        conditions="Nothing about swimming.",
    )
    yield past.ago(59, "09:15")
    _post_copy(staff, told, rows)
    yield past.ago(5, "14:20")
    meeting_at_school = next(row for row in rows if row.purpose == Purpose.MEETING)
    consents.take_back(
        staff["oak"],
        clock.now(),
        told.people[families.PLUM.name],
        meeting_at_school,
        because="Petra goes to the meeting herself, with a friend.",
    )


def of_parents_who_disagree(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """Briar permits the council's team, and Bud's other parent does not agree: the manager has it to decide."""
    yield past.ago(20, "13:15")
    bodies, purposes = ("Larkshire SEN assessment team",), (Purpose.DISCUSS, Purpose.SEND_DOCUMENT)
    _permit(staff, told, bodies, purposes, (Category.NEEDS,), family=families.BILBERRY)
    yield past.ago(1, "15:40")
    now = clock.now()
    disagree(
        staff["oak"],
        now,
        told.people[families.BILBERRY.name],
        objector="Barnaby Bilberry, Bud’s father",
        said="He rang and does not want the council’s team to be told about Bud’s diagnosis.",
        said_at=now,
    )


def _post_copy(staff: Staff, told: Told, rows: list[Authority]) -> None:
    person = told.people[families.PLUM.name]
    signing = copying.Signing(rows)
    copying.note_copy(staff["oak"], clock.now(), person, signing, how=Copy.LETTER)


def body(name: str) -> str:
    """The id of an invented body outside."""
    return next(each.id for each in Organisation.offered() if each.name == name)


def _permit(
    staff: Staff,
    told: Told,
    bodies: tuple[str, ...],
    purposes: tuple[Purpose, ...],
    categories: tuple[Category, ...],
    conditions: str | None = None,
    family: families.Family = families.PLUM,
) -> list[Authority]:
    person, now = told.people[family.name], clock.now()
    return consents.record_sharing(
        staff["oak"],
        now,
        person,
        giver=person.name,
        capacity=Capacity.PARENT,
        method=Method.PHONE,
        given_at=now,
        wording_version=SHARE.version,
        read_back=True,
        bodies=[body(name) for name in bodies],
        purposes=list(purposes),
        categories=list(categories),
        valid_until=last_day(clock.today()),
        copy=Copy.LETTER,
        conditions=conditions,
    )
