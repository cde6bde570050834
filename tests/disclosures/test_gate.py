"""Nothing is planned or done outside without a permission that covers it, and the database itself sees to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority, Category, Ending, Kind, Purpose
from ppsweb.cases.actions import close_case
from ppsweb.cases.models import Case, Channel, Outcome
from ppsweb.consents import actions as consents
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.disclosures import actions, ledger, telling
from ppsweb.disclosures.actions import NotCovered
from ppsweb.disclosures.ledger import lines_for
from ppsweb.disclosures.models import Act, Because, Breach, Cause, SharingEnd, State, TheirTurn, Told
from ppsweb.disclosures.rules import Gap
from ppsweb.refusal import Refused
from tests.given.disclosing import a_breach, a_plan, an_act, words
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body, a_sharing
from tests.given.tampering import sql

SOURCE = telling.lines_of_acts


@pytest.fixture
def case(officer: Any) -> Case:
    return a_case(officer)


@pytest.fixture
def school(officer: Any) -> Any:
    return a_body(officer)


def permit(officer: Any, case: Case, *bodies: Any, **changes: Any) -> Any:
    return a_sharing(officer, case.person, *bodies, **changes)[0]


def copied(row: Any, **changes: Any) -> None:
    """A copy of a row that goes round the application, with changes."""
    fresh = type(row).get_by_id(row.id)
    columns = {field.column_name: fresh.__data__.get(field.name) for field in row._meta.sorted_fields}
    values = columns | {"id": new_id()} | changes
    marks, names = ", ".join("?" * len(values)), ", ".join(f'"{name}"' for name in values)
    sql(f"INSERT INTO {row._meta.table_name} ({names}) VALUES ({marks})", *values.values())  # noqa: S608


@pytest.mark.policy("C3", guard="disclosures.cover")
@pytest.mark.policy("C7", guard="disclosures.cover")
@pytest.mark.policy("I5", guard="disclosures.cover")
def test_without_permission_nothing_is_planned_or_recorded_as_permitted(
    officer: Any, case: Case, school: Any
) -> None:
    surgery = a_body(officer, "Mill Lane Surgery")
    permit(officer, case, surgery)
    for act in (a_plan, an_act):
        with pytest.raises(NotCovered) as refused:
            act(officer, case, school)
        assert refused.value.verdict.gap is Gap.NEVER
        with pytest.raises(NotCovered) as refused:
            act(officer, case, surgery, purpose=Purpose.MEETING)
        assert refused.value.verdict.gap is Gap.OTHER_PURPOSE
    with pytest.raises(NotCovered, match="leaves out something that was to be told: Health"):
        an_act(officer, case, surgery, said=words(categories=[Category.HEALTH]))
    assert Act.select().count() == 0
    permission = permit(officer, case, school)
    planned, done = a_plan(officer, case, school), an_act(officer, case, school)
    assert {planned.authority_id, done.authority_id} == {permission.id}
    assert (planned.state, done.state) == (State.PLANNED, State.DONE)


@pytest.mark.policy("C7", guard="disclosures.cover")
def test_a_permission_given_at_ten_does_not_cover_a_call_at_half_past_nine(officer: Any, school: Any) -> None:
    long_ago = clock.now() - timedelta(days=1)
    case = a_case(officer, a_client(officer, "Rosa Rowan", given_at=long_ago))
    permit(officer, case, school)
    with pytest.raises(NotCovered) as refused:
        an_act(officer, case, school, happened_at=clock.now() - timedelta(minutes=30))
    assert refused.value.verdict.gap is Gap.LATER
    an_act(officer, case, school)


def test_what_was_typed_late_says_so(officer: Any, school: Any) -> None:
    long_ago = clock.now() - timedelta(days=20)
    case = a_case(officer, a_client(officer, "Rosa Rowan", given_at=long_ago))
    permit(officer, case, school, given_at=long_ago, valid_until=clock.today() + timedelta(days=30))
    assert an_act(officer, case, school, happened_at=long_ago).late
    assert not an_act(officer, case, school).late


def test_another_clients_permission_does_not_do(officer: Any, case: Case, school: Any) -> None:
    neighbour = a_case(officer, a_client(officer, "Victor Vine"))
    permit(officer, neighbour, school)
    with pytest.raises(NotCovered):
        a_plan(officer, case, school)
    a_plan(officer, neighbour, school)


NEVER = datetime(2001, 1, 1)


@pytest.mark.policy("C3", guard="disclosures.covered")
@pytest.mark.policy("C7", guard="disclosures.covered")
@pytest.mark.policy("I5", guard="disclosures.covered")
@pytest.mark.parametrize("column", ["authority_id", "organisation_id", "purpose", "happened_at", "case_id"])
def test_the_database_itself_refuses_what_nothing_covers(
    officer: Any, case: Case, school: Any, column: str
) -> None:
    surgery, neighbour = (
        a_body(officer, "Mill Lane Surgery"),
        a_case(officer, a_client(officer, "Victor Vine")),
    )
    permit(officer, case, school)
    permit(officer, neighbour, school)
    done = an_act(officer, case, school)
    copied(done)
    other = {
        "authority_id": permit(officer, case, surgery).id,
        "organisation_id": surgery.id,
        "purpose": "meeting",
        "happened_at": NEVER,
        "case_id": neighbour.id,
    }[column]
    changes = {column: other} | ({"happened_on": NEVER.date()} if column == "happened_at" else {})
    with pytest.raises(IntegrityError, match="rests on a permission"):
        copied(done, **changes)


@pytest.mark.policy("I5", guard="disclosures.covered")
def test_the_database_itself_refuses_what_is_planned_on_a_permission_that_has_ended(
    officer: Any, case: Case, school: Any
) -> None:
    permission = permit(officer, case, school)
    planned = a_plan(officer, case, school)
    copied(planned)
    last = permission.valid_until + timedelta(days=1)
    with pytest.raises(IntegrityError, match="rests on a permission"):
        copied(planned, planned_for=last)
    values = {field.column_name: planned.__data__.get(field.name) for field in Act._meta.sorted_fields}
    consents.take_back(officer, clock.now(), case.person, permission, because="Enough.")
    values |= {"state": "planned", "ended_at": None, "ended_because": None}
    with pytest.raises(IntegrityError, match="rests on a permission"):
        copied(planned, **{name: values[name] for name in ("state", "ended_at", "ended_because")})


def test_nothing_is_shared_once_the_permission_to_hold_data_has_ended(
    officer: Any, case: Case, school: Any
) -> None:
    permit(officer, case, school)
    planned, done = a_plan(officer, case, school), an_act(officer, case, school)
    later = clock.now()
    authorities.withdraw(officer, later, Authority.get_by_id(case.authority_id), because="They moved.")
    assert Act.get_by_id(planned.id).state == State.CANCELLED
    assert Act.get_by_id(done.id).breach_id is None, "it was right when it was done"
    for act in (a_plan, an_act):
        with pytest.raises(NotCovered) as refused:
            act(officer, case, school)
        assert refused.value.verdict.gap is Gap.NOT_HELD
    with pytest.raises(IntegrityError, match="rests on a permission"):
        copied(done, happened_at=later, happened_on=clock.local(later).date(), recorded_at=later)
    an_act(officer, case, school, happened_at=done.happened_at)
    assert a_breach(officer, case, school).breach.cause == Cause.ENDED, "what happened can always be said"


def test_what_was_planned_is_carried_out_as_it_happened(officer: Any, case: Case, school: Any) -> None:
    permit(officer, case, school)
    planned = a_plan(officer, case, school)
    now = clock.now()
    said = words(shared="That Pip reads well now.", recipient="Mrs Hazel", channel=Channel.VISIT)
    with pytest.raises(NotCovered):
        actions.carry_out(officer, now, planned, happened_at=now - timedelta(days=1), said=said)
    with pytest.raises(Refused, match="future"):
        actions.carry_out(officer, now, planned, happened_at=now + timedelta(minutes=2), said=said)
    done = actions.carry_out(officer, now, Act.get_by_id(planned.id), happened_at=now, said=said)
    again = Act.get_by_id(done.id)
    assert (again.state, again.shared, again.recipient) == (
        State.DONE,
        "That Pip reads well now.",
        "Mrs Hazel",
    )
    assert (again.recorded_at, again.done_by_id) == (now, officer.id)
    with pytest.raises(Refused, match="already"):
        actions.carry_out(officer, now, again, happened_at=now, said=said)
    with pytest.raises(Refused, match="already"):
        actions.cancel(officer, now, again)
    with pytest.raises(IntegrityError, match="not told otherwise"):
        sql("UPDATE acts SET channel = 'letter' WHERE id = ?", again.id)


def test_what_was_planned_is_called_off(officer: Any, case: Case, school: Any) -> None:
    permit(officer, case, school)
    planned = a_plan(officer, case, school)
    actions.cancel(officer, clock.now(), planned)
    assert Act.get_by_id(planned.id).ended_because == Because.BY_HAND
    assert SharingEnd.select().count() == 0


def test_what_happened_without_permission_is_recorded_as_exactly_that(
    officer: Any, case: Case, school: Any
) -> None:
    with pytest.raises(Refused) as refused:
        a_breach(officer, case, school, why=" ", told=Told.NO)
    assert set(refused.value.reasons) == {"why", "told_because"}
    act = a_breach(officer, case, school)
    assert act.authority_id is None
    assert (act.breach.cause, act.breach.told) == (Cause.NO_PERMISSION, Told.NOT_YET)
    nobody_known = a_breach(officer, case, None, said=words(recipient="A neighbour"))
    assert SOURCE in ledger.SOURCES
    (first, second) = lines_for(case.person)
    assert first.breach
    assert second.breach
    assert (first.to_whom, second.to_whom) == ("Hedgerow Primary School", "A neighbour")
    assert first.on_what == "Without permission"
    with pytest.raises(Refused, match="future"):
        a_breach(officer, case, school, happened_at=clock.now() + timedelta(hours=1))
    with pytest.raises(IntegrityError):
        sql("UPDATE acts SET breach_id = NULL WHERE id = ?", nobody_known.id)


def test_the_cause_is_what_was_missing_then(officer: Any, case: Case, school: Any) -> None:
    permission = permit(officer, case, school)
    consents.take_back(officer, clock.now(), case.person, permission, because="Enough.")
    assert a_breach(officer, case, school).breach.cause == Cause.ENDED
    wrong = permit(officer, case, school, purposes=[Purpose.MEETING])
    consents.invalidate(officer, clock.now(), case.person, wrong, because="The other school.")
    assert a_breach(officer, case, school, purpose=Purpose.MEETING).breach.cause == Cause.RECORDED_WRONGLY


def test_taking_a_permission_back_cancels_what_was_planned_and_leaves_what_was_done(
    officer: Any, case: Case, school: Any
) -> None:
    surgery = a_body(officer, "Mill Lane Surgery")
    permission, other = permit(officer, case, school), permit(officer, case, surgery)
    planned, kept = a_plan(officer, case, school), a_plan(officer, case, surgery)
    done = an_act(officer, case, school)
    consents.take_back(officer, clock.now(), case.person, permission, because="Enough.")
    ended = Act.get_by_id(planned.id)
    assert (ended.state, ended.ended_because) == (State.CANCELLED, Because.AUTHORITY_ENDED)
    assert Act.get_by_id(kept.id).state == State.PLANNED
    assert Act.get_by_id(done.id).breach_id is None
    end = SharingEnd.get()
    assert (end.authority_id, end.case_id) == (permission.id, case.id)
    actions.deal_with_end(officer, clock.now(), end, outcome=TheirTurn.TOLD, words="By telephone.")
    with pytest.raises(Refused, match="already"):
        actions.deal_with_end(officer, clock.now(), SharingEnd.get(), outcome=TheirTurn.TOLD)
    assert Authority.get_by_id(other.id).in_force


def test_what_rested_on_one_that_was_recorded_wrongly_was_done_without_permission(
    officer: Any, case: Case, school: Any
) -> None:
    permission = permit(officer, case, school)
    planned, done = a_plan(officer, case, school), an_act(officer, case, school)
    consents.invalidate(officer, clock.now(), case.person, permission, because="The other school.")
    assert Act.get_by_id(planned.id).state == State.CANCELLED
    breach: Any = Act.get_by_id(done.id).breach
    assert (breach.cause, breach.why, breach.told) == (Cause.RECORDED_WRONGLY, None, Told.NOT_YET)
    assert lines_for(case.person)[0].breach


def test_what_happened_after_it_was_taken_back_is_a_breach_once_that_arrives(
    officer: Any, case: Case, school: Any
) -> None:
    """The withdrawal began first and was written last."""
    permission = permit(officer, case, school)
    taken_back = clock.now()
    before, after = an_act(officer, case, school, happened_at=taken_back), an_act(officer, case, school)
    consents.take_back(
        officer, after.happened_at, case.person, Authority.get_by_id(permission.id), because="No."
    )
    assert Act.get_by_id(before.id).breach_id is None
    breach: Any = Act.get_by_id(after.id).breach
    assert breach.cause == Cause.ENDED


def test_closing_the_last_case_cancels_and_asks_nobody_about_what_was_done(
    officer: Any, case: Case, school: Any
) -> None:
    surgery = a_body(officer, "Mill Lane Surgery")
    permit(officer, case, school, surgery)
    an_act(officer, case, school)
    planned = a_plan(officer, case, surgery)
    close_case(officer, case, closed_on=clock.today(), outcome=Outcome.AGREED)
    assert Act.get_by_id(planned.id).state == State.CANCELLED
    (end,) = SharingEnd.select()
    assert end.authority.withdrawn_how == Ending.CASE_CLOSED
    assert end.authority.organisation_id == surgery.id


def test_somebody_unexpected_is_there_with_the_client_present_and_agreed(
    officer: Any, case: Case, school: Any
) -> None:
    permit(officer, case, school, purposes=[Purpose.MEETING])
    there = words(channel=Channel.MEETING, also_present="A school governor")
    with pytest.raises(Refused) as refused:
        an_act(officer, case, school, purpose=Purpose.MEETING, said=there)
    assert list(refused.value.reasons) == ["client_agreed"]
    agreed = words(channel=Channel.MEETING, also_present="A school governor", client_agreed=True)
    act = an_act(officer, case, school, purpose=Purpose.MEETING, said=agreed)
    (line,) = lines_for(case.person)
    assert line.to_whom.endswith("with the client present and agreed: A school governor")
    with pytest.raises(IntegrityError, match="present and agreed"):
        copied(act, client_agreed=False)


@pytest.mark.policy("I9", guard="disclosures.early_help")
def test_early_help_is_joined_only_at_the_parents_own_request(officer: Any, case: Case, school: Any) -> None:
    """A permission alone is not enough; what happened otherwise is a breach."""
    permit(officer, case, school, purposes=[Purpose.EARLY_HELP])
    with pytest.raises(Refused) as refused:
        a_plan(officer, case, school, purpose=Purpose.EARLY_HELP)
    assert list(refused.value.reasons) == ["parents_words"]
    asked = words(parents_words="I want you there when they talk about Pip.")
    act = a_plan(officer, case, school, purpose=Purpose.EARLY_HELP, said=asked)
    assert Act.get_by_id(act.id).parents_words == "I want you there when they talk about Pip."
    with pytest.raises(IntegrityError, match="own request"):
        copied(act, parents_words=None)
    assert a_breach(officer, case, school, purpose=Purpose.EARLY_HELP).breach_id


def test_a_safeguarding_decision_covers_its_own_acts_and_nothing_else(
    officer: Any, case: Case, school: Any
) -> None:
    """It works after the permission has ended, too (C10, D4.18)."""
    now = clock.now()
    decision = Authority(
        kind=Kind.DECISION,
        purpose=Purpose.SAFEGUARDING,
        data_key=case.person.data_key_id,
        created_at=now,
        given_at=now,
        recorded_by=officer,
        words="Pip is at risk.",
    ).insert_new()
    authorities.withdraw(officer, now, Authority.get_by_id(case.authority_id), because="They moved.")
    act = an_act(officer, case, school, purpose=Purpose.SAFEGUARDING, authority=decision)
    assert lines_for(case.person)[0].on_what == "Our decision to keep a child safe"
    with pytest.raises(NotCovered):
        an_act(officer, case, school, authority=decision)
    with pytest.raises(IntegrityError, match="rests on a permission"):
        copied(act, purpose="discuss")
    neighbour = a_case(officer, a_client(officer, "Victor Vine"))
    with pytest.raises(IntegrityError, match="rests on a permission"):
        an_act(officer, neighbour, school, purpose=Purpose.SAFEGUARDING, authority=decision)


def test_the_manager_closes_a_breach_once_it_says_all(
    officer: Any, manager: Any, case: Case, school: Any
) -> None:
    breach = a_breach(officer, case, school).breach
    said: dict[str, Any] = {
        "why": breach.why,
        "told": Told.YES,
        "learned": "We look first.",
        "reported": True,
    }
    for wrong, field in (
        ({"told": Told.NOT_YET}, "told"),
        ({"learned": " "}, "learned"),
        ({"why": ""}, "why"),
        ({"told": Told.NO}, "told_because"),
    ):
        with pytest.raises(Refused) as refused:
            actions.close_breach(manager, clock.now(), breach, **said | wrong)
        assert list(refused.value.reasons) == [field]
    actions.explain_breach(officer, clock.now(), breach, why="I had the wrong file open.", told=Told.NOT_YET)
    actions.close_breach(manager, clock.now(), breach, **said)
    closed = Breach.get_by_id(breach.id)
    assert (closed.closed_by_id, closed.learned, closed.reported) == (manager.id, "We look first.", True)
    with pytest.raises(Refused, match="closed already"):
        actions.explain_breach(officer, clock.now(), closed, why="No.", told=Told.YES)
    with pytest.raises(IntegrityError, match="not changed"):
        sql("UPDATE breaches SET told = 'no', told_because = why WHERE id = ?", breach.id)


def test_whatever_is_done_wrong_stores_nothing(officer: Any, case: Case, school: Any) -> None:
    permit(officer, case, school)
    for changes in ({"body": new_id()}, {"body": None}):
        with pytest.raises(Refused):
            actions.record_done(
                officer,
                clock.now(),
                case,
                purpose=Purpose.DISCUSS,
                happened_at=clock.now(),
                said=words(),
                **changes,
            )
    forged = Authority(id=new_id(), kind=Kind.PERMISSION, purpose=Purpose.DISCUSS)
    with pytest.raises(NotCovered):
        an_act(officer, case, school, authority=forged)
    assert Act.select().count() == 0
    assert database.in_transaction() is False
