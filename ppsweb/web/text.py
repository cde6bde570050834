"""What text may be typed: letters of any language, but nothing that no keyboard makes. Pure."""

from __future__ import annotations

import unicodedata

_ALLOWED_CONTROLS = "\n\r\t"


def text_problem(text: str) -> str | None:
    """Why this text cannot be stored, as a sentence for the person who typed it; None when it can.

    NUL and lone surrogates cannot be stored by both engines; other control characters come from damaged copies.
    """
    for letter in text:
        kind = unicodedata.category(letter)
        if kind == "Cs":
            return "This text has a damaged character. Delete it and type it again"
        if kind == "Cc" and letter not in _ALLOWED_CONTROLS:
            return "This text has a character that cannot be shown. Delete it and type it again"
    return None


def one_line_problem(text: str) -> str | None:
    """As `text_problem`, and no line breaks."""
    if "\n" in text or "\r" in text:
        return "This must be on one line"
    return text_problem(text)


def tidy(text: str | None) -> str:
    """Typed text without surrounding white space and with plain line ends."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
