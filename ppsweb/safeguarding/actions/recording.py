"""Recording a concern with four answers, and putting it into its family's file."""

from __future__ import annotations

from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Purpose
from ppsweb.cases.models import Case
from ppsweb.keys import new_data_key
from ppsweb.refusal import Refused
from ppsweb.safeguarding.models import Concern, ConcernLink
from ppsweb.safeguarding.rules import reasons_against_recording
from ppsweb.safeguarding.wording import THE_DUTY


@action
def record_concern(
    by: Member,
    when: datetime,
    *,
    facts: str,
    about_whom: str,
    opinion: str,
    happened_at: datetime,
    about_member: Member | None = None,
    case: Case | None = None,
    identifier: str | None = None,
) -> Concern:
    """Record what somebody noticed about a child (D4.18). It rests on the duty, not on a permission or a case (D4.22).

    `case` is the one whose page it was recorded from; a closed one, or one whose permission has ended, does as well.
    Raises Refused.
    """
    reasons = reasons_against_recording(
        facts=facts, about_whom=about_whom, opinion=opinion, happened_at=happened_at, now=when
    )
    if about_member is not None and about_member.id == by.id:
        reasons["about_member"] = "Tell the manager, who records what is about you"
    if reasons:
        raise Refused(reasons)
    key = new_data_key()
    duty = authorities.record_legal_duty(by, when, purpose=Purpose.SAFEGUARDING, words=THE_DUTY, data_key=key)
    chosen = {"id": identifier} if identifier else {}
    concern: Concern = Concern(
        **chosen,
        authority=duty,
        data_key=key,
        created_at=when,
        recorded_by=by,
        happened_at=happened_at,
        facts=facts.strip(),
        about_whom=about_whom.strip(),
        opinion=opinion.strip(),
        about_member=about_member,
    ).insert_new()
    record("safeguarding.record_concern", by=by, subject=concern)
    if case is not None and about_member is None:
        link(by, when, concern, case, how_known="Recorded from the page of the case.")
    return concern


@action
def link(by: Member, when: datetime, concern: Concern, case: Case, *, how_known: str) -> ConcernLink:
    """Put a concern into the file of a client whose case it is about (D4.22). Raises Refused."""
    if concern.link is not None:
        raise Refused("This concern is in a file already.")
    if concern.about_member_id is not None:
        raise Refused("An allegation about a member of staff is in no family’s file.")
    if not how_known.strip():
        raise Refused({"how_known": "Write how you know that it is about this family"})
    made: ConcernLink = ConcernLink(
        concern=concern,
        data_key=concern.data_key_id,
        person=case.person_id,
        case=case,
        created_at=when,
        linked_by=by,
        how_known=how_known.strip(),
    ).insert_new()
    record("safeguarding.link", by=by, case=case, subject=concern)
    return made
