"""What cleaning altered, as sentences for the person who wrote the text."""

from __future__ import annotations

import re

from ppsweb.markup.passes import READS, READS_ATTRIBUTES

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9:_-]*)([^<>]*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9:_-]*)\s*=")
_SHOWN = 12


class Changes:
    """The alterations of one cleaning, each sentence once, in the order in which they were met."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}

    def note(self, sentence: str) -> None:
        self._sentences.setdefault(sentence)

    def sentences(self) -> list[str]:
        return list(self._sentences)


def foreign(html: str) -> list[str]:
    """Sentences on the elements and attributes in `html` that the sanitisers do not keep.

    A report, not a defence: it looks at letters only and may name a tag in what a parser takes for text.
    """
    elements: dict[str, None] = {}
    attributes: dict[str, None] = {}
    for name, rest in _TAG.findall(html):
        name = name.lower()
        if name not in READS:
            elements.setdefault(f"<{name}>")
            continue
        for attribute in _ATTRIBUTE.findall(_QUOTED.sub('""', rest)):
            if attribute.lower() not in READS_ATTRIBUTES.get(name, set()):
                attributes.setdefault(attribute.lower())
    sentences = []
    if elements:
        sentences.append(f"Took out tags that a leaflet cannot hold: {_listed(elements)}.")
    if attributes:
        sentences.append(f"Took out settings that a leaflet cannot hold: {_listed(attributes)}.")
    return sentences


def _listed(names: dict[str, None]) -> str:
    shown = ", ".join(sorted(names)[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
