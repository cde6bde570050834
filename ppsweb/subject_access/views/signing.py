"""The second person's signature, on one page with everything that it is for (D3.16)."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template

from ppsweb.auth.models import names_of
from ppsweb.cases.wording import CHANNELS
from ppsweb.deadlines import clock
from ppsweb.people.addresses import usable_addresses
from ppsweb.people.models import ContactKind
from ppsweb.permissions import may
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions, corrections, rules, wording
from ppsweb.subject_access.answering import reached_by
from ppsweb.subject_access.forms import Signing
from ppsweb.subject_access.models import DataRequest
from ppsweb.subject_access.standing import Decided, decided, standing
from ppsweb.subject_access.views.room import acting_member, record_read, room, to_request
from ppsweb.subject_access.walking import look_up


@room.form("/<id:request>/sign", needs="subject_access.sign")
def sign(request: DataRequest) -> Any:
    """The second person signs exactly what this page says is decided."""
    member = acting_member()
    now = decided(request)
    where = standing(now)
    form = Signing(data={"seen": where.content_hash})
    if form.validate_on_submit():
        try:
            actions.sign(member, clock.now(), request, seen=form.seen.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("You have signed. Any change from now on voids it.")
            return to_request(request)
    record_read("subject_access.view_items", request, now.items)
    page = render_template(
        "subject_access/sign.html",
        form=form,
        where=where,
        why_not=rules.why_not_sign(where, prepared=now.preparation_by(member)),
        **_signed_for(now),
    )
    return page, 422 if form.has_problems else 200


def _signed_for(now: Decided) -> dict[str, Any]:
    """All that a signature answers for: who asked for what, where was looked, each item in its words with what was
    decided about it, by whom and why, and where it will go. Whoever signs judges what is left out, too: they read
    it, but for a note that is another family's, which only the manager reads (D4.26)."""
    return {
        "request_": now.request,
        "now": now,
        "found": look_up(now.request, now.items),
        "beside": corrections.said_beside(now),
        "may_read_sealed": may(acting_member(), "cases.seal_note"),
        "addresses": usable_addresses(now.request.person),
        "postal": reached_by(now.request, ContactKind.POST),
        "channels": CHANNELS,
        "names": names_of(),
        "wording": wording,
    }
