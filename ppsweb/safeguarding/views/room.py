"""The room, and how an address becomes a concern or a decision for a member."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ppsweb.audit import record, referred_to
from ppsweb.auth import acting_member
from ppsweb.cases.models import Case
from ppsweb.permissions import Room
from ppsweb.permissions.room import belongs_to
from ppsweb.safeguarding import (
    account,  # noqa: F401 (what was told, in the account of a client)
    hiding,  # noqa: F401 (what the record of access does not show to whom)
    tasks,  # noqa: F401 (what waits, on the first page)
    wording,
)
from ppsweb.safeguarding.models import Concern, ConcernDecision, ConcernLink, Telling
from ppsweb.web.filters import moment

room = Room("safeguarding", __name__, url_prefix="/safeguarding")
room.loads(concern=Concern.found_for)


def _case_of(concern_id: str) -> Any:
    linked = Case.select(Case.audit_ref).join(ConcernLink, on=(ConcernLink.case == Case.id))
    return referred_to(linked.where(ConcernLink.concern == concern_id))


belongs_to(concern=_case_of)


def decision_of(concern: Concern, decision: str) -> ConcernDecision:
    """A decision about this concern; of any other there is the one 404."""
    found: ConcernDecision | None = ConcernDecision.get_or_none(
        (ConcernDecision.id == decision) & (ConcernDecision.concern == concern)
    )
    if found is None:
        abort(404)
    found.concern = concern
    return found


def telling_of(concern: Concern, telling: str) -> Telling:
    """Something that was told about this concern; of any other there is the one 404."""
    found: Telling | None = Telling.get_or_none(Telling.id == telling)
    if found is None or found.decision.concern_id != concern.id:
        abort(404)
    return found


def looked(concern: Concern) -> None:
    """Write down that somebody looked at a concern, in whose file it is if that is known (D6.13)."""
    record("safeguarding.view", by=acting_member(), case=concern.case, subject=concern)


def named(concern: Concern) -> str:
    """What a concern is called where nobody may be named: titles and links."""
    return f"Concern of {moment(concern.created_at)}"


def to_concern(concern: Concern) -> Response:
    return redirect(url_for("safeguarding.show", concern=concern.id), 303)


def page(template: str, concern: Concern, form: Any, **shown: Any) -> Any:
    """A page with a form about a concern."""
    looked(concern)
    drawn = render_template(
        template,
        form=form,
        concern=concern,
        called=named(concern),
        wording=wording,
        **shown,
    )
    return drawn, 422 if form.has_problems else 200
