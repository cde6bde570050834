"""The base of every form: CSRF, reasons beside their fields, nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.core import UnboundField

from ppsweb.database import new_id
from ppsweb.refusal import Refused
from ppsweb.web.fields import (
    ChoiceField,
    DayField,
    EmailField,
    HiddenValue,
    ListField,
    LongTextField,
    OnceField,
    PasswordField,
    PhoneField,
    PostcodeField,
    TextField,
    TickField,
    TicksField,
    TimeField,
    UploadField,
    VersionField,
)
from ppsweb.web.fields.hidden import hidden_input

__all__ = [
    "ChoiceField",
    "DayField",
    "EmailField",
    "Form",
    "HiddenValue",
    "ListField",
    "LongTextField",
    "OnceField",
    "PasswordField",
    "PhoneField",
    "PostcodeField",
    "TextField",
    "TickField",
    "TicksField",
    "TimeField",
    "UploadField",
    "VersionField",
]


CHANGED_MEANWHILE = (
    "Somebody has changed this since you opened it, and nothing of yours is saved yet. "
    "Look at what it says now, and send yours again if it still fits"
)


class Form(FlaskForm):
    """A form of the site. `{{ draw(form, "Save") }}` in a template draws all its fields in order."""

    once = OnceField()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a field that would hide a method: `summary` once hid the one that draws the error summary."""
        super().__init_subclass__(**kwargs)
        for name, value in vars(cls).items():
            if isinstance(value, UnboundField) and (hasattr(FlaskForm, name) or name in vars(Form)):
                raise TypeError(f"{cls.__name__}.{name}: a form has something of this name already")

    #: the endpoint that takes this form, when another page shows it
    sent_to: str | None = None

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """What was sent; on a page that is shown, what its reader had typed when the session ended."""
            given = super().wrap_formdata(form, formdata)
            if given is None and formdata is not None and "kept_draft" in current_app.extensions:
                return _as_of_now(current_app.extensions["kept_draft"](form.sent_to))
            return given

    def refuse(self, refused: Refused) -> None:
        """Put an action's reasons beside the fields that they name, or above the form."""
        for name, reason in refused.reasons.items():
            field = self._fields.get(name) if name is not None else None
            if field is None or isinstance(field, HiddenValue):
                self.form_errors.append(reason)
            else:
                field.errors = [*field.errors, reason]

    def refuse_stale(self, version: int) -> None:
        """Say that the row was changed meanwhile. What was typed stays; the next try counts from `version`."""
        self.form_errors.append(CHANGED_MEANWHILE)
        if "version" in self._fields:
            self._fields["version"].data = str(version)

    @property
    def identifier(self) -> str:
        """The id for the row that this form makes, the same each time the same form is sent."""
        value = self.once.data or ""
        return value if re.fullmatch(r"[0-9a-hjkmnp-tv-z]{26}", value) else new_id()

    @property
    def seen_version(self) -> int:
        """The version of the row that the person saw when the form was drawn; 0 if that was not sent."""
        field = self._fields.get("version")
        return int(field.data) if field is not None and re.fullmatch("[0-9]{1,9}", str(field.data)) else 0

    def drawn(self) -> Iterator[Field]:
        """The fields that people see, in order."""
        return (field for field in self if not isinstance(field, (HiddenValue, CSRFTokenField)))

    def hidden(self) -> Markup:
        """The token and what else only the browser sees. No ids, so that a page can hold several forms."""
        carried = [field() for field in self if isinstance(field, HiddenValue)]
        return Markup("").join([hidden_input("csrf_token", generate_csrf()), *carried])

    def hidden_tag(self, *fields: Any) -> Markup:
        """Flask-WTF's name for `hidden`."""
        return self.hidden()

    def problems(self) -> list[dict[str, Any]]:
        """The error summary: one line for each problem, linked to the first box that is wrong (D7.04)."""
        lines: list[dict[str, Any]] = [{"text": error} for error in self.form_errors]
        for field in self.drawn():
            for error in list(field.errors)[:1]:
                lines.append({"text": str(error), "href": f"#{getattr(field, 'first_wrong', field.id)}"})
        return lines

    @property
    def has_problems(self) -> bool:
        """Whether the page says that something is wrong."""
        return bool(self.form_errors) or any(field.errors for field in self.drawn())

    @property
    def sends_files(self) -> bool:
        """Whether the form must be sent in parts."""
        return any(isinstance(field, UploadField) for field in self)


def _as_of_now(kept: MultiDict[str, str] | None) -> MultiDict[str, str] | None:
    """A kept draft without the version that its writer saw then: they now see the row as it is."""
    if kept is None:
        return None
    return MultiDict([(name, value) for name, value in kept.items(multi=True) if name != "version"])
