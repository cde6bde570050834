"""Opening a case, changing what it is about, and counting a contact without a name."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.cases import actions
from ppsweb.cases.forms import CaseDetails, EnquiryForm, LevelChange, NewCase
from ppsweb.cases.models import Case, CaseLevel, Channel, Enquiry, Topic
from ppsweb.cases.views.room import room, to_case
from ppsweb.deadlines import clock
from ppsweb.people.models import NamedPerson, Person
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.once import already_done

NOBODY_YET = "No child named yet"


@room.form("/open/<id:person>", needs="cases.open")
def open_case(person: Person) -> Any:
    """Open a case for a client."""
    form = NewCase()
    children = _children(person)
    form.child.choices = choices({"": NOBODY_YET, **children})
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
    if not form.is_submitted():
        record("cases.offer_opening", by=acting_member(), case=person, subject=person)
    page = render_template("cases/open.html", form=form, person=person)
    return page, 422 if form.has_problems else 200


def _children(person: Person) -> dict[str, str]:
    """The children of a client's file: id and name."""
    children = NamedPerson.select().where(
        (NamedPerson.person == person) & NamedPerson.relation.in_(["child", "sibling"])
    )
    return {child.id: child.name for child in children}


@room.form("/<id:case>/change", needs="cases.write")
def change(case: Case) -> Any:
    """Change what a case is about, or name the child that nobody named at first."""
    form = CaseDetails(obj=case, data={"version": case.version, "child": case.child_id or ""})
    form.child.choices = choices({"": NOBODY_YET, **_children(case.person)})
    if form.validate_on_submit():
        try:
            actions.change_case(
                acting_member(),
                case,
                topic=Topic(form.topic.data),
                child=NamedPerson.get_by_id(form.child.data) if form.child.data else None,
                version=form.seen_version,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The case is changed.")
            return to_case(case)
    return render_template("cases/change.html", form=form, case=case), 422 if form.has_problems else 200


@room.form("/<id:case>/level", needs="cases.write")
def change_level(case: Case) -> Any:
    """Change the level of a case, with the reason (D1.06)."""
    form = LevelChange(data={"version": case.version, "level": str(case.level)})
    if form.is_submitted() and already_done(CaseLevel, form):
        return to_case(case)
    if form.validate_on_submit():
        try:
            actions.change_level(
                acting_member(),
                case,
                level=int(form.level.data),
                reason=form.reason.data,
                version=form.seen_version,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The level is changed.")
            return to_case(case)
    page = render_template(
        "cases/form.html", form=form, case=case, heading="Change the level", button="Change the level"
    )
    return page, 422 if form.has_problems else 200


@room.form("/enquiry", needs="cases.open")
def enquiry() -> Any:
    """Count a contact of somebody who gave no permission or no name: nothing about them is kept (D1.07)."""
    form = EnquiryForm()
    if form.is_submitted() and already_done(Enquiry, form):
        return redirect(url_for("cases.index"), 303)
    if form.validate_on_submit():
        actions.record_enquiry(
            acting_member(),
            happened_on=form.happened_on.data,
            channel=Channel(form.channel.data),
            level=int(form.level.data),
            topic=Topic(form.topic.data),
            identifier=form.identifier,
        )
        flash("The contact is counted. Nothing about the caller is kept.")
        return redirect(url_for("cases.index"), 303)
    return render_template("cases/enquiry.html", form=form), 422 if form.has_problems else 200
