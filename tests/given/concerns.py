"""Invented concerns about a child, recorded and decided by the same actions as on the site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ppsweb.auth.models import Member
from ppsweb.cases.models import Channel
from ppsweb.deadlines import clock
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import Basis, Check, ChildAsked, Sought, Told, Verified
from ppsweb.safeguarding.models import Concern, ConcernDecision, Telling


def a_concern(by: Member, **changes: Any) -> Concern:
    """A call just now, by somebody who gave no name."""
    now = clock.now()
    values: dict[str, Any] = {
        "facts": "A caller heard crying and blows through the wall.",
        "about_whom": "A boy of about six, 4 Elm Road, called Tam.",
        "opinion": "He may be beaten.",
        "happened_at": now,
        **changes,
    }
    return actions.record_concern(by, now, **values)


def said(asked: Member, **changes: Any) -> dict[str, Any]:
    """What a decision to tell says, as the act takes it."""
    return {
        "basis": Basis.CHILD_AT_RISK,
        "urgent": True,
        "asked": asked,
        "permission_sought": Sought.RISK,
        "parent_told": Told.RISK,
        "child_asked": ChildAsked.NOT_PRACTICABLE,
        "reasons": "He may be beaten again tonight.",
        "alternatives": "To wait for another call. It could be too late.",
        "recipient": "Dana Dogwood",
        "organisation": "Children’s social care",
        "what": "What the caller heard, when, and the address.",
        "checks": list(Check),
        "review_due": clock.today() + timedelta(days=14),
        **changes,
    }


def not_told(asked: Member, **changes: Any) -> dict[str, Any]:
    """What a decision not to tell says."""
    told = {"recipient", "organisation", "what", "checks"}
    return {name: value for name, value in said(asked).items() if name not in told} | changes


def a_decision(by: Member, concern: Concern, asked: Member, **changes: Any) -> ConcernDecision:
    """A decision to tell at once."""
    return actions.decide(by, clock.now(), concern, **said(asked, **changes))


def a_telling(by: Member, decision: ConcernDecision, **changes: Any) -> Telling:
    """What was told by telephone just now."""
    now = clock.now()
    values: dict[str, Any] = {
        "happened_at": now,
        "channel": Channel.PHONE,
        "verified": Verified.PUBLISHED_NUMBER,
        "recipient": "Dana Dogwood",
        "organisation": "Children’s social care",
        "what": "A caller heard crying and blows at 4 Elm Road.",
        **changes,
    }
    return actions.tell(by, now, decision, **values)
