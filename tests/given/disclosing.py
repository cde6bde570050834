"""Invented acts outside, done and planned by the same actions as on the site."""

from __future__ import annotations

from typing import Any

from ppsweb.auth.models import Member
from ppsweb.authorities.models import Purpose
from ppsweb.cases.models import Case, Channel
from ppsweb.deadlines import clock
from ppsweb.disclosures import actions
from ppsweb.disclosures.gate import Said
from ppsweb.organisations.models import Organisation


def words(**changes: Any) -> Said:
    """What was said on the telephone."""
    values: dict[str, Any] = {
        "channel": Channel.PHONE,
        "shared": "That Pip gets help with reading.",
        **changes,
    }
    return Said(**values)


def a_plan(by: Member, case: Case, body: Organisation, **changes: Any) -> Any:
    """A call that is planned for today."""
    values: dict[str, Any] = {
        "purpose": Purpose.DISCUSS,
        "planned_for": clock.today(),
        "said": words(),
        **changes,
    }
    return actions.plan(by, clock.now(), case, body=body.id, **values)


def an_act(by: Member, case: Case, body: Organisation, **changes: Any) -> Any:
    """A call that was made just now."""
    now = clock.now()
    values: dict[str, Any] = {"purpose": Purpose.DISCUSS, "happened_at": now, "said": words(), **changes}
    return actions.record_done(by, now, case, body=body.id, **values)


def a_breach(by: Member, case: Case, body: Organisation | None, **changes: Any) -> Any:
    """A call that was made just now without permission."""
    now = clock.now()
    values: dict[str, Any] = {
        "purpose": Purpose.DISCUSS,
        "happened_at": now,
        "said": words(),
        "why": "They rang us, and I answered before I looked.",
        **changes,
    }
    return actions.record_without_authority(by, now, case, body=body.id if body else None, **values)
