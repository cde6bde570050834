"""Fields in which people write: capped, and free of characters that cannot be stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import StopValidation

from ppsweb.web import text as typed
from ppsweb.web.fields import widgets
from ppsweb.web.shapes import email_problem, phone_problem

Check = Callable[[Any, Any], None]

_POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2})")


def name_of(field: Any) -> str:
    """What a message calls a field: `called`, or its label."""
    return str(getattr(field, "called", None) or field.label.text)


class _Checks:
    """The checks that every written field has, in the order in which they help."""

    def __init__(self, missing: str | None, most: int, problem: Callable[[str], str | None]) -> None:
        self.missing, self.most, self.problem = missing, most, problem

    def __call__(self, form: Any, field: Any) -> None:
        text = field.data or ""
        if not text.strip():
            raise StopValidation(self.missing) if self.missing else StopValidation()
        if problem := self.problem(text):
            raise StopValidation(f"{name_of(field)} {problem}")
        if len(text) > self.most:
            raise StopValidation(
                f"{name_of(field)} must be {self.most:,} characters or fewer. It has {len(text):,}"
            )


class _Written(StringField):
    """What written fields share: what is typed is tidied when it comes in, and drawn as it then is."""

    called: str | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = typed.tidy(str(valuelist[0]))


class TextField(_Written):
    """One line of text. `missing` is the message when it is empty; without one it may be empty."""

    widget = widgets.TextInput()

    def __init__(
        self,
        label: str,
        *,
        missing: str | None = None,
        most: int = 200,
        hint: str = "",
        called: str | None = None,
        autocomplete: str = "off",
        width: str = "govuk-!-width-two-thirds",
        checks: Iterable[Check] = (),
        **kwargs: Any,
    ) -> None:
        self.width, self.called = width, called
        super().__init__(
            label,
            validators=[_Checks(missing, most, typed.one_line_problem), *checks],
            description=hint,
            render_kw={"autocomplete": autocomplete, "spellcheck": "false", **kwargs.pop("render_kw", {})},
            **kwargs,
        )

    def __call__(self, **kwargs: Any) -> Markup:
        params = {"classes": self.width, **kwargs.pop("params", {})}
        return Markup(super().__call__(params=params, **kwargs))  # noqa: S704 (rendered by the component)


def _shape(problem_of: Callable[[str], str | None]) -> Check:
    def check(form: Any, field: Any) -> None:
        if problem := problem_of(field.data):
            raise StopValidation(problem)

    return check


class PhoneField(TextField):
    """A telephone number, kept as it was typed."""

    def __init__(self, label: str, *, checks: Iterable[Check] = (), **kwargs: Any) -> None:
        kwargs.setdefault("width", "govuk-input--width-20")
        super().__init__(
            label,
            most=40,
            render_kw={"type": "tel", "inputmode": "tel"},
            checks=[_shape(phone_problem), *checks],
            **kwargs,
        )


class EmailField(TextField):
    """One e-mail address; whether it may be written to is a rule of the mail room."""

    def __init__(self, label: str, *, checks: Iterable[Check] = (), **kwargs: Any) -> None:
        super().__init__(
            label,
            most=254,
            render_kw={"type": "email", "inputmode": "email"},
            checks=[_shape(email_problem), *checks],
            **kwargs,
        )


class PostcodeField(TextField):
    """A full UK postcode. Data is in capitals with its space: `lk1 1aa` is `LK1 1AA`."""

    def __init__(self, label: str = "Postcode", *, checks: Iterable[Check] = (), **kwargs: Any) -> None:
        kwargs.setdefault("width", "govuk-input--width-10")
        super().__init__(label, most=12, checks=[_is_postcode, *checks], **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data and not self.errors:
            whole = "".join(self.data.upper().split())
            self.data = f"{whole[:-3]} {whole[-3:]}"


def _is_postcode(form: Any, field: Any) -> None:
    if not _POSTCODE.fullmatch("".join(field.data.upper().split())):
        raise StopValidation("Enter a full UK postcode, like LK1 1AA")


class LongTextField(_Written):
    """Several lines of text."""

    widget = widgets.TextArea()

    def __init__(
        self,
        label: str,
        *,
        missing: str | None = None,
        most: int = 20_000,
        hint: str = "",
        called: str | None = None,
        rows: int = 5,
        checks: Iterable[Check] = (),
        **kwargs: Any,
    ) -> None:
        self.rows, self.called = rows, called
        super().__init__(
            label,
            validators=[_Checks(missing, most, typed.text_problem), *checks],
            description=hint,
            **kwargs,
        )

    def __call__(self, **kwargs: Any) -> Markup:
        params = {"rows": self.rows, "spellcheck": True, **kwargs.pop("params", {})}
        return Markup(super().__call__(params=params, **kwargs))  # noqa: S704 (rendered by the component)


class PasswordField(StringField):
    """A password: taken exactly as typed, never trimmed, never shown again (D6.11)."""

    widget = widgets.Password()

    def __init__(
        self, label: str = "Password", *, missing: str = "Enter your password", **kwargs: Any
    ) -> None:
        def check(form: Any, field: Any) -> None:
            if not field.data:
                raise StopValidation(missing)

        super().__init__(label, validators=[check], **kwargs)

    def __call__(self, **kwargs: Any) -> Markup:
        # a password manager may fill it in and paste works (WCAG 3.3.8)
        params = {"autocomplete": "current-password", "classes": "govuk-!-width-two-thirds"}
        return Markup(super().__call__(params={**params, **kwargs.pop("params", {})}, **kwargs))  # noqa: S704
