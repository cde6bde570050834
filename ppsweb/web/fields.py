"""The fields of every form: GOV.UK components, caps on length, clear messages beside the field.

What was typed is always kept and shown again. Dates are three boxes (D7.06).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any

from flask import render_template
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from markupsafe import Markup
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import StopValidation, ValidationError

from ppsweb.deadlines import clock
from ppsweb.web import text as typed

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


class _Checks:
    """The checks that every text field has, in the order in which they help."""

    def __init__(self, missing: str | None, most: int, problem: Callable[[str], str | None]) -> None:
        self.missing, self.most, self.problem = missing, most, problem

    def __call__(self, form: Any, field: Any) -> None:
        text = field.data or ""
        if not text.strip():
            if self.missing:
                raise StopValidation(self.missing)
            raise StopValidation()
        problem = self.problem(text)
        if problem:
            raise StopValidation(problem)
        if len(text) > self.most:
            raise StopValidation(f"{field.label.text} must be {self.most:,} characters or fewer")


class TextField(StringField):
    """One line of text. `missing` is the message when it is empty; without one it may be empty."""

    widget = GovTextInput()

    def __init__(
        self,
        label: str,
        *,
        missing: str | None = None,
        most: int = 200,
        hint: str = "",
        autocomplete: str = "off",
        width: str = "govuk-!-width-two-thirds",
        checks: Iterable[Callable[[Any, Any], None]] = (),
        **kwargs: Any,
    ) -> None:
        self.width = width
        super().__init__(
            label,
            validators=[_Checks(missing, most, typed.one_line_problem), *checks],
            description=hint,
            filters=[lambda text: typed.tidy(text) if isinstance(text, str) else text],
            render_kw={"autocomplete": autocomplete, "spellcheck": "false", **kwargs.pop("render_kw", {})},
            **kwargs,
        )

    def __call__(self, **kwargs: Any) -> Markup:
        params = {"classes": self.width, **kwargs.pop("params", {})}
        return Markup(super().__call__(params=params, **kwargs))  # noqa: S704 (rendered by the component)


class PhoneField(TextField):
    """A telephone number."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        kwargs.setdefault("width", "govuk-input--width-20")
        super().__init__(label, most=40, render_kw={"type": "tel", "inputmode": "tel"}, **kwargs)


