"""What the safeguarding room holds."""

from __future__ import annotations

from typing import Any

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.safeguarding.models import (
    Concern,
    ConcernClosing,
    ConcernDecision,
    ConcernLink,
    DecisionApproval,
    Step,
    Telling,
    TellingMark,
)

WITH_CONCERN = "With the concern that it belongs to, decided by itself: never among others."
DISPOSED = "With the case that the concern is linked to; one that is in no file, by the manager."


def _of_case(case: Any) -> Any:
    linked = ConcernLink.select(ConcernLink.concern).where(ConcernLink.case == case)
    return Concern.select().where(Concern.id.in_(linked)).order_by(Concern.created_at, Concern.id)


HOLDINGS = [
    Holding(
        table=Concern,
        columns={
            **BASE,
            "authority": Holds.ID,
            "data_key": Holds.ID,
            "recorded_by": Holds.ID,
            "happened_at": Holds.TIME,
            "facts": Holds.SEALED,
            "about_whom": Holds.SEALED,
            "opinion": Holds.SEALED,
            "about_member": Holds.ID,
        },
        about=About.CLIENT,
        why="Somebody believes that a child is at risk: the procedures are a legal duty (C10, D4.22).",
        disclosed="To the client whose file it is in, each by itself and only after a decision: telling can put "
        "a child at risk (D4.20).",
        disposed=DISPOSED,
        of_case=_of_case,
    ),
    Holding(
        table=ConcernLink,
        columns={
            **BASE,
            "concern": Holds.ID,
            "data_key": Holds.ID,
            "person": Holds.ID,
            "case": Holds.ID,
            "linked_by": Holds.ID,
            "how_known": Holds.SEALED,
        },
        about=About.CLIENT,
        why="Whose file a concern belongs to.",
        disclosed=WITH_CONCERN,
        disposed=DISPOSED,
    ),
    Holding(
        table=ConcernClosing,
        columns={
            **BASE,
            "concern": Holds.ID,
            "data_key": Holds.ID,
            "closed_by": Holds.ID,
            "words": Holds.SEALED,
        },
        about=About.CLIENT,
        why="That nothing more is to be done about a concern, and what came of it (D4.17).",
        disclosed=WITH_CONCERN,
        disposed=DISPOSED,
    ),
    Holding(
        table=ConcernDecision,
        columns={
            **BASE,
            "concern": Holds.ID,
            "data_key": Holds.ID,
            "authority": Holds.ID,
            "shared": Holds.CODE,
            "basis": Holds.CODE,
            "urgent": Holds.CODE,
            "decided_by": Holds.ID,
            "by_manager": Holds.CODE,
            "asked": Holds.ID,
            "reasons": Holds.SEALED,
            "alternatives": Holds.SEALED,
            "permission_sought": Holds.CODE,
            "parent_told": Holds.CODE,
            "child_asked": Holds.CODE,
            "recipient": Holds.SEALED,
            "organisation": Holds.SEALED,
            "what": Holds.SEALED,
            "protected": Holds.SEALED,
            "checks": Holds.CODE,
            "relevance": Holds.SEALED,
            "recipient_function": Holds.SEALED,
            "more_detrimental": Holds.CODE,
            "detriment": Holds.SEALED,
            "review_due": Holds.TIME,
        },
        about=About.CLIENT,
        why="The decision to tell or not to tell, and its reasons (D4.16, D4.17).",
        disclosed=WITH_CONCERN,
        disposed=DISPOSED,
    ),
    Holding(
        table=DecisionApproval,
        columns={
            **BASE,
            "decision": Holds.ID,
            "data_key": Holds.ID,
            "approved_by": Holds.ID,
            "by_manager": Holds.CODE,
            "agrees": Holds.CODE,
            "words": Holds.SEALED,
            "mac": Holds.HASH,
        },
        about=About.CLIENT,
        why="What the second person said of a decision (D4.16).",
        disclosed=WITH_CONCERN,
        disposed=DISPOSED,
    ),
    Holding(
        table=Telling,
        columns={
            **BASE,
            "decision": Holds.ID,
            "data_key": Holds.ID,
            "authority": Holds.ID,
            "told_by": Holds.ID,
            "happened_at": Holds.TIME,
            "channel": Holds.CODE,
            "verified": Holds.CODE,
            "recipient": Holds.SEALED,
            "organisation": Holds.SEALED,
            "what": Holds.SEALED,
            "sha256": Holds.SEALED,
        },
        about=About.CLIENT,
        why="What was told outside without permission, exactly, and to whom (D4.16).",
        disclosed=WITH_CONCERN,
        disposed=DISPOSED,
    ),
    Holding(
        table=Step,
        columns={
            **BASE,
            "concern": Holds.ID,
            "data_key": Holds.ID,
            "recorded_by": Holds.ID,
            "kind": Holds.CODE,
            "happened_on": Holds.TIME,
            "due": Holds.TIME,
            "reference": Holds.SEALED,
            "words": Holds.SEALED,
        },
        about=About.CLIENT,
        why="What followed, as the local safeguarding procedure asks (D4.21).",
        disclosed=WITH_CONCERN,
        disposed=DISPOSED,
    ),
    Holding(
        table=TellingMark,
        columns={
            **BASE,
            "telling": Holds.ID,
            "data_key": Holds.ID,
            "marked_by": Holds.ID,
            "kind": Holds.CODE,
            "words": Holds.SEALED,
            "review_due": Holds.TIME,
        },
        about=About.CLIENT,
        why="That the family is not told of something, why, and when that is reviewed (D4.20).",
        disclosed="Never: it would tell what is not to be told. What may be told is told with its concern.",
        disposed=DISPOSED,
    ),
]
