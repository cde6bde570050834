"""Saying whether the family is told that something was told (D4.20)."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.safeguarding.codes import MarkKind
from ppsweb.safeguarding.models import Telling, TellingMark
from ppsweb.safeguarding.reading import whole


@action
def mark(
    by: Member,
    when: datetime,
    telling: Telling,
    *,
    kind: MarkKind,
    words: str,
    review_due: date | None = None,
    identifier: str | None = None,
) -> TellingMark:
    """Say that the family is not told, which counts at once; agree as the second person; or say that they may be told.

    Raises Refused.
    """
    concern = telling.decision.concern
    found = whole(concern)
    now, marks = found.untold_of(telling).now, found.marks_of(telling)
    reasons: dict[str | None, str] = {}
    if not words.strip():
        reasons["words"] = "Write why"
    if kind == MarkKind.NOT_TO_BE_TOLD and review_due is None:
        reasons["review_due"] = "Enter the day on which it is reviewed"
    elif review_due is not None and review_due < clock.local(when).date():
        reasons["review_due"] = "The day of the review cannot be in the past"
    if kind != MarkKind.NOT_TO_BE_TOLD and not now:
        reasons["kind"] = "The family may be told of it already"
    if kind == MarkKind.AGREED and by.id in {
        each.marked_by_id for each in marks if each.kind == MarkKind.NOT_TO_BE_TOLD
    }:
        reasons["kind"] = "Somebody else has to be the second person"
    if reasons:
        raise Refused(reasons)
    chosen = {"id": identifier} if identifier else {}
    made: TellingMark = TellingMark(
        **chosen,
        telling=telling,
        data_key=telling.data_key_id,
        created_at=when,
        marked_by=by,
        kind=kind,
        words=words.strip(),
        review_due=review_due if kind == MarkKind.NOT_TO_BE_TOLD else None,
    ).insert_new()
    record("safeguarding.mark", by=by, case=concern.case, subject=concern, detail=str(kind))
    return made
