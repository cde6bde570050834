"""What the invented staff did with bodies outside: on permission, late, planned, without permission (C5, C7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ppsweb.authorities.models import Category, Purpose
from ppsweb.cases.models import Case, Channel
from ppsweb.deadlines import clock
from ppsweb.demo.data import families
from ppsweb.demo.data.sharing import body
from ppsweb.demo.data.staff import Staff
from ppsweb.demo.data.stories import Told
from ppsweb.demo.data.timeline import Past
from ppsweb.disclosures import actions
from ppsweb.disclosures.gate import Said
from ppsweb.disclosures.models import Act, Breach
from ppsweb.disclosures.models import Told as ClientTold

SCHOOL, TEAM, ACADEMY = "Larkford Primary School", "Larkshire SEN assessment team", "Fernleigh Academy"


def of_acts(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """Petra's: what was done on her permission, a call that should have been made by now, and a meeting at the school
    that is planned until she takes back that part.
    """
    yield past.ago(52, "11:30")
    case = told.cases[families.PLUM.name]
    _done(
        staff,
        case,
        SCHOOL,
        Purpose.DISCUSS,
        recipient="Delia Damson, SENCO",
        shared="That Pip finds the dining hall too loud and is calmer with a quiet place to eat. Asked what the "
        "school has tried. A quiet table from next week.",
        categories=(Category.NEEDS,),
    )
    yield past.ago(41, "12:10")
    _done(
        staff,
        case,
        TEAM,
        Purpose.MEETING,
        channel=Channel.MEETING,
        recipient="Quentin Quince, plan coordinator",
        shared="Petra’s list of what section F leaves out, which she read out herself.",
        categories=(Category.NEEDS, Category.EDUCATION),
        also_present="Petra Plum and her friend Lupin",
        client_agreed=True,
    )
    yield past.ago(15, "11:20")
    meeting = _said("To go with Petra to the meeting about Pip’s new teacher.", Channel.MEETING)
    _plan(staff, case, SCHOOL, Purpose.MEETING, past.ahead(9), meeting)
    yield past.ago(9, "16:05")
    call = _said("To ask on which day the panel meets, and whether Petra’s letter lies before it.")
    _plan(staff, case, TEAM, Purpose.DISCUSS, clock.local(past.ago(2)).date(), call)


def of_what_waits(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """Briar's: a call that was typed long after it was made, and a letter that waits since the parents disagree."""
    made_at = past.ago(14, "15:20")
    yield past.ago(4, "09:50")
    case = told.cases[families.BILBERRY.name]
    _done(
        staff,
        case,
        TEAM,
        Purpose.DISCUSS,
        recipient="Quentin Quince, plan coordinator",
        shared="That Bud cannot wait alone at the stop. Asked for the form for transport.",
        categories=(Category.NEEDS,),
        happened_at=made_at,
    )
    yield past.ago(4, "10:15")
    letter = _said("To send Briar’s own account of Bud’s way to school.", Channel.LETTER)
    _plan(staff, case, TEAM, Purpose.SEND_DOCUMENT, past.ahead(3), letter)


def of_breaches(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """Told without permission, recorded as exactly that: an old one that is closed, and one for the manager (D3.22)."""
    yield past.ago(95, "13:45")
    act = _without(
        staff["oleander"],
        told.cases[families.SORREL.name],
        body=None,
        recipient="Somebody at the school’s office",
        shared="That Saffron would ring the school about Sunny’s place.",
        why="I asked for the wrong telephone extension and left the message with whoever answered.",
    )
    yield past.ago(92, "10:25")
    actions.close_breach(
        staff.manager,
        clock.now(),
        Breach.get_by_id(act.breach_id),
        why="The wrong extension was rung, and a message was left with whoever answered.",
        told=ClientTold.YES,
        learned="Messages are left with a named person only; the list of extensions was put right.",
        reported=True,
    )
    yield past.ago(11, "14:30")
    _without(
        staff["orchid"],
        told.cases[families.BRACKEN.name],
        body=body(ACADEMY),
        recipient="Dora Dill, head of year",
        shared="That we had advised Basil about the meeting of the governors.",
        why="The academy rang me, and I answered before I had read the conditions in the file.",
    )


def _said(shared: str, channel: Channel = Channel.PHONE, **more: Any) -> Said:
    return Said(channel=channel, shared=shared, **more)


def _done(
    staff: Staff,
    case: Case,
    name: str,
    purpose: Purpose,
    *,
    shared: str,
    channel: Channel = Channel.PHONE,
    happened_at: datetime | None = None,
    **more: Any,
) -> Act:
    now = clock.now()
    return actions.record_done(
        staff["oak"],
        now,
        case,
        purpose=purpose,
        body=body(name),
        happened_at=happened_at or now,
        said=_said(shared, channel, **more),
    )


def _plan(staff: Staff, case: Case, name: str, purpose: Purpose, planned_for: Any, said: Said) -> Act:
    return actions.plan(
        staff["oak"],
        clock.now(),
        case,
        purpose=purpose,
        body=body(name),
        planned_for=planned_for,
        said=said,
    )


def _without(by: Any, case: Case, *, body: str | None, recipient: str, shared: str, why: str) -> Act:
    now = clock.now()
    return actions.record_without_authority(
        by,
        now,
        case,
        purpose=Purpose.DISCUSS,
        body=body,
        happened_at=now,
        said=_said(shared, recipient=recipient, categories=(Category.FAMILY,)),
        why=why,
    )
