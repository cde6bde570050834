"""Deciding to tell or not to tell, the second person, and what was told."""

from __future__ import annotations

from typing import Any

from flask import flash

from ppsweb.auth import acting_member
from ppsweb.auth.models import Member
from ppsweb.cases.caseworkers import caseworkers
from ppsweb.cases.models import Channel
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import Verified
from ppsweb.safeguarding.forms import NotToTell, SecondPerson, ToTell, WhatWasTold, moment_of
from ppsweb.safeguarding.models import Concern, ConcernDecision, Telling
from ppsweb.safeguarding.views.room import decision_of, page, room, to_concern
from ppsweb.web.fields.choosing import NOTHING, choices
from ppsweb.web.once import already_done


@room.form("/<id:concern>/tell", needs="safeguarding.decide")
def decide(concern: Concern) -> Any:
    """Decide to tell somebody outside."""
    done = "The decision is recorded. Tell them now if it is urgent, then record what you told."
    return _decide(concern, ToTell(), actions.decide, "Decide to tell somebody", done)


@room.form("/<id:concern>/do-not-tell", needs="safeguarding.decide")
def decide_not_to_share(concern: Concern) -> Any:
    """Decide not to tell anybody: a decision, too (D4.17)."""
    done = "The decision is recorded."
    return _decide(concern, NotToTell(), actions.decide_not_to_share, "Decide not to tell anybody", done)


def _decide(concern: Concern, form: NotToTell, verb: Any, heading: str, done: str) -> Any:
    second = _who_can_be_asked(concern)
    form.asked.choices = [NOTHING, *choices({each.id: each.name for each in second.values()})]
    if form.is_submitted() and already_done(ConcernDecision, form):
        return to_concern(concern)
    if form.validate_on_submit():
        try:
            verb(
                acting_member(),
                clock.now(),
                concern,
                asked=second[form.asked.data],
                identifier=form.identifier,
                **form.said(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(done)
            return to_concern(concern)
    return page("safeguarding/decide.html", concern, form, heading=heading)


def _who_can_be_asked(concern: Concern) -> dict[str, Member]:
    """Whoever works with families, but neither the member at hand nor whom it is about."""
    out = (acting_member().id, concern.about_member_id)
    return {each.id: each for each in caseworkers() if each.id not in out}


@room.form("/<id:concern>/<id:decision>/second-person", needs="safeguarding.decide")
def approve(concern: Concern, decision: str) -> Any:
    """Say, as the second person or the manager, whether a decision was right."""
    found, form = decision_of(concern, decision), SecondPerson()
    if form.validate_on_submit():
        try:
            agrees = form.agrees.data == "yes"
            actions.approve(acting_member(), clock.now(), found, agrees=agrees, words=form.words.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("What you think of it is recorded.")
            return to_concern(concern)
    return page("safeguarding/approve.html", concern, form, decision=found)


@room.form("/<id:concern>/<id:decision>/told", needs="safeguarding.decide")
def tell(concern: Concern, decision: str) -> Any:
    """Record exactly what was told, to whom, and how."""
    found = decision_of(concern, decision)
    form = WhatWasTold(
        data={"recipient": found.recipient, "organisation": found.organisation, "what": found.what}
    )
    if form.is_submitted() and already_done(Telling, form):
        return to_concern(concern)
    if form.validate_on_submit():
        now = clock.now()
        try:
            actions.tell(
                acting_member(),
                now,
                found,
                happened_at=moment_of(form, now),
                channel=Channel(form.channel.data),
                verified=Verified(form.verified.data),
                recipient=form.recipient.data,
                organisation=form.organisation.data,
                what=form.what.data,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("What was told is recorded.")
            return to_concern(concern)
    return page("safeguarding/tell.html", concern, form)
