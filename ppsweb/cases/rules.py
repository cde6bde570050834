"""What practice says of a case's levels, and of who opens one. Pure: values in, a value out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from ppsweb.permissions.predicates import MemberLike


def reported_level(now: int, changes: Iterable[tuple[date, int, int]], first: date, last: date) -> int:
    """The level to report for a period: the highest that a case had on any of its days (D1.06).

    `now` is the level that it has; each change is its day, the level before and the level after, in the order of time.
    """
    highest = now
    ordered = list(changes)
    if ordered:
        # what held when the period began, then whatever it was changed to within
        later = [before for day, before, _ in ordered if day >= first]
        highest = later[0] if later else now
        highest = max([highest, *(after for day, _, after in ordered if first <= day <= last)])
    return highest


def may_open_another(member: MemberLike, officers: Collection[str]) -> bool:
    """Whether somebody opens a case for a client whose cases are those of these officers (D6.22).

    Whoever only covers does not: the cover ends after its last day, and a case of their own would keep the client
    open to them.
    """
    return member.manages or not officers or member.id in officers
