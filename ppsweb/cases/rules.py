"""What practice says of a case's levels. Pure: values in, a value out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


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
