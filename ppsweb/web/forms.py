"""The base of every form: CSRF, reasons beside their fields, nothing that was typed is lost."""

from __future__ import annotations

import json
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
    present_time,
)
from ppsweb.web.fields.hearing import heard
from ppsweb.web.fields.hidden import hidden_input
from ppsweb.web.once import row_id
from ppsweb.web.text import tidy

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
    "present_time",
]

CHANGED_SINCE_SAVED = (
    "You saved this form already, and what it says now is different. Look at what was saved. "
    "Nothing of this is saved yet: to save it as well, send it again"
)


class Form(FlaskForm):
    """A form of the site. `{{ draw(form, "Save") }}` in a template draws all its fields in order."""

    once = OnceField()

    #: what was sent, or is filled in from a draft; None while there is neither
    sent: MultiDict[str, Any] | None = None
    changed_since_saved = False
    #: the version of the row that the form shows, and a draft that was written when the row was another
    row_version: Any = None
    set_aside: MultiDict[str, str] | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a field that would hide a method: `summary` once hid the one that draws the error summary."""
        super().__init_subclass__(**kwargs)
        for name, value in vars(cls).items():
            if isinstance(value, UnboundField) and (hasattr(FlaskForm, name) or name in vars(Form)):
                raise TypeError(f"{cls.__name__}.{name}: a form has something of this name already")

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """What was sent; on a page that is shown, what its reader had typed and could not save.

            What was set aside stands beside the form too while what was sent has a fault: it is forgotten only when
            the form is taken.
            """
            given = super().wrap_formdata(form, formdata)
            kept = current_app.extensions.get("kept_draft") if formdata is not None else None
            if kept is None or (given is not None and "version" not in form._fields):
                return given
            fitting = form.fitting(kept())
            return fitting if given is None else given

    def process(self, formdata: Any = None, obj: Any = None, data: Any = None, **kwargs: Any) -> None:
        """WTForms' filling in, which must know the row's version before it takes a draft."""
        if "version" in self._fields:
            given = {"version": self._fields["version"].default, **(data or {}), **kwargs}
            self.row_version = getattr(obj, "version", given["version"])
        super().process(formdata, obj, data, **kwargs)

    def fitting(self, kept: MultiDict[str, str] | None) -> MultiDict[str, str] | None:
        """A kept draft, if the row is still what its writer saw. Else it is set aside, to be read beside the form:
        put back into the boxes it would undo what a colleague has changed since, such as "do not ring"."""
        if kept is None or "version" not in self._fields:
            return kept
        if kept.get(self._fields["version"].name) == str(self.row_version):
            return kept
        self.set_aside = kept
        return None

    def had_typed(self) -> list[tuple[str, str]]:
        """What was set aside and differs from what the form shows now: the field's label, and the answer in words."""
        if self.set_aside is None:
            return []
        answers = [(field, heard(field, self.set_aside)) for field in self.drawn()]
        return [
            (str(field.label.text), answer)
            for field, answer in answers
            if answer is not None and answer != heard(field)
        ]

    def post_process(self, formdata: Any = None) -> None:
        """Keep what was sent as it came: fields change their data when they are checked."""
        self.sent = formdata
        super().post_process(formdata)

    def refuse(self, refused: Refused) -> None:
        """Put an action's reasons beside the fields that they name, or above the form."""
        for name, reason in refused.reasons.items():
            field = self._fields.get(name) if name is not None else None
            if field is None or isinstance(field, HiddenValue):
                self.form_errors.append(reason)
            else:
                field.errors = [*field.errors, reason]

    @property
    def identifier(self) -> str:
        """The id for the row that this form makes: the same whenever the same answers are sent again."""
        return row_id(self.once.data or "", self.content())

    def content(self) -> str:
        """What was typed and chosen, in one order, without passwords and what only the browser carries."""
        unheard = (HiddenValue, CSRFTokenField, PasswordField)
        carried = {field.name for field in self if isinstance(field, unheard)}
        pairs = self.sent.items(multi=True) if self.sent is not None else ()
        typed = [(name, tidy(str(value))) for name, value in pairs if name not in carried]
        return json.dumps(sorted(typed))

    def refuse_changed(self) -> None:
        """Take this for a new form, and ask first: one that was saved came back with other answers in it."""
        self.changed_since_saved = True
        self.once.data = new_id()

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """WTForms' checks, and that the form was not saved already with other answers."""
        valid = bool(super().validate(*args, **kwargs))
        if self.changed_since_saved:
            self.form_errors.append(CHANGED_SINCE_SAVED)
        return valid and not self.changed_since_saved

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
