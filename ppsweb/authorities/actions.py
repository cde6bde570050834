"""Recording an authority, withdrawing a permission, invalidating one that was recorded wrongly."""

from __future__ import annotations

from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Capacity, Kind, Method, Purpose
from ppsweb.authorities.rules import reasons_against
from ppsweb.authorities.wording import WORDINGS
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
def withdraw(by: Member, when: datetime, authority: Authority, *, because: str) -> Authority:
    """Record that a permission has ended: it was right until now. Messages that wait on it are cancelled in the
    same transaction (D4.05). Raises Refused.
    """
    _refuse_ended(authority)
    if authority.kind != Kind.PERMISSION:
        raise Refused("Only a permission can be withdrawn.")
    authority.withdrawn_at, authority.withdrawn_by = when, by
    authority.withdrawn_because = because
    authority.save_changed()
    record("authorities.withdraw", by=by, subject=authority)
    outbox.cancel_resting_on(by, when, authority)
    return authority


@action
def invalidate(by: Member, when: datetime, authority: Authority, *, because: str) -> Authority:
    """Record that an authority was recorded wrongly and never counted (D4.01). Messages that wait on it are cancelled
    in the same transaction. Raises Refused.
    """
    _refuse_ended(authority)
    if not because.strip():
        raise Refused({"because": "Write what was wrong"})
    authority.invalidated_at, authority.invalidated_because = when, because.strip()
    authority.save_changed()
    record("authorities.invalidate", by=by, subject=authority)
    outbox.cancel_resting_on(by, when, authority)
    return authority


def _refuse_ended(authority: Authority) -> None:
    if not authority.in_force:
        raise Refused("This permission has ended already.")
