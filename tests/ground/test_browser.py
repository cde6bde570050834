"""The browser finds what it is there to find: a fault of access, a page too wide, a broken rule of security."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser

from tests.given.browser import PHONE, SCREENSHOTS, Visits, axe, fits, keep, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "good": "<h1>Good</h1><p>Words.</p>",
    "faint": '<h1>Faint</h1><p class="faint">Words nobody can read.</p>',
    "wide": '<h1>Wide</h1><p class="wide">Words.</p>',
    "elsewhere": '<h1>Elsewhere</h1><img src="https://elsewhere.example/a.png" alt="A picture">',
    "inline": "<h1>Inline</h1><script>document.title = 'changed'</script>",
}
STYLE = "body{margin:0;background:#fff} .faint{color:#eee} .wide{width:700px}"


@pytest.fixture
def visits(chromium: Browser) -> Iterator[Visits]:
    """Visits to a small site under a strict policy; the test itself looks at what went wrong."""
    app = Flask(__name__)

    @app.get("/<name>")
    def show(name: str) -> Response:
        head = f'<title>{name}</title><link rel="stylesheet" href="/style"><link rel="icon" href="/icon">'
        body = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><main>{PAGES[name]}</main></body></html>'
        return Response(body, headers={"Content-Security-Policy": "default-src 'self'; img-src *"})

    @app.get("/style")
    def style() -> Response:
        return Response(STYLE, mimetype="text/css")

    @app.get("/icon")
    def icon() -> Response:
        return Response("", mimetype="image/png")

    with serving(app) as address:
        visits = Visits(chromium, address)
        yield visits
        visits.faults.clear()
        visits.close()


def test_a_good_page_passes_at_both_widths(visits: Visits) -> None:
    for page in (visits(), visits(PHONE)):
        page.goto("/good")
        axe(page)
        fits(page)
    assert visits.faults == []


def test_axe_finds_faint_words(visits: Visits) -> None:
    page = visits()
    page.goto("/faint")
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page)


def test_a_page_wider_than_a_telephone_is_found(visits: Visits) -> None:
    page = visits(PHONE)
    page.goto("/wide")
    with pytest.raises(AssertionError, match="700 pixels wide"):
        fits(page)


@pytest.mark.parametrize(
    ("name", "fault"),
    [("elsewhere", "https://elsewhere.example/a.png"), ("inline", "Content Security Policy")],
)
def test_what_the_browser_complains_of_fails_the_test(visits: Visits, name: str, fault: str) -> None:
    visits().goto(f"/{name}")
    assert visits.faults
    with pytest.raises(AssertionError, match=fault):
        visits.close()


def test_pictures_are_kept(visits: Visits) -> None:
    page = visits()
    page.goto("/good")
    kept = keep(page, "ground/good")
    assert kept.parent.parent == SCREENSHOTS
    assert kept.read_bytes().startswith(b"\x89PNG")
    kept.unlink()
