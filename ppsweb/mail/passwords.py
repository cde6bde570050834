"""Passwords of documents: random, easy to tell by telephone, made of nothing that is known of the client (D8.02)."""

from __future__ import annotations

import enum
import secrets

#: no letter or figure that could be heard or read as another: no 0 O o 1 l i
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, IN_A_GROUP = 4, 4

SPOKEN = {
    "a": "alpha", "b": "bravo", "c": "charlie", "d": "delta", "e": "echo", "f": "foxtrot", "g": "golf",
    "h": "hotel", "j": "juliet", "k": "kilo", "m": "mike", "n": "november", "p": "papa", "q": "quebec",
    "r": "romeo", "s": "sierra", "t": "tango", "u": "uniform", "v": "victor", "w": "whisky", "x": "x-ray",
    "y": "yankee", "z": "zulu", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven",
    "8": "eight", "9": "nine", "-": "dash",
}  # fmt: skip


class Told(enum.StrEnum):
    """How a password was told: never by the road that the document took (D8.02)."""

    TELEPHONE = "telephone"
    IN_PERSON = "in_person"


def new_password() -> str:
    """Sixteen random letters and figures in groups of four: about 79 bits, `k7qm-x2rt-…`."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def spoken(password: str) -> str:
    """How it is read out: "kilo seven quebec mike, dash, …"."""
    return ", dash, ".join(" ".join(SPOKEN[letter] for letter in part) for part in password.split("-"))
