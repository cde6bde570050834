"""The manager's pages about deputies."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ppsweb.auth import current_member
from ppsweb.auth.actions import deputising
from ppsweb.auth.forms import DeputyForm
from ppsweb.auth.models import Deputy, Member
from ppsweb.auth.views.room import room
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.web.messages import flash_refused
from ppsweb.web.once import already_done


@room.form("/deputies/new", needs="auth.deputise")
def appoint() -> str | Response | tuple[str, int]:
    """Appoint an officer to stand in for the manager, from one day to another."""
    officers = Member.admitted_officers()
    form = DeputyForm().offer(officers)
    by = current_member()
    if form.is_submitted() and already_done(Deputy, form):
        return redirect(url_for("auth.members"), 303)
    if form.validate_on_submit() and by is not None:
        chosen = next(each for each in officers if each.id == form.member.data)
        try:
            deputising.appoint_deputy(
                by,
                chosen,
                first_day=form.first_day.data,
                last_day=form.last_day.data,
                today=clock.today(),
                id=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"{chosen.name} stands in for you on the days you chose")
            return redirect(url_for("auth.members"), 303)
    page = render_template("auth/appoint.html", form=form, officers=officers)
    return page, 422 if form.has_problems else 200


@room.post("/deputies/<id:deputy>/end", needs="auth.deputise")
def end(deputy: Deputy) -> Response:
    """End an appointment early."""
    by = current_member()
    try:
        if by is not None:
            deputising.end_deputy(by, clock.now(), deputy)
            flash(f"{deputy.member.name} does not stand in for you any more")
    except Refused as refused:
        flash_refused(refused)
    return redirect(url_for("auth.members"), 303)
