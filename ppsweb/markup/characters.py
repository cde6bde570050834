"""Which characters may be kept: no control characters, no halves of characters, none that no page can show."""

from __future__ import annotations

import re
import unicodedata

# Control characters but tab and line ends, lone surrogates, the two overrides that turn text round, and the
# code points that Unicode promises never to use. A direction mark or isolate stays: Urdu text needs them.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Word writes its bullets as private characters of its Symbol and Wingdings fonts.
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


def text_problem(text: str) -> str | None:
    """The sentence to show beside a field whose text cannot be kept, or None."""
    found = _REFUSED.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    return (
        f"Line {line} holds a hidden character that cannot be kept (U+{ord(found.group()):04X}). "
        "Delete it, or type the line again."
    )


def showable(text: str, instead: str = "") -> str:
    """`text` without the characters that no page can show; Word's private bullets become real ones."""
    return _PRIVATE.sub(instead, _REFUSED.sub(instead, text.translate(_BULLETS)))


def is_visible(text: str) -> bool:
    """Whether a reader would see anything of `text`."""
    return any(unicodedata.category(letter) not in _UNSEEN and not letter.isspace() for letter in text)


def one_newline(text: str) -> str:
    """`text` with every line ended as browsers and files do not agree to: by a single newline."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
