"""A pack: a front with true page numbers, the fragments behind it, bookmarks, and "page n of m" on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ppsweb.pdf import joining, stamping
from ppsweb.pdf.drawn import Anchor, Mark, Rendered
from ppsweb.pdf.engine import engine
from ppsweb.pdf.refusals import CannotRender, Reason
from ppsweb.pdf.rendering import LANGUAGE, document, saved
from ppsweb.pdf.stamping import Stamp

#: an element of a fragment whose id begins so is an item of the pack
ITEM = "item-"
#: a name that is reserved never to exist (RFC 2606); links to it become jumps to items
JUMP = "https://item.invalid/"
#: how often the front is drawn before its length is given up on
MOST_DRAFTS = 5
#: as the sheet of packs draws a cover and contents; a wrong guess only costs another draft
ENTRIES_ON_THE_FIRST, ENTRIES_ON_A_PAGE = 17, 27

FrontHtml = Callable[[list[int]], str]


def jump(number: int) -> str:
    """The `href` of a contents entry: item `number`, counted from 1."""
    return f"{JUMP}{number}"


def assemble(
    front_html: FrontHtml,
    fragments: Sequence[Rendered],
    *,
    title: str,
    reference: str,
    stamp: Stamp | None = None,
    style: str = "pack",
    lang: str = LANGUAGE,
) -> bytes:
    """The pack of these fragments, in their order.

    `front_html` is given the page of every item (an element whose id begins with `item-`) as printed, from 1, and
    answers with cover and contents; its entries link to `jump(1)`, `jump(2)` … The stamp, when none is given, is
    `reference` and the page. Raises CannotRender.
    """
    places = _places(fragments)
    front = _front(front_html, places, title, style, lang)
    parts = [front, *fragments]
    with ExitStack() as stack:
        pdf = joining.joined(parts, stack)
        expected = sum(part.pages for part in parts)
        if len(pdf.pages) != expected:
            raise CannotRender(
                Reason.NOT_COMPLETE, problems=[f"{len(pdf.pages)} pages instead of {expected}"]
            )
        _jumps(pdf, front, places, joining.all_marks(fragments))
        joining.bookmark(pdf, joining.all_marks(parts))
        stamping.on(pdf, stamp or Stamp(reference))
        return saved(pdf)


def item_pages(fragments: Sequence[Rendered]) -> list[int]:
    """The page of every item, counted from 1 at the first page behind the front."""
    return [place.page + 1 for place in _places(fragments)]


def _places(fragments: Sequence[Rendered]) -> list[Anchor]:
    found, before = [], 0
    for part in fragments:
        items = [place for name, place in part.anchors.items() if name.startswith(ITEM)]
        items.sort(key=lambda place: (place.page, -place.y))
        found += [Anchor(place.page + before, place.y) for place in items]
        before += part.pages
    return found


def _front(front_html: FrontHtml, places: Sequence[Anchor], title: str, style: str, lang: str) -> Rendered:
    """Cover and contents, drawn until the numbers in them are those of a front of just this length."""
    pages = 1 + -(-max(0, len(places) - ENTRIES_ON_THE_FIRST) // ENTRIES_ON_A_PAGE)
    for _ in range(MOST_DRAFTS):
        html = front_html([pages + place.page + 1 for place in places])
        front = engine.draw(document(html, title, lang), style=style)
        if front.pages == pages:
            return front
        pages = front.pages
    raise CannotRender(Reason.NOT_COMPLETE, problems=["the contents change their length with their numbers"])


def _jumps(pdf: pikepdf.Pdf, front: Rendered, places: Sequence[Anchor], marks: Sequence[Mark]) -> None:
    """Make the links of the contents jumps within the file, each with words for a screen reader."""
    pages = [page.obj for page in pdf.pages]
    for page in pages[: front.pages]:
        for link in page.get(Name.Annots, Array()):
            address = str(link.get(Name.A, Dictionary()).get(Name.URI, ""))
            if not address.startswith(JUMP):
                continue
            place = _place(places, address)
            goal = front.pages + place.page
            link.Dest = Array([pages[goal], Name.XYZ, 0, place.y, 0])
            del link.A
            link.Contents = String(f"{_label(marks, place)}, page {goal + 1}")


def _place(places: Sequence[Anchor], address: str) -> Anchor:
    number = address.removeprefix(JUMP)
    if not number.isdecimal() or not 1 <= int(number) <= len(places):
        raise CannotRender(Reason.NOT_COMPLETE, problems=["a link in the contents leads to no item"])
    return places[int(number) - 1]


def _label(marks: Sequence[Mark], place: Anchor) -> str:
    """The heading that an item begins with."""
    at = (place.page, -place.y - 1)
    return next((mark.label for mark in marks if (mark.page, -mark.y) >= at), "Item")
