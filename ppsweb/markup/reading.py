"""From the sanitised tree to the model, mending on the way what PDF/UA-1 does not bear.

The failing constructs were measured with veraPDF: an element inside a link, a paragraph inside a list item, a
skipped heading level, a heading cell with no scope or across columns. What the model cannot say, none of them
among it, cannot be written either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from xml.etree.ElementTree import Element

from ppsweb.markup import links, tables
from ppsweb.markup.changes import Changes
from ppsweb.markup.characters import is_visible, showable
from ppsweb.markup.limits import BREAKS_TOGETHER
from ppsweb.markup.lines import flattened, longest_run_of_breaks, on_one_line, tidy
from ppsweb.markup.model import Block, Break, Heading, Inline, Item, Line, List, Paragraph, Quote, Run, Style

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS_IN_ITEM = frozenset({"p", "div", "blockquote", "table", *_HEADINGS})


class Reader:
    """Reads one text; `changes` collects what it had to mend."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._tables = tables.Tables(changes, self._blocks)

    def read(self, body: Element) -> list[Block]:
        """The blocks of a text that both passes have been over; its nesting was checked, so recursion is safe."""
        blocks = self._blocks(body, Style())
        self._set_levels(list(_headings(blocks)))
        return blocks

    def _blocks(self, element: Element, style: Style) -> list[Block]:
        flow = _Flow(self._changes)
        self._fill(flow, element, style)
        return flow.finish()

    def _fill(self, flow: _Flow, element: Element, style: Style) -> None:
        flow.text(element.text, style)
        for child in element:
            self._child(flow, child, style)
            flow.text(child.tail, style)

    def _child(self, flow: _Flow, child: Element, style: Style) -> None:
        match child.tag:
            case "br":
                flow.line_break()
            case "strong" | "b" | "em" | "i" | "a" | "abbr":
                self._fill(flow, child, self._styled(child, style))
            case "ul" | "ol":
                flow.add(self._list(child, style))
            case "li":
                self._changes.note("List items outside a list were put into one.")
                flow.add_item(self._item(child, style))
            case "blockquote":
                flow.add(self._quote(child, style))
            case "table":
                flow.add(self._tables.read(child, style))
            case tag if tag in _HEADINGS:
                flow.add(self._heading(child, style))
            case _:
                self._paragraph(flow, child, style)

    def _paragraph(self, flow: _Flow, element: Element, style: Style) -> None:
        flow.end()
        before = len(flow.blocks)
        self._fill(flow, element, style)
        flow.end()
        if element.tag == "p" and len(flow.blocks) == before:
            self._changes.note("Empty paragraphs were taken out.")

    def _styled(self, element: Element, style: Style) -> Style:
        """The style inside an inline element; inside a link nothing but its text counts."""
        if element.tag == "a":
            return self._linked(element, style)
        if style.href is not None:
            return style
        if element.tag == "abbr":
            title = _attribute(element, "title")
            return replace(style, abbr=title) if title else style
        if element.tag in ("strong", "b"):
            return replace(style, strong=True)
        return replace(style, em=True)

    def _linked(self, element: Element, style: Style) -> Style:
        href = links.address(element.get("href", ""))
        if href is None:
            self._changes.note("A link without a full https, mailto or tel address became plain words.")
            return style
        if not is_visible("".join(element.itertext())):
            self._changes.note("An empty link was taken out.")
            return style
        if len(element):
            self._changes.note("Formatting inside a link was taken out.")
        return replace(style, href=href, link_title=_attribute(element, "title"), abbr=None)

    def _heading(self, element: Element, style: Style) -> Heading | None:
        flat = flattened(self._blocks(element, style))
        line = on_one_line(flat)
        if not line:
            self._changes.note("Empty headings were taken out.")
            return None
        if line != flat:
            self._changes.note("A heading of several lines was put on one.")
        return Heading(_HEADINGS[element.tag], line)

    def _list(self, element: Element, style: Style) -> List | None:
        items: list[Item] = []
        self._add_stray(items, tidy([Run(_showable(element.text), style)]))
        for child in element:
            if child.tag == "li":
                items.append(self._item(child, style))
            else:
                self._add_stray(items, *self._parts(self._blocks_of(child, style)))
            self._add_stray(items, tidy([Run(_showable(child.tail), style)]))
        items = [item for item in items if item.parts]
        if not items:
            self._changes.note("Empty lists were taken out.")
            return None
        return List(element.tag == "ol", items)

    def _blocks_of(self, child: Element, style: Style) -> list[Block]:
        flow = _Flow(self._changes)
        self._child(flow, child, style)
        return flow.finish()

    def _add_stray(self, items: list[Item], *parts: Line | List) -> None:
        """Put what stands in a list but in no item into one: a list into the item before, text into its own."""
        for part in parts:
            if not part:
                continue
            self._changes.note("Text in a list that was not in an item was put into one.")
            if isinstance(part, List) and items:
                items[-1].parts.append(part)
            else:
                items.append(Item([part]))

    def _item(self, element: Element, style: Style) -> Item:
        if any(child.tag in _BLOCKS_IN_ITEM for child in element):
            self._changes.note("Paragraphs and other blocks inside list items became lines.")
        item = Item(self._parts(self._blocks(element, style)))
        if not item.parts:
            self._changes.note("Empty list items were taken out.")
        return item

    def _parts(self, blocks: list[Block]) -> list[Line | List]:
        parts: list[Line | List] = []
        for is_list, group in groupby(blocks, key=lambda block: isinstance(block, List)):
            if is_list:
                parts.extend(block for block in group if isinstance(block, List))
            elif line := flattened(list(group)):
                parts.append(line)
        return parts

    def _quote(self, element: Element, style: Style) -> Quote | None:
        blocks = self._blocks(element, style)
        if not blocks:
            self._changes.note("Empty quotations were taken out.")
            return None
        return Quote(blocks)

    def _set_levels(self, headings: list[Heading]) -> None:
        """Two levels, the first of them h2 (the page's title is h1), and none skipped (PDF/UA-1 7.4.2)."""
        top = min((heading.level for heading in headings), default=2)
        seen_top = False
        for heading in headings:
            seen_top = seen_top or heading.level == top
            level = 3 if seen_top and heading.level > top else 2
            if level != heading.level:
                self._changes.note("Heading levels were changed: the first is h2, the next below it h3.")
            heading.level = level


