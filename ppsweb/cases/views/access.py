"""Who works on a case: cover, conflict of interest, handing over."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.cases import actions
from ppsweb.cases.caseworkers import caseworkers
from ppsweb.cases.forms import Conflict, HandOver, Reason
from ppsweb.cases.models import Case, CaseCover
from ppsweb.cases.views.room import room, to_case
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.once import already_done


@room.form("/<id:colleagues_case>/cover", needs="cases.cover")
def cover(colleagues_case: Case) -> Any:
    """Open a colleague's case for cover, with a reason that the client can be shown."""
    form = Reason()
    if form.is_submitted() and already_done(CaseCover, form):
        return to_case(colleagues_case)
    if form.validate_on_submit():
        try:
            actions.cover(
                acting_member(),
                colleagues_case,
                reason=form.reason.data,
                today=clock.today(),
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return to_case(colleagues_case)
    if not form.is_submitted():
        record("cases.offer_cover", by=acting_member(), case=colleagues_case)
    page = render_template("cases/cover.html", form=form, case=colleagues_case)
    return page, 422 if form.has_problems else 200


@room.form("/<id:case>/conflict", needs="cases.write")
def conflict(case: Case) -> Any:
    """Declare a conflict of interest and lose access at once (D4.13), having read what follows from it."""
    form = Conflict()
    if form.validate_on_submit():
        try:
            actions.declare_conflict(acting_member(), case, reason=form.reason.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("You cannot open that case any more. The manager can see that you said so.")
            return redirect(url_for("cases.index"), 303)
    page = render_template("cases/conflict.html", form=form, case=case)
    return page, 422 if form.has_problems else 200


@room.form("/<id:case>/hand-over", needs="auth.hand_over")
def hand_over(case: Case) -> Any:
    """Give the case to another officer."""
    form = HandOver(data={"version": case.version})
    officers = {each.id: each for each in caseworkers()}
    form.officer.choices = choices(
        {"": "Choose", **{id: each.name for id, each in officers.items() if id != case.officer_id}}
    )
    if form.validate_on_submit():
        to = officers[form.officer.data]
        try:
            actions.hand_over(acting_member(), case, to, version=form.seen_version)
        except Refused as refused:
            form.refuse(refused)
            if actions.has_conflict(to, case):
                actions.refuse_hand_over(acting_member(), case, to)
        else:
            flash("The case has a new officer.")
            return redirect(url_for("cases.index"), 303)
    page = render_template(
        "cases/form.html", form=form, case=case, heading="Hand the case over", button="Hand over"
    )
    return page, 422 if form.has_problems else 200
