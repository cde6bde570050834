"""Fields in which people choose: radio buttons, lists, tick boxes. Data is the code, never the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from ppsweb.web.fields import widgets

NOT_OFFERED = "Choose one of the answers that are offered"
NOTHING = SelectChoice("", "Choose")


def choices(labels: Mapping[Any, str]) -> list[SelectChoice]:
    """The choices of a field from codes and their words, for a list that only the view knows."""
    return [SelectChoice(str(code), label) for code, label in labels.items()]


def _chosen(missing: str | None) -> Callable[[Any, Any], None]:
    """The check that something was chosen; without `missing` nothing need be."""

    def check(form: Any, field: Any) -> None:
        if not field.data:
            raise StopValidation(missing) if missing else StopValidation()

    return check


def _only_offered(field: Any, form: Any, check: Callable[[Any], None]) -> None:
    """Run WTForms' own check, and say in our words that an answer was forged or is not offered any more."""
    try:
        check(form)
    except ValueError:
        raise ValidationError(NOT_OFFERED) from None


class _Group:
    """Boxes or buttons that belong together: a fieldset whose legend is the label."""

    id: str
    label: Any

    def __call__(self, **kwargs: Any) -> Markup:
        params = dict(kwargs.pop("params", {}))
        params.setdefault("fieldset", {"legend": {"text": self.label.text}})
        params.setdefault("idPrefix", self.id)
        return Markup(super().__call__(params=params, **kwargs))  # type: ignore[misc]  # noqa: S704


class ChoiceField(_Group, RadioField):
    """One of a few, as radio buttons. `labels` maps each code to its words, `hints` some of them to more."""

    data: Any
    widget = widgets.Radios()

    def __init__(
        self,
        label: str,
        labels: Mapping[Any, str],
        *,
        missing: str | None = None,
        hint: str = "",
        inline: bool = False,
        **kwargs: Any,
    ) -> None:
        self.inline = inline
        self.hints: dict[str, str] = {}
        super().__init__(
            label, choices=choices(labels), validators=[_chosen(missing)], description=hint, **kwargs
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """What stands chosen already was only an offer: a form that brings no choice has none."""
        self.data = None
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        if self.data in (None, "", "None"):
            self.data = None
        else:
            _only_offered(self, form, super().pre_validate)

    def __call__(self, **kwargs: Any) -> Markup:
        params = dict(kwargs.pop("params", {}))
        params.setdefault("classes", "govuk-radios--small" + (" govuk-radios--inline" if self.inline else ""))
        return super().__call__(params=params, **kwargs)


class ListField(SelectField):
    """One of many, as a list. Its `choices` may be set anew, with an empty one in front."""

    data: Any
    widget = widgets.Select()

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
            choices=[NOTHING, *choices(labels)],
            validators=[_chosen(missing)],
            description=hint,
            **kwargs,
        )

    def pre_validate(self, form: Any) -> None:
        if self.data in (None, "", "None"):
            self.data = None
        else:
            _only_offered(self, form, super().pre_validate)


class TicksField(_Group, SelectMultipleField):
    """Any of a few, as tick boxes. Data is the list of codes."""

    widget = widgets.Checkboxes()

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
            label, choices=choices(labels), validators=[_chosen(missing)], description=hint, **kwargs
        )

    def pre_validate(self, form: Any) -> None:
        _only_offered(self, form, super().pre_validate)

    def __iter__(self) -> Iterator[Any]:
        for number, (value, label, checked, *_) in enumerate(self.iter_choices()):
            yield _Tick(f"{self.id}-{number}", value, label, checked)

    def __call__(self, **kwargs: Any) -> Markup:
        params = dict(kwargs.pop("params", {}))
        params.setdefault("classes", "govuk-checkboxes--small")
        return super().__call__(params=params, **kwargs)


class _Tick:
    """One tick box, as the widget wants it."""

    def __init__(self, id: str, value: str, label: str, checked: bool) -> None:
        self.id, self.value, self.data, self.checked = id, value, value, checked
        self.label = type("Label", (), {"text": label})()

    def _value(self) -> str:
        return self.value


class TickField(BooleanField):
    """One tick box. `missing` is the message when it must be ticked."""

    widget = widgets.Checkbox()

    def __init__(self, label: str, *, missing: str | None = None, hint: str = "", **kwargs: Any) -> None:
        super().__init__(label, validators=[_chosen(missing)], description=hint, **kwargs)

    def __call__(self, **kwargs: Any) -> Markup:
        params = {"idPrefix": self.id, "classes": "govuk-checkboxes--small", **kwargs.pop("params", {})}
        return Markup(super().__call__(params=params, **kwargs))  # noqa: S704 (rendered by the component)
