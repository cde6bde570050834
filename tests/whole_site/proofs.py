"""Which tests are marked as proof of which clause of the policy, read from the files of the tests.

Read and not collected, so that a run of some tests, on one engine, says the same as a run of all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
HOW = 'mark a test with @pytest.mark.policy("C5", guard="a name of tests/whole_site/guards.py")'


@dataclass(frozen=True)
class Proof:
    """One test that is marked."""

    clause: str
    guard: str
    file: str
    test: str
    engine: str | None

    @property
    def name(self) -> str:
        return f"{self.file}::{self.test}"


@cache
def proofs() -> tuple[Proof, ...]:
    """Every mark of every test. Raises ValueError for one that names no guard, or stands where it is not seen."""
    return tuple(proof for path in sorted(TESTS.rglob("test_*.py")) for proof in _proofs_of(path))


def _proofs_of(path: Path) -> Iterator[Proof]:
    tree, file = ast.parse(path.read_text()), str(path.relative_to(TESTS))
    seen = 0
    for test in [each for each in tree.body if isinstance(each, ast.FunctionDef)]:
        marks = [mark for decorator in test.decorator_list for mark in _calls(decorator, "policy")]
        only = [
            str(_text(mark.args[0])) for each in test.decorator_list for mark in _calls(each, "only_engine")
        ]
        seen += len(marks)
        found = {_named(mark, f"{file}::{test.name}") for mark in marks}
        for clause, guard in sorted(found):
            yield Proof(clause, guard, file, test.name, only[0] if only else None)
    if seen != len(_calls(tree, "policy")):
        raise ValueError(f"{file}: a policy mark stands on no test function; {HOW}")


def _named(mark: ast.Call, test: str) -> tuple[str, str]:
    guards = [_text(each.value) for each in mark.keywords if each.arg == "guard"]
    clauses = [_text(each) for each in mark.args]
    if len(guards) != 1 or len(clauses) != 1 or not guards[0] or not clauses[0]:
        raise ValueError(f"{test}: one clause and one guard; {HOW}")
    return clauses[0], guards[0]


def _calls(tree: ast.AST, mark: str) -> list[ast.Call]:
    """The uses of `pytest.mark.<mark>(…)` in a piece of code."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == mark
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "mark"
    ]


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
