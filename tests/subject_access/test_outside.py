"""What was done outside, in a pack and in the account: without what the client is not told (D4.20), nor of the other
parent (D4.06, D4.24).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from ppsweb.cases.models import Case
from ppsweb.consents.disagreeing import decide as decide_disagreement
from ppsweb.consents.models import Outcome
from ppsweb.deadlines import clock
from ppsweb.disclosures.ledger import lines_for, lines_to_tell
from ppsweb.disclosures.models import Told
from ppsweb.subject_access.codes import Mark
from ppsweb.subject_access.models import DataRequest, Item
from ppsweb.subject_access.walking import look_up
from tests.disclosures.test_waiting import objection
from tests.given.disclosing import a_breach, a_plan, an_act
from tests.given.families import a_case
from tests.given.sharing import a_body, a_sharing
from tests.subject_access.requests import a_request, items_of


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> Iterator[None]:
    """Items are looked up by what the rooms of the site declare."""
    with app.app_context():
        yield


def words(shown: Any) -> str:
    """All that an item says."""
    return repr((shown.title, shown.facts, shown.texts))


def said(request: DataRequest) -> dict[str, tuple[Mark | None, str]]:
    """What each item says under its title, and its mark."""
    items = items_of(request)
    found = look_up(request, items)
    return {found[item.id].shown.title: (item.mark, words(found[item.id].shown)) for item in items}


def of_kind(request: DataRequest, begins: str) -> tuple[Mark | None, str]:
    (found,) = (each for title, each in said(request).items() if title.startswith(begins))
    return found


@pytest.mark.parametrize("told", list(Told), ids=str)
def test_what_a_client_is_not_told_is_in_no_account_and_no_batch(officer: Any, told: Told) -> None:
    case: Case = a_case(officer)
    a_breach(officer, case, a_body(officer), told=told, told_because="It would put her at risk.")
    hidden = told is Told.NO
    (line,) = lines_for(case.person)
    assert line.not_to_be_told is hidden
    assert lines_to_tell(case.person) == ([] if hidden else [line])
    request = a_request(officer, person=case.person)
    for begins in ("Done without permission", "Done outside"):
        mark, _ = of_kind(request, begins)
        assert mark == (Mark.NOT_TO_BE_TOLD if hidden else None)


def test_an_act_and_a_plan_say_in_words_what_they_are(officer: Any) -> None:
    case, school = a_case(officer), a_body(officer)
    a_sharing(officer, case.person, school)
    an_act(officer, case, school)
    a_plan(officer, case, school)
    request = a_request(officer, person=case.person)
    _, done = of_kind(request, "Done outside")
    _, planned = of_kind(request, "Planned outside")
    for each in ("Talked to them about the child", "Hedgerow Primary School", "Telephone", "Permission of"):
        assert each in done
    assert "To talk to them about the child" in planned
    assert "discuss" not in done + planned


def test_of_parents_who_disagreed_the_ended_permission_says_nothing(officer: Any, manager: Any) -> None:
    case, school = a_case(officer), a_body(officer)
    a_sharing(officer, case.person, school)
    disagreement = objection(officer, case)
    because = "Paul Plum rang and does not agree."
    decide_disagreement(manager, clock.now(), disagreement, outcome=Outcome.ENDS, because=because)
    request = a_request(officer, person=case.person)
    items = [item for item in items_of(request) if item.mark is None]
    batch = "".join(words(each.shown) for each in look_up(request, items).values())
    assert because not in batch
    assert "disagree" not in batch.lower()
    withheld = [item for item in items_of(request) if item.mark is Mark.ABOUT_ANOTHER]
    rest = "".join(words(each.shown) for each in look_up(request, withheld).values())
    assert because in rest
    assert "Ended" in rest
    assert Item.select().where(Item.request == request).count() > len(items)
