"""What a pack says: letter, contents, supplementary information, items, glossary (D3.15), as HTML for the pdf room.

Only what is given out is counted and numbered here. That something was left out shows only where the law lets it
be said, and never where it was (D3.13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app

from ppsweb import pdf, settings
from ppsweb.markup import plain
from ppsweb.pdf.packing import FrontHtml
from ppsweb.subject_access import wording
from ppsweb.subject_access.codes import Exemption, Kind
from ppsweb.subject_access.models import Item, RequestSearch
from ppsweb.subject_access.rules import SILENT
from ppsweb.subject_access.showing import Shown
from ppsweb.subject_access.standing import Decided


@dataclass(frozen=True)
class Entry:
    """One thing in the pack, with its number there."""

    number: int
    item: Item
    shown: Shown = field(repr=False)

    @property
    def html(self) -> str:
        """The item as an article that begins on a page of its own."""
        return _render(
            "subject_access/pack_item.pdf.html",
            number=self.number,
            marker=self.item.marker,
            shown=self.shown,
            plain=plain,
        )


def words_html(number: int, marker: str) -> str:
    """The last part: words that a parent may not know."""
    return _render("subject_access/pack_words.pdf.html", number=number, marker=marker, words=wording.GLOSSARY)


def front(now: Decided, entries: Sequence[Entry], written_on: date) -> FrontHtml:
    """The letter and the contents, for whatever pages the items will stand on."""
    context = {
        "request": now.request,
        "person": now.request.person,
        "entries": entries,
        "wording": wording,
        "left_out": left_out(now.exemptions),
        "searched": searched(now.searches.values()),
        "in_rooms": in_our_database(entries),
        "written_on": written_on,
        "jump": pdf.jump,
        "our": settings.current(),
    }

    def html(pages: list[int]) -> str:
        return _render("subject_access/pack_front.pdf.html", pages=pages, **context)

    return html


def left_out(exemptions: set[Exemption]) -> list[str]:
    """The sentences of the letter about what is not there; nothing about what must leave no trace (D3.13)."""
    return [wording.EXEMPTIONS_IN_LETTER[each] for each in Exemption if each in exemptions - SILENT]


def searched(searches: Any) -> list[tuple[str, str]]:
    """Each place beside the database, and what came of looking there (D3.08)."""
    rows: list[RequestSearch] = sorted(searches, key=lambda row: list(wording.PLACES).index(row.place))
    return [(wording.PLACES[row.place], wording.LOOKED_IN_LETTER[row.looked]) for row in rows]


def in_our_database(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """For each kind of record how many are in the pack.

    "Nothing to give you" says the same whether there is nothing or all of it is withheld, so that neither shows.
    """
    counts = {kind: sum(1 for each in entries if each.item.kind is kind) for kind in wording.KINDS}
    return [
        (wording.KINDS[kind], str(count) if count else "no data here to give you")
        for kind, count in counts.items()
        if count or kind is not Kind.OTHER
    ]


def _render(name: str, **context: Any) -> str:
    # Not flask.render_template: the worker has no request, and the pack depends on none.
    return current_app.jinja_env.get_template(name).render(**context)
