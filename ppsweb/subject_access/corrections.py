"""Notes of a request and the notes that correct them, over however many corrections.

A correction repeats what it corrects, or tells that there was something. So none of them is given out in a batch
while another one is held back, and whoever decides or signs reads beside each what was decided about the others.
"""

from __future__ import annotations

from ppsweb.cases.models import Note
from ppsweb.database import among
from ppsweb.subject_access import rules, wording
from ppsweb.subject_access.codes import Verdict
from ppsweb.subject_access.models import Item
from ppsweb.subject_access.standing import Decided


def beside(now: Decided) -> dict[str, list[Item]]:
    """By item of a note, those of the notes that it corrects or that correct it; only notes that have any."""
    notes = {item.source_id: item for item in now.items if item.source == Note._meta.table_name}
    if not notes:
        return {}
    linked = Note.select(Note.id, Note.corrects).where(among(Note.id, notes) & Note.corrects.is_null(False))
    found = rules.connected((row.id, str(row.corrects_id)) for row in linked)
    return {
        notes[each].id: [notes[other] for other in sorted(others) if other in notes]
        for each, others in found.items()
        if each in notes
    }


def held_back_beside(now: Decided) -> frozenset[str]:
    """The items beside which a note is held back: left out last, or not given out and never decided with others."""
    return frozenset(
        item_id for item_id, others in beside(now).items() if any(_is_held_back(now, other) for other in others)
    )


def said_beside(now: Decided) -> dict[str, str]:
    """By item, what whoever decides or signs has to know of the notes that it corrects or that correct it."""
    left_out = {item.id for item in now.withheld}
    return {
        item_id: wording.LEFT_OUT_BESIDE if any(other.id in left_out for other in others) else wording.HELD_BACK_BESIDE
        for item_id, others in beside(now).items()
        if any(_is_held_back(now, other) for other in others)
    }


def _is_held_back(now: Decided, item: Item) -> bool:
    decision, last = now.of(item), now.by_item.get(item.id)
    if last is not None and last.verdict is Verdict.WITHHOLD:
        return True
    return item.mark is not None and decision is None
