"""Recording an authority, withdrawing a permission, invalidating one that was recorded wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Capacity, Category, Copy, Ending, Kind, Method, Purpose
from ppsweb.authorities.rules import reasons_against, reasons_against_sharing
from ppsweb.authorities.turns import take_turns
from ppsweb.authorities.wording import SHARE_WORDINGS, WORDINGS
from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.keys import DataKey, new_data_key
from ppsweb.mail import outbox
from ppsweb.refusal import Refused


@action
def record_permission(
    by: Member,
    when: datetime,
    *,
    giver: str,
    capacity: Capacity,
    method: Method,
    given_at: datetime,
    wording_version: str,
    read_back: bool,
    conditions: str | None = None,
    data_key: DataKey | None = None,
    identifier: str | None = None,
) -> Authority:
    """Record that somebody permits the service to hold data (C5, D4.01).

    It comes first: the person and the case are made to rest on it. `given_at` is naive UTC; `data_key` is that of a
    client who gives permission again. Raises Refused.
    """
    reasons = reasons_against(giver=giver, method=method, given_at=given_at, now=when, read_back=read_back)
    if wording_version not in WORDINGS:
        reasons[None] = "The words that were read out are not known. Load the page again."
    if reasons:
        raise Refused(reasons)
    wording = WORDINGS[wording_version]
    chosen = {"id": identifier} if identifier else {}
    authority: Authority = Authority(
        **chosen,
        kind=Kind.PERMISSION,
        purpose=Purpose.HOLD_DATA,
        data_key=data_key or new_data_key(),
        created_at=when,
        given_at=given_at,
        recorded_by=by,
        giver=giver.strip(),
        capacity=capacity,
        method=method,
        wording_version=wording.version,
        wording_hash=wording.hash,
        language=wording.language,
        read_back=read_back,
        conditions=(conditions or "").strip() or None,
    ).insert_new()
    record("authorities.record_permission", by=by, subject=authority)
    return authority


@action
def record_sharing(
    by: Member,
    when: datetime,
    *,
    data_key: DataKey,
    giver: str,
    capacity: Capacity,
    method: Method,
    given_at: datetime,
    wording_version: str,
    read_back: bool,
    bodies: Sequence[str],
    purposes: Sequence[Purpose],
    categories: Sequence[Category],
    valid_until: date,
    copy: Copy | None = None,
    conditions: str | None = None,
    identifier: str | None = None,
) -> list[Authority]:
    """Record what somebody permits in one signing: one row for each body and purpose, so that each can be taken back
    alone (D4.01, D4.23). `bodies` are the ids of organisations; the first row has the id of the signing, `identifier`.
    Raises Refused.
    """
    given_on = clock.local(given_at).date()
    reasons = reasons_against(giver=giver, method=method, given_at=given_at, now=when, read_back=read_back)
    reasons |= reasons_against_sharing(
        method=method, copy=copy, given_on=given_on, valid_until=valid_until, bodies=bodies, purposes=purposes,
        categories=categories,
    )  # fmt: skip
    if wording_version not in SHARE_WORDINGS:
        reasons[None] = "The words that were read out are not known. Load the page again."
    if reasons:
        raise Refused(reasons)
    wording = SHARE_WORDINGS[wording_version]
    signing = identifier or new_id()
    rows = [
        Authority(
            id=signing if (body, purpose) == (bodies[0], purposes[0]) else new_id(),
            kind=Kind.PERMISSION,
            purpose=purpose,
            organisation=body,
            signing=signing,
            categories=".".join(sorted(set(categories))),
            valid_until=valid_until,
            copy=copy,
            data_key=data_key,
            created_at=when,
            given_at=given_at,
            recorded_by=by,
            giver=giver.strip(),
            capacity=capacity,
            method=method,
            wording_version=wording.version,
            wording_hash=wording.hash,
            language=wording.language,
            read_back=read_back,
            conditions=(conditions or "").strip() or None,
        )
        for body in dict.fromkeys(bodies)
        for purpose in dict.fromkeys(purposes)
    ]
    for row in rows:
        row.insert_new()
        record("authorities.record_sharing", by=by, subject=row, detail=str(row.purpose))
    return rows


@action
def record_legal_duty(
    by: Member, when: datetime, *, purpose: Purpose, words: str, data_key: DataKey | None = None
) -> Authority:
    """Record what the law itself demands: a rights request, a safeguarding duty (D4.22).

    It needs neither a permission nor a case; `words` says what was asked or what is known.
    """
    authority: Authority = Authority(
        kind=Kind.LEGAL_DUTY,
        purpose=purpose,
        data_key=data_key or new_data_key(),
        created_at=when,
        given_at=when,
        recorded_by=by,
        words=words,
    ).insert_new()
    record("authorities.record_legal_duty", by=by, subject=authority)
    return authority


@action
def record_decision(by: Member, when: datetime, *, words: str, data_key: DataKey) -> Authority:
    """Record the authority of a decision to tell somebody about a child at risk (D4.16): it is that decision's alone,
    and the decision itself, with its reasons, is in the safeguarding room.
    """
    authority: Authority = Authority(
        kind=Kind.DECISION,
        purpose=Purpose.SAFEGUARDING,
        data_key=data_key,
        created_at=when,
        given_at=when,
        recorded_by=by,
        words=words,
    ).insert_new()
    record("authorities.record_decision", by=by, subject=authority)
    return authority


@action
def withdraw(
    by: Member,
    when: datetime,
    authority: Authority,
    *,
    because: str,
    how: Ending = Ending.TAKEN_BACK,
) -> Authority:
    """Record that a permission has ended: it was right until now. What waits on it is cancelled in the same
    transaction (D4.05). Raises Refused.
    """
    _refuse_ended(authority)
    if authority.kind != Kind.PERMISSION:
        raise Refused("Only a permission can be withdrawn.")
    take_turns(authority.data_key_id)
    authority.withdrawn_at, authority.withdrawn_by, authority.withdrawn_how = when, by, how
    authority.withdrawn_because = because
    authority.save_changed()
    record("authorities.withdraw", by=by, subject=authority, detail=str(how))
    _end_what_rests_on(by, when, authority)
    return authority


@action
def pause(by: Member, when: datetime, sharing: Authority) -> Authority:
    """Let a permission to share wait, because another parent does not agree (D4.24). One that waits stays so."""
    if not sharing.is_paused:
        sharing.paused_at, sharing.resumed_at = when, None
        sharing.save_changed()
        for follow in Authority.when_waits:
            follow(by, when, sharing)
    record("authorities.pause", by=by, subject=sharing)
    return sharing


@action
def resume(by: Member, when: datetime, sharing: Authority) -> Authority:
    """Let a permission to share go on that waited (D4.24)."""
    sharing.resumed_at = when
    sharing.save_changed()
    record("authorities.resume", by=by, subject=sharing)
    return sharing


@action
def invalidate(by: Member, when: datetime, authority: Authority, *, because: str) -> Authority:
    """Record that an authority was recorded wrongly and never counted (D4.01). What waits on it is cancelled in the
    same transaction. Raises Refused.
    """
    _refuse_ended(authority)
    if not because.strip():
        raise Refused({"because": "Write what was wrong"})
    take_turns(authority.data_key_id)
    authority.invalidated_at, authority.invalidated_because = when, because.strip()
    authority.save_changed()
    record("authorities.invalidate", by=by, subject=authority)
    _end_what_rests_on(by, when, authority)
    return authority


def _end_what_rests_on(by: Member, when: datetime, authority: Authority) -> None:
    """Nothing that waits on it leaves any more: messages, and what rooms above keep (D4.05)."""
    outbox.cancel_resting_on(by, when, authority)
    for follow in Authority.when_ends:
        follow(by, when, authority)


def _refuse_ended(authority: Authority) -> None:
    if not authority.in_force:
        raise Refused("This permission has ended already.")
