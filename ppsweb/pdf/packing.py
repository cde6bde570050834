"""A whole pack in one call: items into fragments, drawn two at a time, assembled and checked before anybody has it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ppsweb.pdf.assembling import FrontHtml, assemble
from ppsweb.pdf.checking import check
from ppsweb.pdf.drawn import Rendered
from ppsweb.pdf.engine import AT_ONCE
from ppsweb.pdf.refusals import CannotRender, Reason
from ppsweb.pdf.rendering import LANGUAGE, fragment
from ppsweb.pdf.stamping import Stamp

MOST_IN_A_FRAGMENT, FEWEST = 25, 5
MOST_PROBLEMS = 10


@dataclass(frozen=True)
class Item:
    """One thing in a pack: `html` begins with an h2 and shows `id` in its text once.

    The check before release looks for that id, so it is something that nobody writes in a note: `Item 3` is not,
    a record's own id is.
    """

    id: str
    html: str = field(repr=False)


@dataclass(frozen=True)
class Pack:
    """What a pack is made of. `front_html` as for `assemble`; the title is seen in the file's properties."""

    title: str
    reference: str
    front_html: FrontHtml = field(repr=False)
    items: Sequence[Item] = field(repr=False)
    stamp: Stamp | None = None
    style: str = "pack"
    lang: str = LANGUAGE


@dataclass(frozen=True)
class Built:
    """A finished and checked pack, and its fragments for the next time."""

    data: bytes = field(repr=False)
    fragments: tuple[Rendered, ...] = field(repr=False)


def pack(parts: Pack) -> Built:
    """Draw, assemble and check. Raises CannotRender; its `item` (from 1) is the one at fault, where one is."""
    fragments = tuple(drawn_fragments(parts.items, title=parts.title, style=parts.style, lang=parts.lang))
    data = assemble(
        parts.front_html, fragments, title=parts.title, reference=parts.reference, stamp=parts.stamp,
        style=parts.style, lang=parts.lang,
    )  # fmt: skip
    if problems := check(data, [item.id for item in parts.items]):
        raise CannotRender(Reason.NOT_COMPLETE, problems=problems[:MOST_PROBLEMS])
    return Built(data, fragments)


def drawn_fragments(
    items: Sequence[Item], *, title: str, style: str = "pack", lang: str = LANGUAGE
) -> list[Rendered]:
    """The items as fragments, in order. Raises CannotRender."""
    size = max(FEWEST, min(MOST_IN_A_FRAGMENT, -(-len(items) // AT_ONCE)))

    def drawn(first: int) -> list[Rendered]:
        return _drawn(items[first : first + size], first, title, style, lang)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each for part in pool.map(drawn, range(0, len(items), size)) for each in part]


def _drawn(items: Sequence[Item], first: int, title: str, style: str, lang: str) -> list[Rendered]:
    """One fragment; where it cannot be drawn, its halves, until the item at fault stands alone.

    A fragment is numbered after its first item, so that halves, too, have numbers of their own.
    """
    html = "".join(article(first + at, item) for at, item in enumerate(items, start=1))
    try:
        return [fragment(html, style=style, title=title, number=first + 1, lang=lang)]
    except CannotRender as refused:
        if len(items) == 1:
            raise CannotRender(refused.reason, problems=refused.problems, item=first + 1) from refused
    half = len(items) // 2
    return [
        *_drawn(items[:half], first, title, style, lang),
        *_drawn(items[half:], first + half, title, style, lang),
    ]


def article(number: int, item: Item) -> str:
    """An item as a part of a fragment: the id is what `assemble` finds it by."""
    return f'<article class="item" id="item-{number}">{item.html}</article>'
