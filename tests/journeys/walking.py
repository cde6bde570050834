"""A walk over every page that somebody can reach by links, looked at as axe and a person would look at it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from tests.given.browser import DESKTOP, PHONE, axe, fits, keep

#: everything that was filled in, taken out again, so that a form has something to complain about
EMPTY = """form => {
    for (const field of form.elements) {
        if (field.type === "hidden" || field.tagName === "BUTTON") continue;
        if (["checkbox", "radio"].includes(field.type)) field.checked = false;
        else field.value = "";
    }
}"""
LINKS = "links => links.map(link => link.href)"


class Walk:
    """Visits one page of each kind (endpoint, and whether it is asked for something), and keeps its picture."""

    def __init__(
        self, page: Page, site: Flask, name: str, *, tried_elsewhere: AbstractSet[str] = frozenset()
    ) -> None:
        self.page, self.name, self.tried_elsewhere = page, name, tried_elsewhere
        self.routes = site.url_map.bind("127.0.0.1")
        self.seen: set[str] = set()
        self.looked_at: set[str] = set()
        self.faults: list[str] = []

    def everywhere(self, first: Iterable[str]) -> None:
        """Look at all of these addresses, and follow every link to a kind of page that has not been seen."""
        begun = list(first)
        assert all(map(self.kind_of, begun)), f"no page of this site among {begun}"
        waiting = list(begun)
        for number, address in enumerate(waiting):
            kind = self.kind_of(address)
            if kind is None or (kind in self.seen and number >= len(begun)):
                continue
            name = kind if kind not in self.seen else f"{kind}-again"
            self.seen.add(kind)
            answer = self.page.goto(address)
            assert answer is not None
            if answer.status != 200:
                self.faults.append(f"{address} answers {answer.status}, and a link leads there")
                continue
            self.look(name)
            waiting += self.page.locator("a[href]").evaluate_all(LINKS)
            if kind not in self.tried_elsewhere:
                self.send_empty(name)

    def kind_of(self, address: str) -> str | None:
        """The endpoint of a page of this site and what is asked of it; None for what is no page of it."""
        parts = urlsplit(address)
        if parts.scheme not in ("", "http") or parts.path.endswith(("pdf", "/session/extend")):
            return None
        try:
            endpoint = self.routes.match(parts.path or "/", method="GET")[0]
        except HTTPException:
            return None
        asked = "-".join(sorted(each.partition("=")[0] for each in parts.query.split("&") if each))
        return (
            None if endpoint in ("static", "demo.attachment") else f"{endpoint}{'-' if asked else ''}{asked}"
        )

    def send_empty(self, kind: str) -> None:
        """Send the page's own form with nothing in it, and look at its messages."""
        form = self.page.locator("main form[method=post]:not([action])")
        if form.count() != 1 or not form.locator("input:not([type=hidden]), select, textarea").count():
            return
        form.evaluate(EMPTY)
        with self.page.expect_navigation() as sent:
            form.get_by_role("button").last.click()
        if sent.value.status == 422:
            if not self.page.locator(".govuk-error-summary li").count():
                self.faults.append(f"{kind} says that there is a problem, and not which")
            self.look(f"{kind}-errors")
        else:
            self.faults.append(f"{kind} takes an empty form: {sent.value.status}")

    def look(self, kind: str) -> None:
        """At both widths: axe, nothing to scroll sideways, a picture. Faults are collected, not raised."""
        self.looked_at.add(kind)
        for viewport in (PHONE, DESKTOP):
            width = viewport["width"]
            self.page.set_viewport_size(viewport)
            for check in (axe, fits):
                try:
                    check(self.page)
                except AssertionError as fault:
                    self.faults.append(f"{kind} at {width}: {fault}")
            keep(self.page, f"roles/{self.name}/{kind}-{width}")
