"""The two papers of the gate: they are accessible, say what they must, and leave out what must not be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pypdfium2
import pytest

from ppsweb.authorities.models import Purpose
from ppsweb.deadlines import clock
from ppsweb.disclosures.ledger import Line, lines_to_tell
from ppsweb.disclosures.papers import account_pdf, permission_pdf
from ppsweb.organisations.models import Organisation
from tests.given.disclosing import a_breach, an_act
from tests.given.families import a_case
from tests.given.sharing import a_body, a_sharing
from tests.given.verapdf import accessible

pytestmark = [pytest.mark.pdf, pytest.mark.slow]
THE_LAW = "The law may stop us listing some sharing"


def pages_of(data: bytes) -> list[str]:
    """The text of each page, with one space where a line ends."""
    with pypdfium2.PdfDocument(data) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_the_account_says_who_was_told_what_on_what(
    app: Any, officer: Any, verapdf: Callable[..., Any]
) -> None:
    with app.test_request_context():
        case, school = a_case(officer), a_body(officer)
        a_sharing(officer, case.person, school)
        an_act(officer, case, school)
        a_breach(officer, case, a_body(officer, "Mill Lane Surgery"))
        data = account_pdf(case.person, lines_to_tell(case.person), clock.today())
        none = account_pdf(case.person, [], clock.today())
    text = " ".join(pages_of(data))
    for words in ("Hedgerow Primary School", "That Pip gets help with reading.", "Permission of", "Mill Lane Surgery",
                  "Without permission", officer.name, THE_LAW, "Page 1 of "):  # fmt: skip
        assert words in text, words
    (empty,) = pages_of(none)
    assert THE_LAW in empty, "every copy says it"
    assert "told nobody" in empty
    for verdict in verapdf(data, none):
        accessible(verdict)


def test_many_lines_have_numbered_pages(app: Any, officer: Any, verapdf: Callable[..., Any]) -> None:
    noon = datetime(2026, 6, 1, 12)
    line = Line(noon, noon, "The plan. " * 20, "Hedgerow Primary School", "Permission", "Olive Oak")
    with app.test_request_context():
        person = a_case(officer).person
        data = account_pdf(person, [line] * 40, clock.today())
    pages = pages_of(data)
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    (verdict,) = verapdf(data)
    accessible(verdict)


@pytest.mark.parametrize("named", [True, False])
def test_the_form_is_one_page_in_plain_words(
    app: Any, officer: Any, verapdf: Callable[..., Any], named: bool
) -> None:
    with app.test_request_context():
        body: Organisation | None = a_body(officer, "Hedgerow Primary School and Nursery") if named else None
        data = permission_pdf(body, Purpose.DISCUSS if named else None)
    (page,) = pages_of(data)
    for words in ("You can take it back at any time", "Signed", "Health", "not to the school or the council"):
        assert words in page, words
    assert ("Hedgerow Primary School and Nursery" in page) is named
    assert ("To refer the family to them" in page) is not named
    (verdict,) = verapdf(data)
    accessible(verdict)
