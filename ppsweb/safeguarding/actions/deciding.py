"""Deciding to tell or not to tell, the second person, and what was told (D4.16, D4.17)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority
from ppsweb.cases.caseworkers import is_caseworker
from ppsweb.cases.models import Channel
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.safeguarding.actions.marking import mark
from ppsweb.safeguarding.codes import Basis, ChildAsked, MarkKind, Sought, Told, Verified
from ppsweb.safeguarding.models import Concern, ConcernDecision, DecisionApproval, Telling
from ppsweb.safeguarding.reading import whole
from ppsweb.safeguarding.rules import reasons_against_deciding
from ppsweb.safeguarding.wording import FROM_DECISION, THE_DECISION

CLOSED = "This concern is closed. Record a new one."
#: what of a decision is free text
TEXTS = (
    "reasons",
    "alternatives",
    "recipient",
    "organisation",
    "what",
    "protected",
    "relevance",
    "recipient_function",
    "detriment",
)


@action
def decide(by: Member, when: datetime, concern: Concern, **said: Any) -> ConcernDecision:
    """Decide to tell somebody; `said` as `_decide` takes it. The decision gets an authority of its own, on which what
    is told rests. Raises Refused.
    """
    authority = authorities.record_decision(by, when, words=THE_DECISION, data_key=concern.data_key)
    decision = _decide(by, when, concern, authority, shared=True, **said)
    record("safeguarding.decide", by=by, case=concern.case, subject=concern, detail=str(decision.basis))
    return decision


@action
def decide_not_to_share(by: Member, when: datetime, concern: Concern, **said: Any) -> ConcernDecision:
    """Decide not to tell anybody: the same record, with its reasons (D4.17). Raises Refused."""
    decision = _decide(by, when, concern, concern.authority, shared=False, **said)
    record(
        "safeguarding.decide_not_to_share",
        by=by,
        case=concern.case,
        subject=concern,
        detail=str(decision.basis),
    )
    return decision


def _decide(
    by: Member,
    when: datetime,
    concern: Concern,
    authority: Authority,
    *,
    shared: bool,
    basis: Basis,
    urgent: bool,
    asked: Member,
    permission_sought: Sought,
    parent_told: Told,
    child_asked: ChildAsked,
    review_due: date,
    checks: Collection[str] = (),
    more_detrimental: bool | None = None,
    identifier: str | None = None,
    **texts: str | None,
) -> ConcernDecision:
    written = {name: (texts.get(name) or "").strip() for name in TEXTS}
    reasons = reasons_against_deciding(
        shared=shared,
        basis=basis,
        permission_sought=permission_sought,
        checks=checks,
        more_detrimental=more_detrimental,
        review_due=review_due,
        today=clock.local(when).date(),
        **{name: text for name, text in written.items() if name != "protected"},
    )
    if asked.id in (by.id, concern.about_member_id) or not is_caseworker(asked):
        reasons["asked"] = "Choose somebody else to be the second person"
    if reasons:
        raise Refused(reasons)
    if concern.closing is not None:
        raise Refused(CLOSED)
    chosen = {"id": identifier} if identifier else {}
    decision: ConcernDecision = ConcernDecision(
        **chosen,
        concern=concern,
        data_key=concern.data_key_id,
        authority=authority,
        created_at=when,
        shared=shared,
        basis=basis,
        urgent=urgent,
        decided_by=by,
        by_manager=by.manages,
        asked=asked,
        permission_sought=permission_sought,
        parent_told=parent_told,
        child_asked=child_asked,
        checks=".".join(sorted(set(checks))) or None,
        more_detrimental=more_detrimental if basis == Basis.DUTY_16LA else None,
        review_due=review_due,
        **{name: text or None for name, text in written.items()},
    ).insert_new()
    return decision


@action
def approve(
    by: Member, when: datetime, decision: ConcernDecision, *, agrees: bool, words: str
) -> DecisionApproval:
    """Say, as the second person or as the manager, whether a decision was right (D4.16). Raises Refused."""
    concern = decision.concern
    if decision.decided_by_id == by.id:
        raise Refused("Somebody else has to be the second person.")
    if concern.about_member_id == by.id or not (by.manages or decision.asked_id == by.id):
        raise Refused("You were not asked to be the second person.")
    mine = (DecisionApproval.decision == decision) & (DecisionApproval.approved_by == by)
    if DecisionApproval.select().where(mine).exists():
        raise Refused("You have said what you think of this decision already.")
    if not words.strip():
        raise Refused({"words": "Write what you think of the decision"})
    approval: DecisionApproval = (
        DecisionApproval(
            decision=decision,
            data_key=decision.data_key_id,
            created_at=when,
            approved_by=by,
            by_manager=by.manages,
            agrees=agrees,
            words=words.strip(),
        )
        .signed()
        .insert_new()
    )
    record(
        "safeguarding.approve" if agrees else "safeguarding.disagree",
        by=by,
        case=concern.case,
        subject=concern,
    )
    return approval


@action
def tell(
    by: Member,
    when: datetime,
    decision: ConcernDecision,
    *,
    happened_at: datetime,
    channel: Channel,
    verified: Verified,
    recipient: str,
    organisation: str,
    what: str,
    identifier: str | None = None,
) -> Telling:
    """Record exactly what was told, to whom, how, and how they were known to be who they say. Raises Refused.

    What is not urgent is told only after the second person has agreed. Where the decision says that the parent is not
    told, the account of what was told leaves it out from the beginning (D4.20).
    """
    reasons: dict[str | None, str] = {}
    for name, (value, message) in {
        "recipient": (recipient, "Enter the name of whoever was told"),
        "organisation": (organisation, "Enter the body that they work for"),
        "what": (what, "Write exactly what was told"),
    }.items():
        if not value.strip():
            reasons[name] = message
    if happened_at > when:
        reasons["happened_time"] = "The time cannot be in the future"
    if reasons:
        raise Refused(reasons)
    decided = whole(decision.concern).decided(decision)
    if not decided.may_be_told or decided.is_rejected:
        raise Refused("This is not urgent: it is told after the second person has agreed.")
    chosen = {"id": identifier} if identifier else {}
    telling: Telling = Telling(
        **chosen,
        decision=decision,
        data_key=decision.data_key_id,
        authority=decision.authority_id,
        created_at=when,
        told_by=by,
        happened_at=happened_at,
        channel=channel,
        verified=verified,
        recipient=recipient.strip(),
        organisation=organisation.strip(),
        what=what.strip(),
        sha256=hashlib.sha256(what.strip().encode()).hexdigest(),
    ).insert_new()
    record("safeguarding.tell", by=by, case=decision.concern.case, subject=decision.concern)
    because = FROM_DECISION.get(decision.parent_told)
    if because is not None:  # at once: an account that is printed in between would tell them
        kind, until = MarkKind.NOT_TO_BE_TOLD, max(decision.review_due, clock.local(when).date())
        mark(by, when, telling, kind=kind, words=because, review_due=until)
    return telling
