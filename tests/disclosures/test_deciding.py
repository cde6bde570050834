"""Deciding the gate reads little, and still says exactly what is missing (D4.03)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ppsweb import keys
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority, Category, Purpose
from ppsweb.cases.models import Case
from ppsweb.consents import actions as consents
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.disclosures.deciding import decide
from ppsweb.disclosures.rules import Gap
from ppsweb.people.actions import name_person
from ppsweb.people.models import Relation
from tests.bench.bench_site import Queries
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body, a_sharing

MOST = 2


@pytest.fixture
def case(officer: Any) -> Case:
    """Of a child whose date of birth is known: whose word counts is asked of what is sealed."""
    long_ago = clock.now() - timedelta(days=40)
    case = a_case(officer, a_client(officer, given_at=long_ago))
    born_on = clock.today() - timedelta(days=9 * 365)
    case.child = name_person(officer, case.person, relation=Relation.CHILD, name="Pip Plum", born_on=born_on)
    case.save_changed()
    return case


def verdict(officer: Any, case: Case, school: Any, **changes: Any) -> Any:
    """What the gate says of a call just now; a page has found the case, and read nothing else."""
    found: Any = Case.found_for(officer, case.id)
    keys.forget()
    now = clock.now()
    asked = {"purpose": Purpose.DISCUSS, "happened_at": now, **changes}
    with database.atomic(), Queries() as queries:
        said = decide(found, organisation=school.id, now=now, **asked)
    assert queries.count <= MOST
    return said


def ended(officer: Any, case: Case, school: Any, how: Gap) -> None:
    """What a client permitted and what does not count any more."""
    long_ago = clock.now() - timedelta(days=30)
    given: dict[str, Any] = {"given_at": long_ago, "valid_until": clock.today() + timedelta(days=9)}
    if how is Gap.EXPIRED:
        given["valid_until"] = clock.today() - timedelta(days=1)
    if how is Gap.OTHER_PURPOSE:
        given["purposes"] = [Purpose.MEETING]
    if how is Gap.NOT_THESE:
        given["categories"] = [Category.HEALTH]
    (row,) = a_sharing(officer, case.person, school, **given)
    if how is Gap.WITHDRAWN:
        consents.take_back(officer, clock.now(), case.person, row, because="Enough.")
    if how is Gap.WRONG:
        consents.invalidate(officer, clock.now(), case.person, row, because="Misheard.")
    if how is Gap.NOT_HELD:
        authorities.withdraw(officer, clock.now(), Authority.get_by_id(case.authority_id), because="Enough.")


@pytest.mark.parametrize(
    "gap",
    [Gap.EXPIRED, Gap.OTHER_PURPOSE, Gap.NOT_THESE, Gap.WITHDRAWN, Gap.WRONG, Gap.NOT_HELD, Gap.NEVER],
)
def test_it_says_what_is_missing_in_two_questions(officer: Any, case: Case, gap: Gap) -> None:
    school, surgery = a_body(officer), a_body(officer, "Mill Lane Surgery")
    ended(officer, case, surgery if gap is Gap.NEVER else school, gap)
    said = verdict(officer, case, school, categories=[Category.NEEDS])
    assert (said.gap, said.authority) == (gap, None)


def test_it_finds_the_one_that_covers_among_all_that_do_not(officer: Any, case: Case) -> None:
    school = a_body(officer)
    for gap in (Gap.EXPIRED, Gap.OTHER_PURPOSE, Gap.NOT_THESE, Gap.WITHDRAWN, Gap.WRONG):
        ended(officer, case, school, gap)
    (row,) = a_sharing(officer, case.person, school)
    said = verdict(officer, case, school, categories=[Category.NEEDS])
    assert (said.gap, said.authority) == (None, row)
    tomorrow = clock.today() + timedelta(days=1)
    said = verdict(officer, case, school, happened_at=None, planned_for=tomorrow)
    assert said.authority == row
