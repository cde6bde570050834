"""What officers wrote down (notes.json), by topic, in the order in which such a case goes; all of it invented.

{parent}, {child} and {school} are put in by the story. No text says he or she, so that each fits every family.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ppsweb.cases.models import Channel, Topic
from ppsweb.demo.data.families import Family

FILE = Path(__file__).with_name("notes.json")
PARTS = ("facts", "parents_view", "childs_view", "information_given", "observation")


@dataclass(frozen=True)
class Text:
    """One contact: how, for how long, and what was written under each heading."""

    channel: Channel
    minutes: int
    written: dict[str, str]

    def parts(self, family: Family) -> dict[str, str]:
        """The fields of a note, with the family's names in them."""
        names = {"parent": family.first_name, "child": family.child_name, "school": family.school}
        return {name: text.format(**names) for name, text in self.written.items()}


def texts(topic: Topic, count: int) -> list[Text]:
    """So many contacts of a case on this topic: its own in order, what comes between spread among them, its end last.

    Raises ValueError if not so many are invented.
    """
    own, between = _of_topic(topic)
    if count <= len(own):
        return [*own[: count - 1], own[-1]]
    between = between[: count - len(own)]
    if len(own) + len(between) < count:
        raise ValueError(f"There are not {count} invented notes on {topic}.")
    places = [(index / (len(own) - 1), text) for index, text in enumerate(own[:-1])]
    places += [((index + 0.5) / (len(between) + 0.5), text) for index, text in enumerate(between)]
    return [*(text for _, text in sorted(places, key=lambda place: place[0])), own[-1]]


def _of_topic(topic: Topic) -> tuple[list[Text], list[Text]]:
    data = _read()
    return [_text(each) for each in data["arcs"][topic]], [_text(each) for each in data["between"]]


def _text(given: dict[str, Any]) -> Text:
    written = {name: given[name] for name in PARTS if name in given}
    return Text(Channel(given["channel"]), given["minutes"], written)


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
