"""Recording what was done without permission as exactly that, and the manager's look at it (D3.22, D4.03).

The gate stops acts, never the truth: a gate that could not record what happened would teach people to invent times.
"""

from __future__ import annotations

from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Purpose
from ppsweb.cases.models import Case
from ppsweb.disclosures.deciding import decide
from ppsweb.disclosures.gate import Said, happening, refuse_unfit
from ppsweb.disclosures.models import Act, Breach, Cause, Told
from ppsweb.disclosures.rules import Gap
from ppsweb.refusal import Refused

CAUSES = {
    Gap.NOT_HELD: Cause.ENDED,
    Gap.WITHDRAWN: Cause.ENDED,
    Gap.EXPIRED: Cause.ENDED,
    Gap.WRONG: Cause.RECORDED_WRONGLY,
}


@action
def record_without_authority(
    by: Member,
    when: datetime,
    case: Case,
    *,
    purpose: Purpose,
    body: str | None,
    happened_at: datetime,
    said: Said,
    why: str,
    told: Told = Told.NOT_YET,
    told_because: str = "",
    identifier: str | None = None,
) -> Act:
    """Record something that was done without permission, with the breach that it is. Raises Refused.

    It needs no permission to hold data either, and no open case.
    """
    refuse_unfit(said, body=body, purpose=purpose, now=when, happened_at=happened_at, permitted=False)
    _refuse_unexplained(why, told, told_because)
    verdict = decide(
        case,
        organisation=body,
        purpose=purpose,
        now=when,
        happened_at=happened_at,
        categories=said.categories,
    )
    cause = CAUSES.get(verdict.gap, Cause.NO_PERMISSION) if verdict.gap else Cause.NO_PERMISSION
    breach = Breach(
        created_at=when,
        case=case,
        data_key=case.data_key_id,
        cause=cause,
        opened_by=by,
        why=why.strip(),
        told=told,
        told_because=told_because.strip() or None,
    ).insert_new()
    act: Act = Act(
        **({"id": identifier} if identifier else {}),
        created_at=when,
        case=case,
        data_key=case.data_key_id,
        breach=breach,
        purpose=purpose,
        organisation=body,
        member=by,
        **happening(by, when, happened_at),
        **said.columns(),
    ).insert_new()
    record("disclosures.record_without_authority", by=by, case=case, subject=act, detail=str(cause))
    return act


@action
def explain_breach(
    by: Member,
    when: datetime,
    breach: Breach,
    *,
    why: str,
    told: Told,
    told_because: str = "",
    version: int | None = None,
) -> None:
    """Say why it happened and whether the client knows. Raises Refused, Stale."""
    _refuse_closed(breach)
    _refuse_unexplained(why, told, told_because)
    _explain(breach, why, told, told_because)
    breach.save_changed(version)
    record("disclosures.explain_breach", by=by, case=breach.case, subject=breach)


@action
def close_breach(
    by: Member,
    when: datetime,
    breach: Breach,
    *,
    why: str,
    told: Told,
    learned: str,
    reported: bool,
    told_because: str = "",
    version: int | None = None,
) -> None:
    """Close it: why it happened, whether the client knows, whether the data protection officer was told, and what is
    different from now on. Raises Refused, Stale.
    """
    _refuse_closed(breach)
    _refuse_unexplained(why, told, told_because)
    if told == Told.NOT_YET:
        raise Refused({"told": "Tell them first, or write why they are not told"})
    if not learned.strip():
        raise Refused({"learned": "Write what is different from now on"})
    _explain(breach, why, told, told_because)
    breach.learned, breach.reported = learned.strip(), reported
    breach.closed_by, breach.closed_at = by, when
    breach.save_changed(version)
    record("disclosures.close_breach", by=by, case=breach.case, subject=breach)


@action
def see_late(by: Member, when: datetime, act: Act, version: int | None = None) -> None:
    """The manager has seen that it was typed late (D4.03). Raises Refused, Stale."""
    if not act.late or act.late_seen_at is not None:
        raise Refused("There is nothing to see any more.")
    act.late_seen_at, act.late_seen_by = when, by
    act.save_changed(version)
    record("disclosures.see_late", by=by, case=act.case, subject=act)


def _explain(breach: Breach, why: str, told: Told, told_because: str) -> None:
    breach.why, breach.told, breach.told_because = why.strip(), told, told_because.strip() or None


def _refuse_closed(breach: Breach) -> None:
    if breach.closed_at is not None:
        raise Refused("This was closed already.")


def _refuse_unexplained(why: str, told: Told, told_because: str) -> None:
    reasons: dict[str | None, str] = {}
    if not why.strip():
        reasons["why"] = "Write how it came to happen"
    if told == Told.NO and not told_because.strip():
        reasons["told_because"] = "Write why they are not told"
    if reasons:
        raise Refused(reasons)
