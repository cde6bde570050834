"""Professionals who ask for help for a family: what to say to them, and who they were."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.deadlines import clock
from ppsweb.organisations.models import Organisation, OrganisationKind, by_name
from ppsweb.organisations.wording import KINDS
from ppsweb.permissions import Room
from ppsweb.referrals import actions, listing, wording
from ppsweb.referrals.forms import NewReferral
from ppsweb.referrals.models import Asked, Referral
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.once import already_done

room = Room("referrals", __name__, url_prefix="/referrals")


@room.get("/", needs="referrals.list")
def index() -> str:
    """Who asked, the newest first, and how many for each body."""
    record("referrals.list", by=acting_member())
    referrals = listing.newest()
    return render_template(
        "referrals/index.html",
        referrals=referrals,
        bodies=listing.by_body(referrals),
        most=listing.MOST,
        names=names_of(each.taken_by_id for each in referrals),
        kinds=KINDS,
        wording=wording,
    )


@room.form("/record", needs="referrals.record")
def record_referral() -> Any:
    """What to say to a professional who rings about a family, and who they were (D4.07)."""
    form = NewReferral()
    offered = by_name(Organisation.offered())
    form.organisation.choices = choices(
        {"": "It is not in the list", **{each.id: each.name for each in offered}}
    )
    if form.is_submitted() and already_done(Referral, form):
        return redirect(url_for("referrals.index"), 303)
    if form.validate_on_submit():
        chosen = next((each for each in offered if each.id == form.organisation.data), None)
        try:
            actions.record_referral(
                acting_member(),
                clock.now(),
                came_on=form.came_on.data,
                referrer=form.referrer.data,
                organisation=chosen,
                body=form.body.data or "",
                kind=OrganisationKind(form.kind.data) if form.kind.data else None,
                asked=Asked(form.asked.data),
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded who asked. Nothing about the family is kept.")
            return redirect(url_for("referrals.index"), 303)
    page = render_template("referrals/record.html", form=form, sentences=wording.SENTENCES)
    return page, 422 if form.has_problems else 200
