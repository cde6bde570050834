"""Plain text (notes, letters, answers) as paragraphs: every letter escaped, nothing read as markup."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from ppsweb.markup.characters import is_visible, one_newline, showable
from ppsweb.markup.limits import BREAKS_IN_LINE

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def plain(text: str) -> Markup:
    """`text` for a page or a PDF: a paragraph for each block of lines, a line break for each line in it.

    A character that no page can show appears as U+FFFD: a note is not to lose a letter unseen. A block of very
    many lines becomes several paragraphs, because the PDF engine chokes on thousands of breaks in one.
    """
    shown = showable(one_newline(text), instead="\ufffd")
    blocks = (block.strip("\n").split("\n") for block in _BLANK_LINES.split(shown) if is_visible(block))
    step = BREAKS_IN_LINE
    paragraphs = (lines[start : start + step] for lines in blocks for start in range(0, len(lines), step))
    written = (f"<p>{'<br>'.join(escape(line.strip()) for line in lines)}</p>" for lines in paragraphs)
    return Markup("\n".join(written))  # noqa: S704 - every letter of it was escaped in the line above
