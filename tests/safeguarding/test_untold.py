"""What the family is told of what was told: a line that could put somebody at risk never prints (D4.20, C2, C10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.cases.models import Case
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.disclosures.ledger import lines_for, lines_to_tell
from ppsweb.keys import Tampered
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import Basis, MarkKind, Sought, Told
from ppsweb.safeguarding.models import Concern, ConcernLink, Telling, TellingMark
from ppsweb.safeguarding.reading import whole
from ppsweb.subject_access.codes import Exemption, Mark, Verdict
from ppsweb.subject_access.models import Item
from ppsweb.subject_access.rules import may_be_decided_together, reasons_against_deciding
from ppsweb.subject_access.walking import look_up
from tests.given.concerns import a_concern, a_decision, a_telling
from tests.given.families import a_case, a_client
from tests.given.staff import SignedIn, Staff
from tests.given.tampering import sql, without_guards
from tests.subject_access.requests import a_request, items_of


@pytest.fixture
def second(staff: Staff) -> Any:
    return staff.member(Role.OFFICER, "Olive Orchid")


def told(officer: Any, second: Any, case: Case | None = None, **changes: Any) -> Telling:
    concern = a_concern(officer, case=case)
    return a_telling(officer, a_decision(officer, concern, second, **changes))


def stands(telling: Telling) -> Any:
    return whole(telling.decision.concern).untold_of(telling)


OPEN: dict[str, Any] = {"parent_told": Told.TOLD, "permission_sought": Sought.AGREED, "basis": Basis.PERMISSION}


@pytest.mark.policy("C10", guard="safeguarding.untold")
def test_a_line_that_is_not_to_be_told_is_in_the_account_for_staff_only(officer: Any, second: Any) -> None:
    case = a_case(officer)
    hidden, open_one = told(officer, second, case), told(officer, second, case, what="About school.", **OPEN)
    lines = lines_for(case.person)
    assert [line.not_to_be_told for line in lines] == [True, False]
    assert lines[0].what == hidden.what
    assert (lines[0].to_whom, lines[0].by) == ("Dana Dogwood, Children’s social care", "Oliver Oak")
    assert lines[0].address == f"/safeguarding/{hidden.decision.concern_id}"
    assert [line.recorded_at for line in lines_to_tell(case.person)] == [open_one.created_at]


def test_a_concern_in_no_file_and_another_familys_give_no_line(officer: Any, second: Any) -> None:
    case, other = a_case(officer), a_case(officer, a_client(officer, "Victor Vine"))
    told(officer, second, **OPEN)
    told(officer, second, other, **OPEN)
    assert lines_for(case.person) == []
    assert len(lines_for(other.person)) == 1


def test_the_parent_who_is_not_told_is_not_told_from_the_beginning(officer: Any, second: Any) -> None:
    for code in Told:
        telling = told(officer, second, parent_told=code)
        assert stands(telling).now == (code in (Told.RISK, Told.PREJUDICE)), code
        if stands(telling).now:
            assert stands(telling).review_due == telling.decision.review_due


def test_a_second_person_agrees_afterwards_and_the_family_may_be_told_later(
    officer: Any, second: Any
) -> None:
    telling = told(officer, second)

    def mark(by: Any, kind: MarkKind, **changes: Any) -> TellingMark:
        return actions.mark(by, clock.now(), telling, kind=kind, words="He is still there.", **changes)

    with pytest.raises(Refused) as refused:
        mark(officer, MarkKind.AGREED)
    assert list(refused.value.reasons) == ["kind"]
    mark(second, MarkKind.AGREED)
    assert stands(telling).agreed
    mark(officer, MarkKind.MAY_BE_TOLD)
    assert not stands(telling).now
    for kind in (MarkKind.AGREED, MarkKind.MAY_BE_TOLD):
        with pytest.raises(Refused) as refused:
            mark(second, kind)
        assert list(refused.value.reasons) == ["kind"]
    for wrong in ({}, {"review_due": clock.today() - timedelta(days=1)}):
        with pytest.raises(Refused) as refused:
            mark(second, MarkKind.NOT_TO_BE_TOLD, **wrong)
        assert list(refused.value.reasons) == ["review_due"]
    mark(second, MarkKind.NOT_TO_BE_TOLD, review_due=clock.today())
    assert stands(telling).now
    rows = AuditRow.select().where(AuditRow.action == "safeguarding.mark")
    assert sorted(row.detail for row in rows) == ["agreed", "may_be_told", "not_to_be_told", "not_to_be_told"]


def test_the_database_refuses_whoever_marked_it_as_second_person(officer: Any, second: Any) -> None:
    telling = told(officer, second)

    def agreed(by: Any) -> TellingMark:
        with database.atomic():
            return TellingMark(
                telling=telling, data_key=telling.data_key_id, marked_by=by, kind=MarkKind.AGREED, words="w"
            ).insert_new()

    with pytest.raises(IntegrityError, match="somebody else"):
        agreed(officer)
    assert agreed(second)


def test_a_mark_that_was_changed_in_the_database_tells_nobody(
    app: Flask, store: Any, officer: Any, second: Any
) -> None:
    with app.app_context(), database.connection_context():
        case = a_case(officer)
        telling = told(officer, second, case)
        assert stands(telling).now
    with without_guards(store), app.app_context(), database.connection_context():
        sql("UPDATE telling_marks SET kind = 'may_be_told' WHERE telling_id = ?", telling.id)
        with pytest.raises(Tampered):
            lines_to_tell(case.person)


def test_a_link_that_was_written_into_the_database_tells_nobody(
    app: Flask, store: Any, officer: Any, second: Any
) -> None:
    with app.app_context(), database.connection_context():
        mine = a_case(officer, a_client(officer, "Simon Spy"))
        telling = told(officer, second, a_case(officer), **OPEN)
        link = ConcernLink.get(ConcernLink.concern == telling.decision.concern_id)
        assert lines_for(mine.person) == []
    with without_guards(store), app.app_context(), database.connection_context():
        sql(
            "UPDATE concern_links SET case_id = ?, person_id = ? WHERE id = ?",
            mine.id,
            mine.person_id,
            link.id,
        )
        with pytest.raises(Tampered):
            lines_for(mine.person)


def of_concern(request: Any) -> Item:
    (item,) = [each for each in items_of(request) if each.source == "concerns"]
    return item


def test_a_concern_is_decided_by_itself_and_one_that_is_not_to_be_told_is_left_out(
    app: Flask, officer: Any, second: Any
) -> None:
    """Whoever asks for their data: nothing of it comes with the rest of a pack (D4.20, D4.09)."""
    with app.app_context(), database.connection_context():
        case, other = a_case(officer), a_case(officer, a_client(officer, "Victor Vine"))
        told(officer, second, case)
        told(officer, second, other, what="About school.", **OPEN)
        hidden, shown = (of_concern(a_request(officer, person=each.person)) for each in (case, other))
        assert (hidden.mark, shown.mark) == (Mark.NOT_TO_BE_TOLD, Mark.SAFEGUARDING)
        found = look_up(shown.request, [shown])[shown.id].shown
        said = "\n".join(value for _, value in (*found.facts, *found.texts))
        for words in (
            "A caller heard crying",
            "decided to tell somebody",
            "A caller heard crying and blows at 4",
        ):
            assert words in said
    for mark in (Mark.NOT_TO_BE_TOLD, Mark.SAFEGUARDING):
        assert not may_be_decided_together(mark)
    for mark, field in ((Mark.NOT_TO_BE_TOLD, ["verdict"]), (Mark.SAFEGUARDING, [])):
        given: dict[str, Any] = {
            "mark": mark, "standing": None, "manages": False, "opinion_until": None, "today": clock.today(),
        }  # fmt: skip
        out = reasons_against_deciding(verdict=Verdict.INCLUDE, exemption=None, **given)
        assert list(out) == field
        out = reasons_against_deciding(verdict=Verdict.WITHHOLD, exemption=Exemption.THIRD_PARTY, **given)
        assert out == {}


def test_in_the_browser_it_is_marked_agreed_and_told_later(
    as_officer: SignedIn, as_manager: SignedIn
) -> None:
    with as_officer.app.app_context(), database.connection_context():
        telling = told(as_officer.member, as_manager.member)
        concern = Concern.get()
    address = f"/safeguarding/{concern.id}"
    assert "Not told to the family" in as_officer.get(address).text
    agree = "A second person agrees that the family is not told"
    assert agree in as_manager.get("/").links
    assert agree not in as_officer.get("/").links
    form = as_manager.get(f"{address}/{telling.id}/family").form("Record it")
    wrong = form.submit(expect=422, kind="agreed", words="")
    assert wrong.errors == ["Write why"]
    wrong.form("Record it").submit(words="He is still there.")
    assert agree not in as_manager.get("/").links
    page = as_officer.get(f"{address}/{telling.id}/family").form("Record it")
    shown = page.submit(kind="may_be_told", words="He has moved to his aunt.")
    assert "The family may be told" in shown.text
    as_officer.get(f"{address}/{'0' * 26}/family", expect=404)
