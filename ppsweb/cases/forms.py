"""What may be typed about cases."""

from __future__ import annotations

from ppsweb.cases.wording import CHANNELS, LEVELS, OUTCOMES, PARTS, TOPICS
from ppsweb.deadlines import clock
from ppsweb.web.forms import (
    ChoiceField,
    DayField,
    Form,
    HiddenValue,
    ListField,
    LongTextField,
    TextField,
    TickField,
    TimeField,
    VersionField,
    present_time,
)


class Search(Form):
    """Words to find a family by. Sent by POST: a name never stands in an address."""

    words = TextField(
        "Name, telephone number, reference, date of birth or postcode",
        missing="Enter a name, a number, a reference, a date of birth or a postcode",
        most=80,
        hint="The first three letters of a name are enough. A date of birth can be 5/4/1988 or 5 April 1988",
    )


class NewCase(Form):
    """A new case."""

    topic = ListField("What it is about", TOPICS, missing="Choose what it is about")
    level = ChoiceField("Level", LEVELS, missing="Choose a level", default="1")
    child = ListField("About which child", {})


class CaseDetails(Form):
    """What a case is about, which may show only later."""

    version = VersionField()
    topic = ListField("What it is about", TOPICS, missing="Choose what it is about")
    child = ListField("About which child", {})


class LevelChange(Form):
    """Another level, and why."""

    version = VersionField()
    level = ChoiceField("Level", LEVELS, missing="Choose a level")
    reason = LongTextField("Why it changes", missing="Write why it changes", rows=3, most=2000)


class Seen(Form):
    """A button that acts on a case as it was seen."""

    version = VersionField()


class NewNote(Form):
    """A note, with views and observation apart (D4.12)."""

    channel = ListField("How", CHANNELS, missing="Choose how the contact took place", default="phone")
    happened_on = DayField("Day", missing="Enter the day", future=False, default=clock.today)
    happened_time = TimeField("Time", missing="Enter the time", default=present_time)
    facts = LongTextField(PARTS["facts"], rows=6)
    parents_view = LongTextField(PARTS["parents_view"], rows=3)
    childs_view = LongTextField(PARTS["childs_view"], rows=3)
    information_given = LongTextField(PARTS["information_given"], rows=3)
    observation = LongTextField(PARTS["observation"], rows=3, hint="What you saw or concluded yourself")
    told_in_confidence = TickField(
        "The child told this in confidence", hint="It is never given out by itself"
    )


class Closing(Form):
    """The end of a case."""

    version = VersionField()
    closed_on = DayField("Closing day", missing="Enter the closing day", future=False, default=clock.today)
    outcome = ChoiceField("How it ended", OUTCOMES, missing="Choose how it ended")


class Reason(Form):
    """Why somebody opens a colleague's case."""

    reason = LongTextField("Reason", missing="Write the reason", rows=3, most=2000)


class Conflict(Form):
    """What connects somebody with a family, and that they know what follows: it cannot be undone (D7.05)."""

    reason = LongTextField(
        "What connects you with this family", missing="Write what connects you with them", rows=3, most=2000
    )
    sure = TickField(
        "I give up every case of this client, and I know that I cannot undo it",
        missing="Tick that you know you cannot undo it",
    )


class HandOver(Form):
    """To whom a case goes."""

    version = VersionField()
    officer = ListField("New officer", {}, missing="Choose an officer")


class FileElsewhere(Form):
    """Where a misfiled note belongs. `checked` is the case that whoever sends the form again was shown, `offered`
    the words by which the cases among which they choose were found."""

    checked = HiddenValue()
    offered = HiddenValue()
    reference = TextField(
        "Whose note it is: name, telephone number, reference, date of birth or postcode",
        called="Whose note it is",
        missing="Enter a name, a number, a reference, a date of birth or a postcode",
        most=80,
        hint="As when you find a family. You see whom it goes to before anything happens",
    )
    case = ChoiceField("The case where it belongs", {})
    because = LongTextField("Why it belongs there", missing="Write why it belongs there", rows=3, most=2000)


class EnquiryForm(Form):
    """A contact that is counted without keeping anything about anybody (D1.07)."""

    happened_on = DayField("Day", missing="Enter the day", future=False, default=clock.today)
    channel = ListField("How", CHANNELS, missing="Choose how", default="phone")
    level = ChoiceField("Level", {"1": LEVELS["1"], "2": LEVELS["2"]}, missing="Choose a level", default="1")
    topic = ListField("What it was about", TOPICS, missing="Choose what it was about")
