"""No row, no act: also where an act goes on after a part of it was refused, and where a page is only looked at."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from peewee import OperationalError

from ppsweb.audit import AuditRow, NoAuditRow, action, record
from ppsweb.auth.models import Member
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from tests.given.families import a_case, a_client
from tests.given.staff import ensure_connection


@action
def refused_after_its_row() -> None:
    record("sample.inner", by=None)
    raise Refused("No.")


@action
def goes_on(member: Member, *, leaves_a_row: bool) -> None:
    try:
        refused_after_its_row()
    except Refused:
        member.account_hash = "0" * 64
        member.save_changed()
    if leaves_a_row:
        record("sample.outer", by=member)


def test_the_row_of_a_refused_part_does_not_count_for_the_whole(db: Any, officer: Member) -> None:
    with pytest.raises(NoAuditRow):
        goes_on(officer, leaves_a_row=False)
    assert Member.get_by_id(officer.id).account_hash != "0" * 64, "and nothing was changed"
    goes_on(Member.get_by_id(officer.id), leaves_a_row=True)
    assert Member.get_by_id(officer.id).account_hash == "0" * 64
    assert [row.action for row in AuditRow.select().where(AuditRow.action.startswith("sample."))] == [
        "sample.outer"
    ]


@pytest.mark.parametrize(
    ("column", "value"), [("version", 7), ("created_at", "2001-01-01"), ("detail", "other")]
)
def test_a_row_that_was_changed_is_not_genuine(db: Any, officer: Member, column: str, value: Any) -> None:
    row = AuditRow.get(AuditRow.actor.is_null(False))
    assert row.is_genuine
    setattr(row, column, AuditRow._meta.fields[column].python_value(value))
    assert not row.is_genuine


def test_a_case_whose_look_cannot_be_recorded_is_not_shown(
    app: Flask, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = staff(Role.OFFICER)
    with ensure_connection():
        case = a_case(browser.member, a_client(browser.member, "Petra Plum"))
    address = f"/cases/{case.id}"
    assert "Petra Plum" in browser.request("GET", address).get_data(as_text=True)

    def gone(row: AuditRow) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(AuditRow, "insert_new", gone)
    answer = browser.request("GET", address)
    assert answer.status_code == 503
    assert "Plum" not in answer.get_data(as_text=True)


def test_a_refusal_says_whose_file_was_tried(app: Flask, staff: Any) -> None:
    owner, colleague = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    council = staff(Role.COUNCIL)
    with ensure_connection():
        case = a_case(owner.member, a_client(owner.member, "Petra Plum"))
        expected = {f"/cases/{case.id}": case.audit_ref, f"/people/{case.person_id}": case.person.audit_ref}
    expected[f"/cases/{'0' * 26}"] = None
    for browser in (colleague, council):
        for address, audit_ref in expected.items():
            assert browser.request("GET", address).status_code in (403, 404), address
            with ensure_connection():
                row = AuditRow.select().order_by(AuditRow.at.desc()).first()
                assert (row.action, row.actor) == ("auth.refused", browser.member.id)
                assert row.audit_ref == audit_ref, address
