"""Filing a note where it belongs, when it was written into the wrong family's file (D4.26)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, render_template
from flask import request as asked

from ppsweb import keys
from ppsweb.audit import record, record_each
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.cases import actions, wording
from ppsweb.cases.forms import FileElsewhere
from ppsweb.cases.models import Case, Note
from ppsweb.cases.views.notes import shown
from ppsweb.cases.views.room import room, to_case
from ppsweb.deadlines import clock
from ppsweb.people import search
from ppsweb.people.models import Person
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.once import already_done

NOBODY = "Nobody was found. Check the spelling, or try a telephone number or a reference"
NO_CASE = "They have no case that you can open. A note belongs in a case: open one for them first"


@dataclass(frozen=True)
class Found:
    """Whether anybody was found, their cases that the manager may open, newest first, and whether there are more."""

    anybody: bool = False
    cases: tuple[Case, ...] = ()
    more: bool = False

    def beside(self, note: Note) -> list[Case]:
        """Those that the note is not in."""
        return [case for case in self.cases if case.id != note.case_id]


@room.form("/notes/<id:note>/file-elsewhere", needs="cases.seal_note")
def file_elsewhere(note: Note) -> Any:
    """The manager finds the family that a misfiled note is about, sees whom it goes to and what happens, and then
    seals it off here and files it there: asked twice, because it cannot be undone (D7.05). "Change what you entered"
    leads back to the form as it was filled in.
    """
    form = FileElsewhere()
    if form.is_submitted() and already_done(Note, form):
        return to_case(note.case)
    if note.sealed_off_at is not None:
        return abort(404)
    found = _find(form.reference.data) if form.is_submitted() and form.reference.validate(form) else Found()
    lines = {case.id: _line(case) for case in found.beside(note)}
    form.case.choices = choices(lines)
    if form.case.data not in lines:
        form.case.data = None  # chosen among others, that other words had found
    target = None
    if form.validate_on_submit() and "change" not in asked.form:
        try:
            target = _chosen(note, form, found)
            if target is not None and form.checked.data == target.id:
                return _file(note, target, form)
        except Refused as refused:
            form.refuse(refused)
            target = None
    form.checked.data = target.id if target is not None else ""
    form.offered.data = form.reference.data if len(form.case.choices) > 1 else ""
    return _page(note, form, target, found)


def _page(note: Note, form: FileElsewhere, target: Case | None, found: Found) -> Any:
    corrections = Note.corrections_of(note)
    page = render_template(
        "cases/file_elsewhere.html",
        form=form,
        note=note,
        corrections=corrections,
        authors=names_of(each.author_id for each in corrections),
        officer=names_of([target.officer_id])[target.officer_id] if target is not None else "",
        case=note.case,
        target=target,
        more=found.more,
        **shown(note),
    )
    return page, 422 if form.has_problems else 200


def _file(note: Note, target: Case, form: FileElsewhere) -> Any:
    actions.file_elsewhere(
        acting_member(), clock.now(), note, target, because=form.because.data, identifier=form.identifier
    )
    flash(f"The note is sealed off here, and filed in case {target.reference} of {target.person.name}.")
    return to_case(note.case)


def _find(words: str) -> Found:
    """Whom the words find, or only the case whose reference they are. Looking is recorded, as by "Find a family"."""
    member = acting_member()
    people, more = search.find(words, reader=member)
    if people:
        record_each("people.search", by=member, files=people, detail="found")
    else:
        record("people.search", by=member, detail="nothing")
    query = Case.visible_to(member).select(Case, Person).join(Person, on=(Case.person == Person.id))
    cases = list(query.where(Case.person.in_(people or [""])).order_by(Case.opened_at.desc(), Case.id))
    keys.fetch([case.data_key_id for case in cases] + [case.person.data_key_id for case in cases])
    named = [case for case in cases if search.plain(case.reference) == search.plain(words)]
    return Found(bool(people), tuple(named or cases), more and not named)


def _line(case: Case) -> str:
    """A case among others, as whoever chooses tells it from them."""
    state = wording.STATUSES[case.status].lower()
    return f"{case.person.name}: {wording.TOPICS[case.topic]}, {case.reference}, {state}"


def _chosen(note: Note, form: FileElsewhere, found: Found) -> Case | None:
    """The case where the note belongs; None while there are several to choose from. Raises Refused."""
    others = found.beside(note)
    if not others:
        same = actions.THE_SAME_CASE if found.cases else NO_CASE
        raise Refused({"reference": same if found.anybody else NOBODY})
    if len(others) == 1:
        return others[0]
    if form.case.data:
        return next(case for case in others if case.id == form.case.data)
    if form.offered.data == form.reference.data:
        raise Refused({"case": "Choose the case where it belongs"})
    return None
