"""Lines of text: joining, tidying white space, and writing a block out as lines where no block may stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ppsweb.markup import limits
from ppsweb.markup.characters import is_visible
from ppsweb.markup.model import (
    Block,
    Break,
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

_SPACE = re.compile(r"[ \t\n\r\f]+")


def tidy(parts: Iterable[Inline]) -> Line:
    """One line in its only form: single spaces, none at the ends, no long run of breaks, equal runs joined.

    Empty when there is nothing to see. Raises TooMuch over the caps on words and breaks.
    """
    line = _merged(_spaced(parts))
    line = _merged(_unstyled(part) if isinstance(part, Run) else part for part in line)
    text = text_of(line)
    if not is_visible(text):
        return ()
    limits.check_line(words=len(text.split()), breaks=sum(isinstance(part, Break) for part in line))
    return tuple(line)


def text_of(line: Iterable[Inline]) -> str:
    """The words of a line, a newline for each break."""
    return "".join("\n" if isinstance(part, Break) else part.text for part in line)


def joined(lines: Iterable[Line]) -> Line:
    """Several lines as one, with breaks between them."""
    parts: list[Inline] = []
    for line in lines:
        if line and parts:
            parts.append(Break())
        parts.extend(line)
    return tidy(parts)


def on_one_line(line: Line) -> Line:
    """The line with a space for each break."""
    return tidy(Run(" ") if isinstance(part, Break) else part for part in line)


def longest_run_of_breaks(parts: Iterable[Inline]) -> int:
    """How many breaks stand together, white space between them not counted."""
    longest = current = 0
    for part in parts:
        if isinstance(part, Break):
            current += 1
            longest = max(longest, current)
        elif _SPACE.sub("", part.text):
            current = 0
    return longest


def flattened(blocks: Sequence[Block]) -> Line:
    """Blocks as lines, for the places that hold only lines: headings, table cells, the text of list items."""
    return joined(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterable[Line]:
    match block:
        case Paragraph():
            yield block.line
        case Heading():
            yield tuple(_emphasised(part) for part in block.line)
        case List():
            for number, item in enumerate(block.items, start=1):
                yield from _item_lines(item, f"{number}. " if block.ordered else "• ")
        case Quote():
            for inner in block.blocks:
                yield from _lines(inner)
        case Table():
            yield block.caption
            for row in [block.head, *block.rows]:
                yield row_line([cell.line for cell in row])


def row_line(cells: Iterable[Line]) -> Line:
    """A table's row as one line, for where a table cannot stand."""
    parts: list[Inline] = []
    for line in cells:
        if line and parts:
            parts.append(Run("; "))
        parts.extend(line)
    return tuple(parts)


def _item_lines(item: Item, mark: str) -> Iterable[Line]:
    for part in item.parts:
        if isinstance(part, List):
            yield from _lines(part)
        else:
            yield (Run(mark), *part)
            mark = ""


def _emphasised(part: Inline) -> Inline:
    return part if isinstance(part, Break) else replace(part, style=replace(part.style, strong=True))


def _unstyled(run: Run) -> Run:
    """Emphasis and links only where there is something to see: an empty link reads out as nothing."""
    return run if is_visible(run.text) else Run(run.text)


def _spaced(parts: Iterable[Inline]) -> list[Inline]:
    """Single spaces only, none at the ends of a line, and at most a few breaks together."""
    spaced: list[Inline] = []
    breaks, at_space = 0, True
    for part in parts:
        if isinstance(part, Break):
            _drop_last_space(spaced)
            breaks, at_space = breaks + 1, True
            continue
        text = _SPACE.sub(" ", part.text)
        text = text.removeprefix(" ") if at_space else text
        if not text:
            continue
        if spaced:
            spaced.extend([Break()] * min(breaks, limits.BREAKS_TOGETHER))
        spaced.append(Run(text, part.style))
        breaks, at_space = 0, text.endswith(" ")
    _drop_last_space(spaced)
    return spaced


def _drop_last_space(parts: list[Inline]) -> None:
    if parts and isinstance(last := parts[-1], Run) and last.text.endswith(" "):
        parts.pop()
        if last.text != " ":
            parts.append(Run(last.text[:-1], last.style))


def _merged(parts: Iterable[Inline]) -> list[Inline]:
    merged: list[Inline] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, Run) and isinstance(last, Run) and part.style == last.style:
            merged[-1] = Run(last.text + part.text, part.style)
        else:
            merged.append(part)
    return merged
