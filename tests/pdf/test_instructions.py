"""The quick look at a page's contents sees the same as the parser, and leaves to the parser what it cannot see."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from ppsweb import pdf
from ppsweb.pdf import structure
from tests.pdf import samples

pytestmark = pytest.mark.pdf


def parsed(page: pikepdf.Page) -> list[tuple[str, int | None]]:
    """Operators and MCIDs as pikepdf reads them."""
    found = []
    for instruction in pikepdf.parse_content_stream(page):
        last: Any = instruction.operands[-1] if len(instruction.operands) else None
        number = int(last.MCID) if isinstance(last, pikepdf.Dictionary) and "/MCID" in last else None
        found.append((str(instruction.operator), number))
    return found


@pytest.fixture
def no_parser(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Calling it forbids the parser, so what is seen afterwards was seen without."""

    def forbidden(*_: Any) -> None:
        raise AssertionError("parsed")

    return lambda: monkeypatch.setattr(pikepdf, "parse_content_stream", forbidden)


def test_it_sees_what_the_parser_sees(no_parser: Callable[[], None]) -> None:
    drawn = pdf.render(
        samples.leaflet(), style="leaflet", title="Title", stamp=pdf.Stamp("(a) \\ b", header="c")
    )
    with pikepdf.open(io.BytesIO(drawn.data)) as file:
        expected = [parsed(page) for page in file.pages]
        no_parser()
        assert [list(structure._instructions(page)) for page in file.pages] == expected
    assert sum(number is not None for page in expected for _, number in page) > 50


@pytest.mark.parametrize(
    "content", [b"BT (S f (nested) EMC \\) B) Tj ET", b"BI /W 1 /H 1 /BPC 8 /CS /G ID S EI"]
)
def test_it_leaves_text_in_brackets_and_pictures_to_the_parser(
    content: bytes, no_parser: Callable[[], None]
) -> None:
    with pikepdf.new() as file:
        page = file.add_blank_page()
        page.obj.Contents = file.make_stream(content)
        assert list(structure._instructions(page)) == parsed(page)
        no_parser()
        with pytest.raises(AssertionError, match="parsed"):
            list(structure._instructions(page))


def test_names_and_strings_are_not_taken_for_operators() -> None:
    with pikepdf.new() as file:
        page = file.add_blank_page()
        page.obj.Contents = file.make_stream(
            b"/S /f* gs <ABCDEF> Tj /Span <</MCID 7>> BDC 1 2 re f* EMC /B BMC EMC"
        )
        assert list(structure._instructions(page)) == [
            ("gs", None), ("Tj", None), ("BDC", 7), ("re", None), ("f*", None), ("EMC", None), ("BMC", None),
            ("EMC", None),
        ]  # fmt: skip
