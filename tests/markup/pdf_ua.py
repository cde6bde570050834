"""What veraPDF was seen to refuse in a PDF made of a piece of HTML, looked for in the HTML itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import html5lib

_BLOCKS = {"p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


def breaches(html: str) -> list[str]:
    """The clauses of PDF/UA-1 (and of plain good sense) that `html` would break, each once."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return sorted({breach for rule in _RULES for breach in rule(tree)})


def _links(tree: Any) -> Iterator[str]:
    for link in tree.iter("a"):
        if len(link):
            yield "7.18.5-1 element in link"
        if not "".join(link.itertext()).strip():
            yield "empty link"
        if not link.get("href"):
            yield "link without address"


def _list_items(tree: Any) -> Iterator[str]:
    for item in tree.iter("li"):
        if item.find("p") is not None or item.find("div") is not None:
            yield "7.2-20 paragraph in list item"
        if not "".join(item.itertext()).strip():
            yield "empty list item"
    for parent in tree.iter():
        for child in parent:
            if child.tag == "li" and parent.tag not in ("ul", "ol"):
                yield "7.2-19 list item without list"
            if parent.tag in ("ul", "ol") and child.tag != "li":
                yield "7.2-19 list with other children"


def _headings(tree: Any) -> Iterator[str]:
    before = 1
    for node in tree.iter():
        if node.tag in _HEADINGS:
            level = _HEADINGS[node.tag]
            if level > before + 1:
                yield "7.4.2-1 heading level skipped"
            if level == 1:
                yield "second title"
            if not "".join(node.itertext()).strip():
                yield "empty heading"
            if node.get("style"):
                yield "7.4.2-1 heading may be hidden"
            before = level


def _tables(tree: Any) -> Iterator[str]:
    for table in tree.iter("table"):
        rows = list(table.iter("tr"))
        widths = {len(row) for row in rows}
        if len(widths) > 1:
            yield "7.5-1 rows of different width"
        if not any(cell.tag == "td" for row in rows for cell in row) and len(rows) < 2:
            yield "7.2-14 table of headings alone"
        for cell in [*table.iter("th"), *table.iter("td")]:
            if cell.get("colspan") or cell.get("rowspan"):
                yield "7.5-1 spanning cell"
            if any(inside.tag in _BLOCKS for inside in cell.iter() if inside is not cell):
                yield "7.5-1 block in cell"
        for cell in table.iter("th"):
            if cell.get("scope") not in ("col", "row"):
                yield "7.5-1 heading cell without scope"
            if not "".join(cell.itertext()).strip():
                yield "empty heading cell"


def _pictures(tree: Any) -> Iterator[str]:
    for node in tree.iter():
        if node.tag.endswith(("img", "svg")) and not node.get("alt"):
            yield "7.3-1 picture without words"
        if "opacity" in node.get("style", ""):
            yield "7.1-3 see-through"
        if "inline" in node.get("style", "") and node.tag == "li":
            yield "7.2-19 inline list item"


_RULES: tuple[Callable[[Any], Iterator[str]], ...] = (_links, _list_items, _headings, _tables, _pictures)
