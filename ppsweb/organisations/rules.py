"""What a body outside must be called (D4.01). Pure."""

from __future__ import annotations

import re

#: words that say what kind of body it is and not which one
GENERAL = {
    "a", "agencies", "agency", "all", "an", "and", "any", "anyone", "authority", "care", "college",
    "council", "doctor", "everybody", "everyone", "gp", "health", "hospital", "la", "lea", "local",
    "nursery", "of", "or", "others", "other", "our", "police", "professional", "professionals", "school",
    "schools", "send", "service", "services", "social", "surgery", "teacher", "teachers", "team", "the",
    "their", "tribunal",
}  # fmt: skip


def is_general(name: str) -> bool:
    """Whether a name could be anybody: "the school", "social care", "all professionals"."""
    words = re.findall(r"\w+", name.casefold())
    return not words or all(word in GENERAL for word in words)


def reasons_against(name: str, *, others: frozenset[str]) -> dict[str | None, str]:
    """Why a body cannot be added under this name, by field. `others` are the names that are offered, casefolded."""
    if not name.strip():
        return {"name": "Enter its name"}
    if is_general(name):
        return {"name": "Enter the name of one body, such as “Elm Road Primary School”, not a kind of body"}
    if " ".join(name.casefold().split()) in others:
        return {"name": "It is in the list already"}
    return {}
