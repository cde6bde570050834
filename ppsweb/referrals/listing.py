"""The professionals who asked, as staff see them: the newest by name, and how many for each body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ppsweb import keys
from ppsweb.referrals.models import Referral

MOST = 100


@dataclass(frozen=True)
class Body:
    """One body, and how often its people asked."""

    name: str
    kind: str
    times: int
    last: date


def newest() -> list[Referral]:
    """The newest, opened with one query for all their keys."""
    found = list(Referral.newest(MOST))
    keys.fetch([each.data_key_id for each in found])
    return found


def by_body(referrals: Iterable[Referral]) -> list[Body]:
    """Those that asked most often first. The same name is the same body, whether it was chosen or typed."""
    found: dict[str, list[Referral]] = {}
    for each in referrals:
        found.setdefault(each.body_name.casefold(), []).append(each)
    bodies = [
        Body(each[0].body_name, each[0].kind, len(each), max(one.came_on for one in each))
        for each in found.values()
    ]
    return sorted(bodies, key=lambda each: (-each.times, each.name.casefold()))
