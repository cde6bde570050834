"""A little site of the web room alone: no database, one room with every component and every field on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ppsweb import settings, web
from ppsweb.settings import Settings
from tests.web.kitchen_sink import open_room

ROOT = Path(__file__).parents[2]


@dataclass
class Staff:
    """Somebody signed in, as the web room knows them."""

    id: str = "0" * 26
    name: str = "Anna O’Brien-Iqbal"
    role: str = "officer"
    is_admitted: bool = True
    manages: bool = False


@pytest.fixture(scope="session")
def web_settings(instance: Path) -> Callable[..., Settings]:
    """Settings of an invented service, none of whose servers exist. The master key is the run's."""

    def make(mode: str = "test") -> Settings:
        given = {
            "mode": mode,
            "instance_folder": str(instance),
            "database_url": "postgresql://nobody:nothing-at-all-here@127.0.0.1:9/none",
            "database_owner_url": "postgresql://owner:nothing-at-all-here@127.0.0.1:9/none",
            "master_key_file": str(instance / "master.key"),
            "service_name": "Larkshire Parent Partnership",
            "council_name": "Larkshire Council",
            "controller_name": "Larkshire Council",
            "service_phone": "01632 960100",
            "service_email": "partnership@larkshire.example",
            "service_address": "The Old School; 1 Mill Lane; Larkford; LK1 1AA",
            "safeguarding_numbers": "Children's social care: 01632 960111; Out of hours: 01632 960112",
            "complaints_contact": "Data protection officer, dpo@larkshire.example",
            "public_address": "https://localhost",
            "dpia_reference": "DPIA-7",
            "trusted_proxies": "0",
        }
        absent = {
            each: "there is no such thing"
            for each in Settings.__dataclass_fields__
            if each not in given and _is_text(each)
        }
        return settings.from_values({**absent, **given, "directory_hosts": "ldaps://dc.invalid:9"})

    return make


def _is_text(name: str) -> bool:
    return (
        str(Settings.__dataclass_fields__[name].type) in ("str", "tuple[str, ...]") and name != "synchronous"
    )


@pytest.fixture(scope="session")
def make_site(web_settings: Callable[..., Settings]) -> Callable[..., Flask]:
    """`make_site("production", member=None)`: a site in that mode, at which somebody or nobody is signed in."""

    def make(mode: str = "test", *, member: Any = None) -> Flask:
        current = web_settings(mode)
        app = Flask(__name__, root_path=str(ROOT), template_folder="templates", static_folder="static")
        app.extensions.update(settings=current, current_member=lambda: member)
        web.init_app(app, current)
        open_room(app)
        web.finish(app)
        return app

    return make


@pytest.fixture(scope="session")
def app(make_site: Callable[..., Flask]) -> Flask:
    """The site at which an officer is signed in. Takes the place of the real one for this folder's tests, which
    leave it as it was."""
    return make_site(member=Staff())


@pytest.fixture(scope="session")
def stranger_app(make_site: Callable[..., Flask]) -> Flask:
    """The same site for somebody who has not signed in."""
    return make_site()
