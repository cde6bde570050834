"""What followed a concern, and its end (D4.17, D4.21)."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.safeguarding.actions.deciding import CLOSED
from ppsweb.safeguarding.codes import StepKind
from ppsweb.safeguarding.models import Concern, ConcernClosing, Step
from ppsweb.safeguarding.reading import england, whole
from ppsweb.safeguarding.rules import why_not_close

WAITS_FOR_REPLY = (StepKind.REFERRAL, StepKind.ESCALATED)


@action
def follow_up(
    by: Member,
    when: datetime,
    concern: Concern,
    *,
    kind: StepKind,
    happened_on: date,
    words: str,
    due: date | None = None,
    reference: str | None = None,
    identifier: str | None = None,
) -> Step:
    """Add one step: a referral with its reference and the day by which they reply, the written follow-up, the reply,
    an escalation, a review, what came of it. Raises Refused.
    """
    if concern.closing is not None:
        raise Refused(CLOSED)
    reasons: dict[str | None, str] = {}
    if not words.strip():
        reasons["words"] = "Write what was done or said"
    if happened_on > clock.local(when).date():
        reasons["happened_on"] = "The day must be today or in the past"
    if kind in WAITS_FOR_REPLY and due is None:
        reasons["due"] = "Enter the day by which they have to reply"
    if due is not None and due < happened_on:
        reasons["due"] = "It cannot be due before it happened"
    if reasons:
        raise Refused(reasons)
    chosen = {"id": identifier} if identifier else {}
    step: Step = Step(
        **chosen,
        concern=concern,
        data_key=concern.data_key_id,
        created_at=when,
        recorded_by=by,
        kind=kind,
        happened_on=happened_on,
        due=due,
        reference=(reference or "").strip() or None,
        words=words.strip(),
    ).insert_new()
    record("safeguarding.follow_up", by=by, case=concern.case, subject=concern, detail=str(kind))
    return step


@action
def close_concern(
    by: Member, when: datetime, concern: Concern, *, words: str, identifier: str | None = None
) -> ConcernClosing:
    """Close a concern of which nothing is left to do; never without a decision (D4.17). Raises Refused."""
    if concern.closing is not None:
        raise Refused(CLOSED)
    why_not = why_not_close(whole(concern).story, england())
    if why_not is not None:
        raise Refused(why_not)
    if not words.strip():
        raise Refused({"words": "Write what came of it"})
    chosen = {"id": identifier} if identifier else {}
    closing: ConcernClosing = ConcernClosing(
        **chosen,
        concern=concern,
        data_key=concern.data_key_id,
        created_at=when,
        closed_by=by,
        words=words.strip(),
    ).insert_new()
    record("safeguarding.close_concern", by=by, case=concern.case, subject=concern)
    return closing
