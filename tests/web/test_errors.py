"""Error pages: good pages, the same bytes for everybody, and nothing of what went wrong in page or log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from ppsweb.web import MOST_BYTES
from ppsweb.web.errors import CODES
from tests.client import Client, Page
from tests.web.conftest import Staff


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_is_a_good_page_that_says_what_to_do(client: Client, code: int) -> None:
    page = client.get(f"/wrong/{code}", expect=code)
    assert page.errors == []
    assert "/" in page.links.values()
    assert "/safeguarding" in page.links.values()
    assert "csrf_token" not in page.html
    assert "Sign out" not in page.text


@pytest.mark.parametrize(("code", "as_if"), [(418, 400), (406, 400), (501, 500), (504, 500)])
def test_a_status_without_a_page_has_the_page_of_its_class(client: Client, code: int, as_if: int) -> None:
    assert client.fetch(f"/wrong/{code}", code).data == client.fetch(f"/wrong/{as_if}", as_if).data


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_is_the_same_bytes_for_everybody(app: Flask, stranger_app: Flask, code: int) -> None:
    officer, stranger = app.test_client(), stranger_app.test_client()
    officer.get("/things")  # a session with a token
    answers = [
        client.get(f"/wrong/{code}", base_url="https://localhost") for client in (officer, stranger, officer)
    ]
    assert {answer.status_code for answer in answers} == {code}
    assert len({answer.data for answer in answers}) == 1
    assert len({str(answer.headers) for answer in answers}) == 1


def test_what_is_not_there_and_what_one_may_not_know_are_one_answer(make_site: Callable[..., Flask]) -> None:
    """D6.19: bytes and headers; the record exists for its loader to refuse, the other address leads nowhere."""
    council = make_site(member=Staff(role="council")).test_client()
    hidden, absent = council.get("/for/somebody"), council.get("/nowhere/at-all")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.data == absent.data
    assert str(hidden.headers) == str(absent.headers)
    assert council.get("/leaflets-index").status_code == 200, "the same person does see what is theirs"


def test_a_method_that_is_not_taken_says_which_are(client: Client) -> None:
    answer = client.fetch("/things/press", 405)
    assert answer.headers["Allow"] == "POST"


class BrokenSessions(SecureCookieSessionInterface):
    """No session can be opened."""

    def open_session(self, app: Flask, request: Any) -> Any:
        raise RuntimeError("nothing works any more")


def crashing(make_site: Callable[..., Flask]) -> Any:
    app = make_site("production")
    return app.test_client()


def test_a_crash_shows_the_page_and_logs_where_but_not_what(
    make_site: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    client = crashing(make_site)
    with caplog.at_level(logging.DEBUG):
        answer = client.get("/crash/Idris")
    assert answer.status_code == 500
    assert b"Something went wrong on our side" in answer.data
    assert "ValueError at cases.crash" in caplog.text
    assert "kitchen_sink.py" in caplog.text
    assert "Idris" not in caplog.text + answer.get_data(as_text=True)


def test_a_database_that_is_away_is_an_unavailable_service_with_the_numbers_to_ring(
    make_site: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    answer = crashing(make_site).get("/lost")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert 'href="tel:01632960111"' in text
    assert "01632 960112" in text
    assert "OperationalError" in caplog.text
    assert "hunter2" not in caplog.text + text


def test_the_page_of_a_crash_touches_nothing(
    make_site: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_site("production")
    before = app.test_client().get("/crash/x").data

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("nothing works any more")

    monkeypatch.setattr(type(app.jinja_env), "get_template", broken)
    monkeypatch.setitem(app.extensions, "current_member", broken)
    monkeypatch.setattr(app, "session_interface", BrokenSessions())
    answer = app.test_client().get("/crash/x")
    assert answer.status_code == 500
    assert answer.data == before


def token(client: Client) -> str:
    return next(
        value for name, value in client.get("/things").form("Send a code").pairs() if name == "csrf_token"
    )


def test_somebody_was_faster_and_nobody_caught_it(client: Client) -> None:
    page = client.post("/stale", {"csrf_token": token(client)}, expect=409)
    assert isinstance(page, Page)
    assert page.heading == "Somebody else was faster"
    assert "kept" not in page.text


def test_what_was_typed_is_kept_when_somebody_was_faster(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "keep_typed", lambda: True)
    page = client.post("/stale", {"csrf_token": token(client)}, expect=409)
    assert isinstance(page, Page)
    assert "What you typed is kept." in page.text


@pytest.mark.parametrize("engine", ["sqlcipher", "postgresql"])
def test_a_form_that_came_twice_at_the_same_moment_was_taken_once(client: Client, engine: str) -> None:
    page = client.post(f"/twice/{engine}", {"csrf_token": token(client), "once": "7" * 26}, expect=409)
    assert isinstance(page, Page)
    assert page.heading == "This was sent twice"


def test_another_broken_rule_of_the_database_is_a_crash(client: Client) -> None:
    client.post("/twice/other", {"csrf_token": token(client), "once": "7" * 26}, expect=500)
    client.post("/twice/sqlcipher", {"csrf_token": token(client)}, expect=500)


def test_what_is_too_large_is_not_read_and_the_page_says_so(client: Client) -> None:
    large = {"csrf_token": token(client), "text": "x" * (MOST_BYTES + 1)}
    page = client.post("/things/new", large, expect=413)
    assert isinstance(page, Page)
    assert "over the limit of 8 MB" in page.text
    smaller = {"csrf_token": token(client), "text": "x" * (3 * 1024 * 1024)}
    assert client.post("/things/new", smaller, expect=422).status == 422
