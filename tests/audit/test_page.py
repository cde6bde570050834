"""The record of access as the manager sees it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from ppsweb.audit import AuditRow, reading, record, wording
from ppsweb.audit.reading import PAGE, Wanted
from ppsweb.auth.models import Member
from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.permissions.roles import Role
from tests.client import Page
from tests.given.staff import SignedIn, Staff, ensure_connection
from tests.page_checks import named, text_of


def rows(page: Page) -> list[str]:
    bodies: list[Element] = named(page.root, "tbody")
    return [text_of(row) for body in bodies for row in named(body, "tr")]


def write(action: str, at: datetime, **columns: Any) -> AuditRow:
    row = AuditRow(action=action, at=at, **columns)
    row.signed()
    return row.insert_new()


def test_the_newest_act_stands_first_with_the_names_of_staff(
    as_manager: SignedIn, as_officer: SignedIn
) -> None:
    as_officer.get("/members", expect=403)
    shown = rows(as_manager.get("/audit"))
    assert "Maya Marigold Looked at the record of access" in shown[0]
    assert "Oliver Oak Asked for what is not theirs See the members of staff" in shown[1]


def test_looking_is_recorded(as_manager: SignedIn) -> None:
    as_manager.get("/audit")
    as_manager.get("/audit?action=audit.viewed")
    with ensure_connection():
        looks = AuditRow.select().where(AuditRow.action == "audit.viewed")
        assert [row.actor for row in looks] == [as_manager.member.id] * 2


def test_only_the_manager_looks(as_officer: SignedIn, as_council: SignedIn, as_editor: SignedIn) -> None:
    as_officer.get("/audit", expect=403)
    as_editor.get("/audit", expect=403)
    as_council.get("/audit", expect=404)


def test_the_record_can_be_narrowed_by_act_member_and_day(as_manager: SignedIn, as_officer: SignedIn) -> None:
    as_officer.get("/members", expect=403)
    with ensure_connection():
        write("auth.signed_out", clock.now() - timedelta(days=40), actor=as_officer.member.id)
    form = as_manager.get("/audit").form("Show")
    assert len(rows(form.submit(action="auth.refused"))) == 1
    form = as_manager.get("/audit").form("Show")
    theirs = rows(form.submit(member=as_officer.member.id))
    assert theirs
    assert all("Oliver Oak" in row for row in theirs)
    form = as_manager.get("/audit").form("Show")
    day = clock.local(clock.now() - timedelta(days=40)).date()
    (row,) = rows(form.submit(day=day))
    assert "Signed out" in row
    form = as_manager.get("/audit").form("Show")
    assert rows(form.submit(day=day, action="auth.refused")) == []


@pytest.mark.parametrize(
    "typed", [["31", "4", "2026"], ["1", "1", "26"], ["x", "1", "2026"], ["1", "1", "9999"]]
)
def test_a_day_that_is_none_is_said_and_shows_nothing(as_manager: SignedIn, typed: list[str]) -> None:
    page = as_manager.get("/audit").form("Show").submit(day=typed, expect=422)
    assert len(page.errors) == 1
    assert rows(page) == []


@pytest.mark.parametrize(
    "query", ["action=' OR 1=1 --", "member=%00", "before=%27", "before=x&action=", "member=" + "0" * 26]
)
def test_a_forged_question_harms_nothing(as_manager: SignedIn, query: str) -> None:
    assert as_manager.request("GET", f"/audit?{query}").status_code in (200, 422)


def test_pages_of_fifty_hold_every_row_once_while_the_record_grows(as_manager: SignedIn) -> None:
    moment = clock.now() - timedelta(days=1)
    with ensure_connection():
        # some at the very same moment, so that time alone does not order them
        written = {
            write("cases.view", moment - timedelta(seconds=number // 3), subject=new_id()).subject
            for number in range(120)
        }
    page = as_manager.get("/audit")
    seen: list[str] = []
    for _ in range(10):
        seen += [word for row in rows(page) for word in row.split() if word in written]
        assert len(rows(page)) <= PAGE
        if "Older" not in page.links:
            break
        page = page.follow("Older")  # which writes a row of its own
    assert sorted(seen) == sorted(written)


def test_going_on_keeps_the_question(as_manager: SignedIn) -> None:
    with ensure_connection():
        for number in range(PAGE + 5):
            write("auth.signed_out", clock.now() - timedelta(minutes=number), actor=as_manager.member.id)
    page = as_manager.get("/audit").form("Show").submit(action="auth.signed_out")
    older = page.follow("Older")
    assert len(rows(page)) == PAGE
    assert len(rows(older)) == 5
    assert all("Signed out" in row for row in rows(older))


def test_a_row_that_this_site_did_not_write_is_flagged(as_manager: SignedIn) -> None:
    """An administrator who owns the table takes the guard off; the row's own code remains."""
    with ensure_connection():
        row = AuditRow(action="auth.signed_in", actor=as_manager.member.id, mac="0" * 64)
        row.insert_new()
    shown = rows(as_manager.get("/audit"))
    assert ["Not as this site wrote it" in each for each in shown] == [
        "Signed in" in each and "Not as" in each for each in shown
    ]
    assert sum("Not as this site wrote it" in each for each in shown) == 1


CHANGES: dict[str, Any] = {
    "actor": lambda: new_id(),
    "action": lambda: "auth.signed_out",
    "audit_ref": lambda: new_id(),
    "subject": lambda: new_id(),
    "subject_kind": lambda: "case",
    "detail": lambda: "other",
    "at": lambda: clock.now() + timedelta(seconds=1),
}


@pytest.mark.parametrize("column", CHANGES)
def test_every_column_is_covered_by_the_code(db: Flask, manager: Member, column: str) -> None:
    row = record("auth.signed_in", by=manager, subject=manager)
    assert AuditRow.get_by_id(row.id).is_genuine
    setattr(row, column, CHANGES[column]())
    assert not row.is_genuine


def test_a_day_is_a_london_day(db: Flask) -> None:
    """On 1 July the London day begins at 23:00 UTC of the day before."""
    before = write("a.b", datetime(2026, 6, 30, 22, 59))
    first = write("a.b", datetime(2026, 6, 30, 23, 0))
    last = write("a.b", datetime(2026, 7, 1, 22, 59))
    after = write("a.b", datetime(2026, 7, 1, 23, 0))
    found = {row.id for row in reading.page(Wanted(action="a.b", day=date(2026, 7, 1)), reader=None).rows}
    assert found == {first.id, last.id}
    assert not found & {before.id, after.id}


def test_an_act_without_words_reads_as_its_code() -> None:
    assert wording.action("some_room.did_this") == "Some room: did this"
    assert wording.action("auth.signed_in") == "Signed in"


def test_what_stands_beside_an_act_is_read_in_words(as_manager: SignedIn) -> None:
    with ensure_connection():
        write("authorities.withdraw", clock.now(), detail="case_closed")
        write("authorities.withdraw", clock.now(), detail="not_known_today")
    shown = rows(as_manager.get("/audit"))
    assert any("Ended with the case" in row for row in shown)
    assert any("Not known today" in row for row in shown)
    assert not any("_" in row for row in shown)


def test_council_staff_are_named_too(staff: Staff, as_manager: SignedIn) -> None:
    staff(Role.COUNCIL, "Carla Cowslip").get("/members", expect=404)
    assert any("Carla Cowslip" in row for row in rows(as_manager.get("/audit")))
