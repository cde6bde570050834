"""Who works on a case: cover for a colleague, a conflict of interest, handing over."""

from __future__ import annotations

from datetime import date, timedelta

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.cases.caseworkers import is_caseworker
from ppsweb.cases.models import Case, CaseConflict, CaseCover
from ppsweb.refusal import Refused

COVER_LASTS = timedelta(days=14)


@action
def cover(by: Member, case: Case, *, reason: str, today: date, identifier: str | None = None) -> CaseCover:
    """Open a colleague's case for cover, with a reason that the client can be shown (D6.22). Raises Refused."""
    if not reason.strip():
        raise Refused({"reason": "Say why you need to open this case"})
    if has_conflict(by, case):
        raise Refused("You declared a conflict of interest with this family.")
    chosen = {"id": identifier} if identifier else {}
    row: CaseCover = (
        CaseCover(
            **chosen,
            case=case,
            data_key=case.data_key_id,
            member=by,
            reason=reason.strip(),
            until=today + COVER_LASTS,
        )
        .signed()
        .insert_new()
    )
    record("cases.cover", by=by, case=case)
    return row


@action
def declare_conflict(by: Member, case: Case, *, reason: str) -> CaseConflict:
    """Declare a conflict of interest and lose access to all cases of its client at once (D4.13). Raises Refused."""
    if not reason.strip():
        raise Refused({"reason": "Say what connects you with this family"})
    row: CaseConflict = CaseConflict(
        case=case, data_key=case.data_key_id, member=by, reason=reason.strip()
    ).insert_new()
    record("cases.declare_conflict", by=by, case=case)
    return row


@action
def hand_over(by: Member, case: Case, to: Member, version: int | None = None) -> Case:
    """Give a case to another officer. Raises Refused."""
    if not is_caseworker(to):
        raise Refused({"officer": "Choose an officer of the service"})
    if has_conflict(to, case):
        raise Refused({"officer": "This officer declared a conflict of interest with the family"})
    case.officer = to
    case.save_changed(version)
    record("cases.hand_over", by=by, case=case, subject=to)
    return case


@action
def refuse_hand_over(by: Member, case: Case, to: Member) -> None:
    """Record that a case was not given to somebody with a conflict of interest: the refusal itself leaves no row."""
    record("cases.refuse_hand_over", by=by, case=case, subject=to, detail="conflict")


def has_conflict(member: Member, case: Case) -> bool:
    """Whether a member declared a conflict of interest in any case of this client (D4.13)."""
    return not Case.without_conflict(member).where(Case.id == case.id).exists()
