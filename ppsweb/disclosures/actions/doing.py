"""Planning an act outside, carrying it out, recording one that was done, and calling one off (C7, I5, D4.03)."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Purpose
from ppsweb.cases.models import Case
from ppsweb.disclosures.gate import Said, covering, happening, refuse_unfit
from ppsweb.disclosures.models import Act, Because, State
from ppsweb.refusal import Refused


@action
def plan(
    by: Member,
    when: datetime,
    case: Case,
    *,
    purpose: Purpose,
    body: str | None,
    planned_for: date,
    said: Said,
    identifier: str | None = None,
) -> Act:
    """Plan something with a body outside, on the permission that covers it. Raises Refused, NotCovered."""
    refuse_unfit(said, body=body, purpose=purpose, now=when, planned_for=planned_for)
    authority = covering(case, said, body=body, purpose=purpose, now=when, planned_for=planned_for)
    act: Act = Act(
        **({"id": identifier} if identifier else {}),
        created_at=when,
        case=case,
        data_key=case.data_key_id,
        authority=authority,
        purpose=purpose,
        organisation=body,
        member=by,
        state=State.PLANNED,
        planned_for=planned_for,
        **said.columns(),
    ).insert_new()
    record("disclosures.plan", by=by, case=case, subject=act, detail=str(purpose))
    return act


@action
def record_done(
    by: Member,
    when: datetime,
    case: Case,
    *,
    purpose: Purpose,
    body: str | None,
    happened_at: datetime,
    said: Said,
    authority: Authority | None = None,
    identifier: str | None = None,
) -> Act:
    """Record something that was done with a body outside, on the permission that covered it when it happened.

    `authority` is the safeguarding decision whose own act it is, if it is one. Raises Refused, NotCovered.
    """
    refuse_unfit(said, body=body, purpose=purpose, now=when, happened_at=happened_at)
    rests_on = covering(
        case, said, body=body, purpose=purpose, now=when, happened_at=happened_at, only=authority
    )
    act: Act = Act(
        **({"id": identifier} if identifier else {}),
        created_at=when,
        case=case,
        data_key=case.data_key_id,
        authority=rests_on,
        purpose=purpose,
        organisation=body,
        member=by,
        **happening(by, when, happened_at),
        **said.columns(),
    ).insert_new()
    record("disclosures.record_done", by=by, case=case, subject=act, detail=str(purpose))
    return act


@action
def carry_out(
    by: Member, when: datetime, act: Act, *, happened_at: datetime, said: Said, version: int | None = None
) -> Act:
    """Record that what was planned was done, as it was done. Raises Refused, NotCovered, Stale."""
    _refuse_over(act)
    purpose = Purpose(act.purpose)
    refuse_unfit(said, body=act.organisation_id, purpose=purpose, now=when, happened_at=happened_at)
    covering(
        act.case,
        said,
        body=act.organisation_id,
        purpose=purpose,
        now=when,
        happened_at=happened_at,
        only=act.authority,
    )
    for name, value in {**happening(by, when, happened_at), **said.columns()}.items():
        setattr(act, name, value)
    act.save_changed(version)
    record("disclosures.carry_out", by=by, case=act.case, subject=act, detail=str(purpose))
    return act


@action
def cancel(by: Member, when: datetime, act: Act, version: int | None = None) -> None:
    """Call off what was planned. Raises Refused, Stale."""
    _refuse_over(act)
    act.state, act.ended_at, act.ended_because = State.CANCELLED, when, Because.BY_HAND
    act.save_changed(version)
    record("disclosures.cancel", by=by, case=act.case, subject=act)


def _refuse_over(act: Act) -> None:
    if act.state != State.PLANNED:
        raise Refused("This is done or called off already.")
