"""The consent form on paper, as a real browser prints it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from playwright.sync_api import Page, PdfMargins

from ppsweb.permissions.roles import Role
from tests.given.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: what browsers leave at the edge when nobody chooses, and what a careful printer needs
EDGES = ("10mm", "15mm")


@pytest.mark.parametrize("edge", EDGES)
def test_the_form_for_a_home_visit_is_one_sheet_of_paper(
    visit: Callable[..., Page], live: str, staff: Staff, edge: str
) -> None:
    page = visit()
    staff(Role.OFFICER).take_to(page, live)
    page.goto("/people/sheet")
    margin: PdfMargins = {"top": edge, "right": edge, "bottom": edge, "left": edge}
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", margin=margin))) as printed:
        assert len(printed.pages) == 1
