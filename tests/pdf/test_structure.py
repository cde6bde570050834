"""The structural check finds each of the faults that it is there for, and nothing where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Name

from ppsweb import pdf
from tests.pdf import samples

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def leaflet() -> bytes:
    return pdf.render(samples.leaflet(), style="leaflet", title="Asking", stamp=pdf.Stamp("Service")).data


def test_a_leaflet_has_no_fault(leaflet: bytes) -> None:
    assert pdf.check_structure(leaflet) == []


def _elements(whole: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [
        each for each in whole.objects
        if isinstance(each, pikepdf.Dictionary) and each.get(Name.S) == Name(f"/{kind}") and Name.P in each
    ]  # fmt: skip


def _untagged(whole: pikepdf.Pdf) -> None:
    del whole.Root.StructTreeRoot


def _no_language(whole: pikepdf.Pdf) -> None:
    del whole.Root.Lang


def _no_claim(whole: pikepdf.Pdf) -> None:
    del whole.Root.Metadata


def _title_hidden(whole: pikepdf.Pdf) -> None:
    del whole.Root.ViewerPreferences


def _unmarked(whole: pikepdf.Pdf) -> None:
    whole.Root.MarkInfo.Marked = False


def _bare_paint(whole: pikepdf.Pdf) -> None:
    page = whole.pages[0]
    page.contents_add(pikepdf.Stream(whole, b"0 0 m 9 9 l S"))


def _lost_paragraph(whole: pikepdf.Pdf) -> None:
    element = _elements(whole, "P")[0]
    kids = element.P.K
    element.P.K = Array([kid for kid in kids if kid.objgen != element.objgen])


def _parents_mixed_up(whole: pikepdf.Pdf) -> None:
    numbers = whole.Root.StructTreeRoot.ParentTree.Nums
    first = numbers[1]
    first[0], first[-1] = first[-1], first[0]


def _no_parents(whole: pikepdf.Pdf) -> None:
    whole.pages[0].obj.StructParents = 4711


def _skipped_heading(whole: pikepdf.Pdf) -> None:
    _elements(whole, "H2")[0].S = Name.H4


def _mute_link(whole: pikepdf.Pdf) -> None:
    for page in whole.pages:
        for link in page.obj.get(Name.Annots, Array()):
            del link.Contents


def _lost_link(whole: pikepdf.Pdf) -> None:
    for page in whole.pages:
        for link in page.obj.get(Name.Annots, Array()):
            link.StructParent = 4711


def _heading_ids_equal(whole: pikepdf.Pdf) -> None:
    for each in _elements(whole, "TH"):
        each.ID = pikepdf.String("same")


def _font_outside(whole: pikepdf.Pdf) -> None:
    for each in whole.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get(Name.Type) == Name.FontDescriptor:
            for name in (Name.FontFile, Name.FontFile2, Name.FontFile3):
                if name in each:
                    del each[name]


def _tabs(whole: pikepdf.Pdf) -> None:
    del whole.pages[0].obj.Tabs


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (_untagged, "the file is not tagged"),
        (_no_language, "no language"),
        (_no_claim, "does not say that it is PDF/UA-1"),
        (_title_hidden, "the title is not shown"),
        (_unmarked, "not marked as tagged"),
        (_bare_paint, "page 1: something is painted that is neither tagged nor an artifact"),
        (_lost_paragraph, "page 1: something tagged is not in the tree"),
        (_parents_mixed_up, "page 1: something tagged has two different parents"),
        (_no_parents, "page 1: has no place in the tree of parents"),
        (_skipped_heading, "a heading of level 4 follows one of level 1"),
        (_mute_link, "a link without words"),
        (_lost_link, "a link that is not in the tree"),
        (_heading_ids_equal, "two table headings have the same id"),
        (_heading_ids_equal, "a table cell names a heading that is not there"),
        (_font_outside, "page 1: a font that is not in the file"),
        (_tabs, "page 1: does not follow the structure from link to link"),
    ],
)
def test_each_fault_is_found(leaflet: bytes, damage: Callable[[pikepdf.Pdf], None], complaint: str) -> None:
    assert complaint not in "\n".join(pdf.check_structure(leaflet))
    with pikepdf.open(BytesIO(leaflet)) as whole:
        damage(whole)
        written = BytesIO()
        whole.save(written)
    assert complaint in "\n".join(pdf.check_structure(written.getvalue()))
