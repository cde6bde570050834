"""What happens at the gate when a permission ends, or waits for parents who disagree, in the same transaction (D4.05,
D4.24).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities.models import SHARING, Authority, Ending, Purpose
from ppsweb.cases.models import Case
from ppsweb.disclosures.models import Act, Because, Breach, Cause, SharingEnd, State, TheirTurn
from ppsweb.disclosures.rules import Asked, still_covers
from ppsweb.people.models import Person
from ppsweb.refusal import Refused


@action
def end_acts(by: Member, when: datetime, authority: Authority) -> None:
    """What was planned on it is cancelled; what it does not cover any more is a breach; the officer is told.

    What happened after it was taken back, while that was on its way, and whatever rested on one that was recorded
    wrongly, was done without permission. Once a client's permission to hold data ends, nothing is shared at all.
    """
    record("disclosures.end_acts", by=by, subject=authority)
    acts = _resting_on(authority)
    planned = [act for act in acts if act.state == State.PLANNED]
    for act in planned:
        act.state, act.ended_at, act.ended_because = State.CANCELLED, when, Because.AUTHORITY_ENDED
        act.save_changed()
        record("disclosures.cancel", by=by, case=act.case, subject=act, detail="authority_ended")
    held = _held_for(authority)
    for act in acts:
        if act.state == State.DONE and act.breach_id is None and not _stands(act, held, when):
            wrong = authority.invalidated_at is not None
            _open_breach(by, when, act, Cause.RECORDED_WRONGLY if wrong else Cause.ENDED)
    by_itself = authority.withdrawn_how == Ending.CASE_CLOSED
    for case in {act.case_id: act.case for act in (planned if by_itself else acts)}.values():
        end = SharingEnd(created_at=when, case=case, data_key=case.data_key_id, authority=authority)
        end.insert_new()
        record("disclosures.end_sharing", by=by, case=case, subject=end)


@action
def mark_acts(by: Member, when: datetime, authority: Authority) -> None:
    """What was done on a permission after it began to wait, while that was on its way, was done without permission."""
    record("disclosures.mark_acts", by=by, subject=authority)
    acts: list[Any] = _resting_on(authority)
    for act in acts:
        if act.state == State.DONE and act.breach_id is None and act.happened_at >= authority.paused_at:
            _open_breach(by, when, act, Cause.NO_PERMISSION)


@action
def deal_with_end(
    by: Member,
    when: datetime,
    end: SharingEnd,
    *,
    outcome: TheirTurn,
    words: str = "",
    version: int | None = None,
) -> None:
    """Say what became of it with those to whom something was told. Raises Refused, Stale."""
    if end.dealt_at is not None:
        raise Refused("This was dealt with already.")
    end.outcome, end.words, end.dealt_by, end.dealt_at = outcome, words.strip() or None, by, when
    end.save_changed(version)
    record("disclosures.deal_with_end", by=by, case=end.case, subject=end, detail=str(outcome))


def _resting_on(authority: Authority) -> list[Act]:
    """The acts of the client that rest on it and are planned or done; on the permission to hold data all of them do."""
    query: Any = (
        Act.select(Act, Case, Authority)
        .join(Case, on=(Act.case == Case.id))
        .switch(Act)
        .join(Authority, on=(Act.authority == Authority.id))
        .where(Act.state != State.CANCELLED)
        .order_by(Act.id)
    )
    if authority.purpose == Purpose.HOLD_DATA:
        clients = Person.select(Person.id).where(Person.data_key == authority.data_key_id)
        return list(query.where(Case.person.in_(clients) & Authority.purpose.in_(SHARING)))
    return list(query.where(Act.authority == authority))


def _held_for(authority: Authority) -> list[Any]:
    of_client = Authority.select().where(Authority.data_key == authority.data_key_id)
    return list(of_client.where(Authority.purpose == Purpose.HOLD_DATA))


def _stands(act: Any, held: list[Any], now: datetime) -> bool:
    asked = Asked(act.organisation_id, act.purpose, (), act.happened_on, now, act.happened_at)
    return still_covers(asked, act.authority, held if act.purpose in SHARING else None)


def _open_breach(by: Member, when: datetime, act: Act, cause: Cause) -> None:
    act.breach = Breach(
        created_at=when,
        case=act.case,
        data_key=act.data_key_id,
        cause=cause,
        opened_by=by,
    ).insert_new()
    act.save_changed()
    record("disclosures.open_breach", by=by, case=act.case, subject=act.breach, detail=str(act.breach.cause))


Authority.when_ends.append(end_acts)
Authority.when_waits.append(mark_acts)
