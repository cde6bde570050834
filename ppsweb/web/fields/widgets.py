"""govuk-frontend-wtf's widgets, mended where they do not fit the components they draw.

Written for an older govuk-frontend, they leave an empty hint behind, label groups in small print and put the
autocomplete of a password into the page twice.
"""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf import wtforms_widgets as theirs
from wtforms import Field

LABEL = "govuk-label--s"
LEGEND = "govuk-fieldset__legend--s"


class _Mended:
    """Mixed in before one of their widgets."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)  # type: ignore[misc]
        hint = params.get("hint")
        if not hint or not (hint.get("text") or hint.get("html")):
            params.pop("hint", None)
        if "label" in params:
            params["label"].setdefault("classes", LABEL)
        if "legend" in params.get("fieldset", {}):
            params["fieldset"]["legend"].setdefault("classes", LEGEND)
        return params


class TextInput(_Mended, theirs.GovTextInput):
    """One line."""


class TextArea(_Mended, theirs.GovTextArea):
    """Several lines."""


class Password(_Mended, theirs.GovPasswordInput):
    """A password, with a button to show it."""


class Radios(_Mended, theirs.GovRadioInput):
    """One of a few, each with a hint of its own where the field has one."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)
        for item in params["items"]:
            hint = field.hints.get(item["value"])
            if hint:
                item["hint"] = {"text": hint}
        return params


class Select(_Mended, theirs.GovSelect):
    """One of many."""


class Checkboxes(_Mended, theirs.GovCheckboxesInput):
    """Any of a few."""


class Checkbox(_Mended, theirs.GovCheckboxInput):
    """One tick box. Its hint stands below its label, which theirs would put it above."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)
        if "hint" in params:
            params["items"][0]["hint"] = params.pop("hint")
        return params


class Upload(_Mended, theirs.GovFileInput):
    """A file."""
