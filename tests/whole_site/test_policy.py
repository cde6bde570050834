"""docs/policy.md is true: every clause has its row, its tests, and tests that fail without its guard."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole_site.guards import GUARDS

ROOT = Path(__file__).parents[2]
CLAUSES = [f"C{number}" for number in range(1, 11)] + [f"I{number}" for number in range(1, 12)]


def rows() -> dict[str, tuple[str, str]]:
    """Clause to guard and enforcement, from the table."""
    found = {}
    for line in (ROOT / "docs" / "policy.md").read_text().splitlines():
        if match := re.match(r"\| ([CI]\d+) \| .+? \| (.+?) \| (.+) \|$", line):
            found[match[1]] = (match[2].strip("`"), match[3])
    return found


def files_of(clause: str) -> list[str]:
    """The test files that have a mark of this clause."""
    marked = re.compile(rf"policy\([^)]*\"{clause}\"")
    return [
        str(path) for path in sorted((ROOT / "tests").rglob("test_*.py")) if marked.search(path.read_text())
    ]


KEPT = [(clause, guard) for clause, (guard, _) in rows().items() if guard != "not yet"]


def test_every_clause_has_a_row() -> None:
    assert list(rows()) == CLAUSES


def test_every_guard_is_one_that_can_be_switched_off() -> None:
    assert {guard for _, guard in KEPT} <= set(GUARDS)
    assert len(KEPT) >= 6


def test_clauses_with_a_guard_have_tests_and_the_others_have_none() -> None:
    """Read from the files, so that a run of some of them says the same."""
    marked: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for arguments in re.findall(r"mark\.policy\(([^)]*)\)", path.read_text()):
            marked |= set(re.findall(r"[CI]\d+", arguments))
    assert marked <= set(CLAUSES)
    assert marked == {clause for clause, _ in KEPT}


@pytest.mark.slow
@pytest.mark.parametrize(("clause", "guard"), KEPT)
def test_the_tests_of_a_clause_fail_without_its_guard(clause: str, guard: str, engine_name: str) -> None:
    run = subprocess.run(
        [
            sys.executable, "-m", "pytest", *files_of(clause), "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist",
            "-m", "policy and not samba and not browser and not pdf and not slow",
            f"--engine={engine_name}", f"--only-clause={clause}", f"--without-guard={guard}",
        ],
        cwd=ROOT, env={**os.environ, "PYTEST_ADDOPTS": ""}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert run.returncode == 1, (
        f"{clause} without {guard}: exit {run.returncode}\n{run.stdout[-3000:]}{run.stderr[-500:]}"
    )
    assert re.search(r"\b1 failed\b", run.stdout), run.stdout[-3000:]
