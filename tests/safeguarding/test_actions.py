"""A concern from four answers to its end; nothing is changed, and nobody decides alone (C10, D4.15-D4.22)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.audit import AuditRow, Subject
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority, Kind, Purpose
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Case, Channel, Outcome
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.keys import Tampered
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import Basis, StepKind
from ppsweb.safeguarding.models import (
    Concern,
    ConcernClosing,
    ConcernDecision,
    ConcernLink,
    DecisionApproval,
    Telling,
)
from ppsweb.safeguarding.reading import whole
from ppsweb.safeguarding.rules import Due
from tests.given.concerns import a_concern, a_decision, a_telling, not_told, said
from tests.given.families import a_case, a_client
from tests.given.tampering import sql, without_guards


@pytest.fixture
def second(staff: Any) -> Any:
    return staff.member(Role.OFFICER, "Olive Orchid")


#: what follows from a decision that says that the parent is not told: tests/safeguarding/test_untold.py
FAMILY = {Due.AGREE_NOT_TO_TELL, Due.REVIEW_NOT_TO_TELL}


def todo(concern: Concern) -> set[Due]:
    return {each.what for each in whole(concern).outstanding} - FAMILY


@pytest.mark.policy("C10", guard="authorities.rests_on_authority")
def test_an_unknown_caller_about_a_child_is_recorded_without_permission_or_case(officer: Any) -> None:
    concern = a_concern(officer)
    row = Concern.get_by_id(concern.id)
    assert (row.facts, row.about_whom) == (concern.facts, "A boy of about six, 4 Elm Road, called Tam.")
    assert (row.authority.kind, row.authority.purpose) == (Kind.LEGAL_DUTY, Purpose.SAFEGUARDING)
    assert row.data_key_id not in {case.data_key_id for case in Case.select()}
    recorded = AuditRow.get(AuditRow.action == "safeguarding.record_concern")
    assert (recorded.subject, recorded.subject_kind) == (concern.id, Subject.CONCERN)
    assert todo(concern) == {Due.DECIDE}
    family = a_client(officer)
    with pytest.raises(IntegrityError, match="no authority in force"), database.atomic():
        Concern(
            authority=family.authority, data_key=family.data_key, recorded_by=officer, happened_at=clock.now(),
            facts="f", about_whom="w", opinion="o",
        ).insert_new()  # fmt: skip


def test_nothing_is_saved_of_a_concern_that_lacks_an_answer(officer: Any) -> None:
    before = Authority.select().count()
    for changes in (
        {"facts": ""},
        {"happened_at": clock.now() + timedelta(hours=1)},
        {"about_member": officer},
    ):
        with pytest.raises(Refused):
            a_concern(officer, **changes)
    assert (Concern.select().count(), Authority.select().count()) == (0, before)


def test_it_works_on_a_closed_case_and_after_the_permission_has_ended(officer: Any) -> None:
    closed = a_case(officer)
    cases.close_case(officer, closed, closed_on=clock.today(), outcome=Outcome.AGREED)
    ended = a_case(officer, a_client(officer, "Victor Vine"))
    authorities.withdraw(officer, clock.now(), ended.authority, because="No more.")
    for case in (closed, ended):
        concern = a_concern(officer, case=case)
        link = ConcernLink.get(ConcernLink.concern == concern)
        assert (link.case_id, link.person_id) == (case.id, case.person_id)


def test_a_decision_to_tell_has_an_authority_of_its_own(officer: Any, second: Any) -> None:
    concern = a_concern(officer)
    first, other = (a_decision(officer, concern, second) for _ in range(2))
    assert len({concern.authority_id, first.authority_id, other.authority_id}) == 3
    assert (first.authority.kind, first.authority.organisation_id) == (Kind.DECISION, None)
    quiet = actions.decide_not_to_share(officer, clock.now(), concern, **not_told(second))
    assert quiet.authority_id == concern.authority_id
    telling = a_telling(officer, first)
    assert telling.authority_id == first.authority_id
    with pytest.raises(IntegrityError, match="no authority in force"), database.atomic():
        Telling(
            decision=first, data_key=first.data_key_id, authority=other.authority_id, told_by=officer,
            happened_at=clock.now(), channel=Channel.PHONE, verified="known", recipient="r", organisation="o",
            what="w", sha256="0",
        ).insert_new()  # fmt: skip


@pytest.mark.policy("C10", guard="safeguarding.second_person_first")
def test_the_database_refuses_what_is_not_urgent_before_the_second_person_agreed(
    officer: Any, second: Any
) -> None:
    concern = a_concern(officer)
    slow = a_decision(officer, concern, second, urgent=False)

    def told() -> Telling:
        with database.atomic():
            return Telling(
                decision=slow, data_key=slow.data_key_id, authority=slow.authority_id, told_by=officer,
                happened_at=clock.now(), channel=Channel.PHONE, verified="known", recipient="r", organisation="o",
                what="w", sha256="0",
            ).insert_new()  # fmt: skip

    with pytest.raises(IntegrityError, match="after the second person has agreed"):
        told()
    actions.approve(second, clock.now(), slow, agrees=True, words="Right.")
    assert told()


def test_what_is_urgent_is_told_at_once_and_reviewed_afterwards(officer: Any, second: Any) -> None:
    concern = a_concern(officer)
    urgent = a_decision(officer, concern, second)
    telling = a_telling(officer, urgent)
    kept = Telling.get_by_id(telling.id)
    assert kept.sha256 == hashlib.sha256(kept.what.encode()).hexdigest()
    assert todo(concern) == {Due.SECOND_PERSON, Due.IN_WRITING, Due.REVIEW}
    actions.approve(second, clock.now(), urgent, agrees=True, words="Right.")
    assert todo(concern) == {Due.IN_WRITING, Due.REVIEW}


def test_what_is_not_urgent_waits_and_what_is_disagreed_with_is_not_told(officer: Any, second: Any) -> None:
    concern = a_concern(officer)
    slow = a_decision(officer, concern, second, urgent=False)
    with pytest.raises(Refused, match="second person"):
        a_telling(officer, slow)
    actions.approve(second, clock.now(), slow, agrees=False, words="Ask the mother first.")
    with pytest.raises(Refused, match="second person"):
        a_telling(officer, slow)
    assert todo(concern) == {Due.DECIDE_ANEW, Due.REVIEW}
    actions.decide_not_to_share(officer, clock.now(), concern, **not_told(second))
    assert Due.DECIDE_ANEW not in todo(concern)


@pytest.mark.policy("C10", guard="safeguarding.another_person")
def test_the_database_refuses_whoever_decided_as_second_person(officer: Any, second: Any) -> None:
    decision = a_decision(officer, a_concern(officer), second)

    def said_by(member: Any) -> DecisionApproval:
        with database.atomic():
            return (
                DecisionApproval(
                    decision=decision, data_key=decision.data_key_id, approved_by=member, by_manager=False,
                    agrees=True, words="w",
                )
                .signed()
                .insert_new()
            )  # fmt: skip

    with pytest.raises(IntegrityError, match="did not decide"):
        said_by(officer)
    assert said_by(second).is_genuine


def test_nobody_is_their_own_second_person_nor_one_who_was_not_asked(
    officer: Any, manager: Any, second: Any, staff: Any
) -> None:
    concern = a_concern(officer)
    editor, third = staff.member(Role.LEAFLET_EDITOR), staff.member(Role.OFFICER, "Rosa Rowan")
    for nobody in (officer, editor):
        with pytest.raises(Refused) as refused:
            a_decision(officer, concern, nobody)
        assert list(refused.value.reasons) == ["asked"]
    decision = a_decision(officer, concern, second)
    for nobody in (officer, third):
        with pytest.raises(Refused):
            actions.approve(nobody, clock.now(), decision, agrees=True, words="Right.")
    with pytest.raises(Refused) as refused:
        actions.approve(second, clock.now(), decision, agrees=True, words=" ")
    assert list(refused.value.reasons) == ["words"]
    actions.approve(second, clock.now(), decision, agrees=True, words="Right.")
    with pytest.raises(Refused, match="already"):
        actions.approve(second, clock.now(), decision, agrees=True, words="Right.")
    assert actions.approve(manager, clock.now(), decision, agrees=True, words="Right.").by_manager


def test_an_approval_written_into_the_database_approves_nothing(officer: Any, second: Any) -> None:
    concern = a_concern(officer)
    decision = a_decision(officer, concern, second, urgent=False)
    actions.approve(second, clock.now(), decision, agrees=True, words="Right.")
    assert Due.SECOND_PERSON not in todo(concern)
    with_other_code = DecisionApproval.get(DecisionApproval.decision == decision)
    with_other_code.id = with_other_code.id[::-1]
    assert not with_other_code.is_genuine


@pytest.mark.policy("C10", guard="safeguarding.is_in_policy")
def test_a_basis_outside_the_policy_waits_for_the_manager(officer: Any, manager: Any, second: Any) -> None:
    concern = a_concern(officer)
    decision = a_decision(officer, concern, second, basis=Basis.POLICE_CRIME)
    a_telling(officer, decision)  # nothing urgent waits
    assert {Due.SECOND_PERSON, Due.MANAGER} <= todo(concern)
    actions.approve(second, clock.now(), decision, agrees=True, words="Right.")
    assert Due.MANAGER in todo(concern)
    actions.approve(manager, clock.now(), decision, agrees=True, words="Right.")
    assert Due.MANAGER not in todo(concern)


@pytest.mark.policy("C10", guard="safeguarding.decided_before_closing")
def test_the_database_refuses_to_close_a_concern_without_a_decision(officer: Any, second: Any) -> None:
    concern = a_concern(officer)

    def closed() -> ConcernClosing:
        with database.atomic():
            return ConcernClosing(
                concern=concern, data_key=concern.data_key_id, closed_by=officer, words="w"
            ).insert_new()

    with pytest.raises(IntegrityError, match="without a decision"):
        closed()
    actions.decide_not_to_share(officer, clock.now(), concern, **not_told(second))
    assert closed()


def test_closing_needs_a_decision_and_all_that_follows_from_it(officer: Any, second: Any) -> None:
    concern = a_concern(officer)

    def close() -> ConcernClosing:
        return actions.close_concern(officer, clock.now(), concern, words="He is safe with his aunt.")

    with pytest.raises(Refused, match="Decide first"):
        close()
    decision = a_decision(officer, concern, second)
    a_telling(officer, decision)
    actions.approve(second, clock.now(), decision, agrees=True, words="Right.")
    step: dict[str, Any] = {"happened_on": clock.today(), "words": "Sent to the front door."}
    with pytest.raises(Refused) as refused:
        actions.follow_up(officer, clock.now(), concern, kind=StepKind.REFERRAL, **step)
    assert list(refused.value.reasons) == ["due"]
    actions.follow_up(
        officer, clock.now(), concern, kind=StepKind.REFERRAL, reference="R-1", due=clock.today(), **step
    )
    actions.follow_up(officer, clock.now(), concern, kind=StepKind.WRITTEN, **step)
    assert todo(concern) == {Due.REPLY, Due.REVIEW}
    with pytest.raises(Refused, match="still to be done"):
        close()
    actions.follow_up(officer, clock.now(), concern, kind=StepKind.REPLY, **step)
    close()
    assert todo(concern) == set()
    for late in (close, lambda: a_decision(officer, concern, second)):
        with pytest.raises(Refused, match="closed"):
            late()


def test_a_decision_not_to_tell_closes_it_as_well(officer: Any, second: Any) -> None:
    concern = a_concern(officer)
    quiet = actions.decide_not_to_share(officer, clock.now(), concern, **not_told(second))
    with pytest.raises(Refused, match="second person"):
        a_telling(officer, quiet)
    actions.approve(second, clock.now(), quiet, agrees=True, words="Right.")
    assert actions.close_concern(officer, clock.now(), concern, words="A child’s game.")


def test_who_sees_a_concern(officer: Any, manager: Any, second: Any, staff: Any) -> None:
    third, fourth = staff.member(Role.OFFICER, "Rosa Rowan"), staff.member(Role.OFFICER, "Will Willow")
    concern = a_concern(officer)

    def seen() -> set[str]:
        return {each.id for each in (officer, manager, second, third, fourth) if concern.is_open_to(each)}

    assert seen() == {officer.id, manager.id}
    decision = a_decision(officer, concern, second)
    assert seen() == {officer.id, manager.id, second.id}
    case = a_case(third)
    actions.link(officer, clock.now(), concern, case, how_known="The address.")
    assert seen() == {officer.id, manager.id, second.id, third.id}
    cases.declare_conflict(second, case, reason="A cousin")
    assert seen() == {officer.id, manager.id, third.id}
    assert ConcernDecision.get_by_id(decision.id).asked == second


@pytest.mark.policy("C10", guard="safeguarding.visible_to")
def test_an_allegation_is_hidden_from_the_member_whom_it_is_about(
    officer: Any, manager: Any, second: Any
) -> None:
    about_officer = a_concern(officer, about_member=second)
    about_manager = a_concern(officer, about_member=manager)
    assert not about_officer.is_open_to(second)
    assert about_officer.is_open_to(manager)
    assert not about_manager.is_open_to(manager)
    assert about_manager.is_open_to(officer)
    with pytest.raises(Refused) as refused:
        a_decision(officer, about_officer, second)
    assert list(refused.value.reasons) == ["asked"]


def test_an_allegation_about_staff_is_in_no_familys_file(officer: Any, second: Any) -> None:
    case = a_case(officer)
    concern = a_concern(officer, about_member=second, case=case)
    assert concern.link is None
    with pytest.raises(Refused, match="no family"):
        actions.link(officer, clock.now(), concern, case, how_known="The address.")


def test_a_concern_is_linked_once_and_says_how_that_is_known(officer: Any) -> None:
    concern, case = a_concern(officer), a_case(officer)
    with pytest.raises(Refused) as refused:
        actions.link(officer, clock.now(), concern, case, how_known="")
    assert list(refused.value.reasons) == ["how_known"]
    actions.link(officer, clock.now(), concern, case, how_known="The address.")
    with pytest.raises(Refused, match="already"):
        actions.link(officer, clock.now(), concern, case, how_known="The address.")


def test_a_link_that_was_moved_in_the_database_opens_nothing(app: Any, store: Any, staff: Any) -> None:
    officer, spy = staff.member(Role.OFFICER), staff.member(Role.OFFICER, "Simon Spy")
    with app.app_context(), database.connection_context():
        theirs = a_case(spy)
        concern = a_concern(officer, case=a_case(officer, a_client(officer, "Victor Vine")))
        link = ConcernLink.get(ConcernLink.concern == concern)
        assert Concern.found_for(officer, concern.id) == concern
        assert Concern.found_for(spy, concern.id) is None
    with without_guards(store), app.app_context(), database.connection_context():
        sql(
            "UPDATE concern_links SET case_id = ?, person_id = ? WHERE id = ?",
            theirs.id,
            theirs.person_id,
            link.id,
        )
        with pytest.raises(Tampered):
            Concern.found_for(spy, concern.id)


def test_what_is_said_stays_as_it_was(officer: Any, second: Any) -> None:
    concern = a_concern(officer)
    decision = a_decision(officer, concern, second)
    for row, name in ((concern, "facts"), (decision, "reasons")):
        setattr(row, name, "Something else.")
        with pytest.raises(IntegrityError, match="not edited"), database.atomic():
            row.save_changed()
    assert Concern.get_by_id(concern.id).facts.startswith("A caller")


def test_what_a_decision_lacks_is_said_beside_its_field(officer: Any, second: Any) -> None:
    concern = a_concern(officer)
    with pytest.raises(Refused) as refused:
        actions.decide(officer, clock.now(), concern, **said(second, what="", checks=[]))
    assert list(refused.value.reasons) == ["what", "checks"]
    assert ConcernDecision.select().count() == 0
    assert Authority.select().where(Authority.kind == Kind.DECISION).count() == 0
    with pytest.raises(Refused) as refused:
        a_telling(officer, a_decision(officer, concern, second), recipient="", what=" ")
    assert list(refused.value.reasons) == ["recipient", "what"]
