"""The room of the cases, and how an address becomes a case or a note for a member."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from ppsweb.audit import Reference, referred_to
from ppsweb.cases.models import Case, Note
from ppsweb.people.models import Person
from ppsweb.permissions import Room
from ppsweb.permissions.room import belongs_to

room = Room("cases", __name__, url_prefix="/cases")


def _for_cover(member: Any, case_id: str) -> Case | None:
    """Any case of the service but one of a client with whom the member is connected: to open it for cover."""
    return Case.without_conflict(member).where(Case.id == case_id).first()


def _note(member: Any, note_id: str) -> Note | None:
    note: Note | None = Note.get_or_none(Note.id == note_id)
    if note is None:
        return None
    case = Case.found_for(member, note.case_id)
    if case is None:
        return None
    note.case = case
    return note


def _case_of_note(note_id: str) -> Reference | None:
    return referred_to(
        Case.select(Case.audit_ref).join(Note, on=(Note.case == Case.id)).where(Note.id == note_id)
    )


def _case(case_id: str) -> Reference | None:
    return referred_to(Case.select(Case.audit_ref).where(Case.id == case_id))


belongs_to(case=_case, colleagues_case=_case, note=_case_of_note)
room.loads(case=Case.found_for, colleagues_case=_for_cover, note=_note, person=Person.found_for)


def to_case(case: Case) -> Response:
    return redirect(url_for("cases.show", case=case.id), 303)