class EmailField(TextField):
    """An e-mail address; what it must be is a rule of the people room."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, most=254, render_kw={"type": "email", "inputmode": "email"}, **kwargs)


class LongTextField(StringField):
    """Several lines of text."""

    widget = GovTextArea()

    def __init__(
        self,
        label: str,
        *,
        missing: str | None = None,
        most: int = 20_000,
        hint: str = "",
        rows: int = 5,
        **kwargs: Any,
    ) -> None:
        self.rows = rows
        super().__init__(
            label,
            validators=[_Checks(missing, most, typed.text_problem)],
            description=hint,
            filters=[lambda text: typed.tidy(text) if isinstance(text, str) else text],
            **kwargs,
        )

    def __call__(self, **kwargs: Any) -> Markup:
        params = {"rows": self.rows, **kwargs.pop("params", {})}
        return Markup(super().__call__(params=params, **kwargs))  # noqa: S704 (rendered by the component)


class PasswordField(StringField):
    """A password: taken exactly as typed, never trimmed, never shown again (D6.11)."""

    widget = GovPasswordInput()

    def __init__(
        self, label: str = "Password", *, missing: str = "Enter your password", **kwargs: Any
    ) -> None:
        def check(form: Any, field: Any) -> None:
            if not field.data:
                raise StopValidation(missing)

        super().__init__(label, validators=[check], render_kw={"autocomplete": "current-password"}, **kwargs)


def _choices(labels: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(code), label) for code, label in labels.items()]


class _Coded:
    """A field whose data is a code of an enumeration."""

    codes: type[enum.StrEnum] | None
    data: Any

    def check_code(self, missing: str | None) -> Callable[[Any, Any], None]:
        def check(form: Any, field: Any) -> None:
            if not field.data:
                raise StopValidation(missing) if missing else StopValidation()

        return check


class ChoiceField(RadioField, _Coded):
    """One of a few, as radio buttons. `labels` maps each code to its words."""

    widget = GovRadioInput()

    def __init__(
        self,
        label: str,
        labels: Mapping[Any, str],
        *,
        missing: str | None = None,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            choices=_choices(labels),
            validators=[self.check_code(missing)],
            description=hint,
            validate_choice=True,
            **kwargs,
        )

    def pre_validate(self, form: Any) -> None:
        if self.data in (None, "", "None"):
            self.data = None
            return
        super().pre_validate(form)

    def __call__(self, **kwargs: Any) -> Markup:
        params = kwargs.pop("params", {})
        params.setdefault(
            "fieldset", {"legend": {"text": self.label.text, "classes": "govuk-fieldset__legend--s"}}
        )
        params.setdefault("idPrefix", self.id)
        return Markup(super().__call__(params=params, **kwargs))  # noqa: S704 (rendered by the component)


class ListField(SelectField, _Coded):
    """One of many, as a list."""

    widget = GovSelect()

    def __init__(
        self,
        label: str,
        labels: Mapping[Any, str],
        *,
        missing: str | None = None,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            choices=[("", "Choose"), *_choices(labels)],
            validators=[self.check_code(missing)],
            description=hint,
            **kwargs,
        )


class TicksField(SelectMultipleField):
    """Any of a few, as tick boxes. Data is the list of codes."""

    widget = GovCheckboxesInput()

    def __init__(self, label: str, labels: Mapping[Any, str], *, hint: str = "", **kwargs: Any) -> None:
        super().__init__(label, choices=_choices(labels), description=hint, **kwargs)

    def __iter__(self) -> Any:
        for number, (value, label, checked, *_) in enumerate(self.iter_choices()):
            yield _Tick(f"{self.id}-{number}", value, label, checked)

    def __call__(self, **kwargs: Any) -> Markup:
        params = kwargs.pop("params", {})
        params.setdefault(
            "fieldset", {"legend": {"text": self.label.text, "classes": "govuk-fieldset__legend--s"}}
        )
        params.setdefault("idPrefix", self.id)
        return Markup(super().__call__(params=params, **kwargs))  # noqa: S704 (rendered by the component)


class _Tick:
    """One tick box, as the component wants it."""

    def __init__(self, id: str, value: str, label: str, checked: bool) -> None:
        self.id, self.value, self.data, self.checked = id, value, value, checked
        self.label = type("Label", (), {"text": label})()

    def _value(self) -> str:
        return self.value


class TickField(BooleanField):
    """One tick box. `missing` is the message when it must be ticked."""

    widget = GovCheckboxInput()

    def __init__(self, label: str, *, missing: str | None = None, hint: str = "", **kwargs: Any) -> None:
        def check(form: Any, field: Any) -> None:
            if missing and not field.data:
                raise StopValidation(missing)

        super().__init__(label, validators=[check], description=hint, **kwargs)

    def __call__(self, **kwargs: Any) -> Markup:
        params = kwargs.pop("params", {})
        params.setdefault("idPrefix", self.id)
        return Markup(super().__call__(params=params, **kwargs))  # noqa: S704 (rendered by the component)


class UploadField(FileField):
    """A file to upload."""

    widget = GovFileInput()

    def __init__(self, label: str, *, hint: str = "", **kwargs: Any) -> None:
        super().__init__(label, description=hint, **kwargs)


class DayField(StringField):
    """A day as three boxes; data is a `date`. Takes 5, 05 and May; asks for four figures of the year (D7.06)."""

    data: Any

    def __init__(
        self,
        label: str,
        *,
        missing: str | None = None,
        hint: str = "",
        future: bool = True,
        earliest: date = date(1900, 1, 1),
        **kwargs: Any,
    ) -> None:
        self.missing, self.future, self.earliest = missing, future, earliest
        self.parts = ("", "", "")
        self.wrong: tuple[str, ...] = ()
        super().__init__(label, description=hint, **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors = []
        self.data = self.object_data = self.default if not isinstance(data, date) else data
        if callable(self.data):
            self.data = self.data()
        if isinstance(self.data, date):
            self.parts = (str(self.data.day), str(self.data.month), str(self.data.year))
        if formdata is not None and any(
            f"{self.name}-{part}" in formdata for part in ("day", "month", "year")
        ):
            day, month, year = (
                formdata.get(f"{self.name}-{part}", "").strip()[:20] for part in ("day", "month", "year")
            )
            self.parts = (day, month, year)
            self._read()

    def _read(self) -> None:
        self.data = None
        problem = date_problem(self.parts, self.label.text, self.missing)
        if problem is not None:
            self.wrong, message = problem
            if message:
                self.process_errors.append(message)
            return
        day, month, year = self.parts
        if not (day or month or year):
            return
        try:
            self.data = date(int(year), month_number(month), int(day))
        except ValueError:
            self.wrong = ("day", "month", "year")
            self.process_errors.append(f"{self.label.text} must be a real date")

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            if self.missing and not self.process_errors:
                self.wrong = ("day", "month", "year")
                raise ValidationError(self.missing)
            return
        if not self.future and self.data > clock.today():
            self.wrong = ("day", "month", "year")
            raise ValidationError(f"{self.label.text} must be today or in the past")
        if self.data < self.earliest:
            self.wrong = ("year",)
            raise ValidationError(f"{self.label.text} must be after {self.earliest.year - 1}")

    def __call__(self, **kwargs: Any) -> Markup:
        return Markup(render_template("components/day_field.html", field=self, **kwargs))  # noqa: S704

    @property
    def first_wrong(self) -> str:
        """The id of the first box that is wrong, for the error summary's link."""
        return f"{self.id}-{self.wrong[0] if self.wrong else 'day'}"


