"""`deadlines check` passes the whole table, finds a single wrong day, and never passes a file it did not check."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ppsweb.deadlines.commands import cli
from tests.deadlines.conftest import CASES

Check = Callable[[Any], Result]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def run(content: Any) -> Result:
        file = tmp_path / "cases.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return CliRunner().invoke(cli, ["check", str(file)])

    return run


def test_the_whole_table_agrees(content: Any) -> None:
    found = CliRunner().invoke(cli, ["check", str(CASES)])
    assert found.output == f"{len(content['cases'])} of {len(content['cases'])} cases match.\n"
    assert found.exit_code == 0


def test_each_changed_date_is_reported(content: Any, check: Check) -> None:
    """Positive control: not one expected value of the table can be wrong unseen."""
    wrong, changed = copy.deepcopy(content), 0
    for case in wrong["cases"]:
        for key, value in case["expected"].items():
            case["expected"][key] = "2001-01-01" if isinstance(value, str) else 999
            changed += 1
    found = check(wrong)
    assert found.exit_code == 1
    assert found.output.count("worked out") == changed
    assert found.output.endswith(f"0 of {len(content['cases'])} cases match.\n")


def test_one_wrong_day_is_named(content: Any, check: Check) -> None:
    wrong = copy.deepcopy(content)
    wrong["cases"][0]["expected"]["due"] = "2026-10-06"
    found = check(wrong)
    assert found.exit_code == 1
    assert found.output == (
        "Case 1, SAR.due (relevant_time 2026-09-03): due: expected 2026-10-06, worked out 2026-10-05\n"
        f"{len(content['cases']) - 1} of {len(content['cases'])} cases match.\n"
    )


SAR = {"rule": "SAR.due", "inputs": {"relevant_time": "2026-09-03"}, "expected": {"due": "2026-10-05"}}
PAUSE = {"relevant_time": "2026-11-23", "asked": "2026-11-23", "answered": "2026-11-23"}
GOVERNORS = {"governing_board_informed": "2026-11-23", "calendar": "A-SCHOOL"}
BREACH = {"rule": "BREACH.72h", "inputs": {"aware": "2026-11-23T16:30:00+00:00"}}


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (SAR | {"rule": "SAR.never"}, "There is no rule SAR.never"),
        (SAR | {"inputs": {}}, "needs relevant_time"),
        (SAR | {"inputs": {"relevant_time": "2026-02-30"}}, "must be a real date"),
        (SAR | {"inputs": {"relevant_time": "2150-01-01"}}, "2150 are not known"),
        (SAR | {"expected": {}}, "at least one expected date"),
        (SAR | {"expected": {"dew": "2026-10-05"}}, "the rule has no such date"),
        (SAR | {"expected": {"due": None}}, "expected None, worked out 2026-10-05"),
        ({"rule": "SAR.due"}, "at least one expected date"),
        ("SAR.due", "is not an object"),
        (
            {"rule": "SAR.pause", "inputs": PAUSE, "expected": {"paused_days": True}},
            "expected True, worked out 1",
        ),
        (
            BREACH | {"expected": {"report_by": "2026-11-26T17:30:00+00:00"}},
            "worked out 2026-11-26T16:30:00+00:00",
        ),
        (BREACH | {"expected": {"report_by": "Thursday"}}, "expected Thursday"),
        (
            {"rule": "EXCL.governors", "inputs": GOVERNORS, "expected": {"by_15_school_days": "2026-12-14"}},
            "holds no school calendar named A-SCHOOL",
        ),
    ],
)
def test_a_case_that_cannot_be_checked_does_not_pass(check: Check, case: Any, says: str) -> None:
    found = check({"cases": [SAR, case]})
    assert found.exit_code == 1
    assert says in found.output
    assert found.output.endswith("1 of 2 cases match.\n")


def test_the_same_moment_with_another_offset_agrees(check: Check) -> None:
    assert (
        check({"cases": [BREACH | {"expected": {"report_by": "2026-11-26T17:30:00+01:00"}}]}).exit_code == 0
    )


def test_a_school_calendar_is_needed_only_where_a_case_names_one(check: Check, content: Any) -> None:
    assert check({"cases": [SAR]}).exit_code == 0
    case = {"rule": "EXCL.governors", "inputs": GOVERNORS, "expected": {"by_15_school_days": "2026-12-14"}}
    calendar = content["fixture_school_calendar"] | {"name": "A-SCHOOL"}
    assert check({"cases": [case], "fixture_school_calendar": calendar}).exit_code == 0
    assert check({"cases": [case], "school_calendars": [calendar]}).exit_code == 0


@pytest.mark.parametrize(
    "content",
    ["", "not json", "[]", "{}", '{"cases": []}', '{"cases": {}}', '{"cases": [1], "school": {"terms": [["x", "y"]]}}',
     '{"cases": [1], "school": {"terms": 3}}', '{"cases": [1], "school": {"terms": [["2026-09-01"]]}}'],
)  # fmt: skip
def test_a_file_that_holds_no_cases_is_refused(check: Check, content: str) -> None:
    found = check(content)
    assert found.exit_code == 1
    assert "cannot be checked" in found.output


def test_a_file_that_is_not_text_or_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(b"\xff\xfe\x00")
    assert CliRunner().invoke(cli, ["check", str(file)]).exit_code == 1
    assert CliRunner().invoke(cli, ["check", str(tmp_path / "none.json")]).exit_code == 2
