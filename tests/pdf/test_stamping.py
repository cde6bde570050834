"""What is stamped on a page: there for the eye, an artifact for a screen reader, and never a way into the file."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from ppsweb import pdf
from ppsweb.pdf import reading

pytestmark = pytest.mark.pdf

BODY = "<h1>Title</h1>" + "<p>text of the page</p>" * 60


def stamped(stamp: pdf.Stamp) -> list[str]:
    data = pdf.render(BODY, style="leaflet", title="x", stamp=stamp).data
    assert pdf.check_structure(data) == []
    return reading.texts(data)


def test_lines_and_numbers() -> None:
    texts = stamped(pdf.Stamp("The service\nVersion 3", "Page {n} of {m}", header="Private"))
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        for line in ("The service", "Version 3", f"Page {number} of {len(texts)}", "Private"):
            assert text.count(line) == 1, line


def test_without_a_stamp_nothing_is_stamped() -> None:
    plain = reading.texts(pdf.render(BODY, style="leaflet", title="x").data)
    assert "Page 1" not in "".join(plain)


@pytest.mark.parametrize(
    "text", ["(brackets) \\ and %", "EMC Q) Tj ET", "Żółć ąę Ελ Жук", "hyphen-and space"]
)
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    assert all(text in page for page in stamped(pdf.Stamp(text)))


def test_letters_that_the_font_lacks_do_not_stop_it() -> None:
    """U+FB03 is made of plain letters; a character and a Gujarati letter are of nothing that the font has."""
    assert all("Ref ? ? office End" in page for page in stamped(pdf.Stamp("Ref \u6f22 ગ o\ufb03ce End")))


def test_a_long_line_is_cut_before_it_meets_the_page_number() -> None:
    for page in stamped(pdf.Stamp("A very long name of a service. " * 9)):
        line = next(line for line in page.splitlines() if "very long" in line)
        assert "…" in line
        assert re.search(r"…\s+Page \d of \d$", line), line


def test_the_stamp_is_an_artifact() -> None:
    data = pdf.render("<h1>One</h1>", style="leaflet", title="x", stamp=pdf.Stamp("foot", header="head")).data
    with pikepdf.open(BytesIO(data)) as opened:
        marks = [
            each.operands[1] for each in pikepdf.parse_content_stream(opened.pages[0])
            if str(each.operator) == "BDC" and each.operands[0] == "/Artifact"
        ]  # fmt: skip
        kinds = [str(mark.Subtype) for mark in marks if mark.get("/Type") == "/Pagination"]
    assert kinds == ["/Header", "/Footer"]
