"""The pages in a real browser: reachable, narrow, without JavaScript, and a warning before the session ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.given.browser import DESKTOP, PHONE, axe, fits, keep

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {"view": "/things", "form": "/things/new", "sign-in": "/enter", "not-found": "/nowhere"}


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["1280", "320"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(visit: Callable[..., Page], name: str, width: dict[str, int]) -> None:
    page = visit(width)
    page.goto(PAGES[name])
    axe(page)
    fits(page)
    keep(page, f"web/{name}-{width['width']}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["1280", "320"])
def test_a_form_with_everything_wrong_is_accessible(
    visit: Callable[..., Page], width: dict[str, int]
) -> None:
    page = visit(width)
    page.goto("/things/new")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_label("Day").first.fill("31")
    page.get_by_label("Month").first.fill("April")
    page.get_by_label("Year").first.fill("2015")
    page.get_by_role("button", name="Record").click()
    axe(page)
    fits(page)
    assert page.title().startswith("Error: ")
    keep(page, f"web/errors-{width['width']}")
