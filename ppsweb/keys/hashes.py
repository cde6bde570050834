"""Keyed hashes: for search in sealed columns, and codes that prove a row was written by this site.

A hash tells that two values are equal, and how often: that frequency leak remains, and is written down in
docs/security/search.md. Without the key no value can be guessed by trying.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable

from ppsweb.keys.ring import derive

PREFIX_FROM, PREFIX_TO = 3, 12
TOKEN_LENGTH = 20


def words_of(text: str) -> list[str]:
    """The words of a name or note as search compares them: no accents, no case, no punctuation.

    O'Brien is found as obrien, o brien and brien; Łukasz as lukasz.
    """
    flat = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").casefold())
    flat = "".join(each for each in flat if not unicodedata.combining(each))
    joined = re.sub(r"['’\-]", "", flat)
    return sorted(set(re.findall(r"\w+", joined)) | set(re.findall(r"\w+", flat)))


def token(kind: str, word: str) -> str:
    """One keyed hash of a word of one kind (name, phone, …), 20 hexadecimal characters."""
    code = hmac.new(derive("search"), f"{kind}|{word}".encode(), hashlib.sha256)
    return code.hexdigest()[:TOKEN_LENGTH]


def word_hashes(kind: str, text: str) -> set[str]:
    """The hashes that a text is found by: each word, and each beginning of three letters or more."""
    found = set()
    for word in words_of(text):
        found.add(token(kind, word))
        found.update(token(kind, f"{word[:length]}*") for length in _prefix_lengths(word))
    return found


def query_hashes(kind: str, words: Iterable[str]) -> list[str]:
    """The hashes that must all be present for these typed words: beginnings, or the whole of a short word."""
    wanted = []
    for word in words:
        wanted.append(token(kind, f"{word[:PREFIX_TO]}*" if len(word) >= PREFIX_FROM else word))
    return wanted


def blind_index(kind: str, value: str) -> str:
    """The keyed hash of a whole value (a date of birth, a postcode, a telephone number)."""
    return token(f"exact {kind}", value)


def mac(purpose: str, *parts: object) -> str:
    """A code over the parts, in which no part can be moved into its neighbour: 64 hexadecimal characters."""
    code = hmac.new(derive(f"mac {purpose}"), digestmod=hashlib.sha256)
    for part in parts:
        raw = b"\x00" if part is None else b"\x01" + (part if isinstance(part, bytes) else str(part).encode())
        code.update(len(raw).to_bytes(8, "big") + raw)
    return code.hexdigest()


def mac_holds(claimed: str, purpose: str, *parts: object) -> bool:
    """Whether a code is the one that this site gave these parts."""
    return hmac.compare_digest(claimed, mac(purpose, *parts))


def _prefix_lengths(word: str) -> range:
    return range(PREFIX_FROM, min(len(word), PREFIX_TO) + 1)
