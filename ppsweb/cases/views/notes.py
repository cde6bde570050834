"""Writing notes, and correcting them by new ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ppsweb import keys
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.cases import actions, wording
from ppsweb.cases.actions.noting import PARTS
from ppsweb.cases.forms import NewNote
from ppsweb.cases.models import Case, Channel, Note
from ppsweb.cases.views.reading import past_first_page
from ppsweb.cases.views.room import room
from ppsweb.deadlines import clock
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
        "cases/note.html", form=form, case=case, heading=heading, corrects=corrects, **shown(corrects)
    )
    return page, 422 if form.has_problems else 200


def _to_note(note: Note) -> Response:
    """The page of the case that shows this note, at the note: one of long ago is not on the first."""
    at = note.id if past_first_page(note) else None
    place = url_for("cases.show", case=note.case_id, at=at, _anchor=f"note-{note.id}")
    return redirect(place, 303)


def shown(note: Note | None) -> dict[str, Any]:
    """What a page needs to show the words of a note."""
    if note is None:
        return {}
    keys.fetch([note.data_key_id])
    return {"author": names_of([note.author_id])[note.author_id], "wording": wording}
