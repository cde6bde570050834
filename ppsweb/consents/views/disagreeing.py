"""Pages about parents who disagree: what another parent said, and the manager's decision (D4.24)."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template

from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.authorities.wording import PURPOSES
from ppsweb.consents import disagreeing
from ppsweb.consents.forms import Decided, Disagreed
from ppsweb.consents.models import Disagreement, Outcome
from ppsweb.consents.reading import sharing_of
from ppsweb.consents.views.room import room, to_list
from ppsweb.deadlines import clock
from ppsweb.people.models import Person
from ppsweb.refusal import Refused
from ppsweb.web.once import already_done


@room.form("/<id:person>/disagree", needs="consents.record")
def disagree(person: Person) -> Any:
    """Another parent does not agree that this client shares for the child."""
    form = Disagreed()
    if form.is_submitted() and already_done(Disagreement, form):
        return to_list(person)
    if form.validate_on_submit():
        now = clock.now()
        try:
            disagreeing.disagree(acting_member(), now, person, identifier=form.identifier, **form.told(now))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded. Sharing for the child waits until the manager has decided.")
            return to_list(person)
    page = render_template("consents/disagree.html", form=form, person=person)
    return page, 422 if form.has_problems else 200


@room.form("/<id:person>/disagreements/<id:disagreement>/decide", needs="consents.decide")
def decide(person: Person, disagreement: str) -> Any:
    """The manager decides about parents who disagree."""
    found = Disagreement.get_or_none((Disagreement.id == disagreement) & (Disagreement.person == person))
    if found is None:
        abort(404)
    found.person = person
    record("consents.view", by=acting_member(), case=person, subject=found)
    form = Decided()
    if form.validate_on_submit():
        try:
            disagreeing.decide(
                acting_member(), clock.now(), found, outcome=form.decision, because=form.because.data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_done(form.decision, person))
            return to_list(person)
    waiting = [each for body in sharing_of(person, clock.today()) for each in body.shared if each.waits]
    page = render_template(
        "consents/decide.html", form=form, person=person, found=found, waiting=waiting, purposes=PURPOSES
    )
    return page, 422 if form.has_problems else 200


def _done(outcome: Outcome, person: Person) -> str:
    if outcome is Outcome.ENDS:
        return "What waited has ended."
    if Disagreement.open_of(person):
        return "It is decided. Sharing still waits: somebody else does not agree either."
    return "What waited goes on."
