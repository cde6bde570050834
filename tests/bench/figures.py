"""One figure is a JSON line: its name, its value, what it is compared with, the ratio, the goal, whether it is met."""

from __future__ import annotations

import json
import secrets
import statistics
import sys
import time
from collections.abc import Callable

Work = Callable[[], object]


def medians(works: dict[str, Work], rounds: int, warm: int = 2) -> dict[str, float]:
    """The median seconds of each piece of work, done in turn so that a slow minute slows them all."""
    return {name: statistics.median(times) for name, times in series(works, rounds, warm).items()}


def series(
    works: dict[str, Work], rounds: int, warm: int = 2, *, shuffled: bool = False
) -> dict[str, list[float]]:
    """The seconds of each piece of work in each round. Shuffled, none of them always comes after the same other one."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    order = list(works.items())
    for number in range(warm + rounds):
        if shuffled:
            secrets.SystemRandom().shuffle(order)
        for name, work in order:
            began = time.perf_counter()
            work()
            if number >= warm:
                taken[name].append(time.perf_counter() - began)
    return taken


def told_apart(one: list[float], other: list[float]) -> float:
    """How well the times tell which of two pieces of work was done, over guessing: 1 is no better, 2 is always right.

    From the ranks of all times (Mann and Whitney), so that a slow request or two among them decides nothing.
    """
    ranked = sorted([(each, 0) for each in one] + [(each, 1) for each in other])
    ranks = sum(place for place, (_, which) in enumerate(ranked, 1) if which == 0)
    slower = (ranks - len(one) * (len(one) + 1) / 2) / (len(one) * len(other))
    return 2 * max(slower, 1 - slower)


def report(bench: str, value: float, ratio_to: str, ratio: float, goal: float) -> None:
    """Print one figure as a JSON line; `value` in seconds unless the name says otherwise."""
    line = {
        "bench": bench,
        "value": round(value, 5),
        "ratio_to": ratio_to,
        "ratio": round(ratio, 3),
        "goal": goal,
        "met": ratio <= goal,
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
