"""One figure is a JSON line: its name, its value, what it is compared with, the ratio, the goal, whether it is met."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

Work = Callable[[], object]


def medians(works: dict[str, Work], rounds: int, warm: int = 2) -> dict[str, float]:
    """The median seconds of each piece of work, done in turn so that a slow minute slows them all."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(warm + rounds):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            if number >= warm:
                taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


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
