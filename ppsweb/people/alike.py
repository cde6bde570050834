"""A family that comes again: whether there is a file already, before a second one is begun."""

from __future__ import annotations

from typing import Any

from ppsweb import keys
from ppsweb.people import search
from ppsweb.people.models import Person


def alike(name: str, phone: str | None, *, reader: Any) -> list[Person]:
    """The clients who have this name or number, those whom this reader would find by searching and no others (D4.13).

    Not by the child's name: the other parent is a client of their own, with a file of their own (D4.06).
    """
    found = {}
    for words in filter(None, (name, phone)):
        people, _ = search.find(words, reader=reader)
        found.update({person.id: person for person in people})
    return sorted(found.values(), key=lambda person: person.name.casefold())


def seen(people: list[Person]) -> str:
    """What a form carries once its sender was shown these clients: others who match are shown before it is taken."""
    return keys.mac("alike", *sorted(person.id for person in people)) if people else ""
