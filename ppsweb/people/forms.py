"""What may be typed about people."""

from __future__ import annotations

from typing import Any

from wtforms.validators import StopValidation

from ppsweb.authorities.models import Method
from ppsweb.authorities.wording import CAPACITIES, METHODS
from ppsweb.people.rules import email_problem, phone_problem
from ppsweb.people.wording import LANGUAGES, RELATIONS, SAFE
from ppsweb.web.forms import (
    ChoiceField,
    DayField,
    EmailField,
    Form,
    ListField,
    LongTextField,
    PhoneField,
    TextField,
    TickField,
    TicksField,
    TimeField,
    VersionField,
)


def _phone(form: Any, field: Any) -> None:
    if problem := phone_problem(field.data or ""):
        raise StopValidation(problem)


def _email(form: Any, field: Any) -> None:
    if problem := email_problem(field.data or ""):
        raise StopValidation(problem)


class TelephonePermission(Form):
    """Permission by telephone: six fields, in the order of the call."""

    giver = TextField("Their name", missing="Enter their name")
    capacity = ListField("They are", CAPACITIES, missing="Choose who they are")
    phone = PhoneField("Telephone number", missing="Enter a telephone number", checks=[_phone])
    safe = TicksField("It is safe to", SAFE, hint="Tick only what they said yes to. Someone else may answer.")
    child = TextField("The child’s name", hint="Leave empty if they would rather not say yet")
    read_back = TickField(
        "I read the words out and they said yes", missing="Read the words out and tick that they said yes"
    )


class WrittenPermission(Form):
    """Permission on a form, in an e-mail or in person, recorded afterwards."""

    giver = TextField("Name of the person who gave permission", missing="Enter their name")
    capacity = ListField("They are", CAPACITIES, missing="Choose who they are")
    method = ChoiceField(
        "How they gave it",
        {method: label for method, label in METHODS.items() if method != Method.PHONE},
        missing="Choose how they gave it",
    )
    given_on = DayField("Day of the permission", missing="Enter the day of the permission", future=False)
    given_time = TimeField("Time", missing="Enter the time of the permission")
    phone = PhoneField("Telephone number", checks=[_phone])
    safe = TicksField("It is safe to", SAFE, hint="Tick only what they said yes to.")
    child = TextField("The child’s name")
    conditions = LongTextField("Conditions they made", rows=2, most=2000, hint="For example, “not by post”")
    read_back = TickField("If spoken: the words were read out, and they said yes")


class Details(Form):
    """What is known about a client."""

    version = VersionField()
    name = TextField("Name", missing="Enter their name")
    capacity = ListField("They are", CAPACITIES, missing="Choose who they are")
    born_on = DayField("Date of birth", hint="If they gave it", future=False)
    postcode = TextField("Postcode", most=10, width="govuk-input--width-10")
    language = ListField("Language", LANGUAGES, missing="Choose a language")
    needs_interpreter = TickField("Needs an interpreter")
    safe = TicksField("It is safe to", SAFE)
    contact_advice = LongTextField("How to be in touch safely", rows=3, most=2000)
    pass_phrase = TextField("Words that prove it is them on the telephone", most=60)


class NewEmail(Form):
    """An e-mail address, typed twice (D8.03)."""

    email = EmailField("E-mail address", missing="Enter an e-mail address", checks=[_email])
    again = EmailField("E-mail address once more", missing="Type the address once more")

    def validate_again(self, field: Any) -> None:
        if field.data != self.email.data:
            raise StopValidation("The two addresses are not the same")


class NewPhone(Form):
    """A telephone number."""

    phone = PhoneField("Telephone number", missing="Enter a telephone number", checks=[_phone])


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


class Withdrawal(Form):
    """The end of a permission."""

    because = LongTextField("What they said", missing="Write what they said", rows=3, most=2000)
    sure = TickField(
        "They understand that we keep the file for at least five years, and open it for nobody else",
        missing="Tell them about the five years and tick the box",
    )
