"""At the gate: while parents disagree nothing rests on a parent (D4.24), nor once the child decides (D2.20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.authorities.actions import withdraw
from ppsweb.authorities.models import Capacity
from ppsweb.cases.models import Case
from ppsweb.consents.disagreeing import decide, disagree
from ppsweb.consents.models import Outcome
from ppsweb.deadlines import clock
from ppsweb.disclosures import actions
from ppsweb.disclosures.actions import NotCovered
from ppsweb.disclosures.models import Act, State
from ppsweb.disclosures.rules import Gap
from ppsweb.people import actions as people
from ppsweb.people.models import NamedPerson, Relation
from tests.consents.test_young_people import long_ago
from tests.disclosures.test_gate import copied
from tests.given.disclosing import a_plan, an_act, words
from tests.given.families import a_case
from tests.given.sharing import a_body, a_sharing
from tests.given.tampering import sql


def objection(officer: Any, case: Case) -> Any:
    now = clock.now()
    return disagree(officer, now, case.person, objector="Paul Plum", said="No.", said_at=now)


@pytest.mark.policy("C7", guard="disclosures.cover")
def test_while_parents_disagree_nothing_is_done_on_it(officer: Any, manager: Any) -> None:
    case, school = a_case(officer), a_body(officer)
    a_sharing(officer, case.person, school)
    plan, before = a_plan(officer, case, school), an_act(officer, case, school)
    said = objection(officer, case)
    for act in (a_plan, an_act):
        with pytest.raises(NotCovered) as refused:
            act(officer, case, school)
        assert refused.value.verdict.gap is Gap.PAUSED
    meanwhile = clock.now()
    with pytest.raises(NotCovered):
        actions.carry_out(officer, meanwhile, plan, happened_at=meanwhile, said=words())
    assert Act.get_by_id(before.id).breach_id is None
    decide(manager, clock.now(), said, outcome=Outcome.SETTLED, because="They agree now.")
    with pytest.raises(NotCovered):
        an_act(officer, case, school, happened_at=meanwhile)
    an_act(officer, case, school)
    now = clock.now()
    actions.carry_out(officer, now, Act.get_by_id(plan.id), happened_at=now, said=words())
    assert Act.get_by_id(plan.id).state == State.DONE


@pytest.mark.policy("C7", guard="disclosures.covered")
def test_the_database_itself_waits_for_parents_who_disagree(officer: Any, manager: Any) -> None:
    case, school = a_case(officer), a_body(officer)
    a_sharing(officer, case.person, school)
    plan, done = a_plan(officer, case, school), an_act(officer, case, school)
    said = objection(officer, case)
    copied(done)
    meanwhile = clock.now()
    later = {"happened_at": meanwhile, "recorded_at": meanwhile}
    for row, changes in ((plan, {}), (done, later)):
        with pytest.raises(IntegrityError, match="rests on a permission in force"):
            copied(row, **changes)
    decide(manager, clock.now(), said, outcome=Outcome.SETTLED, because="They agree now.")
    with pytest.raises(IntegrityError, match="rests on a permission in force"):
        copied(done, **later)
    copied(plan)
    now = clock.now()
    copied(done, happened_at=now, recorded_at=now)


def test_it_waits_each_time_that_parents_disagree(officer: Any, manager: Any) -> None:
    """The permission keeps only the last time; what was done in an earlier one and is typed now rests on nothing."""
    case, school = a_case(officer), a_body(officer)
    a_sharing(officer, case.person, school)
    first = objection(officer, case)
    meanwhile = clock.now()
    decide(manager, clock.now(), first, outcome=Outcome.GOES_ON, because="Either may act alone.")
    between = clock.now()
    objection(officer, case)
    with pytest.raises(NotCovered) as refused:
        an_act(officer, case, school, happened_at=meanwhile)
    assert refused.value.verdict.gap is Gap.PAUSED
    done = an_act(officer, case, school, happened_at=between)
    with pytest.raises(IntegrityError, match="rests on a permission in force"):
        copied(done, happened_at=meanwhile)
    copied(done)


def test_it_waits_from_when_they_disagreed_and_not_from_when_it_was_typed(officer: Any) -> None:
    case, school = a_case(officer), a_body(officer)
    given_at = clock.now()
    objection(officer, case)
    meanwhile = clock.now()
    a_sharing(officer, case.person, school, given_at=given_at)
    with pytest.raises(NotCovered) as refused:
        an_act(officer, case, school, happened_at=meanwhile)
    assert refused.value.verdict.gap is Gap.PAUSED
    done = an_act(officer, case, school, happened_at=given_at)
    with pytest.raises(IntegrityError, match="rests on a permission in force"):
        copied(done, happened_at=meanwhile)


def of_a_young_person(officer: Any) -> Case:
    """A case about a child who decides, in a file that names a younger one too."""
    case = a_case(officer)
    for name, years in (("Prue Plum", 5), ("Penny Plum", 17)):
        child = people.name_person(
            officer, case.person, relation=Relation.CHILD, name=name, born_on=long_ago(years)
        )
    case.child = child
    case.save_changed()
    return case


@pytest.mark.policy("C7", guard="disclosures.cover")
def test_about_a_young_person_a_parents_word_does_not_count(officer: Any) -> None:
    case, school = of_a_young_person(officer), a_body(officer)
    a_sharing(officer, case.person, school)
    for act in (a_plan, an_act):
        with pytest.raises(NotCovered) as refused:
            act(officer, case, school)
        assert refused.value.verdict.gap is Gap.NOT_A_PARENT
    (own,) = a_sharing(officer, case.person, school, capacity=Capacity.YOUNG_PERSON)
    assert an_act(officer, case, school).authority_id == own.id


@pytest.mark.policy("C7", guard="disclosures.covered")
def test_the_database_itself_asks_whose_word_it_is(officer: Any) -> None:
    case, school = of_a_young_person(officer), a_body(officer)
    (parents,) = a_sharing(officer, case.person, school)
    (own,) = a_sharing(officer, case.person, school, capacity=Capacity.AGREED_PARENT)
    act = an_act(officer, case, school)
    assert act.authority_id == own.id
    with pytest.raises(IntegrityError, match="rests on a permission in force"):
        copied(act, authority_id=parents.id)
    sql("UPDATE named_people SET decides_from = ? WHERE id = ?", clock.today() + timedelta(2), case.child_id)
    copied(act, authority_id=parents.id)
    assert NamedPerson.get_by_id(case.child_id).born_on == long_ago()
    withdraw(officer, clock.now(), own, because="Enough.")
    with pytest.raises(NotCovered) as refused:  # who changes the day in the database does not get past the site
        a_plan(officer, Case.get_by_id(case.id), school)
    assert refused.value.verdict.gap is Gap.NOT_A_PARENT
