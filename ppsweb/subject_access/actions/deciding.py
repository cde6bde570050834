"""Deciding item by item what is given out. Nothing is decided by default, and nothing is edited (D3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from peewee import fn

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.deadlines.working_out import work_out
from ppsweb.refusal import Refused
from ppsweb.subject_access import rules
from ppsweb.subject_access.answering import refuse_locked
from ppsweb.subject_access.codes import Exemption, Verdict
from ppsweb.subject_access.corrections import held_back_beside
from ppsweb.subject_access.models import DataRequest, Decision, Item
from ppsweb.subject_access.standing import decided
from ppsweb.subject_access.walking import look_up

CHANGED = "It has changed since you opened it. Look again for what is new, read it, then decide."


@action
def decide(
    by: Member,
    when: datetime,
    item: Item,
    verdict: Verdict,
    *,
    seen: str,
    exemption: Exemption | None = None,
    opinion_on: date | None = None,
    explanation: str | None = None,
    identifier: str | None = None,
) -> Decision:
    """Decide about one item, of which `seen` is the code of what was read. Raises Refused."""
    refuse_locked(item.request)
    found = look_up(item.request, [item]).get(item.id)
    if found is None or not found.is_as_gathered(item) or seen != found.content_mac:
        raise Refused(CHANGED)
    today = clock.local(when).date()
    if opinion_on is not None and opinion_on > today:
        raise Refused({"opinion_on": "The day of the opinion cannot be in the future"})
    reasons = rules.reasons_against_deciding(
        verdict,
        exemption,
        mark=found.mark,
        manages=by.manages,
        standing=decided(item.request).standing_reason(item),
        opinion_until=_until(opinion_on),
        today=today,
    )
    if reasons:
        raise Refused(reasons)
    decision = _add(
        by,
        when,
        item,
        verdict,
        identifier,
        exemption=exemption,
        opinion_on=opinion_on if exemption in rules.NEEDS_OPINION else None,
        explanation=(explanation or "").strip() or None,
    )
    # The code of the reason is not in the record: that something was told in confidence would show there (D3.13).
    record("subject_access.decide", by=by, case=item.request.recorded_under, subject=item.request)
    return decision


@action
def include_shown(by: Member, when: datetime, request: DataRequest, shown: Mapping[str, str]) -> int:
    """Include those of the shown items that are undecided and unmarked; returns how many.

    `shown` is item id to the code of what was read. What was told in confidence, sealed off or is about somebody
    else is never decided here, whatever is sent (D4.09, D3.11); nor is a note while one that it corrects, or that
    corrects it, is held back. Raises Refused.
    """
    refuse_locked(request)
    rows = list(Item.select().where((Item.request == request) & Item.id.in_(list(shown) or [""])))
    now, found = decided(request), look_up(request, rows)
    held_back = held_back_beside(now)
    count = 0
    for item in rows:
        if now.of(item) is not None:
            continue
        each = found.get(item.id)
        if each is None or not each.is_as_gathered(item) or shown[item.id] != each.content_mac:
            raise Refused(CHANGED)
        if not rules.may_be_decided_together(
            each.mark, now.standing_reason(item), held_back_beside=item.id in held_back
        ):
            continue
        _add(by, when, item, Verdict.INCLUDE, None)
        count += 1
    record("subject_access.include_shown", by=by, case=request.recorded_under, subject=request)
    return count


def _add(
    by: Member, when: datetime, item: Item, verdict: Verdict, identifier: str | None, **values: object
) -> Decision:
    chosen = {"id": identifier} if identifier else {}
    last = Decision.select(fn.MAX(Decision.number)).where(Decision.item == item).scalar()
    decision = Decision(
        **chosen,
        created_at=when,
        request=item.request_id,
        item=item,
        data_key=item.request.data_key_id,
        number=(last or 0) + 1,
        verdict=verdict,
        content_mac=item.content_mac,
        decided_by=by,
        **values,
    )
    stored: Decision = decision.signed().insert_new()
    return stored


def _until(opinion_on: date | None) -> date | None:
    if opinion_on is None:
        return None
    return work_out("SAR.health_opinion", {"opinion_given": opinion_on}).day("rely_until")
