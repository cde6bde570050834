"""From the model to HTML: the only place that writes tags, so nothing off the short list is ever written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from ppsweb.markup.model import (
    Block,
    Break,
    Cell,
    Heading,
    Inline,
    Item,
    Line,
    List,
    Paragraph,
    Quote,
    Run,
    Table,
)


def write(blocks: Iterable[Block]) -> str:
    """The blocks as HTML, one on each line."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"<p>{_line(block.line)}</p>"
        case Heading():
            return f"<h{block.level}>{_line(block.line)}</h{block.level}>"
        case List():
            tag = "ol" if block.ordered else "ul"
            return "\n".join([f"<{tag}>", *(_item(item) for item in block.items), f"</{tag}>"])
        case Quote():
            return f"<blockquote>\n{write(block.blocks)}\n</blockquote>"
        case Table():
            return "\n".join(_table(block))


def _item(item: Item) -> str:
    parts = [f"\n{_block(part)}\n" if isinstance(part, List) else _line(part) for part in item.parts]
    return f"<li>{''.join(parts)}</li>"


def _table(table: Table) -> Iterator[str]:
    yield "<table>"
    if table.caption:
        yield f"<caption>{_line(table.caption)}</caption>"
    if table.head:
        yield f"<thead>\n{_row(table.head, 'col')}\n</thead>"
    yield "<tbody>"
    for row in table.rows:
        yield _row(row, "row")
    yield "</tbody>\n</table>"


def _row(cells: Iterable[Cell], scope: str) -> str:
    written = (
        f'<th scope="{scope}">{_line(cell.line)}</th>' if cell.heading else f"<td>{_line(cell.line)}</td>"
        for cell in cells
    )
    return f"<tr>{''.join(written)}</tr>"


def _line(line: Line) -> str:
    return "".join(_nested(line, ["strong", "em"]))


def _nested(parts: Iterable[Inline], tags: list[str]) -> Iterator[str]:
    """Runs in their one order of nesting: strong, em, then the link or abbreviation."""
    if not tags:
        yield from (_innermost(part) for part in parts)
        return
    tag, *rest = tags
    for inside, group in groupby(parts, key=lambda part: isinstance(part, Run) and getattr(part.style, tag)):
        written = "".join(_nested(group, rest))
        yield f"<{tag}>{written}</{tag}>" if inside else written


def _innermost(part: Inline) -> str:
    if isinstance(part, Break):
        return "<br>"
    text, style = escape(part.text, quote=False), part.style
    if style.href is not None:
        return f'<a href="{escape(style.href)}"{_title(style.link_title)}>{text}</a>'
    return f"<abbr{_title(style.abbr)}>{text}</abbr>" if style.abbr else text


def _title(title: str | None) -> str:
    return f' title="{escape(title)}"' if title else ""
