"""Changing what a case is about, and its level."""

from __future__ import annotations

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.cases.actions.opening import NOT_THEIR_CHILD
from ppsweb.cases.models import Case, CaseLevel, Topic
from ppsweb.people.models import NamedPerson
from ppsweb.refusal import Refused

CLOSED = "This case is closed. Open it again first."


@action
def change_case(
    by: Member, case: Case, *, topic: Topic, child: NamedPerson | None, version: int | None = None
) -> Case:
    """Change what an open case is about, or name the child that nobody named at first. Raises Refused."""
    if not case.is_open:
        raise Refused(CLOSED)
    if child is not None and child.person_id != case.person_id:
        raise Refused({"child": NOT_THEIR_CHILD})
    case.topic, case.child = topic, child
    case.save_changed(version)
    record("cases.change_case", by=by, case=case, detail=str(topic))
    return case


@action
def change_level(
    by: Member,
    case: Case,
    *,
    level: int,
    reason: str,
    version: int | None = None,
    identifier: str | None = None,
) -> CaseLevel:
    """Change the level of an open case; the change is kept with officer and reason (D1.06). Raises Refused."""
    if not case.is_open:
        raise Refused(CLOSED)
    if level == case.level:
        raise Refused({"level": "Choose another level than the one it has"})
    if not reason.strip():
        raise Refused({"reason": "Say why the level changes"})
    chosen = {"id": identifier} if identifier else {}
    change: CaseLevel = CaseLevel(
        **chosen,
        case=case,
        data_key=case.data_key_id,
        member=by,
        was=case.level,
        level=level,
        reason=reason.strip(),
    ).insert_new()
    case.level = level
    case.save_changed(version)
    record("cases.change_level", by=by, case=case, subject=change, detail=f"{change.was}-to-{level}")
    return change
