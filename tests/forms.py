"""Filling in a form of a page as a person would: fields that are there, answers that are offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from tests.page_checks import text_of

Pairs = list[tuple[str, Any]]
BUTTONS = ("submit", "button", "reset", "image")


class Form:
    """A form of a page; `pairs()` is what a browser would send now."""

    def __init__(self, element: Element) -> None:
        self.method = element.get("method", "get").lower()
        self.action = element.get("action", "")
        self.buttons: dict[str, Element] = {}
        self.controls: list[Control] = []
        for each in element.iter():
            if each.tag == "button" or (each.tag == "input" and each.get("type") == "submit"):
                self.buttons[text_of(each) or each.get("value", "")] = each
            elif each.tag in ("input", "select", "textarea") and _is_sent(each):
                self.controls.append(Control(each))

    def names(self) -> list[str]:
        """The names of the fields, hidden ones too, each once and in order."""
        return list(dict.fromkeys(each.name for each in self.controls))

    def fill(self, values: Mapping[str, Any]) -> None:
        """Give answers by field name.

        Text for a text, True or False for a single tick, the value for radios and selects, a list of values for
        several ticks, a date or three texts for a date's three fields, werkzeug's FileStorage for a file.
        Fails for a field that is not there and for an answer that is not offered.
        """
        for name, value in values.items():
            self._fill(name, value)

    def pairs(self, button: str | None = None) -> Pairs:
        """Names and values as they would be sent with this button (default: the first)."""
        pairs = [(each.name, value) for each in self.controls for value in each.values]
        pressed = self.buttons[button] if button else next(iter(self.buttons.values()))
        if pressed.get("name"):
            pairs.append((pressed.get("name", ""), pressed.get("value", "")))
        return pairs

    def _fill(self, name: str, value: Any) -> None:
        fields = [each for each in self.controls if each.name == name]
        if isinstance(value, date):
            value = [str(value.day), str(value.month), str(value.year)]
        if isinstance(value, tuple):
            value = list(value)
        if not fields and isinstance(value, list):
            # a date's three fields may also be told apart by their names
            fields = [
                each
                for part in ("day", "month", "year")
                for each in self.controls
                if each.name == f"{name}-{part}"
            ]
        assert fields, f"The form has no field {name!r}, only {self.names()}"
        choices = [each for each in fields if each.kind in ("radio", "checkbox")]
        if choices:
            _choose(name, choices, value)
        elif len(fields) > 1:
            assert isinstance(value, list), f"{name!r} are {len(fields)} fields"
            for field, part in zip(fields, value, strict=True):
                field.write(part)
        else:
            fields[0].write(value)


def _is_sent(field: Element) -> bool:
    return bool(field.get("name")) and field.get("type") not in BUTTONS and field.get("disabled") is None


class Control:
    """A field of a form, with what it would send."""

    def __init__(self, element: Element) -> None:
        self.name = element.get("name", "")
        self.kind = element.tag if element.tag != "input" else element.get("type", "text").lower()
        self.value = element.get("value", "on" if self.kind in ("radio", "checkbox") else "")
        self.options: dict[str, bool] = {
            each.get("value", text_of(each)): each.get("selected") is not None
            for each in element.iter("option")
        }
        self.several = element.get("multiple") is not None
        self.values: list[Any] = self._at_first(element)

    def _at_first(self, element: Element) -> list[Any]:
        if self.kind in ("radio", "checkbox"):
            return [self.value] if element.get("checked") is not None else []
        if self.kind == "select":
            selected = [value for value, is_selected in self.options.items() if is_selected]
            return selected or ([] if self.several else list(self.options)[:1])
        if self.kind == "textarea":
            return ["".join(element.itertext()).removeprefix("\n")]
        return [] if self.kind == "file" else [self.value]

    def write(self, value: Any) -> None:
        assert self.kind != "hidden", f"{self.name!r} is hidden: nobody can fill it in"
        if self.kind == "select":
            wanted = value if isinstance(value, list) else [value]
            missing = [each for each in wanted if each not in self.options]
            assert not missing, f"{self.name!r} offers {list(self.options)} and not {missing}"
            self.values = wanted
        else:
            assert self.kind == "file" or isinstance(value, str), f"{self.name!r} takes text, not {value!r}"
            # a browser sends the line breaks of a text area as CR LF
            self.values = [
                value.replace("\r\n", "\n").replace("\n", "\r\n") if self.kind == "textarea" else value
            ]


def _choose(name: str, choices: list[Control], value: Any) -> None:
    if isinstance(value, bool):
        assert len(choices) == 1, f"{name!r} has several ticks: give a list of their values"
        choices[0].values = [choices[0].value] if value else []
        return
    wanted: Iterable[str] = value if isinstance(value, list) else [value]
    offered = [each.value for each in choices]
    missing = [each for each in wanted if each not in offered]
    assert not missing, f"{name!r} offers {offered} and not {missing}"
    for each in choices:
        each.values = [each.value] if each.value in wanted else []
