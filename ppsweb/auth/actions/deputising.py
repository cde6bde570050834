"""Standing in for the manager, from one day to another."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth import rules, wording
from ppsweb.auth.models import Deputy, Member
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused


@action
def appoint_deputy(
    by: Member, member: Member, *, first_day: date, last_day: date, today: date, id: str | None = None
) -> Deputy:
    """Have an admitted officer stand in for the manager, both days included. Raises Refused."""
    if not by.is_manager:
        raise Refused(wording.MANAGER_IN_PERSON)
    if not (member.is_admitted and member.role == Role.OFFICER):
        raise Refused({"member": wording.OFFICERS_DEPUTISE})
    problem = rules.deputy_days_problem(first_day, last_day, today)
    if problem is not None:
        raise Refused({problem: wording.DEPUTY_DAYS[problem]})
    known: dict[str, str] = {"id": id} if id else {}
    deputy = Deputy(member=member, appointed_by=by, first_day=first_day, last_day=last_day, **known)
    deputy.signed().insert_new()
    record("auth.deputy_appointed", by=by, subject=member)
    return deputy


@action
def end_deputy(by: Member, when: datetime, deputy: Deputy) -> None:
    """End an appointment before its last day. Raises Refused, Stale."""
    if not by.is_manager:
        raise Refused(wording.MANAGER_IN_PERSON)
    if deputy.ended_at is not None:
        raise Refused(wording.DEPUTY_ENDED)
    deputy.ended_at = when
    deputy.signed().save_changed()
    record("auth.deputy_ended", by=by, subject=deputy.member)
