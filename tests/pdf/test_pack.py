"""A pack: every item once and in order, true page numbers, bookmarks and tags over all its fragments."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest

from ppsweb import pdf
from ppsweb.pdf import Reason, reading
from tests.pdf import samples

pytestmark = [pytest.mark.pdf, pytest.mark.slow]


def pages_of(data: bytes, folder: Path) -> list[str]:
    """The text of each page as poppler reads it, which the application does not use."""
    path = folder / "read.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def bookmarks(data: bytes) -> list[tuple[int, str, int]]:
    """Depth, title and page (from 1) of every bookmark."""
    with pikepdf.open(io.BytesIO(data)) as file, file.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, start=1)}

        def walk(items: Sequence[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str, int]]:
            for item in items:
                assert isinstance(item.destination, pikepdf.Array)
                yield depth, item.title, numbers[item.destination[0].objgen]
                yield from walk(item.children, depth + 1)

        return list(walk(outline.root, 1))


def assembled(fragments: Sequence[pdf.Rendered], items: int = 3, **options: object) -> bytes:
    front = options.pop("front", samples.front([f"Telephone call {at + 1}" for at in range(items)]))
    return pdf.assemble(
        front, fragments, title="Pack", reference="Reference 7Q4K-2MXD", **options  # type: ignore[arg-type]
    )  # fmt: skip


def test_every_item_is_there_once_in_order_where_the_contents_say(sixty: pdf.Built, tmp_path: Path) -> None:
    pages = pages_of(sixty.data, tmp_path)
    found = [(match[0], number) for number, page in enumerate(pages, start=1)
             for match in re.finditer(r"Item-\d{4}", page)]  # fmt: skip
    assert [name for name, _ in found] == [samples.reference(number) for number in range(1, 61)]
    printed = re.findall(r"Telephone call (\d+), page (\d+)", "".join(pages))
    assert [(int(number), int(page)) for number, page in printed] == [
        (number, page) for number, (_, page) in enumerate(found, start=1)
    ]


def test_every_page_says_which_of_how_many_it_is(sixty: pdf.Built, tmp_path: Path) -> None:
    pages = pages_of(sixty.data, tmp_path)
    assert len(pages) == len(reading.texts(sixty.data)) > sum(part.pages for part in sixty.fragments)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Reference 7Q4K-2MXD" in page


def test_each_item_begins_a_page_so_the_seams_of_fragments_do_not_show(sixty: pdf.Built) -> None:
    assert [part.pages for part in sixty.fragments] == [25, 25, 10]


def test_bookmarks_lead_to_cover_contents_and_every_item(sixty: pdf.Built, tmp_path: Path) -> None:
    pages = pages_of(sixty.data, tmp_path)
    marks = bookmarks(sixty.data)
    assert [(depth, title) for depth, title, _ in marks[:2]] == [(1, "Your information"), (2, "Contents")]
    items = [(title, page) for _, title, page in marks[2:]]
    assert len(items) == 60
    for number, (title, page) in enumerate(items, start=1):
        assert title in pages[page - 1]
        assert samples.reference(number) in pages[page - 1]
    with pikepdf.open(io.BytesIO(sixty.data)) as file:
        assert file.Root.PageMode == pikepdf.Name.UseOutlines


def test_entries_of_the_contents_are_jumps_with_words(sixty: pdf.Built) -> None:
    with pikepdf.open(io.BytesIO(sixty.data)) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, start=1)}
        links = [link for page in file.pages for link in page.obj.get("/Annots", [])]
        goals = [numbers[link.Dest[0].objgen] for link in links]
        first = len(file.pages) - 59
        assert goals == list(range(first, first + 60))
        assert not any("/A" in link for link in links)
        assert [
            str(link.Contents).endswith(f", page {goal}") for link, goal in zip(links, goals, strict=True)
        ] == [True] * 60


def test_tags_and_their_tree_of_parents_agree_both_ways(sixty: pdf.Built) -> None:
    assert pdf.check_structure(sixty.data) == []


def test_qpdf_finds_no_fault(sixty: pdf.Built, tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(sixty.data)
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_properties_are_neutral(sixty: pdf.Built) -> None:
    with pikepdf.open(io.BytesIO(sixty.data)) as file:
        assert set(file.docinfo.keys()) <= {"/Title", "/Producer"}
        assert str(file.docinfo.Title) == "The information that you asked for"
        assert str(file.Root.Lang) == "en-GB"
        assert "/Names" not in file.Root or "/EmbeddedFiles" not in file.Root.Names


def test_equal_input_gives_equal_bytes(sixty: pdf.Built) -> None:
    assert pdf.pack(samples.pack(60)).data == sixty.data


def test_fragments_can_be_kept_and_used_again(three: tuple[pdf.Rendered, ...]) -> None:
    kept = [pdf.Rendered.load(part.dump()) for part in three]
    assert assembled(kept) == assembled(three)


def test_the_numbers_are_true_when_the_front_is_longer_than_expected(three: tuple[pdf.Rendered, ...]) -> None:
    front = samples.front(["One", "Two", "Three"], letter=2500)
    data = assembled(three, front=front)
    assert pdf.check_pack(data, [samples.reference(number) for number in (1, 2, 3)]) == []
    assert len(reading.texts(data)) > 3 + sum(part.pages for part in three)


def test_a_front_that_never_settles_is_refused(three: tuple[pdf.Rendered, ...]) -> None:
    drafts = iter(range(1, 100))

    def restless(pages: list[int]) -> str:
        return "<h1>Front</h1>" + "<p>line</p>" * (40 * (next(drafts) % 2 + 2))

    with pytest.raises(pdf.CannotRender) as refused:
        assembled(three, front=restless)
    assert refused.value.reason == Reason.NOT_COMPLETE


def test_an_entry_that_leads_nowhere_is_refused(three: tuple[pdf.Rendered, ...]) -> None:
    for number in (0, 4):
        front = f'<h1>Front</h1><ul><li><a href="{pdf.jump(number)}">x</a>, page 1</li></ul>'
        with pytest.raises(pdf.CannotRender, match="leads to no item"):
            assembled(three, front=lambda pages, front=front: front)


def test_two_fragments_of_one_number_are_refused(three: tuple[pdf.Rendered, ...]) -> None:
    with pytest.raises(ValueError, match="same number"):
        assembled([three[0], three[0]], items=4)


def test_the_item_at_fault_is_named() -> None:
    parts = samples.pack(12, 40)
    items = list(parts.items)
    items[8] = pdf.Item(items[8].id, items[8].html + "<p>\U00030000</p>")
    with pytest.raises(pdf.CannotRender) as refused:
        pdf.pack(pdf.Pack(parts.title, parts.reference, parts.front_html, items))
    assert (refused.value.reason, refused.value.item) == (Reason.MISSING_LETTERS, 9)
    assert pdf.sentence(refused.value).startswith("Item 9: ")


def test_a_pack_that_lost_an_item_is_not_handed_out() -> None:
    """The gate: the text of an item does not show what the check looks for."""
    parts = samples.pack(3, 40)
    items = [*parts.items[:2], pdf.Item("Item-9999", parts.items[2].html)]
    with pytest.raises(pdf.CannotRender) as refused:
        pdf.pack(pdf.Pack(parts.title, parts.reference, parts.front_html, items))
    assert refused.value.reason == Reason.NOT_COMPLETE


def test_a_pack_of_nothing_is_a_letter() -> None:
    built = pdf.pack(
        pdf.Pack("Nothing", "Reference 1", lambda pages: "<h1>Your request</h1><p>None.</p>", [])
    )
    assert built.fragments == ()
    assert len(reading.texts(built.data)) == 1
    assert "Page 1 of 1" in reading.texts(built.data)[0]
