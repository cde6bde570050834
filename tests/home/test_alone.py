"""Whom to ring and the blank form are there without sign-in, directory or database (C10, D4.18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ppsweb.auth.session import COOKIE, new_token
from ppsweb.database import database
from tests.client import HOST, Client
from tests.given.staff import SignedIn


@pytest.fixture
def away(make_app: Callable[..., Flask], tmp_path: Path, engine_name: str) -> Iterator[Client]:
    """A browser with the cookie of a session, at a site whose database does not answer."""
    somebody, engine = Client(make_app()), database.obj
    engine.close_all()
    if engine_name == "postgresql":
        engine.connect_params |= {"host": "127.0.0.1", "port": 1}
    else:
        engine.database = str(tmp_path / "nowhere" / "there.db")
    somebody.browser.set_cookie(COOKIE, new_token(), domain=HOST, secure=True)
    yield somebody
    somebody.close()


@pytest.mark.policy("C10", guard="safeguarding.stands_alone")
def test_the_numbers_and_the_form_are_there_without_the_database(away: Client) -> None:
    away.get("/sign-in", expect=503)  # the control: it is away
    page = away.get("/safeguarding")
    assert "The database does not answer" in page.text
    assert "01632 960111" in page.text
    page = page.follow("blank form")
    assert "01632 960111" in page.text
    assert "form to fill in by hand" in page.heading
    assert "Set-Cookie" not in page.headers, "whoever is signed in stays so when it is back"


def test_it_stands_alone_when_the_database_goes_in_the_middle(
    as_officer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "The database does not answer" not in as_officer.get("/safeguarding").text

    def gone(*_: Any, **__: Any) -> Any:
        from peewee import OperationalError

        raise OperationalError("gone")

    monkeypatch.setattr(database.obj, "execute_sql", gone)
    page = as_officer.get("/safeguarding")
    assert "The database does not answer" in page.text
    assert "Set-Cookie" not in page.headers
    monkeypatch.undo()
    assert as_officer.get("/").heading == "My work today", "still signed in"


def test_the_form_is_the_same_for_everybody(client: Client, as_officer: SignedIn) -> None:
    assert client.get("/safeguarding/form").data == as_officer.get("/safeguarding/form").data
