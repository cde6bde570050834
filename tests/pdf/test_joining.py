"""What fragments bring along survives the joining: their language and their own jumps."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from ppsweb import pdf
from tests.given.verapdf import Verdict, accessible
from tests.pdf import samples

pytestmark = [pytest.mark.pdf, pytest.mark.slow]


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A pack of a note in English and one in Polish, which has a jump within itself."""
    english = pdf.fragment(
        '<article class="item" id="item-1"><h2>Call</h2><p>Item-0001</p></article>',
        style="pack", title="x", number=1,
    )  # fmt: skip
    polish = pdf.fragment(
        '<article class="item" id="item-2"><h2>Rozmowa</h2><p>Item-0002 <a href="#niżej">niżej</a></p>'
        '<p id="niżej">Zażółć gęślą jaźń.</p></article>',
        style="pack", title="x", number=2, lang="pl",
    )  # fmt: skip
    return pdf.assemble(samples.front(["Call", "Rozmowa"]), [english, polish], title="Copy", reference="x")


def test_it_is_accessible_and_complete(whole: bytes, verapdf: Callable[..., list[Verdict]]) -> None:
    accessible(*verapdf(whole))
    assert pdf.check_structure(whole) == []
    assert pdf.check_pack(whole, ["Item-0001", "Item-0002"]) == []


def test_a_jump_within_a_fragment_still_leads_there(whole: bytes) -> None:
    with pikepdf.open(BytesIO(whole)) as opened:
        page = opened.pages[-1].obj
        (link,) = list(page.Annots)
        assert list(link.Dest)[0].objgen == page.objgen


def test_each_part_says_its_language(whole: bytes) -> None:
    with pikepdf.open(BytesIO(whole)) as opened:
        assert str(opened.Root.Lang) == "en-GB"
        parts = list(opened.Root.StructTreeRoot.K[0].K)
        assert [str(part.Lang) for part in parts if "/Lang" in part] == ["pl"]
