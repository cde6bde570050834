"""What may be typed about a body outside."""

from ppsweb.organisations.wording import KINDS
from ppsweb.web.forms import Form, ListField, TextField


class NewOrganisation(Form):
    """A body outside, by its own name."""

    name = TextField(
        "Its name",
        missing="Enter its name",
        most=120,
        hint="One body or one person there, such as “Elm Road Primary School”. A parent permits telling this one only.",
    )
    kind = ListField("It is a", KINDS, missing="Choose what kind of body it is")
