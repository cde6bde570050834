"""How much markup a leaflet may hold, and the plain sentence for whoever asks for more.

The caps stand between an editor and the layouts that a PDF engine cannot bear: deep nesting, thousands of
line breaks, a column spanning a million others. A cap refuses, it never cuts: only runs of empty lines are
shortened, because nothing is lost with them.
"""

from __future__ import annotations

import re

BYTES = 256 * 1024
TAGS = 10_000
DEPTH = 30
BREAKS_TOGETHER = 3
BREAKS_IN_LINE = 100
WORDS_IN_PARAGRAPH = 1_000
COLSPAN = 10
COLUMNS = 12
ROWS = 200
CELLS = 2_000
TANGLE = 200_000

_WHOLE_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")
# The elements that an HTML parser opens again in every block when they were left open (HTML 13.2.4.3).
_FORMATTING = re.compile(
    r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/])([^>]*)", re.IGNORECASE
)


class TooMuch(ValueError):
    """Markup beyond a cap, or with a character that cannot be kept; `reason` is for the form field."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_source(html: str) -> None:
    """Refuse what would be slow to read at all; looks at letters only, before any parser runs."""
    size = len(html.encode("utf-8"))
    if size > BYTES:
        raise TooMuch(
            f"The text is {_kilobytes(size)} kB long. The most is {_kilobytes(BYTES)} kB. "
            "Shorten it or make two leaflets of it."
        )
    # A lone "<" is counted as a tag: it costs the parsers as much.
    tags = html.count("<")
    if tags > TAGS:
        raise TooMuch(f"The text holds {tags:,} tags. The most is {TAGS:,}. Paste it as plain text.")
    if _distinct_formatting(html) * tags > TANGLE:
        raise TooMuch("The formatting is too tangled to read. Paste it as plain text and format it again.")


def check_depth(html: str) -> None:
    """Refuse nesting beyond `DEPTH`; `html` is what a sanitiser wrote, so every tag is whole and closed."""
    depth = 0
    for closing, name in _WHOLE_TAG.findall(html):
        if name == "br":
            continue
        depth += -1 if closing else 1
        if depth > DEPTH:
            raise TooMuch(f"Parts of the text lie more than {DEPTH} levels deep. Use fewer levels.")


def check_line(words: int, breaks: int) -> None:
    """Refuse a paragraph (or list item, or cell) that is too long to lay out."""
    if words > WORDS_IN_PARAGRAPH:
        raise TooMuch(
            f"A paragraph has {words:,} words. The most is {WORDS_IN_PARAGRAPH:,}. Divide it into shorter ones."
        )
    if breaks > BREAKS_IN_LINE:
        raise TooMuch(
            f"A paragraph has {breaks:,} line breaks. The most is {BREAKS_IN_LINE}. Use paragraphs or a list."
        )


def check_table(rows: int, columns: int) -> None:
    """Refuse a table that no page could show."""
    if columns > COLUMNS:
        raise TooMuch(f"A table has {columns:,} columns. The most that fits on a page is {COLUMNS}.")
    if rows > ROWS:
        raise TooMuch(f"A table has {rows:,} rows. The most is {ROWS}. Divide it into smaller tables.")


def check_cells(cells: int) -> None:
    """Refuse tables that together would take too long to lay out."""
    if cells > CELLS:
        raise TooMuch(f"The tables have {cells:,} cells together. The most is {CELLS:,}.")


def check_colspan(columns: int) -> None:
    """Refuse a cell across more columns than a page has."""
    if columns > COLSPAN:
        raise TooMuch(f"A table cell reaches across {columns:,} columns. The most is {COLSPAN}.")


def _distinct_formatting(html: str) -> int:
    """How many formatting tags differ in their attributes: a parser keeps up to three open of each kind.

    A value with a quote left open may hide a longer one, so each of those counts as different.
    """
    found = [(match.group(1), match.start()) for match in _FORMATTING.finditer(html)]
    return len({text if _quotes_closed(text) else f"{text}{start}" for text, start in found})


def _quotes_closed(text: str) -> bool:
    return text.count('"') % 2 == 0 and text.count("'") % 2 == 0


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1024):,}"
