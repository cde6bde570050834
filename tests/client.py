"""The browser of most tests: no script, no pictures, but it looks at every page as a strict reader would.

Whatever page a test passes through is checked (tests/page_checks.py), so a page that is broken in a corner no
test is about still fails one. Forms are read from the page and sent with its own CSRF token (tests/forms.py).

    page = client.get("/cases/new")
    page = page.form("Open the case").submit(reference="…", opened_on=date(2026, 11, 2))
    page = page.form("Open the case").submit(expect=422); page.errors
    pdf = client.fetch("/leaflets/…/pdf"); pdf.data
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests import forms, page_checks
from tests.forms import Pairs
from tests.page_checks import named, text_of, with_class

HOST = "localhost"
ORIGIN = f"https://{HOST}"
MOVED = (301, 302, 303, 307, 308)


class Answer:
    """What the site answered: a PDF, a redirect that a test wants to see, or a page."""

    def __init__(self, client: Client, response: TestResponse) -> None:
        self.client, self.response = client, response
        self.status, self.headers, self.data = response.status_code, response.headers, response.get_data()
        self.url = response.request.url
        self.path = urlsplit(self.url).path

    @property
    def location(self) -> str:
        """The path that a redirect leads to."""
        parts = urlsplit(urljoin(self.url, self.headers["Location"]))
        assert f"{parts.scheme}://{parts.netloc}" == ORIGIN, f"{self!r} leads away to {parts.netloc}"
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status} {self.path}>"


class Page(Answer):
    """An HTML page that has passed all checks."""

    def __init__(self, client: Client, response: TestResponse) -> None:
        super().__init__(client, response)
        self.html = self.data.decode("utf-8")
        self.root, faults = page_checks.read(self.html)
        faults += page_checks.faults_of(self.root, self.headers)
        assert not faults, "\n".join([f"{self!r} is not a good page:", *faults, "", self.html])
        self.title, self.heading = (text_of(named(self.root, tag)[0]) for tag in ("title", "h1"))
        self.text = text_of(named(self.root, "body")[0])

    @property
    def errors(self) -> list[str]:
        """What the error summary says, in order; empty if the page has none."""
        return [
            text_of(item)
            for summary in with_class(self.root, "govuk-error-summary")
            for item in named(summary, "li")
        ]

    @property
    def links(self) -> dict[str, str]:
        """The links of the page: their words, and where they lead."""
        return {text_of(link): link.get("href", "") for link in named(self.root, "a")}

    def follow(self, words: str, expect: int = 200) -> Page:
        """The page behind the link with these words."""
        assert words in self.links, f"{self!r} has no link {words!r}, only {sorted(self.links)}"
        return self.client.get(urljoin(self.url, self.links[words]), expect)

    def form(self, button: str | None = None) -> FilledForm:
        """The one form that has this button; without a name, the only form of the page's main part."""
        found = [FilledForm(self, each) for each in named(self.root if button else self._main(), "form")]
        fitting = [each for each in found if button is None or button in each.buttons]
        buttons = [list(each.buttons) for each in found]
        assert len(fitting) == 1, (
            f"{self!r}: {len(fitting)} forms fit {button!r}; their buttons are {buttons}"
        )
        fitting[0].button = button
        return fitting[0]

    def _main(self) -> Any:
        return next(iter(named(self.root, "main")), self.root)


class FilledForm(forms.Form):
    """A form of a page that a test fills in and sends. A field whose name is no keyword goes into a mapping."""

    button: str | None = None

    def __init__(self, page: Page, element: Any) -> None:
        super().__init__(element)
        self.page = page

    def submit(self, values: Mapping[str, Any] | None = None, /, *, expect: int = 200, **fields: Any) -> Page:
        """Fill in, press the button, and give the page that is then seen."""
        return self.page.client.see(self._send(values, fields), expect)

    def send(self, values: Mapping[str, Any] | None = None, /, *, expect: int = 303, **fields: Any) -> Answer:
        """Fill in, press the button, and give the very answer: a redirect that is not followed, a file."""
        return self.page.client.answer(self._send(values, fields), expect)

    def _send(self, values: Mapping[str, Any] | None, fields: Mapping[str, Any]) -> TestResponse:
        self.fill({**(values or {}), **fields})
        target = urljoin(self.page.url, self.action)
        client, pairs = self.page.client, self.pairs(self.button)
        if self.method == "post":
            return client.request("POST", target, data=MultiDict(pairs))
        return client.request("GET", target.partition("?")[0], query_string=MultiDict(pairs))


class Client:
    """One person at one browser. Each request runs in a thread of its own, as it does on the live site, so that
    neither a connection, nor a transaction, nor a signed-in member reaches it from the test."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()
        self.referrer: str | None = None
        self.has_been_here = False
        self._thread = ThreadPoolExecutor(1, "request")

    def get(self, path: str, expect: int = 200) -> Page:
        """The page at a path, redirects followed; fails unless it answers `expect`."""
        return self.see(self.request("GET", path), expect)

    def fetch(self, path: str, expect: int = 200, **options: Any) -> Answer:
        """Whatever is at a path, a redirect not followed; `options` are werkzeug's (headers, query_string)."""
        return self.answer(self.request("GET", path, **options), expect)

    def post(self, path: str, data: Pairs | Mapping[str, Any], expect: int = 303) -> Answer:
        """Post what no form of the site would: forged, stale or twice (`form.pairs()` gives an honest start)."""
        return self.answer(self.request("POST", path, data=MultiDict(data)), expect)

    def request(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request, with what a browser says of where it comes from."""
        headers = dict(options.pop("headers", {}))
        headers.setdefault("Sec-Fetch-Site", "same-origin" if self.has_been_here else "none")
        if self.referrer is not None:
            headers.setdefault("Referer", self.referrer)
        send = self.browser.open
        future = self._thread.submit(
            send, urlsplit(path)._replace(scheme="", netloc="").geturl(),
            method=method, base_url=ORIGIN, headers=headers, **options,
        )  # fmt: skip
        return future.result()

    def see(self, response: TestResponse, expect: int = 200) -> Page:
        """Follow redirects to the page at their end."""
        for _ in range(10):
            if response.status_code not in MOVED:
                break
            answer = self.answer(response, response.status_code)
            response = self.request("GET", answer.location)
        answer = self.answer(response, expect)
        assert isinstance(answer, Page), f"{answer!r} is not a page but {answer.headers.get('Content-Type')}"
        return answer

    def answer(self, response: TestResponse, expect: int) -> Answer:
        """Look at one response: its status, and all of it if it is a page."""
        answer = Answer(self, response)
        posted = response.request.method == "POST"
        said = answer.data[:2000].decode("utf-8", "replace")
        assert response.status_code == expect, f"{answer!r}, not {expect}\n{answer.headers}\n{said}"
        if response.status_code in MOVED:
            assert response.status_code == 303 or not posted, f"{answer!r} answers a POST: that is 303's work"
            return answer
        if response.mimetype != "text/html":
            return answer
        page = Page(self, response)
        self.has_been_here = True
        withheld = "no-referrer" in answer.headers.get("Referrer-Policy", "").split(", ")
        self.referrer = None if withheld else page.url
        return page

    def close(self) -> None:
        self._thread.shutdown()
