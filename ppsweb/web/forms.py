"""The base of every form: CSRF, reasons beside their fields, nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

from ppsweb.database import new_id
from ppsweb.refusal import Refused
from ppsweb.web.fields import (
    ChoiceField,
    DayField,
    EmailField,
    ListField,
    LongTextField,
    OnceField,
    PasswordField,
    PhoneField,
    TextField,
    TickField,
    TicksField,
    TimeField,
    UploadField,
    VersionField,
)

__all__ = [
    "ChoiceField",
    "DayField",
    "EmailField",
    "Form",
    "ListField",
    "LongTextField",
    "OnceField",
    "PasswordField",
    "PhoneField",
    "TextField",
    "TickField",
    "TicksField",
    "TimeField",
    "UploadField",
    "VersionField",
]


class Form(FlaskForm):
    """A form of the site. `{{ draw(form) }}` in a template draws all its fields in order."""

    once = OnceField(default=new_id)

    def refuse(self, refused: Refused) -> None:
        """Put an action's reasons beside the fields that they name, or above the form."""
        for name, reason in refused.reasons.items():
            field = self._fields.get(name) if name is not None else None
            if field is None:
                self.form_errors.append(reason)
            else:
                field.errors = [*field.errors, reason]

    @property
    def identifier(self) -> str:
        """The id for the row that this form makes, the same each time the same form is sent."""
        value = self.once.data or ""
        return value if re.fullmatch(r"[0-9a-hjkmnp-tv-z]{26}", value) else new_id()

    @property
    def seen_version(self) -> int:
        """The version of the row that the person saw when the form was drawn; 0 if that was not sent."""
        field = self._fields.get("version")
        return int(field.data) if field is not None and str(field.data or "").isdigit() else 0

    def drawn(self) -> Iterator[Field]:
        """The fields that people see, in order."""
        for field in self:
            if not isinstance(field, (OnceField, VersionField)) and field.name != "csrf_token":
                yield field

    def hidden(self) -> Iterator[Field]:
        """The fields that only the browser sees."""
        for field in self:
            if isinstance(field, (OnceField, VersionField)) or field.name == "csrf_token":
                yield field

    def summary(self) -> list[dict[str, Any]]:
        """The error summary: one line for each problem, linked to the first box that is wrong (D7.04)."""
        lines: list[dict[str, Any]] = [{"text": error} for error in self.form_errors]
        for field in self:
            for error in list(field.errors)[:1]:
                target = getattr(field, "first_wrong", field.id)
                lines.append({"text": str(error), "href": f"#{target}"})
        return lines

    @property
    def has_problems(self) -> bool:
        return bool(self.form_errors) or any(field.errors for field in self)
