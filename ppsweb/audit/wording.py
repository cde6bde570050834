"""The record of access in words. Rooms add the words of their own acts; what nobody described reads as its code,
and a whole-site test finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppsweb.audit.vocabulary import Subject

ACTIONS = {
    "audit.viewed": "Looked at the record of access",
}

#: by act: the codes that can stand beside it
DETAILS: dict[str, dict[Any, str]] = {}

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


def describe_details(details: Mapping[str, Mapping[Any, str]]) -> None:
    """Add a room's words for what stands beside an act: by `room.verb` the codes, each with its words. Codes that
    are an enumeration are given as its members, so that a new member without words is found."""
    for code, words in details.items():
        DETAILS.setdefault(code, {}).update(words)


def has_words(action_code: str, code: str) -> bool:
    """Whether somebody said how this code reads beside this act."""
    return code in DETAILS.get(action_code, {})


def detail(action_code: str, code: str | None) -> str:
    """What stands beside an act, in words; empty if nothing does."""
    if code is None:
        return ""
    found = DETAILS.get(action_code, {}).get(code)
    return found or code.replace(".", ": ").replace("_", " ").capitalize()


def known_actions() -> dict[str, str]:
    """Every act that has words, for choosing one: by their words."""
    return dict(sorted(ACTIONS.items(), key=lambda item: item[1].casefold()))
