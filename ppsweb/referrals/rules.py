"""What may be kept of a professional's request: their own name and their body's, and nobody else's (D4.07). Pure."""

from __future__ import annotations

import re

from ppsweb.organisations.rules import is_general

#: words with which a name goes on to say whom it is about
ABOUT_SOMEBODY = {
    "about", "child", "children", "concerning", "dad", "daughter", "family", "father", "for", "mother", "mum",
    "parent", "parents", "pupil", "re", "ref", "regarding", "sibling", "son", "student",
}  # fmt: skip
#: of those, the ones that stand in the names of bodies, too: Child Health, Families Information Service
IN_NAMES_OF_BODIES = {"child", "children", "family", "for", "parent", "parents", "student"}
#: a telephone number, a date, a year of birth; the 14-19 Team is none
LONG_NUMBER = re.compile(r"(?:\d[ /.-]?){5,}|\d{4}")

ONLY_THEIRS = "Enter only the professional’s own name. Nothing is kept about the family"
ONLY_THE_BODY = "Enter only the name of the body. Nothing is kept about the family"


def reasons_against(
    *, referrer: str, in_list: bool, body: str, kind_said: bool, offered: frozenset[str]
) -> dict[str | None, str]:
    """Why it cannot be kept so, by field. `in_list` is whether the body was chosen, `offered` the names that can be,
    casefolded.
    """
    reasons: dict[str | None, str] = {}
    words = _words(referrer)
    if not words:
        reasons["referrer"] = "Enter the name of whoever asks"
    elif ABOUT_SOMEBODY & set(words) or re.search(r"\d", referrer):
        reasons["referrer"] = ONLY_THEIRS
    if in_list:
        if body.strip():
            reasons["body"] = "You chose a body from the list. Leave this empty, or choose none there"
        return reasons
    if reason := _against_body(body, offered):
        reasons["body"] = reason
    if not kind_said:
        reasons["kind"] = "Choose what kind of body it is"
    return reasons


def _against_body(body: str, offered: frozenset[str]) -> str | None:
    """Why the typed name of a body will not do."""
    if not body.strip():
        return "Choose the body that they work for, or enter its name"
    if (ABOUT_SOMEBODY - IN_NAMES_OF_BODIES) & set(_words(body)) or LONG_NUMBER.search(body):
        return ONLY_THE_BODY
    if is_general(body):
        return "Enter the name of one body, such as “Elm Road Primary School”, not a kind of body"
    if " ".join(body.casefold().split()) in offered:
        return "It is in the list: choose it there, and leave this empty"
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
