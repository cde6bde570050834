"""`make bench`: every benchmark in one run, JSON lines on the screen, the table in docs/performance.md."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
PYTEST = ["-m", "pytest", "-q", "-s", "-p", "no:cacheprovider"]
PYTEST += ["-o", "python_files=bench_*.py", "-o", "python_functions=bench_*"]
RUNS = [
    ["-m", "tests.bench.bench_pdf"],
    [*PYTEST, "tests/bench/bench_site.py", "--engine=sqlcipher"],
    [*PYTEST, "tests/bench/bench_site.py", "--engine=postgresql"],
    [*PYTEST, "tests/bench/bench_gate.py", "--engine=sqlcipher"],
    [*PYTEST, "tests/bench/bench_gate.py", "--engine=postgresql"],
    [*PYTEST, "tests/bench/bench_sign_in.py"],
]


def main() -> int:
    """Run all and print each figure as it comes. A missed goal is a figure like another, and shown in the table; 1 when
    a run failed, and then the table stays as it is and what the run said is shown."""
    figures: list[dict[str, Any]] = []
    failed = False
    for arguments in RUNS:
        said: list[str] = []
        with subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as run:
            assert run.stdout is not None
            for line in run.stdout:
                said.append(line)
                if line.lstrip(".").startswith('{"bench"'):
                    figures.append(json.loads(line.lstrip(".")))
                    sys.stdout.write(line.lstrip("."))
                    sys.stdout.flush()
        if run.returncode:
            failed = True
            sys.stdout.write(f"{' '.join(arguments)} failed:\n{''.join(said)}")
    if failed or not figures:
        sys.stdout.write("The table is left as it is.\n")
        return 1
    write(figures)
    return 0


def write(figures: list[dict[str, Any]]) -> None:
    """Put the figures between the marks of docs/performance.md."""
    rows = ["| what | value | compared with | ratio | goal | met |", "|---|---|---|---|---|---|"]
    for each in figures:
        value = each["value"] if "queries" in each["bench"] else f"{each['value'] * 1000:.1f} ms"
        rows.append(
            f"| {each['bench']} | {value} | {each['ratio_to']} | {each['ratio']} | ≤ {each['goal']:.3g} "
            f"| {'yes' if each['met'] else '**no**'} |"
        )
    text = TABLE.read_text()
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    TABLE.write_text(before + BEGIN + "\n" + "\n".join(rows) + "\n" + END + after)


if __name__ == "__main__":
    raise SystemExit(main())
