"""Casework in a real browser: Back after saving, and buttons by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ppsweb.cases.models import Note
from ppsweb.permissions.roles import Role
from ppsweb.web.forms import CHANGED_SINCE_SAVED
from tests.given.families import a_case
from tests.given.staff import Staff, ensure_connection

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WATCH = "addEventListener('pageshow', event => { window.cameBack = event.persisted })"


def test_the_note_typed_after_going_back_is_saved_too(
    visit: Callable[..., Page], live: str, staff: Staff
) -> None:
    officer = staff(Role.OFFICER)
    with officer.app.app_context(), ensure_connection():
        case = a_case(officer.member)
    page = visit()
    officer.take_to(page, live)
    page.goto(f"/cases/{case.id}/note")
    page.evaluate(WATCH)
    facts = page.locator("#facts")
    save = page.get_by_role("button", name="Save the note")
    facts.fill("The first call.")
    save.click()
    expect(page.get_by_text("The first call.")).to_be_visible()
    page.go_back(wait_until="commit")  # a page that comes back as it was is not loaded again
    assert page.evaluate("window.cameBack"), "the browser drew the page anew: this test shows nothing"
    expect(facts).to_have_value("The first call.")
    facts.fill("The second call.")
    page.wait_for_timeout(1_100)  # the button takes no second click within a second, and was asleep meanwhile
    save.click()
    expect(page.locator(".govuk-error-summary")).to_contain_text(CHANGED_SINCE_SAVED)
    expect(facts).to_have_value("The second call.")
    save.click()
    expect(page.get_by_text("The second call.")).to_be_visible()
    with officer.app.app_context(), ensure_connection():
        assert {each.facts for each in Note.select()} == {"The first call.", "The second call."}


def test_a_link_that_looks_like_a_button_is_pressed_with_the_space_key(
    visit: Callable[..., Page], live: str, staff: Staff
) -> None:
    page = visit()
    staff(Role.OFFICER).take_to(page, live)
    page.goto("/cases/")
    button = page.get_by_role("button", name="New family: permission by telephone")
    # the components come after the page has loaded
    expect(button).to_have_attribute("data-govuk-button-init", "")
    button.press("Space")
    expect(page.get_by_role("button", name="Record their permission")).to_be_visible()
