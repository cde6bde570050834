"""The pages about professionals who ask for help, in a real browser, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ppsweb.database import database
from ppsweb.organisations.models import OrganisationKind
from ppsweb.permissions.roles import Role
from tests.given.browser import axe, fits, keep
from tests.given.referrals import a_referral
from tests.given.sharing import a_body
from tests.given.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = ({"width": 320, "height": 800}, {"width": 1280, "height": 900})


def look(page: Page, name: str) -> None:
    """Axe, nothing to scroll sideways, a picture, at both widths."""
    for viewport in WIDTHS:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        axe(page)
        fits(page)
        keep(page, f"referrals/{name}-{viewport['width']}")


def test_an_officer_says_the_words_and_records_who_asked(
    visit: Callable[..., Page], live: str, staff: Staff, app: Any
) -> None:
    officer = staff(Role.OFFICER)
    with app.app_context(), database.connection_context():
        a_body(officer.member)
        a_referral(officer.member, body="Mill Lane Surgery, Larkford", kind=OrganisationKind.HEALTH)
    page = visit()
    officer.take_to(page, live)
    page.goto("/cases/")
    page.get_by_role("link", name="A professional asks for help for a family").click()
    expect(page.get_by_role("heading", name="Say this")).to_be_visible()
    look(page, "record")
    page.get_by_label("Who asks?").fill("Sam Sycamore, about Pip")
    page.get_by_role("button", name="Record who asked").click()
    look(page, "record-errors")
    expect(page.get_by_label("Who asks?")).to_have_value("Sam Sycamore, about Pip")
    page.get_by_label("Who asks?").fill("Sam Sycamore")
    page.get_by_label("The body that they work for").select_option("Hedgerow Primary School")
    page.get_by_label("Our number and a leaflet").check()
    page.get_by_role("button", name="Record who asked").click()
    expect(page.get_by_text("It is recorded who asked.")).to_be_visible()
    look(page, "index")
