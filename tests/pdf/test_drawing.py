"""One drawing: its marks and anchors, its neutral properties, and numbers that stay unique in a pack."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pikepdf
import pytest

from ppsweb import pdf
from ppsweb.pdf import assets, reading
from ppsweb.pdf.engine import engine
from ppsweb.pdf.finishing import SPAN
from tests.pdf import samples

pytestmark = pytest.mark.pdf

TABLE = (
    "<h1>Dates</h1><table><thead><tr><th scope='col'>Step</th><th scope='col'>When</th></tr></thead>"
    "<tbody><tr><td>Answer</td><td><a href='https://example.org/'>6 weeks</a></td></tr></tbody></table>"
)


def page(body: str, head: str = "") -> str:
    return f"<html lang='en-GB'><head><title>A title</title>{head}</head><body>{body}</body></html>"


@pytest.fixture(params=assets.styles())
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_is_a_sheet_for_each_kind_of_paper() -> None:
    assert {"leaflet", "letter", "pack"} <= set(assets.styles())


def test_a_drawing_tells_where_its_headings_and_items_are() -> None:
    drawn = engine.draw(
        page(f"<h1>One  and\nmore</h1><p>{samples.words(1200, 1)}</p><h2 id='item-2'>Two</h2>"), style="pack"
    )
    assert [(mark.level, mark.label) for mark in drawn.marks] == [(1, "One and more"), (2, "Two")]
    assert drawn.marks[1].page == drawn.anchors["item-2"].page == drawn.pages - 1 > 0
    assert 0 < drawn.marks[1].y < 842
    assert drawn.anchors["item-2"].y == pytest.approx(drawn.marks[1].y, abs=1)


def test_equal_input_gives_equal_bytes(style: str) -> None:
    first, second = (engine.draw(page(samples.leaflet()), style=style) for _ in range(2))
    assert first == second


def test_a_stamped_document_is_the_same_twice() -> None:
    stamp = pdf.Stamp("Version 1.0")
    first, second = (
        pdf.render(samples.leaflet(), style="leaflet", title="Asking", stamp=stamp) for _ in range(2)
    )
    assert first.data == second.data


def test_properties_hold_a_title_and_nothing_of_whoever_wrote_it() -> None:
    """D8.06; the control is the title, which the same look-up finds."""
    head = (
        "".join(
            f'<meta name="{name}" content="planted">'
            for name in ("author", "description", "keywords", "generator", "custom")
        )
        + '<meta name="dcterms.created" content="2026-01-01"><meta name="dcterms.modified" content="2026-01-02">'
    )
    drawn = engine.draw(page("<h1>One</h1>", head), style="letter")
    with pikepdf.open(io.BytesIO(drawn.data)) as file:
        assert {str(key): str(value) for key, value in file.docinfo.items()} == {
            "/Title": "A title",
            "/Producer": str(file.docinfo.Producer),
        }
        said = file.Root.Metadata.read_bytes().decode()
    assert "A title" in said
    assert "planted" not in said
    assert "2026-01" not in said
    assert {each.tag.partition("}")[2] for each in ElementTree.fromstring(said.strip()).iter()} <= {  # noqa: S314
        "xmpmeta", "RDF", "Description", "title", "Alt", "li",
    }  # fmt: skip


def test_text_around_what_is_taken_out_stays() -> None:
    body = (
        "<h1>One</h1><p>before <script>alert('gone')</script>between <svg><text>gone</text></svg>after</p>"
        "<style>p { display: none }</style><p style='display: none'>shown</p><!-- gone -->tail"
        "<p><a href='javascript:gone()'>a script</a> <a href='https://example.org/kept'>a link</a></p>"
    )
    drawn = engine.draw(page(body), style="letter")
    said = " ".join("".join(reading.texts(drawn.data)).split())
    assert "before between after" in said
    assert "shown tail a script a link" in said
    assert "gone" not in said
    assert links(drawn) == ["https://example.org/kept"]


def links(drawn: pdf.Rendered) -> list[str]:
    with pikepdf.open(io.BytesIO(drawn.data)) as file:
        return [str(each.A.URI) for page in file.pages for each in page.obj.get("/Annots", [])]


def test_signs_without_a_glyph_are_spelt_out() -> None:
    drawn = engine.draw(
        page("<h1>One</h1><p>Thanks \U0001f600 for \u017c\u00f3\u0142\u0107</p>"), style="letter"
    )
    assert "Thanks [grinning face] for \u017c\u00f3\u0142\u0107" in reading.texts(drawn.data)[0]


def test_a_lone_surrogate_and_a_nul_do_not_end_the_drawing() -> None:
    drawn = engine.draw(page("<h1>One</h1><p>bad \ud800 and \x00 good</p>"), style="letter")
    said = reading.texts(drawn.data)[0]
    assert "bad" in said
    assert "good" in said


class Numbers:
    """What must be unique in a pack: the keys that pages and links ask for, those of the tree, ids of headings."""

    def __init__(self, drawn: pdf.Rendered) -> None:
        with pikepdf.open(io.BytesIO(drawn.data)) as file:
            tree = file.Root.StructTreeRoot.ParentTree
            links = [each for page in file.pages for each in page.obj.get("/Annots", [])]
            elements = [each for each in file.objects if isinstance(each, pikepdf.Dictionary)]
            cells = [each for each in elements if each.get("/S") == pikepdf.Name.TD]
            self.keys = [int(key) for key in list(tree.Nums)[::2]]
            self.limits = [int(limit) for limit in tree.Limits]
            self.asked = [int(page.obj.StructParents) for page in file.pages] + [
                int(each.StructParent) for each in links
            ]
            self.ids = {bytes(each.ID) for each in elements if each.get("/S") == pikepdf.Name.TH}
            self.named = {bytes(name) for cell in cells for name in cell.A.Headers}


def test_a_fragment_keeps_its_numbers_to_itself() -> None:
    """Those of two fragments have nothing in common; as WeasyPrint writes them they would be the same."""
    parts = [Numbers(engine.draw(page(TABLE), style="pack", number=number)) for number in (0, 1, 7)]
    for number, part in zip((0, 1, 7), parts, strict=True):
        assert sorted(part.asked) == part.keys == [number * SPAN, number * SPAN + 1]
        assert part.limits == [part.keys[0], part.keys[-1]]
        assert part.named == part.ids
        assert len(part.ids) == 2
    assert len(set.union(*(part.ids for part in parts))) == 6
