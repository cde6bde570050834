"""The room stays pure, and dates are counted in one place (D2.00)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ppsweb.deadlines

ROOM = Path(ppsweb.deadlines.__file__).parent
ARITHMETIC = {"timedelta", "monthrange", "relativedelta", "fromordinal", "toordinal"}
FOREIGN = {"flask", "peewee", "playhouse", "ppsweb.database"}
# The clock is moved by a timedelta in tests; it counts no deadline.
MAY_COUNT = {"counting.py", "clock.py"}


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _offences(source: str, file: str) -> set[str]:
    names = set(_names(ast.parse(source)))
    counted = set() if file in MAY_COUNT else names & ARITHMETIC
    return counted | {name for name in names if name.split(".")[0] in FOREIGN or name in FOREIGN}


@pytest.mark.parametrize("file", sorted(ROOM.rglob("*.py")), ids=lambda file: str(file.relative_to(ROOM)))
def test_a_module_is_pure_and_does_not_count_for_itself(file: Path) -> None:
    assert not _offences(file.read_text(encoding="utf-8"), file.name)


@pytest.mark.parametrize(
    "source",
    ["import flask", "from flask.cli import AppGroup", "from peewee import Model", "from datetime import timedelta",
     "import datetime\ndatetime.timedelta(1)", "from ppsweb.database import Table"],
)  # fmt: skip
def test_an_offence_would_be_seen(source: str) -> None:
    assert _offences(source, "rule.py")
