"""Closing a case, which starts its five to ten years (C8), and opening it again."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.cases.models import Case, CaseClosing, Outcome, Status
from ppsweb.consents import actions as consents
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused


@action
def close_case(
    by: Member, case: Case, *, closed_on: date, outcome: Outcome, version: int | None = None
) -> Case:
    """Close a case on a day between its opening and today; with the client's last open case ends what they permitted
    to share (D4.01). Raises Refused.
    """
    if not case.is_open:
        raise Refused("This case is closed already.")
    if closed_on > clock.today():
        raise Refused({"closed_on": "The closing day cannot be in the future"})
    if closed_on < clock.local(case.opened_at).date():
        raise Refused({"closed_on": "The closing day cannot be before the case was opened"})
    case.status, case.closed_on, case.outcome = Status.CLOSED, closed_on, outcome
    case.save_changed(version)
    CaseClosing(case=case, closed_on=closed_on, outcome=outcome, closed_by=by).insert_new()
    record("cases.close_case", by=by, case=case, detail=str(outcome))
    if case.is_last_open:
        consents.end_with_closing(by, clock.now(), case.person)
    return case


@action
def rest_case(by: Member, case: Case, version: int | None = None) -> Case:
    """Mark an open case in which nothing happens as inactive (D1.09); the next note makes it open again."""
    if case.status != Status.OPEN:
        raise Refused("Only an open case can be marked as inactive.")
    case.status = Status.INACTIVE
    case.save_changed(version)
    record("cases.rest_case", by=by, case=case)
    return case


@action
def reopen_case(by: Member, when: datetime, case: Case, version: int | None = None) -> Case:
    """Open a closed case again: the years start anew at its next closing (D5.02), and this one stays on record.

    Raises Refused.
    """
    if case.is_open:
        raise Refused("This case is open.")
    if not case.authority.in_force:
        raise Refused("The permission to hold data has ended. Ask for a new one first.")
    case.status, case.closed_on, case.outcome = Status.OPEN, None, None
    case.save_changed(version)
    closing = CaseClosing.current(case)
    closing.reopened_at, closing.reopened_by = when, by
    closing.save_changed()
    record("cases.reopen_case", by=by, case=case)
    return case
