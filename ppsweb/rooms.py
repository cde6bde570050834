"""The contents page: every room of the site, in the order of the layers from the ground up.

Each name is a package. Where it has `views.room`, its pages are opened; where it has `commands.cli`, its commands;
where it has `models`, its tables are known; where it has `jobs`, the worker does them; and its
`personal_data.HOLDINGS` say what personal data it keeps.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from flask import Flask

from ppsweb.database.personal_data import Holding

SHARED = (
    "database",
    "deadlines",
    "keys",
    "audit",
    "permissions",
    "files",
    "directory",
    "markup",
    "pdf",
    "worker",
    "mail",
)
FEATURES = (
    "auth",
    "organisations",
    "authorities",
    "people",
    "consents",
    "cases",
    "disclosures",
    "referrals",
    "leaflets",
    "safeguarding",
    "subject_access",
    "home",
)
ROOMS = SHARED + FEATURES


def _part(room: str, part: str) -> ModuleType | None:
    name = f"ppsweb.{room}.{part}"
    return import_module(name) if find_spec(name) is not None else None


def import_tables() -> None:
    """Import every room's models, so that migrations and guards know all tables."""
    for room in ROOMS:
        _part(room, "models")


def register(app: Flask) -> None:
    """Open every room's pages, commands and jobs; those of the training copy only there."""
    import_tables()
    app.extensions["holdings"] = holdings
    opened = (*ROOMS, "demo") if app.extensions["settings"].demo else ROOMS
    for room in opened:
        _part(room, "wording")  # the record of access has words for all that a room does, with pages or without
        if (views := _part(room, "views")) is not None:
            app.register_blueprint(views.room)
        if (commands := _part(room, "commands")) is not None:
            app.cli.add_command(commands.cli)
        _part(room, "jobs")


def holdings() -> list[Holding]:
    """Every room's declarations of personal data."""
    found: list[Holding] = []
    for room in ROOMS:
        if (declared := _part(room, "personal_data")) is not None:
            found.extend(declared.HOLDINGS)
    return found
