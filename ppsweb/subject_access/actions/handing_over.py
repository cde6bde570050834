"""A signed pack is handed over on paper, or posted: for whoever has no e-mail, or would rather not (D8.03, D8.12)."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.people.models import ContactKind
from ppsweb.refusal import Refused
from ppsweb.subject_access import rules
from ppsweb.subject_access.answering import reached_by
from ppsweb.subject_access.codes import Identity
from ppsweb.subject_access.giving import pack_to_give
from ppsweb.subject_access.models import DataRequest, HandOver, Pack
from ppsweb.subject_access.standing import decided


@action
def hand_over(
    by: Member,
    when: datetime,
    request: DataRequest,
    *,
    seen: str,
    about_nobody_else: bool,
    handed_on: date,
    identity: Identity,
    identifier: str | None = None,
) -> HandOver:
    """Record that the pack was handed over on paper: it answers the request. Raises Refused.

    The same is asked of it as of a pack that is sent (`releasing.release`); `identity` says how it was made sure
    that it came into the hands of whoever asked.
    """
    pack = pack_to_give(by, when, request, seen=seen, about_nobody_else=about_nobody_else)
    problem = rules.why_not_handed_on(
        handed_on,
        received=request.received_on,
        made=_day(pack.finished_at),
        signed=_day(_signed_at(request, pack)),
        today=clock.local(when).date(),
    )
    if problem is not None:
        raise Refused({"handed_on": problem})
    if identity is Identity.POSTED:
        person = request.person
        problem = rules.why_not_post(
            has_address=bool(reached_by(request, ContactKind.POST)), safe=person.is_safe("safe_to_write")
        )
        if problem is not None:
            raise Refused({"identity": problem})
    chosen = {"id": identifier} if identifier else {}
    row: HandOver = HandOver(
        **chosen,
        created_at=when,
        request=request,
        pack=pack,
        handed_on=handed_on,
        identity=identity,
        handed_by=by,
    ).insert_new()
    record(
        "subject_access.hand_over",
        by=by,
        case=request.recorded_under,
        subject=request,
        detail=str(identity),
    )
    return row


def _signed_at(request: DataRequest, pack: Pack) -> datetime | None:
    """When somebody first signed what the pack was made of."""
    held = [each for each in decided(request).signatures if each.content_hash == pack.content_hash]
    return min((each.created_at for each in held), default=None)


def _day(moment: datetime | None) -> date | None:
    return clock.local(moment).date() if moment is not None else None
