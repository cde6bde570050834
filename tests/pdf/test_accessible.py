"""Everything that the project draws is PDF/UA-1 by veraPDF, and the project's own check agrees with it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from ppsweb import pdf
from ppsweb.pdf import assets
from tests.given.verapdf import Verdict, accessible
from tests.pdf import samples

pytestmark = [pytest.mark.pdf, pytest.mark.slow]
Judge = Callable[..., list[Verdict]]

STAMP = pdf.Stamp(
    "Bradwell Parent Partnership Service: Żółć (“quoted”) \\ [x]\nVersion 1.0, check for a newer one",
    header="Ελ",
)
AWKWARD = (
    """<h1>Awkward</h1><p>One<br>two <abbr title="x">SEND</abbr> 😀 ✓ <em><strong>both</strong></em></p>
<p lang="pl">Zażółć gęślą jaźń</p><p><a href="https://example.org/a?b=1&amp;c=2#d">a link over more than one line
because its words are many and the line is short, so it is broken in two by the layout</a></p>
<ul><li>one<ol><li>two<ul><li>three</li></ul></li></ol></li></ul><blockquote><p>said</p></blockquote>
<img src="https://elsewhere.example/picture.png" alt="A picture from another host">
<table><caption>Long</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>"""
    + "".join(f'<tr><th scope="row">Row {row}</th><td>cell</td></tr>' for row in range(80))
    + "</tbody></table>"
)


def test_leaflets_letters_and_packs(verapdf: Judge, sixty: pdf.Built) -> None:
    drawn = [
        pdf.render(html, style=style, title="Title", stamp=STAMP).data
        for style in assets.styles()
        for html in (samples.leaflet(), AWKWARD)
    ]
    for verdict in verapdf(sixty.data, *drawn):
        accessible(verdict)
    for data in drawn:
        assert pdf.check_structure(data) == []


def test_fragments_put_together_by_a_tool_are_not(verapdf: Judge, three: tuple[pdf.Rendered, ...]) -> None:
    """The control of the joining: the file calls itself tagged, and is not."""
    with pikepdf.open(io.BytesIO(three[0].data)) as whole, pikepdf.open(io.BytesIO(three[1].data)) as other:
        whole.pages.extend(other.pages)
        written = io.BytesIO()
        whole.save(written)
    assert not verapdf(written.getvalue())[0].compliant
    assert pdf.check_structure(written.getvalue())


def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def no_mark(file: pikepdf.Pdf) -> None:
    file.Root.MarkInfo.Marked = False


def title_not_shown(file: pikepdf.Pdf) -> None:
    del file.Root.ViewerPreferences


def no_claim(file: pikepdf.Pdf) -> None:
    del file.Root.Metadata


def no_tree(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


def no_words_at_a_link(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        for link in page.obj.get(Name.Annots, []):
            del link.Contents


def link_out_of_the_tree(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        for link in page.obj.get(Name.Annots, []):
            del link.StructParent


def untagged_text(file: pikepdf.Pdf) -> None:
    page = file.pages[0]
    text = file.make_stream(b"0 0 9 9 re f")
    page.obj.Contents = Array([*page.obj.Contents, text])


def no_font_program(file: pikepdf.Pdf) -> None:
    for each in file.objects:
        if isinstance(each, Dictionary) and Name.FontFile2 in each:
            del each.FontFile2


def heading_skipped(file: pikepdf.Pdf) -> None:
    for each in file.objects:
        if isinstance(each, Dictionary) and each.get(Name.S) == Name.H2:
            each.S = Name.H4


def swapped_parents(file: pikepdf.Pdf) -> None:
    numbers = file.Root.StructTreeRoot.ParentTree.Nums
    numbers[1] = Array(list(numbers[1])[::-1])


def no_parents(file: pikepdf.Pdf) -> None:
    del file.pages[0].obj.StructParents


#: faults that veraPDF sees too
FAULTS = [no_language, no_mark, title_not_shown, no_claim, no_tree, no_words_at_a_link, link_out_of_the_tree,
          untagged_text, no_font_program, heading_skipped, no_parents]  # fmt: skip
#: a fault that veraPDF does not look for, and a screen reader meets
OURS_ONLY = [swapped_parents]


@pytest.fixture(scope="module")
def right() -> bytes:
    return pdf.render(samples.leaflet(), style="leaflet", title="Title", stamp=STAMP).data


def spoilt(data: bytes, spoil: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as file:
        spoil(file)
        written = io.BytesIO()
        file.save(written)
    return written.getvalue()


@pytest.mark.parametrize("spoil", [*FAULTS, *OURS_ONLY])
def test_our_own_check_finds_each_fault(right: bytes, spoil: Callable[[pikepdf.Pdf], None]) -> None:
    assert pdf.check_structure(right) == []
    assert pdf.check_structure(spoilt(right, spoil))


def test_verapdf_calls_the_same_faults_faults(verapdf: Judge, right: bytes) -> None:
    good, *bad = verapdf(right, *(spoilt(right, spoil) for spoil in FAULTS))
    accessible(good)
    assert [spoil.__name__ for spoil, verdict in zip(FAULTS, bad, strict=True) if verdict.compliant] == []
