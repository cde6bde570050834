"""Who is admitted to the service: the directory's group is necessary, a manager's word makes it sufficient."""

from __future__ import annotations

from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth import wording
from ppsweb.auth.actions import deputising
from ppsweb.auth.models import Deputy, Member, Session
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused


@action
def admit(by: Member, when: datetime, member: Member, version: int | None = None) -> Member:
    """Let somebody work with the service's records, in the role that the directory gives them and no higher one.

    Also for somebody whose role in the directory has changed since. Ask the directory first (`looking_up`).
    `version` is the row as the manager saw it. Raises Refused, Stale.
    """
    _by_the_manager(by)
    if member.is_admitted and member.admitted_role == member.directory_role:
        raise Refused(wording.ALREADY_ADMITTED)
    if member.directory_role == Role.COUNCIL:
        raise Refused(wording.IN_NO_GROUP)
    if member.is_gone:
        raise Refused(wording.GONE)
    _admit(member, when, by.id, version)
    record("auth.admitted", by=by, subject=member, detail=str(member.admitted_role))
    return member


@action
def admit_first(when: datetime, member: Member) -> Member:
    """Admit the first manager, by command, because nobody could. Raises Refused as soon as there is one."""
    if any(each.is_manager for each in Member.select().where(Member.admitted_role == Role.MANAGER)):
        raise Refused(wording.HAS_A_MANAGER)
    if member.directory_role != Role.MANAGER:
        raise Refused(wording.NOT_A_MANAGER)
    _admit(member, when, None, None)
    record("auth.admitted", by=None, subject=member, detail="by_command")
    return member


@action
def let_go(by: Member, when: datetime, member: Member, version: int | None = None) -> Member:
    """End somebody's admission, their sessions, their deputising and the deputies they appointed, at once.

    What they have open stays theirs in name until it is handed over. Raises Refused, Stale.
    """
    _by_the_manager(by)
    if member.id == by.id:
        raise Refused(wording.NOT_YOURSELF)
    if member.admitted_at is None or member.left_at is not None:
        raise Refused(wording.NOT_ADMITTED)
    member.left_at = when
    member.signed()
    member.save_changed(version)
    Session.end_all_of(member)
    theirs = (Deputy.member == member.id) | (Deputy.appointed_by == member.id)
    for deputy in Deputy.select().where(theirs & Deputy.ended_at.is_null()):
        deputising.end_deputy(by, when, deputy)
    record("auth.let_go", by=by, subject=member)
    return member


def _admit(member: Member, when: datetime, by: str | None, version: int | None) -> None:
    member.admitted_role = member.directory_role
    member.admitted_at, member.admitted_by, member.left_at = when, by, None
    member.signed()
    member.save_changed(version)


def _by_the_manager(by: Member) -> None:
    """Not by a deputy: whoever stands in for a few days must not be able to let somebody in for good."""
    if not by.is_manager:
        raise Refused(wording.MANAGER_IN_PERSON)