class _Flow:
    """Blocks under way: text gathers into a paragraph until a block begins or ends."""

    def __init__(self, changes: Changes) -> None:
        self.blocks: list[Block] = []
        self._changes = changes
        self._parts: list[Inline] = []
        self._loose: List | None = None

    def text(self, text: str | None, style: Style) -> None:
        kept = _showable(text)
        if kept != (text or ""):
            self._changes.note("Characters that no page can show were taken out.")
        if kept:
            self._parts.append(Run(kept, style))

    def line_break(self) -> None:
        self._parts.append(Break())

    def end(self) -> None:
        """Close the paragraph that was gathering, if there is anything in it."""
        if longest_run_of_breaks(self._parts) > BREAKS_TOGETHER:
            self._changes.note(f"More than {BREAKS_TOGETHER} line breaks together were shortened.")
        line = tidy(self._parts)
        self._parts = []
        if line:
            self.blocks.append(Paragraph(line))
            self._loose = None

    def add(self, block: Block | None) -> None:
        self.end()
        self._loose = None
        if block is not None:
            self.blocks.append(block)

    def add_item(self, item: Item) -> None:
        """A list item that stood outside a list joins the one made for its neighbours."""
        self.end()
        if not item.parts:
            return
        if self._loose is None:
            self._loose = List(False, [])
            self.blocks.append(self._loose)
        self._loose.items.append(item)

    def finish(self) -> list[Block]:
        self.end()
        return self.blocks


def _headings(blocks: list[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Quote):
            yield from _headings(block.blocks)


def _showable(text: str | None) -> str:
    return showable(text or "")


def _attribute(element: Element, name: str) -> str | None:
    value = " ".join(showable(element.get(name, "")).split())
    return value if is_visible(value) else None