def date_problem(
    parts: tuple[str, str, str], label: str, missing: str | None
) -> tuple[tuple[str, ...], str | None] | None:
    """Which boxes of a date are wrong and why, before it is looked up in the calendar; None if none."""
    day, month, year = parts
    if not (day or month or year):
        return (("day", "month", "year"), missing) if missing else None
    empty = tuple(name for name, text in zip(("day", "month", "year"), parts, strict=True) if not text)
    if empty:
        return empty, f"{label} must include a {' and '.join(empty)}"
    if not re.fullmatch(r"[0-9]{4}", year):
        return ("year",), f"{label}: the year must have 4 numbers"
    if not re.fullmatch(r"[0-9]{1,2}", day):
        return ("day",), f"{label}: the day must be a number"
    if month_number(month) == 0:
        return ("month",), f"{label}: the month must be a number or a name"
    return None


def month_number(month: str) -> int:
    """The number of a month typed as 5, 05, May or Sept; 0 if it is none."""
    if re.fullmatch(r"[0-9]{1,2}", month):
        return int(month) if 1 <= int(month) <= 12 else 0
    wanted = month.casefold().strip(".")
    found = [number for number, name in enumerate(MONTHS, 1) if len(wanted) >= 3 and name.startswith(wanted)]
    return found[0] if found else 0


class TimeField(TextField):
    """A time of day such as 14:05, 2.05pm or 9am; data is a `time`."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        kwargs.setdefault("width", "govuk-input--width-5")
        kwargs.setdefault("hint", "For example, 14:05 or 2.05pm")
        self.time: time | None = None
        super().__init__(label, most=12, checks=[self._check], **kwargs)

    def _check(self, form: Any, field: Any) -> None:
        self.time = read_time(self.data or "")
        if self.time is None:
            raise StopValidation("Enter a time, like 14:05 or 2.05pm")


def read_time(text: str) -> time | None:
    """A typed time of day; None if it is none."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*", text.casefold())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    elif found[2] is None:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


class OnceField(HiddenField):
    """A random id made when the form is drawn and used as the new row's id.

    So the same form sent twice meets its own first row and does nothing twice: the action's insert is refused
    by the primary key, and the view shows what is there.
    """


class VersionField(HiddenField):
    """The version of the row as the form was drawn: two tabs never overwrite each other."""
