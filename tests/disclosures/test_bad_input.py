"""What does not pass the gate, as somebody might type or forge it: told beside the field, and nothing is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ppsweb.authorities.models import Purpose
from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.disclosures.models import Act, Breach
from ppsweb.permissions.roles import Role
from tests.disclosures.test_pages import a_scene, said
from tests.given.disclosing import a_plan
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body, a_sharing


@pytest.fixture
def officer(staff: Any) -> Any:
    """At noon, when a time later today is later today."""
    now = clock.local(clock.now())
    clock.move(now.replace(hour=12, minute=0) - now)
    return staff(Role.OFFICER)


def nothing_is_stored() -> bool:
    return bool(Act.select().count() == Breach.select().count() == 0)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"happened_time": "12:30"}, "happened_time", "cannot have happened in the future"),
        ({"day": lambda: clock.today() + timedelta(days=1)}, "happened_time", "cannot have happened in the future"),
        ({"when": "planned", "day": lambda: clock.today() - timedelta(days=1)}, "day", "a day that is over"),
        ({"happened_time": ""}, "happened_time", "Enter the time"),
        ({"body": "", "recipient": ""}, "body", "Choose the body, or enter who it was"),
        ({"body": "", "recipient": "school"}, "body", "They have not permitted anything with this body"),
        ({"body": "", "recipient": "school", "when": "planned"}, "body", "They have not permitted anything"),
        ({"shared": " "}, "shared", "Write what is told or asked"),
    ],
)
def test_what_is_no_act_is_told_beside_its_field(
    officer: Any, changes: dict[str, Any], field: str, message: str
) -> None:
    """A recipient that is left general, "school", rests on no permission with a school by its name (D4.01, D4.03)."""
    case, school = a_scene(officer, purposes=[Purpose.DISCUSS])
    changes = {name: value() if callable(value) else value for name, value in changes.items()}
    form = officer.get(f"/disclosures/{case.id}/record").form("Save")
    page = form.submit(expect=422, **said(school, recipient=changes.pop("recipient", "Mrs Hazel"), **changes))
    assert any(message in each for each in page.errors), page.errors
    assert f'href="#{field}' in page.html
    assert nothing_is_stored()
    right = {"when": "done", "body": school.id, "day": clock.today(), "shared": "The plan.", "recipient": "Mrs Hazel"}
    page.form("Save").submit(**right, happened_time=f"{clock.local(clock.now()):%H:%M}")
    assert Act.select().count() == 1


@pytest.mark.parametrize("forged", ["a body that nobody knows", "a kind of body", "an authority"])
def test_a_body_that_is_not_offered_is_refused(officer: Any, forged: str) -> None:
    case, school = a_scene(officer)
    with officer.app.app_context():
        (permission,) = a_sharing(officer.member, case.person, school)
    value = {"a kind of body": "school", "an authority": permission.id}.get(forged, new_id())
    page = send(officer, case, school, {"body": value}, expect=422)
    assert 'href="#body' in page.data.decode()
    assert nothing_is_stored()
    send(officer, case, school, {}, expect=303)
    assert Act.select().count() == 1


@pytest.mark.policy("C7", guard="disclosures.cover")
@pytest.mark.parametrize("forged", ["another-familys", "nobodys"])
def test_nobody_says_on_which_authority_it_rests(officer: Any, forged: str) -> None:
    """What is sent along is not looked at: the site itself finds the permission, of this client alone."""
    case, school = a_scene(officer)
    with officer.app.app_context():
        neighbour = a_case(officer.member, a_client(officer.member, "Victor Vine"))
        (theirs,) = a_sharing(officer.member, neighbour.person, school)
    value = theirs.id if forged == "another-familys" else new_id()
    along = {name: value for name in ("authority", "authority_id", "only", "sharing")}
    page = send(officer, case, school, along, expect=422)
    assert "They have not permitted anything with this body" in page.data.decode()
    assert 'href="#body' in page.data.decode()
    assert nothing_is_stored()
    send(officer, neighbour, school, along, expect=303)
    assert Act.get().authority_id == theirs.id


def test_what_was_planned_keeps_what_it_rests_on(officer: Any) -> None:
    with officer.app.app_context():
        long_ago = clock.now() - timedelta(days=1)
        case, school = a_case(officer.member, a_client(officer.member, given_at=long_ago)), a_body(officer.member)
        (own,) = a_sharing(officer.member, case.person, school)
        neighbour = a_case(officer.member, a_client(officer.member, "Victor Vine"))
        (theirs,) = a_sharing(officer.member, neighbour.person, school)
        plan = a_plan(officer.member, case, school)
    address = f"/disclosures/acts/{plan.id}/done"
    form = officer.get(address).form("Save")
    early = f"{clock.local(own.given_at) - timedelta(hours=1):%H:%M}"
    page = form.submit(expect=422, happened_time=early)
    assert "given only after it had happened" in page.text
    assert 'href="#happened_time' in page.html
    assert Act.get_by_id(plan.id).happened_at is None
    form = page.form("Save")
    form.fill({"happened_time": f"{clock.local(clock.now()):%H:%M}"})
    officer.post(address, [*form.pairs(form.button), ("authority", theirs.id)], expect=303)
    assert Act.get_by_id(plan.id).authority_id == own.id


def send(officer: Any, case: Any, school: Any, changes: dict[str, str], *, expect: int) -> Any:
    """The page's own form, with values in it that nobody could choose there."""
    address = f"/disclosures/{case.id}/record"
    form = officer.get(address).form("Save")
    form.fill(said(school))
    pairs = [(name, changes.get(name, value)) for name, value in form.pairs(form.button)]
    sent = {name for name, _ in pairs}
    return officer.post(
        address, [*pairs, *((name, value) for name, value in changes.items() if name not in sent)], expect=expect
    )
