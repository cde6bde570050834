"""A statement that is written once answers as if it were written anew."""

from __future__ import annotations

from typing import Any

import pytest
from peewee import ModelSelect

from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.database import among, written
from ppsweb.deadlines import clock
from ppsweb.permissions.roles import Role
from tests.given.families import a_case


def test_each_use_has_its_own_values_and_what_is_there_now(app: Any, staff: Any) -> None:
    built = []

    @written
    def of_officer(officer: str, *, newest_first: bool) -> ModelSelect[Case]:
        built.append(newest_first)
        order = Case.id.desc() if newest_first else Case.id
        return Case.select(Case, Member).join(Member).where(Case.officer == officer).order_by(order).limit(50)

    with app.app_context():
        one, other = staff.member(Role.OFFICER), staff.member(Role.MANAGER)
        first, second, theirs = a_case(one), a_case(one), a_case(other)

        found = of_officer(one.id, newest_first=False)
        assert [case.id for case in found] == sorted([first.id, second.id])
        assert found[0].officer.name == one.name
        assert [case.id for case in of_officer(one.id, newest_first=True)] == sorted(
            [first.id, second.id], reverse=True
        )
        assert [case.id for case in of_officer(other.id, newest_first=False)] == [theirs.id]

        third = a_case(one)
        assert third.id in [case.id for case in of_officer(one.id, newest_first=False)]
        assert built == [False, True]


def test_a_value_is_never_part_of_the_statement(app: Any, staff: Any) -> None:
    @written
    def of_officer(officer: str) -> ModelSelect[Case]:
        return Case.select().where(Case.officer == officer)

    with app.app_context():
        officer = staff.member(Role.OFFICER)
        case = a_case(officer)
        assert of_officer("' OR '1'='1") == []
        assert [each.id for each in of_officer(officer.id)] == [case.id]


def test_a_time_inside_is_refused_since_it_would_never_change(app: Any) -> None:
    @written
    def opened_by_now(officer: str) -> ModelSelect[Case]:
        return Case.select().where((Case.officer == officer) & (Case.opened_at <= clock.now()))

    with app.app_context(), pytest.raises(TypeError, match="would never change"):
        opened_by_now("A" * 26)


def test_a_value_that_is_not_used_is_refused(app: Any) -> None:
    @written
    def every_case(officer: str) -> ModelSelect[Case]:
        return Case.select()

    with app.app_context(), pytest.raises(TypeError, match="does not use"):
        every_case("A" * 26)


def test_many_ids_are_one_value_that_changes_with_each_use(app: Any, staff: Any) -> None:
    built = []

    @written
    def these_of(officer: str, ids: set[str]) -> ModelSelect[Case]:
        built.append(1)
        return Case.select().where((Case.officer == officer) & among(Case.id, ids)).order_by(Case.id)

    with app.app_context():
        one, other = staff.member(Role.OFFICER), staff.member(Role.MANAGER)
        first, second, theirs = a_case(one), a_case(one), a_case(other)
        assert [case.id for case in these_of(one.id, {first.id, theirs.id})] == [first.id]
        assert [case.id for case in these_of(one.id, {first.id, second.id})] == sorted([first.id, second.id])
        assert these_of(one.id, set()) == []
        assert these_of(one.id, {"' OR '1'='1"}) == []
        assert built == [1]
