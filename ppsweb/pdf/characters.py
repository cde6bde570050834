"""Signs that our fonts do not have are spelt out before drawing, so that nobody meets an empty box.

A message quoted in a file may hold emoji. No font that the service ships draws them, a screen reader says
nothing at an unknown glyph, and PDF/UA-1 forbids one (7.21.8). Letters of other scripts are left alone: the
system's fonts are asked for them, and a letter that even they lack is refused by name.
"""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache

from fontTools.ttLib import TTFont

LAST_PLAIN = 0x17F  # Latin, all of it in our fonts
JOINER, SELECTORS = "\u200d", ("\ufe0e", "\ufe0f")
SKIN_TONES = range(0x1F3FB, 0x1F400)


def known_to(font: bytes) -> frozenset[int]:
    """The code points that a font draws."""
    return frozenset(TTFont(io.BytesIO(font), lazy=True).getBestCmap())


def spelt_out(text: str, known: frozenset[int]) -> str:
    """`text` with each sign that is not `known` named in square brackets, and controls left out."""
    odd = {sign for sign in set(text) if not _plain(sign) and ord(sign) not in known}
    names = {ord(sign): name for sign in odd if (name := _spelt(sign)) is not None}
    if not names:
        return text
    return text.translate(names).replace(f"]{JOINER}[", ", ")


def _plain(sign: str) -> bool:
    return "\x20" <= sign <= "\x7e" or sign in "\t\n\r" or "\xa0" <= sign <= chr(LAST_PLAIN)


@lru_cache(maxsize=4096)
def _spelt(sign: str) -> str | None:
    """What stands for a sign; None where it stays, for a font of the system to draw."""
    kind = unicodedata.category(sign)
    if sign in SELECTORS or ord(sign) in SKIN_TONES or kind == "Cc":
        return ""
    if kind in ("So", "Sk", "Sm"):
        return f"[{unicodedata.name(sign, _code(sign)).lower()}]"
    if kind in ("Co", "Cn", "Cs"):
        return f"[character {_code(sign)}]"
    return None


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"
