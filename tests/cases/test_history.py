"""Closing and opening again, levels, and what a case is about: what it was before stays on record (D1.06, D5.02)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.authorities.actions import withdraw
from ppsweb.authorities.models import Authority
from ppsweb.cases import actions
from ppsweb.cases.models import Case, CaseClosing, CaseLevel, Outcome, Status, Topic
from ppsweb.cases.rules import reported_level
from ppsweb.database import Table, database
from ppsweb.deadlines import clock
from ppsweb.people.actions import name_person
from ppsweb.people.models import NamedPerson, Relation
from ppsweb.refusal import Refused
from ppsweb.web.filters import day
from tests.given.families import a_case, a_client
from tests.given.staff import SignedIn


def closed(by: Any, case: Case, *, on: date | None = None) -> Case:
    return actions.close_case(by, case, closed_on=on or clock.today(), outcome=Outcome.INFORMED)


def test_opening_again_is_asked_first_and_the_closing_stays_on_record(as_officer: SignedIn) -> None:
    clock.move(timedelta(days=-400))
    case = closed(as_officer.member, a_case(as_officer.member))
    first = case.closed_on
    clock.move(timedelta())
    page = as_officer.get(f"/cases/{case.id}")
    assert f"It was closed on {day(first)}." in page.text
    page = page.form("Yes, open it again").submit()
    assert "Its closing stays in the history of the case." in page.text
    case = Case.get_by_id(case.id)
    assert (case.status, case.closed_on, case.outcome) == (Status.OPEN, None, None)
    closing = CaseClosing.get()
    assert (closing.closed_on, closing.outcome) == (first, Outcome.INFORMED)
    assert closing.closed_by_id == closing.reopened_by_id == as_officer.member.id
    assert closing.reopened_at is not None
    closed(as_officer.member, case)
    page = as_officer.get(f"/cases/{case.id}/history")
    assert page.text.count("The parent had the information they needed") == 2
    for when in (first, clock.today()):
        assert day(when) in page.text
    assert AuditRow.select().where(AuditRow.action == "cases.history").count() == 1


def test_a_case_that_was_changed_meanwhile_is_not_opened_again(as_officer: SignedIn) -> None:
    case = closed(as_officer.member, a_case(as_officer.member))
    form = as_officer.get(f"/cases/{case.id}").form("Yes, open it again")
    actions.reopen_case(as_officer.member, clock.now(), case)
    closed(as_officer.member, case)
    form.submit(expect=409)
    assert Case.get_by_id(case.id).status == Status.CLOSED


def test_no_case_is_opened_again_after_a_withdrawal(as_officer: SignedIn) -> None:
    case = closed(as_officer.member, a_case(as_officer.member))
    form = as_officer.get(f"/cases/{case.id}").form("Yes, open it again")
    withdraw(as_officer.member, clock.now(), Authority.get_by_id(case.authority_id), because="Enough.")
    page = form.submit()
    assert "The permission to hold data has ended." in page.text
    assert Case.get_by_id(case.id).status == Status.CLOSED
    assert CaseClosing.get().reopened_at is None
    with pytest.raises(Refused):
        actions.reopen_case(as_officer.member, clock.now(), Case.get_by_id(case.id))


def test_a_case_is_not_closed_before_it_was_opened_nor_ahead_of_time(as_officer: SignedIn) -> None:
    case = a_case(as_officer.member)
    today = clock.today()
    for when, reason in (
        (today - timedelta(1), "before the case was opened"),
        (today + timedelta(1), "future"),
    ):
        with pytest.raises(Refused, match=reason):
            closed(as_officer.member, case, on=when)
        assert Case.get_by_id(case.id).closed_on is None
    form = as_officer.get(f"/cases/{case.id}/close").form("Close the case")
    page = form.submit(outcome="informed", closed_on=today - timedelta(1), expect=422)
    assert page.errors == ["The closing day cannot be before the case was opened"]
    assert CaseClosing.select().count() == 0
    closed(as_officer.member, case, on=today)
    with pytest.raises(Refused, match="closed already"):
        closed(as_officer.member, Case.get_by_id(case.id))


def test_a_level_is_changed_with_a_reason_and_the_change_is_kept(as_officer: SignedIn) -> None:
    case = a_case(as_officer.member)
    form = as_officer.get(f"/cases/{case.id}").follow("Change level").form("Change the level")
    assert form.submit(level="3", expect=422).errors == ["Write why it changes"]
    page = form.submit(level="1", reason="The panel refused.", expect=422)
    assert page.errors == ["Choose another level than the one it has"]
    form = page.form("Change the level")
    for _ in range(2):
        form.submit(level="3", reason="The panel refused.")
    case = Case.get_by_id(case.id)
    assert case.level == 3
    actions.change_level(as_officer.member, case, level=2, reason="It was granted.")
    page = as_officer.get(f"/cases/{case.id}/history")
    assert "Now: 2: help over a period. The highest so far: 3: sustained or complex." in page.text
    for words in ("The panel refused.", "It was granted.", "Oliver Oak"):
        assert words in page.text
    rows = AuditRow.select().where(AuditRow.action == "cases.change_level").order_by(AuditRow.at)
    assert [row.detail for row in rows] == ["1-to-3", "3-to-2"], (
        "the form was sent twice and did its work once"
    )


FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)


@pytest.mark.parametrize(
    ("now", "changes", "reported"),
    [
        (2, [], 2),
        (2, [(date(2026, 5, 1), 1, 3), (date(2026, 9, 1), 3, 2)], 3),
        (1, [(date(2026, 3, 31), 4, 1)], 1),
        (1, [(FIRST, 4, 1)], 4),
        (2, [(LAST, 1, 2)], 2),
        (4, [(date(2027, 4, 1), 1, 4)], 1),
        (4, [(date(2025, 1, 1), 1, 2), (date(2026, 6, 1), 2, 1), (date(2027, 6, 1), 1, 4)], 2),
    ],
)
def test_the_level_that_is_reported_is_the_highest_of_the_period(
    now: int, changes: list[tuple[date, int, int]], reported: int
) -> None:
    assert reported_level(now, changes, FIRST, LAST) == reported


def test_a_child_is_named_later_and_the_topic_changed(as_officer: SignedIn) -> None:
    case = a_case(as_officer.member, a_client(as_officer.member, child=""))
    assert case.child_id is None
    page = as_officer.get(f"/cases/{case.id}").follow("Change what it is about, and which child")
    page = page.follow("add somebody to the file")
    page.form("Add").submit(name="Pia Plum", relation="child")
    child = NamedPerson.get()
    page = as_officer.get(f"/cases/{case.id}/change").form("Save").submit(topic="tribunal", child=child.id)
    assert "The case is changed." in page.text
    assert "Petra Plum for Pia Plum" in page.text
    case = Case.get_by_id(case.id)
    assert (case.topic, case.child_id) == (Topic.TRIBUNAL, child.id)
    assert AuditRow.get(AuditRow.action == "cases.change_case").audit_ref == case.audit_ref
    page = as_officer.get(f"/cases/{case.id}/change")
    form = page.form("Save")
    actions.change_level(as_officer.member, case, level=2, reason="More to do.")
    form.submit(expect=409, topic="other")
    assert Case.get_by_id(case.id).topic == Topic.TRIBUNAL


def test_no_child_of_another_file_and_no_closed_case_is_taken(db: Any, officer: Any) -> None:
    case = a_case(officer)
    stranger = name_person(
        officer, a_client(officer, "Victor Vine"), relation=Relation.CHILD, name="Val Vine"
    )
    with pytest.raises(Refused, match="this client's file"):
        actions.change_case(officer, case, topic=case.topic, child=stranger)
    assert Case.get_by_id(case.id).child_id == case.child_id
    case = closed(officer, Case.get_by_id(case.id))
    with pytest.raises(Refused, match="closed"):
        actions.change_case(officer, case, topic=Topic.OTHER, child=None)
    with pytest.raises(Refused, match="closed"):
        actions.change_level(officer, case, level=2, reason="More to do.")


@pytest.mark.parametrize("name", ["case", "closed_on", "outcome", "closed_by", "created_at"])
def test_nothing_of_a_closing_is_changed(db: Any, officer: Any, manager: Any, name: str) -> None:
    case = closed(officer, a_case(officer))
    values = {
        "case": a_case(officer).id,
        "closed_on": date(2020, 1, 2),
        "outcome": Outcome.AGREED,
        "closed_by": manager.id,
        "created_at": clock.now() - timedelta(days=9),
    }
    _refused(CaseClosing, {name: values[name]})
    actions.reopen_case(officer, clock.now(), case)
    assert CaseClosing.get().reopened_at is not None
    for change in ({"reopened_at": None, "reopened_by": None}, {"reopened_by": manager.id}, {"version": 9}):
        _refused(CaseClosing, change)


@pytest.mark.parametrize("name", ["case", "data_key", "member", "was", "level", "created_at"])
def test_nothing_of_a_change_of_level_is_changed(db: Any, officer: Any, manager: Any, name: str) -> None:
    case = a_case(officer)
    actions.change_level(officer, case, level=2, reason="More to do.")
    other = a_case(officer)
    values = {"case": other.id, "data_key": other.data_key_id, "member": manager.id, "was": 3, "level": 4}
    _refused(CaseLevel, {name: values.get(name, clock.now() - timedelta(days=9))})


@pytest.mark.policy("C8", guard="database.never_delete")
@pytest.mark.parametrize("table", [CaseClosing, CaseLevel])
def test_neither_closings_nor_levels_are_deleted(db: Any, officer: Any, table: type[Table]) -> None:
    case = a_case(officer)
    actions.change_level(officer, case, level=2, reason="More to do.")
    closed(officer, case)
    assert table.select().count() == 1
    with pytest.raises(IntegrityError), database.atomic():
        table.delete().execute()
    assert table.select().count() == 1


def _refused(table: type[Table], change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), database.atomic():
        table.update(change).execute()
