"""A real browser on a really served site: Chromium through Playwright, axe-core, pictures to look at.

The browser is the one that the system installed; Playwright's own is never downloaded. A page that writes an
error to the console, breaks the content security policy or asks another host for anything fails its test.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.given import NotInstalled

BROWSERS = ("/usr/bin/chromium", "/usr/bin/google-chrome-stable")
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run; each page has its own profile in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_installed(),
            # Chromium's own sandbox refuses root, and only root goes without.
            chromium_sandbox=os.geteuid() != 0,
            # Only what is served here is found. Asking Playwright about each request instead costs a round trip
            # for each.
            args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"],
            # people's browsers bring the page of a moment ago back as it was, with what was typed in it
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()


def _whole(file: IO[bytes], _size: int = 0) -> list[bytes]:
    with file:
        return [file.read()]


class _Quiet(WSGIRequestHandler):
    def make_environ(self) -> dict[str, Any]:
        # werkzeug forgets to close a file whose browser went on to another page before it had all of it
        return super().make_environ() | {"wsgi.file_wrapper": _whole}

    def log(self, *_: Any) -> None:
        """The access log of a test is of no use to anybody."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port of 127.0.0.1, in threads as gunicorn would; gives the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of the test's own site, served."""
    with serving(app) as address:
        yield address


class Visits:
    """Opens pages as different people would, each with a profile of their own, and notes what went wrong."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(self, viewport: ViewportSize = DESKTOP, **options: Any) -> Page:
        """A page of a new profile; a path is enough for `goto`. `options` are Playwright's for a context."""
        context = self.browser.new_context(
            base_url=self.address, viewport=viewport, locale="en-GB", timezone_id="Europe/London", **options
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        context.on("request", self._asked)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._heard(page, said.type, said.text))
        return page

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked for {request.url}, which is not this site")

    def _heard(self, page: Page, kind: str, text: str) -> None:
        # A page that answers 404 or 422 is meant to; Chromium calls it an error of loading.
        if kind in ("error", "warning") and not text.startswith(
            "Failed to load resource: the server responded"
        ):
            self.faults.append(f"{page.url}: {text}")

    def close(self) -> None:
        for context in self.contexts:
            for page in context.pages:
                page.wait_for_load_state(
                    "load"
                )  # a profile that is closed while a page comes may never close
            context.close()
        assert not self.faults, "The browser complained:\n" + "\n".join(self.faults)


@pytest.fixture
def visit(chromium: Browser, live: str) -> Iterator[Callable[..., Page]]:
    """`visit()` opens a page of a new profile; `visit(PHONE)` one that is 320 pixels wide."""
    visits = Visits(chromium, live)
    yield visits
    visits.close()


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A page at desktop width, 1280 pixels."""
    return visit()


@pytest.fixture
def narrow_page(visit: Callable[..., Page]) -> Page:
    """A page at 320 pixels, the width at which WCAG 1.4.10 wants no sideways scrolling."""
    return visit(PHONE)


def axe(page: Page) -> None:
    """Fail unless axe-core finds no violation of WCAG 2.2 A and AA on the page as it stands."""
    page.wait_for_load_state("load")  # after a click the text can be there before the style sheet is
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    response = Axe().run(page, options=options).response
    # Proof that it looked: a page has a language, a title and text, so these rules always apply.
    passed = {rule["id"] for rule in response["passes"]}
    found = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n    {node['html']}\n    {node['failureSummary']}"
        for rule in response["violations"]
        for node in rule["nodes"]
    ]
    assert not found, f"axe on {page.url}:\n" + "\n".join(found)
    assert "document-title" in passed, f"axe did not look at {page.url}"


def fits(page: Page) -> None:
    """Fail if the page has to be scrolled sideways."""
    wide, width = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= width, f"{page.url} is {wide} pixels wide in a window of {width}"


def keep(page: Page, name: str) -> Path:
    """Keep a picture of the whole page as screenshots/<name>.png."""
    path = SCREENSHOTS / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path


def _installed() -> str:
    """A browser that is a program, not a script that leads to a snap, which cannot see the tests' folders."""
    for path in map(Path, BROWSERS):
        if path.exists() and b"/snap/" not in path.resolve().read_bytes()[:4096]:
            return str(path)
    raise NotInstalled("Chromium", "chromium")
