"""What a form carries that nobody sees. Drawn without an id, so that a page can hold several forms."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from wtforms import HiddenField

from ppsweb.database import new_id
from ppsweb.web.text import tidy


def hidden_input(name: str, value: object) -> Markup:
    """One hidden value of a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


class HiddenValue(HiddenField):
    """A value that a form carries along."""

    def __call__(self, **kwargs: Any) -> Markup:
        return hidden_input(self.name, tidy(str(self.data or ""))[:200])


class OnceField(HiddenValue):
    """A random value, made when the form is drawn; the new row's id begins with half of it (`web.once`)."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("default", new_id)
        super().__init__(label, **kwargs)


class VersionField(HiddenValue):
    """The version of the row as the form was drawn: two tabs never overwrite each other."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A form that was sent without it has seen no version: WTForms would take the one that the row has by now."""
        self.data = valuelist[0] if valuelist else ""
