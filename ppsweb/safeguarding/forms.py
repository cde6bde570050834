"""What may be typed about a child at risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from ppsweb.cases.wording import CHANNELS
from ppsweb.deadlines import clock
from ppsweb.safeguarding.actions.deciding import TEXTS
from ppsweb.safeguarding.codes import Basis, ChildAsked, Sought, Told
from ppsweb.safeguarding.rules import NOT_DECIDED_HERE, is_in_policy
from ppsweb.safeguarding.wording import BASES, CHECKS, CHILD_ASKED, MARKS, SOUGHT, STEPS, TOLD, VERIFIED
from ppsweb.web.forms import (
    ChoiceField,
    DayField,
    Form,
    ListField,
    LongTextField,
    TextField,
    TicksField,
    TimeField,
)

REVIEW_DAYS = 14
NOT_PUBLISHED = " (not in the published policy)"
YES_NO = {"no": "No", "yes": "Yes"}
OFFERED = {
    basis: words if is_in_policy(basis) else words + NOT_PUBLISHED
    for basis, words in BASES.items()
    if basis not in NOT_DECIDED_HERE
}


def _now() -> str:
    return f"{clock.local(clock.now()):%H:%M}"


def _review() -> date:
    return clock.today() + timedelta(days=REVIEW_DAYS)


def moment_of(form: Any, now: datetime) -> datetime:
    """The day and time of a form, as stored. The present minute means now: it has no seconds."""
    typed = clock.utc(datetime.combine(form.happened_on.data, form.happened_time.time))
    return now if typed == now.replace(second=0, microsecond=0) else typed


class NewConcern(Form):
    """Four answers: what, whom, why and when. Nothing else is asked before it is saved (D4.18)."""

    facts = LongTextField(
        "What did you see, hear or were you told?",
        called="What happened",
        missing="Write what you saw, heard or were told",
        hint="Only facts, in the words that were said. Say who told you",
        most=20_000,
    )
    about_whom = LongTextField(
        "Whom is it about?",
        called="Whom it is about",
        missing="Write whom it is about, as far as you know",
        hint="Name, age, address, school: whatever you know. No name is needed",
        rows=2,
        most=4_000,
    )
    opinion = LongTextField(
        "Why do you think that a child may be at risk?",
        called="Why",
        missing="Write why you think that a child may be at risk",
        hint="Your opinion, apart from the facts",
        rows=3,
        most=4_000,
    )
    happened_on = DayField(
        "When?", called="The day", missing="Enter the day", future=False, default=clock.today
    )
    happened_time = TimeField("Time", missing="Enter the time", default=_now)
    about_member = ListField(
        "Only if it is about one of our own staff: who?",
        {},
        hint="They will not see it. Ring the designated officer of the council (LADO), too",
    )


class NotToTell(Form):
    """A decision not to tell anybody: the same record, with its reasons (D4.17)."""

    basis = ChoiceField(
        "On what does the decision rest?",
        OFFERED,
        missing="Choose on what it rests",
        default=Basis.CHILD_AT_RISK,
    )
    reasons = LongTextField("Why?", called="Why", missing="Write why", rows=4, most=20_000)
    alternatives = LongTextField(
        "What else did you think of?",
        called="What else you thought of",
        missing="Write what else you thought of, or that there was nothing else",
        rows=3,
        most=4_000,
    )
    permission_sought = ChoiceField(
        "Was permission sought?", SOUGHT, missing="Choose whether permission was sought"
    )
    parent_told = ChoiceField("Is the parent told?", TOLD, missing="Choose whether the parent is told")
    child_asked = ChoiceField(
        "Was the child asked?", CHILD_ASKED, missing="Choose whether the child was asked"
    )
    protected = LongTextField(
        "Whose identity must be protected?",
        hint="For example the caller’s. Leave it empty if nobody’s",
        rows=2,
        most=2_000,
    )
    asked = ListField("Who is the second person?", {}, missing="Choose who is the second person")
    review_due = DayField(
        "When is it reviewed?", called="The review", missing="Enter the day of the review", default=_review
    )
    relevance = LongTextField(
        "Why is it relevant to the child’s safety or welfare?", called="Relevance", rows=2, most=4_000
    )
    more_detrimental = ChoiceField(
        "Would telling be more detrimental to the child than not telling?", YES_NO, inline=True
    )
    detriment = LongTextField("Why would it, or would it not?", called="Detriment", rows=2, most=4_000)

    #: the order in which they are asked; the last are for the duty of section 16LA only
    ORDER: ClassVar[tuple[str, ...]] = (
        "basis", "reasons", "alternatives", "permission_sought", "parent_told", "child_asked", "protected",
        "asked", "review_due", "relevance", "more_detrimental", "detriment",
    )  # fmt: skip

    def drawn(self) -> Iterator[Any]:
        """The fields that people see, in the order in which they are asked."""
        return (self[name] for name in self.ORDER)

    def said(self) -> dict[str, Any]:
        """What was decided, as the act takes it; the second person is for the view to find."""
        return {
            "basis": Basis(self.basis.data),
            "urgent": False,
            "permission_sought": Sought(self.permission_sought.data),
            "parent_told": Told(self.parent_told.data),
            "child_asked": ChildAsked(self.child_asked.data),
            "review_due": self.review_due.data,
            "more_detrimental": {"yes": True, "no": False}.get(self.more_detrimental.data or ""),
            **{name: self[name].data for name in TEXTS if name in self},
        }


class ToTell(NotToTell):
    """A decision to tell somebody outside."""

    urgent = ChoiceField(
        "Is it urgent?",
        {
            "yes": "Yes: it is told at once, and the second person reads it within one working day",
            "no": "No: it is told after the second person has agreed",
        },
        missing="Choose whether it is urgent",
        default="yes",
    )
    recipient = TextField(
        "Who is told?",
        called="Who is told",
        missing="Enter the name of whoever is told",
        hint="Their name, or the desk that answered",
    )
    organisation = TextField(
        "Which body do they work for?", called="The body", missing="Enter the body that they work for"
    )
    what = LongTextField(
        "What exactly is told?",
        called="What is told",
        missing="Write exactly what is told, and no more than is needed",
        most=20_000,
    )
    checks = TicksField("Make sure", CHECKS, missing="Make sure of all four before anything is told")
    recipient_function = TextField(
        "Which of the recipient’s functions may it help?", called="The function", most=400
    )

    ORDER = (
        "urgent", "basis", "recipient", "organisation", "what", "checks", *NotToTell.ORDER[1:10],
        "recipient_function", *NotToTell.ORDER[10:],
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        return {**super().said(), "urgent": self.urgent.data == "yes", "checks": self.checks.data}


class WhatWasTold(Form):
    """What was told, exactly, and to whom."""

    recipient = TextField(
        "Who was told?", called="Who was told", missing="Enter the name of whoever was told"
    )
    organisation = TextField(
        "Which body do they work for?", called="The body", missing="Enter the body that they work for"
    )
    what = LongTextField(
        "What exactly was told?", called="What was told", missing="Write exactly what was told", most=20_000
    )
    channel = ListField("How?", CHANNELS, missing="Choose how it was told")
    verified = ChoiceField(
        "How did you know that they are who they say?", VERIFIED, missing="Choose how you knew"
    )
    happened_on = DayField("Day", missing="Enter the day", future=False, default=clock.today)
    happened_time = TimeField("Time", missing="Enter the time", default=_now)


class SecondPerson(Form):
    """What the second person says of a decision."""

    agrees = ChoiceField(
        "Was the decision right?",
        {"yes": "Yes, I agree", "no": "No: it has to be decided anew"},
        missing="Choose whether you agree",
    )
    words = LongTextField("Your words", missing="Write what you think of the decision", rows=3, most=4_000)


class Followed(Form):
    """One step of the local procedure."""

    kind = ListField("What happened?", STEPS, missing="Choose what happened")
    happened_on = DayField("Day", missing="Enter the day", future=False, default=clock.today)
    words = LongTextField(
        "What was done or said?", called="What was done", missing="Write what was done or said", most=20_000
    )
    reference = TextField("Their reference, if they gave one", called="The reference", most=80)
    due = DayField(
        "By when do they reply, or when is it reviewed again?",
        called="The day of the reply",
        hint="Needed for a referral and when you escalate",
    )


class ToFamily(Form):
    """Whether the family is told that something was told."""

    kind = ChoiceField("What do you want to say?", MARKS, missing="Choose what you want to say")
    words = LongTextField("Why?", called="Why", missing="Write why", rows=3, most=4_000)
    review_due = DayField(
        "When is it reviewed?",
        called="The day of the review",
        hint="Needed when the family is not told",
        default=_review,
    )


class IntoFile(Form):
    """Whose file a concern belongs to."""

    reference = TextField(
        "Reference of the case",
        missing="Enter the reference of the case",
        most=20,
        hint="For example, 7Q4K-2MXD",
    )
    how_known = LongTextField(
        "How do you know that it is about this family?",
        called="How you know",
        missing="Write how you know that it is about this family",
        rows=3,
        most=2_000,
    )


class End(Form):
    """The end of a concern."""

    words = LongTextField(
        "What came of it?", called="What came of it", missing="Write what came of it", rows=4, most=4_000
    )
