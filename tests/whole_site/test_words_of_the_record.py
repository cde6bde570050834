"""The record of access is read in words: whatever code an act can put beside itself has some."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import ppsweb
from ppsweb.audit import record, wording
from ppsweb.permissions import PERMISSIONS
from ppsweb.permissions.wording import NEEDED
from tests.whole_site.endpoints import NEEDS
from tests.whole_site.test_views_recorded import OF_A_FAMILY

PACKAGE = Path(ppsweb.__file__).parent
RECORDING = ("record", "record_each")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every place of the code that writes into the record, and where it is."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in RECORDING and node.args:
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def codes(node: ast.AST) -> set[str]:
    """The codes that an expression spells out; a test within it (`"x" if y == "z" else None`) is none of them."""
    if isinstance(node, ast.IfExp):
        return codes(node.body) | codes(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def detail_of(call: ast.Call) -> ast.AST | None:
    return next((each.value for each in call.keywords if each.arg == "detail"), None)


def test_every_act_has_words(whole_site: Flask) -> None:
    acts = {code for _, call in calls() for code in codes(call.args[0])}
    assert len(acts) > 80
    assert sorted(acts - set(wording.ACTIONS)) == []


def test_every_code_beside_an_act_has_words(whole_site: Flask) -> None:
    found = [(where, call, detail) for where, call in calls() if (detail := detail_of(call)) is not None]
    assert len(found) > 20
    missing = [
        f"{where} {act}: {sorted(codes(detail) - set(wording.DETAILS.get(act, {}))) or 'no words at all'}"
        for where, call, detail in found
        for act in codes(call.args[0])
        if act not in wording.DETAILS or not codes(detail) <= set(wording.DETAILS[act])
    ]
    assert missing == []


def test_an_enumeration_has_words_for_each_member(whole_site: Flask) -> None:
    """One that is narrowed on purpose has words for those that can stand there."""
    narrowed = {"authorities.record_sharing", "mail.cancel", "disclosures.record_done", "disclosures.carry_out"}
    kinds = {
        (act, type(code))
        for act, words in wording.DETAILS.items()
        for code in words
        if isinstance(code, enum.Enum)
    }
    assert len(kinds) > 10
    missing = {
        (act, str(code))
        for act, kind in kinds
        for code in kind
        if act not in narrowed and code not in wording.DETAILS[act]
    }
    assert missing == set()


def test_every_permission_and_every_opened_page_has_words(whole_site: Flask) -> None:
    assert set(NEEDED) == set(PERMISSIONS)
    of_a_family = {
        rule.endpoint
        for rule in whole_site.url_map.iter_rules()
        if OF_A_FAMILY & rule.arguments and not rule.endpoint.startswith("demo.")
    }
    assert len(of_a_family) > 40
    assert sorted(of_a_family - set(wording.DETAILS["auth.opened"])) == []
    assert set(wording.DETAILS["auth.opened"]) <= set(NEEDS)


def test_a_code_that_nobody_described_is_found_out(whole_site: Flask) -> None:
    """While any test runs: the suite takes a warning for a failure."""
    assert not wording.has_words("cases.write_note", "no_such_code")
    with pytest.warns(UserWarning, match="no_such_code"):
        record("cases.write_note", by=None, detail="no_such_code")


def test_words_are_not_codes(whole_site: Flask) -> None:
    told = {words for details in wording.DETAILS.values() for words in details.values()}
    told |= set(wording.ACTIONS.values())
    assert {words for words in told if "_" in words or not words[:1].isupper()} == set()
