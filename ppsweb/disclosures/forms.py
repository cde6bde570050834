"""What may be typed about acts outside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import Field

from ppsweb.authorities.models import SHARING, Category
from ppsweb.authorities.wording import CATEGORIES
from ppsweb.cases.models import Channel
from ppsweb.cases.wording import CHANNELS
from ppsweb.deadlines import clock
from ppsweb.disclosures.gate import Said
from ppsweb.disclosures.models import Told
from ppsweb.disclosures.wording import OUTCOMES, PURPOSES, TOLD
from ppsweb.refusal import Refused
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
    VersionField,
)

DONE, PLANNED = "done", "planned"
#: what is asked only once no permission covers what has happened
ONLY_WITHOUT = ("without", "why", "told", "told_because")


def _now() -> str:
    return f"{clock.local(clock.now()):%H:%M}"


class _Told(Form):
    """How it was or is to be done, and what is told."""

    recipient = TextField(
        "Who there?", hint="Their name or post. If the body is not in the list, say here who it was"
    )
    channel = ListField("How", CHANNELS, missing="Choose how", default=Channel.PHONE)
    shared = LongTextField(
        "What is told or asked",
        missing="Write what is told or asked",
        rows=4,
        hint="No more than is needed for it",
    )
    told_in_confidence = TickField(
        "A child told us this in confidence", hint="It is left out of what we print for the client"
    )
    categories = TicksField("What kinds of information?", CATEGORIES)
    parents_words = LongTextField(
        "For early help: what the parent asked for, in their own words",
        rows=2,
        most=2000,
        hint="We take part only when the parent starts it and asks us to",
    )
    also_present = TextField(
        "At a meeting: who else was there?", hint="Only somebody whom the permission does not name"
    )
    client_agreed = TickField("The client was there, and agreed to them being there")

    def said(self) -> Said:
        """What was typed, as the acts take it."""
        return Said(
            channel=Channel(self.channel.data),
            shared=self.shared.data,
            recipient=self.recipient.data or "",
            categories=[Category(code) for code in self.categories.data or ()],
            also_present=self.also_present.data or "",
            client_agreed=self.client_agreed.data,
            parents_words=self.parents_words.data or "",
            told_in_confidence=self.told_in_confidence.data,
        )


class Outside(_Told):
    """Something with a body outside, done or planned. The bodies offered are given by the view."""

    when = ChoiceField(
        "Has it happened?",
        {DONE: "Yes, it has happened", PLANNED: "No, it is planned"},
        missing="Choose whether it has happened",
    )
    body = ListField(
        "Which body?", {}, hint="By its own name. If it is missing, add it under Bodies outside first"
    )
    purpose = ListField(
        "What for", {each: PURPOSES[each] for each in SHARING}, missing="Choose what it is for"
    )
    day = DayField("Day", missing="Enter the day", default=clock.today)
    happened_time = TimeField("Time, if it has happened", default=_now)
    without = TickField("It has already happened: record it as done without permission")
    why = LongTextField("How did it come to happen?", rows=3, most=2000)
    told = ChoiceField("Does the client know?", TOLD, default=Told.NOT_YET)
    told_because = LongTextField("If they are not told: why", rows=2, most=2000)

    @property
    def is_done(self) -> bool:
        return bool(self.when.data == DONE)

    def happened(self, now: datetime) -> datetime:
        """When it happened, as it is stored. Raises Refused if the time is missing, which a plan does not have."""
        if self.happened_time.time is None:
            raise Refused({"happened_time": "Enter the time"})
        return moment(self.day, self.happened_time, now)

    def fields_of(self, also_without: bool) -> list[Field]:
        """The fields in the order in which they are asked; those of a breach only where they are wanted."""
        first = ["when", "body", "purpose", "day", "happened_time"]
        drawn = {field.short_name: field for field in self.drawn()}
        rest = [name for name in drawn if name not in (*first, *ONLY_WITHOUT)]
        return [drawn[name] for name in (*first, *rest, *(ONLY_WITHOUT if also_without else ()))]


class CarriedOut(_Told):
    """What was planned has been done."""

    version = VersionField()
    day = DayField("Day", missing="Enter the day", future=False, default=clock.today)
    happened_time = TimeField("Time", missing="Enter the time", default=_now)


class CalledOff(Form):
    """A button on something that is planned, as it was seen."""

    version = VersionField()


class Ended(Form):
    """A permission has ended on which something was told."""

    version = VersionField()
    outcome = ChoiceField("What became of it?", OUTCOMES, missing="Choose what became of it")
    words = LongTextField("When, how and by whom, or why it is not needed", rows=3, most=2000)


class Explained(Form):
    """How something came to be done without permission."""

    version = VersionField()
    why = LongTextField(
        "How did it come to happen?", missing="Write how it came to happen", rows=4, most=4000
    )
    told = ChoiceField("Does the client know?", TOLD, missing="Choose whether they know")
    told_because = LongTextField("If they are not told: why", rows=2, most=2000)


class Closed(Explained):
    """The manager closes it."""

    reported = ChoiceField(
        "Was the data protection officer told?",
        {"yes": "Yes", "no": "No, nobody is at risk from it"},
        missing="Choose whether they were told",
        hint="If people may be at risk from it, the Information Commissioner hears of it within 72 hours",
    )
    learned = LongTextField(
        "What is different from now on?", missing="Write what is different from now on", rows=3, most=4000
    )


def moment(day: Any, time: Any, now: datetime) -> datetime:
    """A day and a time as typed, as they are stored: the present minute is now, or it would come before what was given
    in it.
    """
    typed = clock.utc(datetime.combine(day.data, time.time))
    return now if typed == now.replace(second=0, microsecond=0) else typed
