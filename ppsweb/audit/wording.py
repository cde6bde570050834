"""The record of access in words. Rooms add the words of their own acts; what nobody described reads as its code."""

from __future__ import annotations

from collections.abc import Mapping

from ppsweb.audit.vocabulary import Subject

ACTIONS = {
    "audit.viewed": "Looked at the record of access",
}

SUBJECTS = {
    Subject.NONE: "",
    Subject.CASE: "Case",
    Subject.PERSON: "Person",
    Subject.MEMBER: "Member of staff",
    Subject.AUTHORITY: "Authority",
    Subject.DISAGREEMENT: "Disagreement of parents",
    Subject.YOUNG_PERSON: "Talk with a young person",
    Subject.NOTE: "Note",
    Subject.FILE: "File",
    Subject.LEAFLET: "Leaflet",
    Subject.REQUEST: "Request for data",
    Subject.MESSAGE: "Message",
    Subject.CONCERN: "Concern",
    Subject.JOB: "Job",
    Subject.OTHER: "Other",
}


def describe(actions: Mapping[str, str]) -> None:
    """Add a room's words: `room.verb` to a short sentence without names."""
    ACTIONS.update(actions)


def action(code: str) -> str:
    """What was done, in words."""
    if code in ACTIONS:
        return ACTIONS[code]
    room, _, verb = code.partition(".")
    return f"{room.replace('_', ' ').capitalize()}: {verb.replace('_', ' ')}"


def known_actions() -> dict[str, str]:
    """Every act that has words, for choosing one: by their words."""
    return dict(sorted(ACTIONS.items(), key=lambda item: item[1].casefold()))
