"""What waits for a member of staff about a child at risk, on their first page. Nobody is named there."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from ppsweb.safeguarding.models import Concern, ConcernClosing, ConcernDecision, Telling, TellingMark
from ppsweb.safeguarding.reading import Whole, wholes
from ppsweb.safeguarding.rules import Due, Outstanding
from ppsweb.safeguarding.wording import DUE
from ppsweb.web.filters import day, moment
from ppsweb.web.tasks import KINDS, Task, Tasks

#: what only the second person, or the manager, can do
BY_ANOTHER = (Due.SECOND_PERSON, Due.MANAGER, Due.AGREE_NOT_TO_TELL)


def still_to_do(member: Any, today: date) -> list[Task]:
    """What is still to be done about the concerns that the member recorded, decided or was asked about; for the
    manager about all. A concern that is hidden from somebody gives them no task (D4.21).
    """
    closed = ConcernClosing.select(ConcernClosing.concern)
    # what the family is not told is reviewed after the end, too
    marked = (
        TellingMark.select(ConcernDecision.concern)
        .join(Telling, on=(TellingMark.telling == Telling.id))
        .join(ConcernDecision, on=(Telling.decision == ConcernDecision.id))
    )
    open_or_marked = Concern.id.not_in(closed) | Concern.id.in_(marked)
    found = wholes(Concern.visible_to(member).where(open_or_marked))
    return [
        Task(
            DUE[each.what],
            url_for("safeguarding.show", concern=one.concern.id),
            f"concern of {moment(one.concern.created_at)}, {'was due' if each.by < today else 'by'} {day(each.by)}",
            each.by,
        )
        for one in found
        for each in one.outstanding
        if is_for(member, one, each)
    ]


def is_for(member: Any, one: Whole, each: Outstanding) -> bool:
    """Whether this is the member's to do."""
    if each.what in BY_ANOTHER:
        decision = next(row for row in one.decisions if row.id == each.decision)
        if decision.decided_by_id == member.id:
            return False
        asked = decision.asked_id == member.id and each.what is not Due.MANAGER
        return asked or member.manages
    own = {one.concern.recorded_by_id, *(row.decided_by_id for row in one.decisions)}
    return member.manages or member.id in own


KINDS.append(
    Tasks(
        "A child at risk: still to do",
        "safeguarding.list",
        still_to_do,
        names_clients=False,
        comes_first=True,  # C10, D4.18
    )
)
