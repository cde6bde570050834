"""Writing notes, correcting them by new ones, filing them where they belong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask import request as asked
from werkzeug.wrappers import Response

from ppsweb import keys
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.cases import actions, wording
from ppsweb.cases.actions.noting import PARTS
from ppsweb.cases.forms import FileElsewhere, NewNote
from ppsweb.cases.models import Case, Channel, Note
from ppsweb.cases.views.reading import past_first_page
from ppsweb.cases.views.room import room, to_case
from ppsweb.deadlines import clock
from ppsweb.people import search
from ppsweb.refusal import Refused
from ppsweb.web.once import already_done


@room.form("/<id:case>/note", needs="cases.write")
def write_note(case: Case) -> Any:
    """Write a note."""
    return _write(case, None, "Write a note")


@room.form("/notes/<id:note>/correct", needs="cases.write")
def correct_note(note: Note) -> Any:
    """Write a note that corrects another, which stays as it is."""
    return _write(note.case, note, "Correct a note")


def _write(case: Case, corrects: Note | None, heading: str) -> Any:
    # what a child told in confidence stays so in a correction, unless its writer takes the tick away (D4.09)
    form = NewNote(told_in_confidence=corrects is not None and corrects.told_in_confidence)
    if form.is_submitted() and already_done(Note, form):
        return _to_note(Note.get_by_id(form.identifier))
    if corrects is not None and corrects.sealed_off_at is not None:
        return abort(404)  # it is no note of this family's any more
    if form.validate_on_submit():
        happened = datetime.combine(form.happened_on.data, form.happened_time.time)  # type: ignore[arg-type]
        try:
            note = actions.write_note(
                acting_member(),
                clock.now(),
                case,
                happened_at=clock.utc(happened),
                channel=Channel(form.channel.data),
                told_in_confidence=form.told_in_confidence.data,
                corrects=corrects,
                identifier=form.identifier,
                **{name: form[name].data for name in PARTS},
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The note is in the file.")
            return _to_note(note)
    page = render_template(
        "cases/note.html", form=form, case=case, heading=heading, corrects=corrects, **_shown(corrects)
    )
    return page, 422 if form.has_problems else 200


def _to_note(note: Note) -> Response:
    """The page of the case that shows this note, at the note: one of long ago is not on the first."""
    at = note.id if past_first_page(note) else None
    place = url_for("cases.show", case=note.case_id, at=at, _anchor=f"note-{note.id}")
    return redirect(place, 303)


@room.form("/notes/<id:note>/file-elsewhere", needs="cases.seal_note")
def file_elsewhere(note: Note) -> Any:
    """The manager seals a misfiled note off and files it where it belongs (D4.26): asked twice, because it cannot
    be undone (D7.05). "Change what you entered" leads back to the form as it was filled in.
    """
    form = FileElsewhere()
    if form.is_submitted() and already_done(Note, form):
        return to_case(note.case)
    if note.sealed_off_at is not None:
        return abort(404)
    target = None
    if form.validate_on_submit() and "change" not in asked.form:
        try:
            target = _belongs_in(note, form.reference.data)
            if form.checked.data == target.id:
                actions.file_elsewhere(
                    acting_member(),
                    clock.now(),
                    note,
                    target,
                    because=form.because.data,
                    identifier=form.identifier,
                )
                flash(f"The note is sealed off here, and filed in case {target.reference}.")
                return to_case(note.case)
        except Refused as refused:
            form.refuse(refused)
    form.checked.data = target.id if target is not None else ""
    corrections = Note.corrections_of(note)
    page = render_template(
        "cases/file_elsewhere.html",
        form=form,
        note=note,
        corrections=corrections,
        authors=names_of(each.author_id for each in corrections),
        case=note.case,
        target=target,
        **_shown(note),
    )
    return page, 422 if form.has_problems else 200


def _shown(note: Note | None) -> dict[str, Any]:
    """What a page needs to show the words of a note."""
    if note is None:
        return {}
    keys.fetch([note.data_key_id])
    return {"author": names_of([note.author_id])[note.author_id], "wording": wording}


def _belongs_in(note: Note, reference: str) -> Case:
    """The case of this reference, if the note can be filed there. Raises Refused."""
    wanted = search.plain(reference)
    member = acting_member()
    people, _ = search.find(f"{wanted[:4]}-{wanted[4:]}", reader=member)
    cases = Case.visible_to(member).where(Case.person.in_(people or [""]))
    found = next((case for case in cases if search.plain(case.reference) == wanted), None)
    if found is None:
        raise Refused({"reference": "There is no case with this reference"})
    if found.id == note.case_id:
        raise Refused({"reference": actions.THE_SAME_CASE})
    return found
