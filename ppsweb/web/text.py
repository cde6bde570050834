"""What text may be typed: letters of any language, but nothing that no keyboard makes. Pure.

NUL, control characters and lone surrogates come from damaged copies and forged requests; `markup.characters` says
which. Not every engine stores them and no page can show them, so each is replaced by U+FFFD, the sign for a damaged
character, and that sign is refused: whoever typed the text sees where to look.
"""

from __future__ import annotations

from ppsweb.markup.characters import one_newline, showable

DAMAGED = "\N{REPLACEMENT CHARACTER}"
LINE_BREAKS = "\n\r\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"


def tidy(typed: str | None) -> str:
    """Typed text with plain line ends, without white space around it, and with damaged characters marked."""
    return showable(one_newline(typed or ""), DAMAGED).strip()


def text_problem(text: str) -> str | None:
    """Why this text cannot be stored, to follow the name of its field; None when it can."""
    if DAMAGED in showable(text, DAMAGED):
        return f"has a character that cannot be stored, shown here as {DAMAGED}. Delete it and type it again"
    return None


def one_line_problem(text: str) -> str | None:
    """As `text_problem`, and no line breaks."""
    if any(letter in LINE_BREAKS for letter in text):
        return "must be on one line"
    return text_problem(text)
