"""What may be typed to sign in, to admit somebody and to appoint a deputy."""

from __future__ import annotations

from collections.abc import Iterable

from ppsweb.auth.models import Member
from ppsweb.web.forms import DayField, Form, ListField, PasswordField, TextField, VersionField


class SignInForm(Form):
    """Name and password for the council's network."""

    name = TextField(
        "Your user name",
        missing="Enter your user name",
        most=256,
        autocomplete="username",
        hint="As on your council computer",
    )
    password = PasswordField("Password", missing="Enter your password")


class MemberForm(Form):
    """One member, as the manager saw the row."""

    version = VersionField()


class DeputyForm(Form):
    """Who stands in for the manager, and when."""

    member = ListField("Officer", {}, missing="Choose an officer")
    first_day = DayField("First day", missing="Enter the first day")
    last_day = DayField("Last day", missing="Enter the last day", hint="This day is included")

    def offer(self, officers: Iterable[Member]) -> DeputyForm:
        """The form with the officers who may be chosen."""
        self.member.choices = [("", "Choose"), *((each.id, each.name) for each in officers)]
        return self
