"""What may be typed about a professional who asks for help for a family: two names, of which none is the family's."""

from __future__ import annotations

from ppsweb.deadlines import clock
from ppsweb.organisations.wording import KINDS
from ppsweb.referrals.wording import ASKED
from ppsweb.web.forms import ChoiceField, DayField, Form, ListField, TextField


class NewReferral(Form):
    """Who asks, when, and what they were asked to give the parent (D4.07). There is no field for anything else."""

    referrer = TextField(
        "Who asks?",
        called="Who asks",
        missing="Enter the name of whoever asks",
        hint="The professional’s own name, and nobody else’s",
        most=80,
    )
    organisation = ListField("The body that they work for, if it is in our list", {}, hint="Else leave it")
    body = TextField("Its name, if it is not in the list", called="The name of the body", most=120)
    kind = ListField("What kind of body it is, if it is not in the list", KINDS)
    came_on = DayField("Day", missing="Enter the day", future=False, default=clock.today)
    asked = ChoiceField(
        "What did you ask them to give the parent?",
        ASKED,
        missing="Choose what you asked them to give the parent",
    )
