"""docs/policy.md is true: every clause has its row, its tests, and each of them fails without the guard it names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole_site.guards import GUARDS
from tests.whole_site.proofs import Proof, proofs

ROOT = Path(__file__).parents[2]
CLAUSES = [f"C{number}" for number in range(1, 11)] + [f"I{number}" for number in range(1, 12)]
NOT_YET = "not yet"


def rows() -> list[tuple[str, str, str]]:
    """Clause, guard, and the cell that names the tests: the rows of the table, in order."""
    lines = (ROOT / "docs" / "policy.md").read_text().splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")
    ]
    return [
        (each[0], each[2].strip("`"), each[4].strip()) for each in cells if re.fullmatch(r"[CI]\d+", each[0])
    ]


def cell_of(clause: str, guard: str) -> str:
    """What the last column has to say: each file of tests, and which of it."""
    files: dict[str, list[str]] = {}
    for proof in proofs():
        if (proof.clause, proof.guard) == (clause, guard):
            files.setdefault(proof.file, []).append(f"`{proof.test}`")
    return "; ".join(f"{file}: {', '.join(tests)}" for file, tests in files.items())


def test_every_clause_has_a_row_in_order() -> None:
    assert list(dict.fromkeys(clause for clause, _, _ in rows())) == CLAUSES
    named = [(clause, guard) for clause, guard, _ in rows()]
    assert len(named) == len(set(named))


def test_every_guard_is_one_that_can_be_switched_off_and_has_a_test() -> None:
    assert {proof.guard for proof in proofs()} == set(GUARDS)
    assert len({clause for clause, guard, _ in rows() if guard != NOT_YET}) >= 9


def test_the_table_names_the_tests_that_are_marked() -> None:
    """One row for each clause and guard; a clause without a guard says so and names no test."""
    marked = {(proof.clause, proof.guard) for proof in proofs()}
    kept = {(clause, guard) for clause, guard, _ in rows() if guard != NOT_YET}
    assert kept == marked, "docs/policy.md has one row for each clause and guard that a test is marked with"
    for clause, guard, said in rows():
        expected = "" if guard == NOT_YET else cell_of(clause, guard)
        assert said == expected, f"docs/policy.md, {clause}, {guard}: the last column has to be\n{expected}"


@pytest.mark.slow
@pytest.mark.parametrize("guard", sorted(GUARDS))
def test_every_test_that_names_a_guard_fails_without_it(guard: str, engine_name: str) -> None:
    meant = [proof for proof in proofs() if proof.guard == guard and proof.engine in (None, engine_name)]
    passed, failed, said = _without(guard, meant, engine_name)
    assert not passed, f"without {guard} these tests pass all the same, so they do not prove it: {passed}"
    assert {name.partition("[")[0] for name in failed} == {f"tests/{proof.name}" for proof in meant}, said


def _without(guard: str, meant: list[Proof], engine_name: str) -> tuple[list[str], list[str], str]:
    """What passes and what fails when the tests of a guard run with the guard switched off."""
    run = subprocess.run(
        [
            sys.executable, "-m", "pytest", *sorted({f"tests/{proof.name}" for proof in meant}),
            "-q", "-rA", "--tb=line", "-p", "no:cacheprovider", "-p", "no:xdist",
            f"--engine={engine_name}", f"--without-guard={guard}",
        ],
        cwd=ROOT, env={**os.environ, "PYTEST_ADDOPTS": ""}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    passed, failed = (
        re.findall(rf"^{word} (tests/\S+?)(?: - .*)?$", run.stdout, re.MULTILINE)
        for word in ("PASSED", "FAILED")
    )
    return passed, failed, f"without {guard}: exit {run.returncode}\n{run.stdout[-3000:]}{run.stderr[-500:]}"
