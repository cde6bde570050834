"""No form of another site acts here, and a form whose token has lapsed says what to do (D6.08)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.client import Client, Page
from tests.web.conftest import Staff

PATH = "/things/press"


def token_of(client: Any) -> str:
    page = client.get("/things", base_url="https://localhost").get_data(as_text=True)
    return str(page.split('name="csrf_token" value="')[1].split('"')[0])


def test_a_form_without_its_token_is_refused_plainly(client: Client) -> None:
    assert client.get("/things").form("Send a code").send().status == 303
    for forged in ({}, {"csrf_token": ""}, {"csrf_token": "forged"}):
        page = client.post(PATH, forged, expect=400)
        assert isinstance(page, Page)
        assert page.heading == "This form has lapsed"
        assert "Nothing was saved." in page.text


def test_a_token_of_another_session_is_refused(app: Flask) -> None:
    mine, theirs = app.test_client(), app.test_client()
    mine.get("/things", base_url="https://localhost")
    answer = mine.post(PATH, data={"csrf_token": token_of(theirs)}, base_url="https://localhost")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("origin", "status"),
    [("same-origin", 303), ("none", 303), (None, 303), ("cross-site", 400), ("same-site", 400)],
)
def test_what_another_site_sends_is_refused_even_with_a_token(
    app: Flask, origin: str | None, status: int
) -> None:
    client = app.test_client()
    headers = {} if origin is None else {"Sec-Fetch-Site": origin}
    data = {"csrf_token": token_of(client)}
    answer = client.post(PATH, data=data, headers=headers, base_url="https://localhost")
    assert answer.status_code == status


def test_in_service_over_https_a_form_is_taken_without_a_referrer(make_site: Callable[..., Flask]) -> None:
    """The site tells browsers to send none, so a check of it would refuse every form."""
    client = make_site("production", member=Staff()).test_client()
    data = {"csrf_token": token_of(client)}
    assert client.post(PATH, data=data, base_url="https://localhost").status_code == 303


def test_what_was_typed_is_kept_where_somebody_has_signed_in_again(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "keep_typed", lambda: True)
    page = client.post(PATH, {"csrf_token": "of the session before"}, expect=400)
    assert isinstance(page, Page)
    assert "What you typed is kept." in page.text
