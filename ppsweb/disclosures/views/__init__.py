"""Pages of the gate, and the way to them from the page of a case."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup

from ppsweb.cases.views.files import room_satellites as on_case
from ppsweb.disclosures import tasks, telling  # noqa: F401 (say what waits, and what was told)
from ppsweb.disclosures.views import account, breaching, doing, ending  # noqa: F401 (each opens its pages in the room)
from ppsweb.disclosures.views.room import room

__all__ = ["room"]


def _on_case(case: Any) -> Markup:
    """The way to what was told and what is planned; it asks the database nothing."""
    return Markup(render_template("disclosures/_on_case.html", case=case))  # noqa: S704 (a template of our own)


on_case.append(_on_case)
