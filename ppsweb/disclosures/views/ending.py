"""What an ended permission leaves to do: what was called off, what was told already, who should hear (D4.05)."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template
from peewee import JOIN

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.authorities.models import Purpose
from ppsweb.authorities.wording import PURPOSES
from ppsweb.deadlines import clock
from ppsweb.disclosures import actions
from ppsweb.disclosures.forms import Ended
from ppsweb.disclosures.models import Act, Because, SharingEnd, State, TheirTurn
from ppsweb.disclosures.telling import whom
from ppsweb.disclosures.views.room import room, to_account
from ppsweb.organisations.models import Organisation
from ppsweb.refusal import Refused


@room.form("/ended/<id:sharing_end>", needs="disclosures.record")
def deal_with_end(sharing_end: SharingEnd) -> Any:
    """Show what rested on a permission that has ended, and record what became of it with its body."""
    record("disclosures.view_end", by=acting_member(), case=sharing_end.case, subject=sharing_end)
    keys.fetch([sharing_end.case.data_key_id, sharing_end.authority.data_key_id])
    form = Ended(obj=sharing_end)
    if form.validate_on_submit():
        try:
            actions.deal_with_end(
                acting_member(),
                clock.now(),
                sharing_end,
                outcome=TheirTurn(form.outcome.data),
                words=form.words.data or "",
                version=form.seen_version,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded.")
            return to_account(sharing_end.case)
    acts = _rested_on(sharing_end)
    page = render_template(
        "disclosures/end.html",
        form=form,
        end=sharing_end,
        called_off=[act for act in acts if act.ended_because == Because.AUTHORITY_ENDED],
        told=[act for act in acts if act.state == State.DONE],
        whom=whom,
        permitted=PURPOSES,
    )
    return page, 422 if form.has_problems else 200


def _rested_on(end: SharingEnd) -> list[Any]:
    """The acts of the case that rested on it; on the permission to hold data, all of them did."""
    query: Any = (
        Act.select(Act, Organisation)
        .join(Organisation, JOIN.LEFT_OUTER, on=(Act.organisation == Organisation.id))
        .where(Act.case == end.case)
        .order_by(Act.created_at)
    )
    if end.authority.purpose != Purpose.HOLD_DATA:
        query = query.where(Act.authority == end.authority)
    return list(query)
