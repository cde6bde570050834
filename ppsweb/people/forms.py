"""What may be typed about people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms.validators import StopValidation

from ppsweb.authorities.models import Capacity, Method
from ppsweb.authorities.wording import CLIENT_CAPACITIES, HOLD_DATA, METHODS, WORDINGS
from ppsweb.deadlines import clock
from ppsweb.people.wording import LANGUAGES, RELATIONS, SAFE
from ppsweb.web.forms import (
    ChoiceField,
    DayField,
    EmailField,
    Form,
    HiddenValue,
    ListField,
    LongTextField,
    PhoneField,
    PostcodeField,
    TextField,
    TickField,
    TicksField,
    TimeField,
    VersionField,
    present_time,
)

CONDITIONS = "For example, “not by post”"


class TelephonePermission(Form):
    """Permission by telephone: six fields, in the order of the call, and a seventh for the few who make conditions.

    `somebody_else` says which clients its sender was shown and says that it is none of.
    """

    somebody_else = HiddenValue()
    giver = TextField("Their name", missing="Enter their name")
    capacity = ListField("They are", CLIENT_CAPACITIES, missing="Choose who they are")
    phone = PhoneField("Telephone number", hint="Leave empty if no number is safe")
    safe = TicksField("It is safe to", SAFE, hint="Tick only what they said yes to. Someone else may answer.")
    child = TextField("The child’s name", hint="Leave empty if they would rather not say yet")
    conditions = LongTextField("Conditions they made", rows=2, most=2000, hint=CONDITIONS)
    read_back = TickField(
        "I read the words out and they said yes", missing="Read the words out and tick that they said yes"
    )

    def said(self, now: datetime) -> dict[str, Any]:
        """What was permitted, as the acts take it: now, to the words on the page."""
        return {
            "giver": self.giver.data,
            "capacity": Capacity(self.capacity.data),
            "method": Method.PHONE,
            "given_at": now,
            "wording_version": HOLD_DATA.version,
            "read_back": self.read_back.data,
            "conditions": self.conditions.data,
        }


class _Afterwards(Form):
    """A permission that is recorded when it has been given: how, when, and to which words."""

    giver = TextField("Name of the person who gave permission", missing="Enter their name")
    capacity = ListField("They are", CLIENT_CAPACITIES, missing="Choose who they are")
    method = ChoiceField("How they gave it", METHODS, missing="Choose how they gave it")
    given_on = DayField("Day of the permission", missing="Enter the day of the permission", future=False)
    given_time = TimeField("Time", missing="Enter the time of the permission")
    wording_version = ListField(
        "To which words",
        {version: words.name for version, words in WORDINGS.items()},
        missing="Choose the words that they agreed to",
        hint="They stand at the foot of the form",
        default=HOLD_DATA.version,
    )
    conditions = LongTextField("Conditions they made", rows=2, most=2000, hint=CONDITIONS)
    read_back = TickField("If spoken: the words were read out, and they said yes")

    def said(self, now: datetime) -> dict[str, Any]:
        """What was permitted, as the acts take it."""
        return {
            "giver": self.giver.data,
            "capacity": Capacity(self.capacity.data),
            "method": Method(self.method.data),
            "given_at": self._given_at(now),
            "wording_version": self.wording_version.data,
            "read_back": self.read_back.data,
            "conditions": self.conditions.data,
        }

    def _given_at(self, now: datetime) -> datetime:
        """The typed moment. It has no seconds: in the present minute it is now, or it would be before what has just
        been recorded.
        """
        assert self.given_time.time is not None  # noqa: S101 (the form was valid)
        typed = clock.utc(datetime.combine(self.given_on.data, self.given_time.time))
        return now if typed == now.replace(second=0, microsecond=0) else typed


class WrittenPermission(_Afterwards):
    """Permission on a form, in an e-mail, in person, or by telephone during an outage, recorded afterwards."""

    somebody_else = HiddenValue()
    phone = PhoneField("Telephone number", hint="Leave empty if no number is safe")
    email = EmailField("E-mail address", hint="It is used once they have read a code back")
    safe = TicksField("It is safe to", SAFE, hint="Tick only what they said yes to.")
    child = TextField("The child’s name")

    def said(self, now: datetime) -> dict[str, Any]:
        """What was permitted, and the address on the form."""
        return {**super().said(now), "email": self.email.data}


class PermissionAgain(_Afterwards):
    """A client whose permission has ended gives it again: mostly on the telephone, and just now."""

    given_on = DayField(
        "Day of the permission", missing="Enter the day of the permission", future=False, default=clock.today
    )
    given_time = TimeField("Time", missing="Enter the time of the permission", default=present_time)


class Details(Form):
    """What is known about a client."""

    version = VersionField()
    name = TextField("Name", missing="Enter their name")
    capacity = ListField("They are", CLIENT_CAPACITIES, missing="Choose who they are")
    born_on = DayField("Date of birth", hint="If they gave it", future=False)
    postcode = PostcodeField()
    language = ListField("Language", LANGUAGES, missing="Choose a language")
    needs_interpreter = TickField("Needs an interpreter")
    safe = TicksField("It is safe to", SAFE)
    contact_advice = LongTextField("How to be in touch safely", rows=3, most=2000)
    pass_phrase = TextField("Words that prove it is them on the telephone", most=60)


class NewEmail(Form):
    """An e-mail address, typed twice (D8.03)."""

    email = EmailField("E-mail address", missing="Enter an e-mail address")
    again = EmailField("E-mail address once more", missing="Type the address once more")

    def validate_again(self, field: Any) -> None:
        if field.data != self.email.data:
            raise StopValidation("The two addresses are not the same")


class NewPhone(Form):
    """A telephone number."""

    phone = PhoneField("Telephone number", missing="Enter a telephone number")


class NewAddress(Form):
    """A postal address."""

    post = LongTextField(
        "Postal address", missing="Enter the address", rows=4, most=500, hint="As it stands on an envelope"
    )


class ReadBack(Form):
    """The code as the client reads it back by telephone."""

    code = TextField(
        "The six figures they read to you",
        missing="Enter the six figures",
        most=12,
        width="govuk-input--width-10",
    )


class Named(Form):
    """Somebody who is named in a file."""

    name = TextField("Name", missing="Enter a name")
    relation = ListField("They are", RELATIONS, missing="Choose who they are")
    born_on = DayField("Date of birth", hint="If it is known", future=False)
    school = TextField("School or workplace")


class NamedAgain(Form):
    """What a file says of somebody whom it names, put right; how they stand to the client stays."""

    version = VersionField()
    name = TextField("Name", missing="Enter a name")
    born_on = DayField("Date of birth", hint="If it is known", future=False)
    school = TextField("School or workplace")


class Withdrawal(Form):
    """The end of a permission."""

    because = LongTextField("What they said", missing="Write what they said", rows=3, most=2000)
    sure = TickField(
        "They understand that we keep the file for at least five years, and open it for nobody else",
        missing="Tell them about the five years and tick the box",
    )


class RecordedWrongly(Form):
    """Why a permission never counted."""

    because = LongTextField("What was wrong", missing="Write what was wrong", rows=3, most=2000)
