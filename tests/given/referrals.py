"""Invented professionals who ask for help for a family."""

from __future__ import annotations

from typing import Any

from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.organisations.models import Organisation
from ppsweb.referrals import actions
from ppsweb.referrals.models import Asked, Referral


def a_referral(by: Member, organisation: Organisation | None = None, **changes: Any) -> Referral:
    """Somebody of a body of the list has asked; without one, `body` and `kind` are for the test to say."""
    values: dict[str, Any] = {
        "came_on": clock.today(),
        "referrer": "Dr Hazel Hornbeam",
        "organisation": organisation,
        "asked": Asked.NUMBER,
        **changes,
    }
    return actions.record_referral(by, clock.now(), **values)
