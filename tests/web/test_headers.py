"""Every answer carries the headers, and only what is public is kept by the browser (D6.06)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from ppsweb.web.headers import ALWAYS
from ppsweb.web.static_files import asset

PATHS = ["/things", "/enter", "/nowhere", "/wrong/403", "/wrong/500", "/static/site.css", "/static/none.css"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, base_url="https://localhost", buffered=True)
    for name, value in ALWAYS.items():
        assert answer.headers.getlist(name) == [value]
    assert "Strict-Transport-Security" not in answer.headers


def test_the_policy_lets_nothing_inline_and_nothing_from_elsewhere_run(app: Flask) -> None:
    policy = dict(part.split(" ", 1) for part in ALWAYS["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    for none in ("object-src", "base-uri", "frame-ancestors"):
        assert policy.pop(none) == "'none'"
    assert set(policy) == {"script-src", "style-src", "img-src", "font-src", "form-action", "connect-src"}
    assert set(policy.values()) == {"'self'"}


def test_in_service_the_browser_is_told_to_use_https_only(make_site: Callable[..., Flask]) -> None:
    client = make_site("production").test_client()
    for path in PATHS:
        sent = client.get(path, base_url="https://localhost", buffered=True).headers[
            "Strict-Transport-Security"
        ]
        assert sent == "max-age=31536000; includeSubDomains"


def test_an_answer_that_is_lost_on_its_way_still_has_its_headers(make_site: Callable[..., Flask]) -> None:
    app = make_site()

    @app.after_request
    def fail(response: object) -> None:
        raise RuntimeError("something else went wrong")

    app.testing = False
    # what is registered last runs first; so put it where another room's would be
    app.after_request_funcs[None].insert(0, app.after_request_funcs[None].pop())
    answer = app.test_client().get("/nowhere")
    assert answer.headers["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/static/site.css?v=0123456789ab", "public, max-age=31536000, immutable"),
        ("/static/site.css", "no-cache"),
        ("/static/none.css?v=0123456789ab", "no-cache"),
        ("/things?v=0123456789ab", "no-store"),
        ("/things", "no-store"),
        ("/nowhere", "no-store"),
        ("/wrong/500", "no-store"),
    ],
)
def test_only_files_of_the_site_are_kept_by_the_browser(app: Flask, path: str, kept: str) -> None:
    assert app.test_client().get(path, buffered=True).headers["Cache-Control"] == kept


def test_the_address_of_a_file_changes_with_the_file(app: Flask) -> None:
    page = app.test_client().get("/things").get_data(as_text=True)
    assert 'href="/static/site.css?v=' in page
    with app.app_context(), pytest.raises(OSError, match="nothing.css"):
        asset("nothing.css")
