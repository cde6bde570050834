"""Closing a case, letting it rest, opening it again."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template

from ppsweb.auth import acting_member
from ppsweb.authorities.wording import PURPOSES
from ppsweb.cases import actions
from ppsweb.cases.forms import Closing, Seen
from ppsweb.cases.models import Case, Outcome
from ppsweb.cases.views.room import room, to_case
from ppsweb.consents.reading import sharing_not_ended
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.web.messages import saying


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
    ends = sharing_not_ended(case.person, clock.today()) if case.is_last_open else []
    page = render_template("cases/close.html", form=form, case=case, ends=ends, purposes=PURPOSES)
    return page, 422 if form.has_problems else 200


@room.post("/<id:case>/rest", needs="cases.close")
def rest(case: Case) -> Any:
    """Mark a case in which nothing happens as inactive."""
    with saying("The case is marked as inactive. The next note makes it open again."):
        actions.rest_case(acting_member(), case, Seen().seen_version)
    return to_case(case)


@room.post("/<id:case>/reopen", needs="cases.close")
def reopen(case: Case) -> Any:
    """Open a closed case again, once it was asked whether that is meant."""
    with saying("The case is open again. Its closing stays in the history of the case."):
        actions.reopen_case(acting_member(), clock.now(), case, Seen().seen_version)
    return to_case(case)
