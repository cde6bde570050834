"""What may be asked of the record, in the address, so that a page of it can be gone back to: codes and ids only."""

from __future__ import annotations

from collections.abc import Mapping

from ppsweb.audit import wording
from ppsweb.web.forms import DayField, Form, ListField


class WantedForm(Form):
    """Which rows of the record."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing, and a token has no place in an address

    action = ListField("What was done", {})
    member = ListField("Member of staff", {})
    day = DayField("Day", future=False)

    def offer(self, members: Mapping[str, str]) -> WantedForm:
        """The form with the acts and the members of staff that may be chosen."""
        self.action.choices = [("", "Everything"), *wording.known_actions().items()]
        by_name = sorted(members.items(), key=lambda item: item[1].casefold())
        self.member.choices = [("", "Everybody"), *by_name]
        return self
