"""A case from opening to closing."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.cases import actions, wording
from ppsweb.cases.forms import Closing, EnquiryForm, NewCase
from ppsweb.cases.keeping import kept_from_until
from ppsweb.cases.models import Case, Channel, Note, Outcome, Topic
from ppsweb.cases.views.room import room, to_case
from ppsweb.deadlines import clock
from ppsweb.people.models import Contact, NamedPerson, Person
from ppsweb.permissions import may
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.once import already_done

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
)


@room.form("/open/<id:person>", needs="cases.open")
def open_case(person: Person) -> Any:
    """Open a case for a client."""
    form = NewCase()
    children = {child.id: child.name for child in _children(person)}
    form.child.choices = choices({"": "No child named yet", **children})
    if form.is_submitted() and already_done(Case, form):
        return redirect(url_for("cases.show", case=form.identifier), 303)
    if form.validate_on_submit():
        try:
            case = actions.open_case(
                acting_member(),
                clock.now(),
                person,
                topic=Topic(form.topic.data),
                level=int(form.level.data),
                child=NamedPerson.get_by_id(form.child.data) if form.child.data else None,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The case is open.")
            return to_case(case)
    if not form.is_submitted() and len(children) == 1:
        form.child.data = next(iter(children))
    page = render_template("cases/open.html", form=form, person=person)
    return page, 422 if form.has_problems else 200


def _children(person: Person) -> list[NamedPerson]:
    return list(
        NamedPerson.select().where(
            (NamedPerson.person == person) & NamedPerson.relation.in_(["child", "sibling"])
        )
    )


@room.get("/<id:case>", needs="cases.view")
def show(case: Case) -> str:
    """The case: how to reach the parent safely, then the notes, newest first."""
    member = acting_member()
    record("cases.view", by=member, case=case)
    keys.fetch([case.data_key_id, case.person.data_key_id])
    notes = _notes(case, request.args.get("before", ""))
    return render_template(
        "cases/show.html",
        case=case,
        person=case.person,
        names=names_of([case.officer_id, *(note.author_id for note in notes)]),
        contacts=list(
            Contact.select(
                Contact.id,
                Contact.data_key,
                Contact.person,
                Contact.kind,
                Contact.value,
                Contact.verified_at,
            )
            .where((Contact.person == case.person) & Contact.ended_at.is_null())
            .order_by(Contact.created_at)
        ),
        notes=notes[:NOTES],
        older=notes[NOTES - 1].id if len(notes) > NOTES else None,
        may_read_sealed=may(member, "cases.seal_note"),
        kept=kept_from_until(case.closed_on) if case.closed_on else None,
        wording=wording,
        satellites=[draw(case) for draw in room_satellites],
    )


#: rooms above add what belongs on a case's page (requests for data, messages): each answers HTML of its template
room_satellites: list[Any] = []


def _notes(case: Case, before: str) -> list[Note]:
    """One page of notes and one more, newest first, by key and not by offset."""
    query = (
        Note.select(*SHOWN)
        .where(Note.case == case)
        .order_by(Note.happened_at.desc(), Note.id.desc())
        .limit(NOTES + 1)
    )
    if before:
        last = Note.get_or_none((Note.id == before) & (Note.case == case))
        if last is None:
            return abort(404)
        query = query.where(
            (Note.happened_at < last.happened_at)
            | ((Note.happened_at == last.happened_at) & (Note.id < last.id))
        )
    return list(query)


@room.form("/<id:case>/close", needs="cases.close")
def close(case: Case) -> Any:
    """Close a case; its five to ten years begin (C8)."""
    form = Closing(data={"version": case.version})
    if form.validate_on_submit():
        try:
            actions.close_case(
                acting_member(),
                case,
                closed_on=form.closed_on.data,
                outcome=Outcome(form.outcome.data),
                version=form.seen_version,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The case is closed. Its file is kept for at least five and at most ten years.")
            return to_case(case)
    page = render_template(
        "cases/form.html", form=form, case=case, heading="Close the case", button="Close the case"
    )
    return page, 422 if form.has_problems else 200


@room.post("/<id:case>/rest", needs="cases.close")
def rest(case: Case) -> Any:
    """Mark a case in which nothing happens as inactive."""
    try:
        actions.rest_case(acting_member(), case)
        flash("The case is marked as inactive. The next note makes it open again.")
    except Refused as refused:
        flash(str(refused))
    return to_case(case)


@room.post("/<id:case>/reopen", needs="cases.close")
def reopen(case: Case) -> Any:
    """Open a closed case again."""
    try:
        actions.reopen_case(acting_member(), case)
        flash("The case is open again. Its closing day is gone.")
    except Refused as refused:
        flash(str(refused))
    return to_case(case)


@room.form("/enquiry", needs="cases.open")
def enquiry() -> Any:
    """Count a contact of somebody who gave no permission or no name: nothing about them is kept (D1.07)."""
    form = EnquiryForm()
    if form.validate_on_submit():
        actions.record_enquiry(
            acting_member(),
            happened_on=form.happened_on.data,
            channel=Channel(form.channel.data),
            level=int(form.level.data),
            topic=Topic(form.topic.data),
        )
        flash("The contact is counted. Nothing about the caller is kept.")
        return redirect(url_for("cases.index"), 303)
    return render_template("cases/enquiry.html", form=form), 422 if form.has_problems else 200
