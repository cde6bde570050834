"""The pages of the gate in a real browser, at both widths and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ppsweb.authorities.models import Purpose
from ppsweb.consents import actions as consents
from ppsweb.deadlines import clock
from ppsweb.permissions.roles import Role
from tests.given.browser import axe, fits, keep
from tests.given.disclosing import a_breach, a_plan, an_act, words
from tests.given.families import a_case
from tests.given.sharing import a_body, a_sharing
from tests.given.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = ({"width": 320, "height": 800}, {"width": 1280, "height": 900})


def look(page: Page, name: str) -> None:
    """Axe, nothing to scroll sideways, a picture, at both widths."""
    for viewport in WIDTHS:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        axe(page)
        fits(page)
        keep(page, f"disclosures/{name}-{viewport['width']}")


def a_scene(officer: Any) -> tuple[Any, Any]:
    case, school, surgery = a_case(officer), a_body(officer), a_body(officer, "Mill Lane Surgery")
    a_sharing(
        officer, case.person, school, purposes=[Purpose.DISCUSS, Purpose.MEETING], conditions="not the father"
    )
    (ended,) = a_sharing(officer, case.person, surgery)
    an_act(officer, case, school)
    an_act(officer, case, school, said=words(shared="That she is afraid.", told_in_confidence=True))
    a_plan(officer, case, school)
    a_plan(officer, case, surgery)
    an_act(officer, case, surgery)
    consents.take_back(officer, clock.now(), case.person, ended, because="Enough.")
    a_breach(officer, case, surgery)
    return case, surgery


def test_the_pages_are_read_at_both_widths(
    visit: Callable[..., Page], live: str, staff: Staff, app: Any
) -> None:
    officer, manager = staff(Role.OFFICER), staff(Role.MANAGER)
    with app.app_context():
        case, surgery = a_scene(officer.member)
    page = visit()
    officer.take_to(page, live)
    page.goto(f"/disclosures/{case.id}")
    look(page, "account")
    page.get_by_role("link", name="It has been done").first.click()
    look(page, "carry-out")
    page.goto(f"/disclosures/{case.id}")
    page.get_by_role("link", name="Mill Lane Surgery, to talk").click()
    look(page, "ended")
    page.goto(f"/disclosures/{case.id}")
    page.get_by_role("link", name="More about Mill Lane Surgery").click()
    look(page, "explain")
    page.goto(f"/disclosures/{case.id}/record")
    look(page, "record")
    # without a mouse
    page.get_by_label("Yes, it has happened").focus()
    page.keyboard.press("Space")
    page.get_by_label("Which body?").select_option(surgery.id)
    page.get_by_label("What for").select_option("discuss")
    page.get_by_label("What is told or asked").fill("That Pip gets help with reading.")
    page.get_by_label("Who there?").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This permission is missing")).to_be_visible()
    expect(page.get_by_label("What is told or asked")).to_have_value("That Pip gets help with reading.")
    look(page, "missing")
    boss = visit()
    manager.take_to(boss, live)
    boss.goto("/disclosures/without-permission")
    look(boss, "breaches")
    boss.get_by_role("link", name="Petra Plum").first.click()
    look(boss, "breach")
    officer.close()
    manager.close()
