"""What followed a concern, and its end."""

from __future__ import annotations

from typing import Any

from flask import flash

from ppsweb.auth import acting_member
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import MarkKind, StepKind
from ppsweb.safeguarding.forms import End, Followed, ToFamily
from ppsweb.safeguarding.models import Concern, ConcernClosing, Step, TellingMark
from ppsweb.safeguarding.views.room import page, room, telling_of, to_concern
from ppsweb.web.once import already_done


@room.form("/<id:concern>/follow-up", needs="safeguarding.decide")
def follow_up(concern: Concern) -> Any:
    """Add one step of the local procedure (D4.21)."""
    form = Followed()
    if form.is_submitted() and already_done(Step, form):
        return to_concern(concern)
    if form.validate_on_submit():
        try:
            actions.follow_up(
                acting_member(),
                clock.now(),
                concern,
                kind=StepKind(form.kind.data),
                happened_on=form.happened_on.data,
                words=form.words.data,
                due=form.due.data,
                reference=form.reference.data,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded.")
            return to_concern(concern)
    return page("safeguarding/follow_up.html", concern, form)


@room.form("/<id:concern>/<id:telling>/family", needs="safeguarding.decide")
def mark(concern: Concern, telling: str) -> Any:
    """Say whether the family is told that something was told (D4.20)."""
    found, form = telling_of(concern, telling), ToFamily()
    if form.is_submitted() and already_done(TellingMark, form):
        return to_concern(concern)
    if form.validate_on_submit():
        try:
            actions.mark(
                acting_member(),
                clock.now(),
                found,
                kind=MarkKind(form.kind.data),
                words=form.words.data,
                review_due=form.review_due.data,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded, and counts from now on.")
            return to_concern(concern)
    return page("safeguarding/family.html", concern, form, telling=found)


@room.form("/<id:concern>/close", needs="safeguarding.decide")
def close(concern: Concern) -> Any:
    """Close a concern of which nothing is left to do (D4.17)."""
    form = End()
    if form.is_submitted() and already_done(ConcernClosing, form):
        return to_concern(concern)
    if form.validate_on_submit():
        try:
            actions.close_concern(
                acting_member(), clock.now(), concern, words=form.words.data, identifier=form.identifier
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The concern is closed.")
            return to_concern(concern)
    return page("safeguarding/close.html", concern, form)
