"""The list of bodies outside."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.deadlines import clock
from ppsweb.organisations import actions, wording
from ppsweb.organisations.forms import NewOrganisation
from ppsweb.organisations.models import Organisation, OrganisationKind, by_name
from ppsweb.permissions import Room
from ppsweb.refusal import Refused
from ppsweb.web.messages import saying
from ppsweb.web.once import already_done

room = Room("organisations", __name__, url_prefix="/organisations")


def _organisation(member: Any, organisation_id: str) -> Organisation | None:
    found: Organisation | None = Organisation.get_or_none(Organisation.id == organisation_id)
    return found


room.loads(organisation=_organisation)


@room.get("/", needs="organisations.view")
def index() -> str:
    """The bodies that a permission may name, in the order of the alphabet."""
    record("organisations.list", by=acting_member())
    return render_template(
        "organisations/index.html", organisations=by_name(Organisation.offered()), wording=wording
    )


@room.form("/add", needs="organisations.write")
def add() -> Any:
    """A body by its own name."""
    form = NewOrganisation()
    if form.is_submitted() and already_done(Organisation, form):
        return redirect(url_for("organisations.index"), 303)
    if form.validate_on_submit():
        try:
            actions.add_organisation(
                acting_member(),
                clock.now(),
                name=form.name.data,
                kind=OrganisationKind(form.kind.data),
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is in the list. A permission can name it now.")
            return redirect(url_for("organisations.index"), 303)
    return render_template("organisations/add.html", form=form), 422 if form.has_problems else 200


@room.post("/<id:organisation>/retire", needs="organisations.write")
def retire(organisation: Organisation) -> Any:
    """Offer it no more."""
    with saying("It is not offered any more. What was permitted stays on record."):
        actions.retire_organisation(acting_member(), clock.now(), organisation)
    return redirect(url_for("organisations.index"), 303)
