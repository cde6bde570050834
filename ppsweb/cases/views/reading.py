"""A page of a case's notes, with what later notes and other files say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import abort
from peewee import ModelSelect

from ppsweb import keys
from ppsweb.cases.models import Case, Note
from ppsweb.database import written
from ppsweb.permissions import may

NOTES = 50
#: what a note shows on the case page
SHOWN = (
    Note.id,
    Note.case,
    Note.data_key,
    Note.author,
    Note.created_at,
    Note.happened_at,
    Note.channel,
    Note.facts,
    Note.parents_view,
    Note.childs_view,
    Note.information_given,
    Note.observation,
    Note.told_in_confidence,
    Note.corrects,
    Note.sealed_off_at,
    Note.sealed_off_by,
    Note.sealed_off_because,
    Note.filed_as,
)


@dataclass(frozen=True)
class Notes:
    """One page of notes, newest first."""

    shown: list[Note]
    older: str | None
    #: whether newer ones are left out, because the page begins at one that a link asked for
    from_within: bool
    #: by note: the later notes that correct it
    corrections: dict[str, list[Note]] = field(default_factory=dict)
    #: by note: the misfiled one whose words it has, in another file
    filed_from: dict[str, Note] = field(default_factory=dict)
    #: by note that was sealed off: the case where it belongs, for whoever may know that case
    filed_in: dict[str, Case] = field(default_factory=dict)

    @property
    def written_by(self) -> set[str]:
        """Everybody whose name the page needs for its notes."""
        found = {note.author_id for note in self.shown}
        sealed = [*self.shown, *self.filed_from.values()]
        return found | {note.sealed_off_by_id for note in sealed if note.sealed_off_by_id}

    def has(self, note_id: str) -> bool:
        """Whether a note is on this page, so that a link to it needs no other."""
        return any(note.id == note_id for note in self.shown)


def page_of_notes(member: Any, case: Case, before: str = "", at: str = "") -> Notes:
    """The newest notes, those older than one, or those from one on: by key and not by offset."""
    if not before and not at:
        found = _newest(case.id)
    else:
        place = Note.get_or_none((Note.id == (before or at)) & (Note.case == case))
        if place is None:
            return abort(404)
        older = _older_than(place)
        found = list(_notes(case.id).where(older if before else older | (Note.id == place.id)))
    shown = found[:NOTES]
    page = Notes(shown, shown[-1].id if len(found) > NOTES else None, bool(before or at))
    _relate(page, member)
    return page


def _notes(case_id: str) -> ModelSelect[Note]:
    """The notes of a case, newest first: those of a page, and one to know of more."""
    return (
        Note.select(*SHOWN)
        .where(Note.case == case_id)
        .order_by(Note.happened_at.desc(), Note.id.desc())
        .limit(NOTES + 1)
    )


_newest = written(_notes)


def _older_than(note: Note) -> Any:
    """The condition that a note comes after this one on the page."""
    return (Note.happened_at < note.happened_at) | (
        (Note.happened_at == note.happened_at) & (Note.id < note.id)
    )


def past_first_page(note: Note) -> bool:
    """Whether the first page of a case ends before it comes to this note, so that a link to it needs `at`."""
    up_to_it = Note.select(Note.id).where((Note.case == note.case_id) & ~_older_than(note))
    return up_to_it.count() > NOTES


def _relate(page: Notes, member: Any) -> None:
    """Find the corrections of what is shown, and where misfiled notes come from and went to."""
    for note in Note.that_speak_of(page.shown):
        if note.corrects_id and note.sealed_off_at is None:
            page.corrections.setdefault(note.corrects_id, []).append(note)
        if note.filed_as_id:
            page.filed_from[note.filed_as_id] = note
    targets = {note.filed_as_id: note.id for note in page.shown if note.filed_as_id}
    if not targets or not may(member, "cases.seal_note"):
        return
    copies = Note.select(Note.id, Note.case).where(Note.id.in_(list(targets)))
    where = {targets[copy.id]: copy.case_id for copy in copies}
    cases = {case.id: case for case in Case.visible_to(member).where(Case.id.in_(set(where.values())))}
    keys.fetch([case.data_key_id for case in cases.values()])
    page.filed_in.update({note: cases[case] for note, case in where.items() if case in cases})
