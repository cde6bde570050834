"""The room of the cases, and how an address becomes a case or a note for a member."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from ppsweb.auth.models import Member
from ppsweb.cases.models import Case, CaseConflict, Note
from ppsweb.people.models import Person
from ppsweb.permissions import Room

room = Room("cases", __name__, url_prefix="/cases")


def _for_cover(member: Any, case_id: str) -> Case | None:
    """Any case of the service but one in which the member declared a conflict: to open it for cover."""
    conflicted = CaseConflict.select(CaseConflict.case).where(CaseConflict.member == member)
    found: Case | None = Case.get_or_none((Case.id == case_id) & Case.id.not_in(conflicted))
    return found


def _note(member: Any, note_id: str) -> Note | None:
    note: Note | None = Note.get_or_none(Note.id == note_id)
    if note is None:
        return None
    case = Case.found_for(member, note.case_id)
    if case is None:
        return None
    note.case = case
    return note


room.loads(case=Case.found_for, colleagues_case=_for_cover, note=_note, person=Person.found_for)


def to_case(case: Case) -> Response:
    return redirect(url_for("cases.show", case=case.id), 303)


def names_of(member_ids: Iterable[str]) -> dict[str, str]:
    """The names of members by id, each opened once, however many rows are theirs."""
    members = Member.select(Member.id, Member.name).where(Member.id.in_(set(member_ids) or [""]))
    return {member.id: member.name for member in members}
