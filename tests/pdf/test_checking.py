"""The gate of a pack finds each thing that can be wrong with it."""

from __future__ import annotations

import io

import pikepdf
import pytest

from ppsweb import pdf
from tests.pdf import samples

pytestmark = [pytest.mark.pdf, pytest.mark.slow]

IDS = [samples.reference(number) for number in (1, 2, 3)]
LABELS = ["Call one", "Call two", "Call three"]


def made(
    fragments: tuple[pdf.Rendered, ...],
    front: pdf.packing.FrontHtml | None = None,
    stamp: pdf.Stamp | None = None,
) -> bytes:
    return pdf.assemble(
        front or samples.front(LABELS), fragments, title="Pack", reference="Reference", stamp=stamp
    )


def test_all_is_well(three: tuple[pdf.Rendered, ...]) -> None:
    assert pdf.check_pack(made(three), IDS) == []


def test_a_wrong_number_in_the_contents(three: tuple[pdf.Rendered, ...]) -> None:
    honest = samples.front(LABELS)
    data = made(three, lambda pages: honest([*pages[:-1], pages[-1] + 1]))
    assert pdf.check_pack(data, IDS) == [
        "the page numbers printed in the contents are not those that they jump to"
    ]


def test_other_page_numbers_in_the_front_do_no_harm(three: tuple[pdf.Rendered, ...]) -> None:
    labels = ["Letter, page 2 of the report", "Call two", "What page 9 said"]
    data = made(three, lambda pages: "<p>See page 3 and page 71.</p>" + samples.front(labels)(pages))
    assert pdf.check_pack(data, IDS) == []


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_one_wrong_number_among_right_ones(three: tuple[pdf.Rendered, ...], wrong: int) -> None:
    def front(pages: list[int]) -> str:
        return samples.front(LABELS)([page + 40 * (at == wrong) for at, page in enumerate(pages)])

    assert pdf.check_pack(made(three, front), IDS) == [
        "the page numbers printed in the contents are not those that they jump to"
    ]


def test_entries_that_are_exchanged(three: tuple[pdf.Rendered, ...]) -> None:
    def exchanged(pages: list[int]) -> str:
        html = samples.front(LABELS)([pages[1], pages[0], pages[2]])
        return (
            html.replace(pdf.jump(1), "x")
            .replace(pdf.jump(2), pdf.jump(1))
            .replace('"x"', f'"{pdf.jump(2)}"')
        )

    problems = pdf.check_pack(made(three, exchanged), IDS)
    assert any("item 1 is on page" in problem for problem in problems), problems


def test_an_entry_too_few(three: tuple[pdf.Rendered, ...]) -> None:
    data = made(three, lambda pages: samples.front(LABELS[:2])(pages[:2]))
    assert pdf.check_pack(data, IDS) == ["the contents have 2 entries for 3 items"]


def test_an_item_that_is_not_there(three: tuple[pdf.Rendered, ...]) -> None:
    assert pdf.check_pack(made(three), [*IDS[:2], "Item-0009"]) == ["item 3 is there 0 times"]


def test_an_item_that_is_there_twice(three: tuple[pdf.Rendered, ...]) -> None:
    again = pdf.fragment(f"<p>{IDS[0]}</p>", style="pack", title="Pack", number=3)
    assert pdf.check_pack(made((*three, again)), IDS) == ["item 1 is there 2 times"]


def test_a_part_of_a_longer_word_is_not_the_item(three: tuple[pdf.Rendered, ...]) -> None:
    longer = pdf.fragment(f"<p>{IDS[0]}5 x{IDS[0]}</p>", style="pack", title="Pack", number=3)
    assert pdf.check_pack(made((*three, longer)), IDS) == []


def test_items_out_of_order(three: tuple[pdf.Rendered, ...]) -> None:
    problems = pdf.check_pack(made(three), [IDS[1], IDS[0], IDS[2]])
    assert "item 2 is out of order" in problems


def test_a_lost_page(three: tuple[pdf.Rendered, ...]) -> None:
    with pikepdf.open(io.BytesIO(made(three))) as file:
        del file.pages[-1]
        written = io.BytesIO()
        file.save(written)
    problems = pdf.check_pack(written.getvalue(), IDS)
    assert "an entry of the contents leads to a page that is not there" in problems
    assert "page 1 does not say so" in problems


def test_a_foot_without_numbers(three: tuple[pdf.Rendered, ...]) -> None:
    data = made(three, stamp=pdf.Stamp("Reference", "Sheet {n}"))
    assert "page 1 does not say so" in pdf.check_pack(data, IDS)


def test_no_bookmarks(three: tuple[pdf.Rendered, ...]) -> None:
    with pikepdf.open(io.BytesIO(made(three))) as file:
        del file.Root.Outlines
        written = io.BytesIO()
        file.save(written)
    assert pdf.check_pack(written.getvalue(), IDS) == ["there are no bookmarks"]


def test_what_is_found_quotes_nothing(three: tuple[pdf.Rendered, ...]) -> None:
    problems = pdf.check_pack(made(three), ["A private name", *IDS[1:]])
    assert problems
    assert not any("private" in problem for problem in problems)
