"""Asking the gate: which permission of a client covers an act outside, in one question to the database; a second one
says what is missing. A client of many years has many permissions that have run out: they are read only for that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from ppsweb.authorities.models import SHARING, Authority, Kind, Purpose
from ppsweb.cases.models import Case
from ppsweb.consents.models import Disagreement
from ppsweb.consents.talking import decides_from
from ppsweb.database import locked
from ppsweb.deadlines import clock
from ppsweb.disclosures.rules import Asked, Verdict, cover

#: what the rule asks of a permission, where nothing will rest on it
_ASKED = (
    Authority.id,
    Authority.purpose,
    Authority.organisation,
    Authority.categories,
    Authority.capacity,
    Authority.given_at,
    Authority.valid_until,
    Authority.paused_at,
    Authority.resumed_at,
    Authority.withdrawn_at,
    Authority.invalidated_at,
)


def decide(
    case: Case,
    *,
    organisation: str | None,
    purpose: Purpose,
    now: datetime,
    happened_at: datetime | None = None,
    planned_for: date | None = None,
    categories: Collection[str] = (),
    only: str | None = None,
) -> Verdict[Any]:
    """Which permission covers this with the body of this id, or what is missing. The permissions that it looked at
    stay as they are until the transaction ends, so that whoever takes one back waits. `only`: the id of
    the one that has to cover it.
    """
    on = (
        clock.local(happened_at).date() if happened_at is not None else planned_for or clock.local(now).date()
    )
    lasts, same = _lasts_until(on), Authority.purpose == purpose
    found = _read(case, organisation, (same & lasts) | (Authority.purpose == Purpose.HOLD_DATA), happened_at)
    held, sharing = [each for each in found if each.purpose == Purpose.HOLD_DATA], _sharing(found, only)
    asked = Asked(
        organisation,
        purpose,
        tuple(categories),
        on,
        now,
        happened_at,
        # sealed, and asked of nothing but these
        decides_from=_decides_from(case) if sharing else None,
        disagreed=any(each.disagreed for each in found),
    )
    if sharing or not held:
        return cover(asked, sharing, held)
    # none of these covers it, not even one that was given this moment
    near = _read(case, organisation, (same & ~lasts) | (~same & lasts), happened_at, _ASKED)
    return cover(asked, _sharing(near, only), held)


def _sharing(found: list[Any], only: str | None) -> list[Any]:
    return [each for each in found if each.purpose in SHARING and only in (None, each.id)]


def _lasts_until(on: date) -> Any:
    """Neither recorded wrongly nor run out on that day: whatever else holds, no other covers it. The rule itself looks
    at these, too.
    """
    return Authority.invalidated_at.is_null() & (Authority.valid_until >= on)


def _decides_from(case: Case) -> date | None:
    """From when the child whom the case is about decides, by the date of birth that is sealed (D2.20)."""
    return decides_from(case.child) if case.child_id is not None and case.child is not None else None


def _read(
    case: Case,
    organisation: str | None,
    which: Any,
    happened_at: datetime | None,
    columns: Sequence[Any] = (Authority,),
) -> list[Any]:
    """Some of what the client permitted for this body, and to hold their data; that comes first, as whoever ends one
    takes it first, too, and nobody waits in a ring. Each row says whether parents `disagreed` when it happened.
    """
    disagreed = Disagreement.select(SQL("1")).where(
        (Disagreement.person == case.person_id)
        & (Disagreement.created_at <= happened_at)
        & (Disagreement.decided_at.is_null() | (Disagreement.decided_at > happened_at))
    )
    query: Any = Authority.select(*columns, fn.EXISTS(disagreed).alias("disagreed")).where(
        (Authority.data_key == case.person.data_key_id)
        & (Authority.kind == Kind.PERMISSION)
        & (
            (Authority.organisation == organisation)
            | (Authority.organisation.is_null() & (Authority.purpose == Purpose.HOLD_DATA))
        )
        & which
    )
    return list(locked(query.order_by(Authority.purpose != Purpose.HOLD_DATA, Authority.id)))
