"""Invented concerns about a child: told and closed, not told, waiting for a second person, and of yesterday (C10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ppsweb.cases.models import Channel
from ppsweb.deadlines import clock
from ppsweb.demo.data import families
from ppsweb.demo.data.staff import Staff
from ppsweb.demo.data.stories import Told
from ppsweb.demo.data.timeline import Past
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import Basis, Check, ChildAsked, Sought, StepKind, Verified
from ppsweb.safeguarding.codes import Told as ParentTold

SOCIAL_CARE = "Larkshire children’s social care, front door"
WHAT = "What the caller heard and when, and the address. Nothing else is known to us."


def of_a_call_that_was_told(past: Past, staff: Staff) -> Iterator[datetime]:
    """A call without a name: told at once, agreed to by the second person, and closed (D4.16, D4.21)."""
    yield past.ago(45, "12:40")
    now = clock.now()
    concern = actions.record_concern(
        staff["orchid"],
        now,
        facts="A caller, who gave no name, had for three evenings heard a child cry for a long time and a man shout.",
        about_whom="A girl of about four, at 7 Mallow Court, Larkford. The caller did not know her name.",
        opinion="She may be left alone with somebody who frightens her.",
        happened_at=now,
    )
    yield clock.now()
    now = clock.now()
    decision = actions.decide(
        staff["orchid"],
        now,
        concern,
        basis=Basis.CHILD_AT_RISK,
        urgent=True,
        asked=staff.manager,
        permission_sought=Sought.NOT_PRACTICABLE,
        parent_told=ParentTold.NOT_PRACTICABLE,
        child_asked=ChildAsked.NOT_PRACTICABLE,
        checks=list(Check),
        reasons="Three evenings in a row, and nobody else has told them as far as the caller knows.",
        alternatives="To ask the caller to ring social care; the caller did not want to.",
        recipient="Delphine Dock, duty social worker",
        organisation=SOCIAL_CARE,
        what=WHAT,
        review_due=clock.today() + timedelta(days=14),
    )
    actions.tell(
        staff["orchid"],
        now,
        decision,
        happened_at=now,
        channel=Channel.PHONE,
        verified=Verified.PUBLISHED_NUMBER,
        recipient="Delphine Dock, duty social worker",
        organisation=SOCIAL_CARE,
        what=WHAT,
    )
    yield past.ago(44, "09:30")
    words = "Right. It could not wait, and no more was told than was needed."
    actions.approve(staff.manager, clock.now(), decision, agrees=True, words=words)
    for days, kind, said, due in (
        (44, StepKind.WRITTEN, "Confirmed by their secure form.", None),
        (44, StepKind.REFERRAL, "They have taken it on as a referral.", 3),
        (40, StepKind.REPLY, "Somebody has been to see the family, and will go again.", None),
        (38, StepKind.OUTCOME, "Nothing more is wanted from us.", None),
    ):
        yield past.ago(days, "10:00")
        actions.follow_up(
            staff["orchid"],
            clock.now(),
            concern,
            kind=kind,
            happened_on=clock.today(),
            words=said,
            due=clock.today() + timedelta(days=due) if due else None,
            reference="MC-40117" if kind == StepKind.REFERRAL else None,
        )
    yield clock.now()
    actions.close_concern(staff["orchid"], clock.now(), concern, words="Social care is with the family.")


def of_one_that_was_not_told(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """What Hazel told in confidence: nobody is told, with the reasons, and it is looked at again (D4.17)."""
    yield past.ago(33, "11:05")
    now = clock.now()
    concern = actions.record_concern(
        staff["oak"],
        now,
        facts="Hazel rang from a friend’s telephone. Hazel and Harvey have stayed there since Sunday.",
        about_whom="Harvey Hawthorn, who is six.",
        opinion="If Heath learned where they are, both could be at risk.",
        happened_at=now,
        case=told.cases[families.HAWTHORN.name],
    )
    yield clock.now()
    decision = actions.decide_not_to_share(
        staff["oak"],
        clock.now(),
        concern,
        basis=Basis.CHILD_AT_RISK,
        urgent=False,
        asked=staff.manager,
        permission_sought=Sought.REFUSED,
        parent_told=ParentTold.TOLD,
        child_asked=ChildAsked.TOO_YOUNG,
        reasons="They are safe where they are, Hazel has the numbers, and each further person who knows is a risk.",
        alternatives="To tell social care against Hazel’s word; that may end her trust in anybody’s help.",
        review_due=clock.today() + timedelta(days=14),
    )
    yield past.ago(32, "09:15")
    words = "I agree. We look at it again at once if she rings and things have changed."
    actions.approve(staff.manager, clock.now(), decision, agrees=True, words=words)
    yield past.ago(18, "11:40")
    actions.follow_up(
        staff["oak"],
        clock.now(),
        concern,
        kind=StepKind.REVIEWED,
        happened_on=clock.today(),
        words="Rang in her safe hour. Still with the friend; nothing has changed.",
        due=past.ahead(8),
    )


def of_one_of_yesterday(past: Past, staff: Staff) -> Iterator[datetime]:
    """Four answers and no more: the rest is due the next working day (D4.18)."""
    yield past.ago(1, "15:30")
    now = clock.now()
    actions.record_concern(
        staff["oak"],
        now,
        facts="A parent whom I do not know said at the coffee morning that a boy is often left at the gate until six.",
        about_whom="A boy in year 2 of Mill Stream Primary School; the parent knew his first name only, Moss.",
        opinion="He may have nobody at home.",
        happened_at=now,
    )


def of_one_that_waits(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """Not urgent: it is told after the second person has agreed (D4.16)."""
    yield past.ago(3, "10:40")
    now = clock.now()
    concern = actions.record_concern(
        staff["orchid"],
        now,
        facts="Basil says that Briony eats nothing at midday and has fainted once. To Basil she says it is nothing.",
        about_whom="Briony Bracken, who is thirteen.",
        opinion="She may be ill, or afraid of somebody in the dining hall.",
        happened_at=now,
        case=told.cases[families.BRACKEN.name],
    )
    yield past.ago(2, "11:15")
    actions.decide(
        staff["orchid"],
        clock.now(),
        concern,
        basis=Basis.PERMISSION,
        urgent=False,
        asked=staff["oak"],
        permission_sought=Sought.AGREED,
        parent_told=ParentTold.TOLD,
        child_asked=ChildAsked.NOT_PRACTICABLE,
        checks=list(Check),
        reasons="Basil asked us to tell the nurse, who sees Briony every month.",
        alternatives="That Basil tells the nurse; Basil finds it hard to speak of.",
        recipient="Dinah Dale, nurse for looked-after children",
        organisation="Mill Lane Surgery, Larkford",
        what="That Briony eats nothing at midday and fainted once, in Basil’s words.",
        review_due=past.ahead(12),
    )
