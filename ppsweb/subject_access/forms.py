"""What may be typed about requests for data."""

from __future__ import annotations

from datetime import date

from ppsweb.cases.wording import CHANNELS
from ppsweb.deadlines import clock
from ppsweb.mail.wording import TOLD
from ppsweb.subject_access import wording
from ppsweb.subject_access.codes import Happened, Place
from ppsweb.web.forms import (
    ChoiceField,
    DayField,
    Form,
    HiddenValue,
    ListField,
    LongTextField,
    PasswordField,
    TickField,
)

#: from this day on the law that the clock knows was in force
EARLIEST = date(2018, 5, 25)


class NewRequest(Form):
    """A request, in their own words: the one text that is asked for (D3.01)."""

    words = LongTextField(
        "What they asked for",
        missing="Write what they asked for, in their own words",
        rows=5,
        most=10_000,
        hint="In their own words. They need no form, no reason and no proof, and any words will do: “my notes”, "
        "“what you have on us”, or “under Freedom of Information” when it is about themself",
    )
    channel = ListField("How it came", CHANNELS, missing="Choose how it came", default="phone")
    received_on = DayField(
        "Day on which it came",
        missing="Enter the day on which it came",
        future=False,
        earliest=EARLIEST,
        default=clock.today,
        hint="The day it reached the service, even at a weekend. The time runs from then",
    )
    asked_as = ChoiceField(
        "They ask for", wording.ASKED_AS, missing="Choose what they ask for", default="self"
    )
    wanted = ListField(
        "How they would like to have it", wording.WANTED, missing="Choose how they would like to have it",
        default="email",
    )  # fmt: skip


class NewEvent(Form):
    """Something that happened to the clock of a request."""

    kind = ChoiceField(
        "What happened",
        {kind: label for kind, label in wording.HAPPENED.items() if kind is not Happened.RECEIVED},
        missing="Choose what happened",
    )
    happened_on = DayField(
        "Day", missing="Enter the day", future=False, earliest=EARLIEST, default=clock.today
    )
    about = ListField("If you asked what they mean: about what", wording.ABOUT)
    reason = ListField("If it will take longer: the reason that you gave them", wording.REASONS)
    words = LongTextField("What was asked or said", rows=3, most=4000, hint="Only if it helps later")


class Searches(Form):
    """Where somebody looked. One list for each place; its names are those of the codes."""

    cabinet = ListField(wording.PLACES[Place.CABINET], wording.LOOKED)
    closed_cabinet = ListField(wording.PLACES[Place.CLOSED_CABINET], wording.LOOKED)
    officer_mailbox = ListField(wording.PLACES[Place.OFFICER_MAILBOX], wording.LOOKED)
    shared_mailbox = ListField(wording.PLACES[Place.SHARED_MAILBOX], wording.LOOKED)
    phone_notes = ListField(wording.PLACES[Place.PHONE_NOTES], wording.LOOKED)
    texts = ListField(wording.PLACES[Place.TEXTS], wording.LOOKED)


class DecisionForm(Form):
    """A decision about one item. Nothing is chosen beforehand."""

    seen = HiddenValue()
    verdict = ChoiceField("Your decision", wording.VERDICTS, missing="Choose: give it out or leave it out")
    exemption = ListField("If you leave it out: the reason", wording.EXEMPTIONS)
    opinion_on = DayField(
        "If a health professional was asked: day of the opinion", called="The day", future=False
    )
    explanation = LongTextField(
        "Why", rows=3, most=4000, hint="For the second person, and for whoever asks later. It is not sent"
    )


class Signing(Form):
    """The second person's word."""

    seen = HiddenValue()
    have_read = TickField(
        "I have read every item and every decision, and I agree",
        missing="Read everything, then tick that you agree",
    )


class Releasing(Form):
    """A pack is sent: to which address, on whose word."""

    seen = HiddenValue()
    contact = ChoiceField("To which address", {}, missing="Choose the address")
    about_nobody_else = TickField(
        "Nothing in this pack is about anybody else",
        missing="Read the pack, then tick that nothing in it is about anybody else",
        hint="You have read the whole pack. Nobody else is named or can be recognised in it, unless they agreed "
        "or it is reasonable without asking them",
    )
    password = PasswordField("Your own password", description="So that we know it is you")


class HandingOver(Form):
    """A pack was handed over on paper: when, and how it was made sure who has it."""

    seen = HiddenValue()
    handed_on = DayField(
        "Day on which it was handed over or posted",
        called="The day",
        missing="Enter the day",
        future=False,
        default=clock.today,
    )
    identity = ChoiceField(
        "How do you know that it came to them?", wording.IDENTITY, missing="Choose how you know"
    )
    about_nobody_else = TickField(
        "Nothing in this pack is about anybody else",
        missing="Read the pack, then tick that nothing in it is about anybody else",
        hint="You have read the whole pack. Nobody else is named or can be recognised in it, unless they agreed "
        "or it is reasonable without asking them",
    )
    password = PasswordField("Your own password", description="So that we know it is you")


class Telling(Form):
    """How the password was told."""

    how = ChoiceField("How did you tell them?", TOLD, missing="Choose how you told them")
