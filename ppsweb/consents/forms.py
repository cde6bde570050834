"""What may be typed about a permission to share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ppsweb.authorities.models import SHARING, Capacity, Category, Copy, Method, Purpose
from ppsweb.authorities.rules import last_day
from ppsweb.authorities.wording import CAPACITIES, CATEGORIES, COPIES, METHODS, PURPOSES, SHARE
from ppsweb.consents.models import Outcome, Settled
from ppsweb.consents.wording import OUTCOMES, SETTLED
from ppsweb.deadlines import clock
from ppsweb.mail.wording import TOLD
from ppsweb.web.fields.choosing import choices
from ppsweb.web.forms import (
    ChoiceField,
    DayField,
    Form,
    ListField,
    LongTextField,
    TextField,
    TickField,
    TicksField,
    TimeField,
)


class Sharing(Form):
    """One signing: whom, what for, what, how long. The bodies offered are given by the view."""

    bodies = TicksField(
        "Whom may we be in touch with?",
        {},
        missing="Choose at least one body by its name",
        hint="Only those whom they named. If one is missing, add it under Bodies outside first.",
    )
    purposes = TicksField(
        "What may we do?",
        {purpose: PURPOSES[purpose] for purpose in SHARING},
        missing="Choose what they permit",
    )
    categories = TicksField("What may we tell?", CATEGORIES, missing="Choose what may be shared")
    valid_until = DayField(
        "Until when?",
        missing="Enter the last day",
        default=lambda: last_day(clock.today()),
        hint="Twelve months at most",
    )
    conditions = LongTextField(
        "Conditions they made", rows=2, most=2000, hint="For example, “not the father”"
    )
    giver = TextField("Name of the person who gave permission", missing="Enter their name")
    capacity = ListField("They are", CAPACITIES, missing="Choose who they are")
    method = ChoiceField("How they gave it", METHODS, missing="Choose how they gave it", default=Method.PHONE)
    given_on = DayField(
        "Day of the permission", missing="Enter the day of the permission", future=False, default=clock.today
    )
    given_time = TimeField("Time", missing="Enter the time of the permission")
    read_back = TickField("If spoken: the words were read out, and they said yes")
    copy = ChoiceField(
        "If spoken: how do they have it in writing?",
        COPIES,
        hint="They need not answer it. If letters and e-mails can be seen at home, nothing written is safe.",
    )

    def said(self, now: datetime) -> dict[str, Any]:
        """What was permitted, as the act takes it."""
        assert self.given_time.time is not None  # noqa: S101 (the form was valid)
        typed = clock.utc(datetime.combine(self.given_on.data, self.given_time.time))
        return {
            "giver": self.giver.data,
            "capacity": Capacity(self.capacity.data),
            "method": Method(self.method.data),
            # without seconds the present minute would be before what has just been recorded
            "given_at": now if typed == now.replace(second=0, microsecond=0) else typed,
            "wording_version": SHARE.version,
            "read_back": self.read_back.data,
            "bodies": self.bodies.data,
            "purposes": [Purpose(code) for code in self.purposes.data],
            "categories": [Category(code) for code in self.categories.data],
            "valid_until": self.valid_until.data,
            "copy": Copy(self.copy.data) if self.copy.data else None,
            "conditions": self.conditions.data,
        }


class Disagreed(Form):
    """What another parent said against sharing."""

    objector = TextField("Who does not agree?", missing="Enter who does not agree")
    said = LongTextField("What they said", missing="Write what they said", rows=4, most=4000)
    said_on = DayField(
        "Day", missing="Enter the day on which they said it", future=False, default=clock.today
    )
    said_time = TimeField("Time", missing="Enter the time at which they said it")

    def told(self, now: datetime) -> dict[str, Any]:
        """What they said, as the act takes it."""
        assert self.said_time.time is not None  # noqa: S101 (the form was valid)
        typed = clock.utc(datetime.combine(self.said_on.data, self.said_time.time))
        return {
            "objector": self.objector.data,
            "said": self.said.data,
            "said_at": now if typed == now.replace(second=0, microsecond=0) else typed,
        }


class Decided(Form):
    """The manager's decision about parents who disagree."""

    outcome = ChoiceField("What do you decide?", OUTCOMES, missing="Choose what you decide")
    because = LongTextField("Why", missing="Write why", rows=4, most=4000)

    @property
    def decision(self) -> Outcome:
        """What was chosen; the form was valid."""
        return Outcome(self.outcome.data)


class Talked(Form):
    """What was settled with a young person."""

    talked_on = DayField("When did you talk?", missing="Enter the day", future=False, default=clock.today)
    settled = ChoiceField("What was settled?", SETTLED, missing="Choose what was settled")
    said = LongTextField("In their words", rows=3, most=2000, hint="If they said something to remember")

    def told(self) -> dict[str, Any]:
        """What was settled, as the act takes it."""
        return {
            "talked_on": self.talked_on.data,
            "settled": Settled(self.settled.data),
            "said": self.said.data,
        }


class Copying(Form):
    """How a client gets in writing what they permitted."""

    how = ChoiceField(
        "How do they get it?",
        {copy: label for copy, label in COPIES.items() if copy is not Copy.NOT_SAFE},
        missing="Choose how they get it",
    )
    contact = ChoiceField("If by e-mail: to which address?", {}, hint="Only verified addresses are offered")

    def only_on_paper(self) -> None:
        """Offer no e-mail: there is no address to which it may go."""
        del self.contact
        self.how.choices = choices({copy: COPIES[copy] for copy in (Copy.LETTER, Copy.BY_HAND)})


class TellingPassword(Form):
    """How the password of a copy was told."""

    how = ChoiceField("How did you tell them?", TOLD, missing="Choose how you told them")


class TakenBack(Form):
    """The end of a permission to share."""

    because = LongTextField("What they said", missing="Write what they said", rows=3, most=2000)
