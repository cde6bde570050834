"""What is no permission to share, as somebody might type or forge it: told beside the field, and nothing is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ppsweb.authorities.models import SHARING, Authority
from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.organisations.actions import retire_organisation
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from tests.given.families import a_client
from tests.given.sharing import a_body, a_sharing


@pytest.fixture
def officer(staff: Any) -> Any:
    """At noon, when a time later today is later today."""
    now = clock.local(clock.now())
    clock.move(now.replace(hour=12, minute=0) - now)
    return staff(Role.OFFICER)


def scene(officer: Any) -> tuple[Person, Any]:
    long_ago = clock.now() - timedelta(days=3)
    with officer.app.app_context():
        return a_client(officer.member, given_at=long_ago), a_body(officer.member)


def answers(body: Any, **changes: Any) -> dict[str, Any]:
    return {
        "bodies": [body.id],
        "purposes": ["discuss"],
        "categories": ["needs"],
        "method": "form",
        "conditions": "not the father",
        "given_time": "11:30",
        **changes,
    }


def stored() -> int:
    return int(Authority.select().where(Authority.purpose.in_(SHARING)).count())


def _days(number: int) -> Any:
    return lambda: clock.today() + timedelta(days=number)


@pytest.mark.parametrize(
    ("field", "answer", "message"),
    [
        ("given_on", _days(1), "must be today or in the past"),
        ("given_time", lambda: "12:30", "cannot be in the future"),
        ("valid_until", _days(-1), "cannot end before it was given"),
        ("valid_until", _days(400), "twelve months at most"),
        ("bodies", list, "Choose at least one body by its name"),
        ("purposes", list, "Choose what they permit"),
        ("categories", list, "Choose what may be shared"),
    ],
)
def test_what_is_no_permission_is_told_beside_its_field(
    officer: Any, field: str, answer: Any, message: str
) -> None:
    person, body = scene(officer)
    form = officer.get(f"/consents/{person.id}/record").form("Record what they permit")
    page = form.submit(answers(body, **{field: answer()}), expect=422)
    assert any(message in each for each in page.errors), page.errors
    assert f'href="#{field}' in page.html
    assert "not the father" in page.html, "nothing that was typed is lost"
    assert stored() == 0
    page.form("Record what they permit").submit(answers(body, **RIGHT.get(field, {})))
    assert stored() == 1


#: what puts it right again
RIGHT: dict[str, dict[str, Any]] = {
    "given_on": {"given_on": clock.today()},
    "valid_until": {"valid_until": clock.today() + timedelta(days=30)},
}


@pytest.mark.parametrize("named", ["school", "forged", "retired", "another familys permission"])
def test_a_body_is_one_of_those_that_are_offered_by_name(officer: Any, named: str) -> None:
    """Not a kind of body, not an id that somebody made up, not one that is offered no more."""
    person, body = scene(officer)
    with officer.app.app_context():
        retired = a_body(officer.member, "Mill Lane Surgery")
        (theirs,) = a_sharing(officer.member, a_client(officer.member, "Victor Vine"), body)
        retire_organisation(officer.member, clock.now(), retired)
    value = {"school": "school", "forged": new_id(), "retired": retired.id}.get(named, theirs.id)
    address = f"/consents/{person.id}/record"
    form = officer.get(address).form("Record what they permit")
    form.fill(answers(body))
    sent = [(name, value if name == "bodies" else each) for name, each in form.pairs(form.button)]
    page = officer.post(address, sent, expect=422)
    assert 'href="#bodies' in page.data.decode()
    assert stored() == 1, "that of the other family"
    form.submit()
    assert stored() == 2


def test_it_is_taken_back_when_that_is_recorded_whatever_is_sent(officer: Any) -> None:
    """No time can be typed, so it cannot be taken back before it was given."""
    person, body = scene(officer)
    with officer.app.app_context():
        (row,) = a_sharing(officer.member, person, body)
    address = f"/consents/{person.id}/{row.id}/take-back"
    form = officer.get(address).form("Record that it has ended")
    assert [name for name in form.names() if "when" in name or "time" in name or "day" in name] == []
    form.fill({"because": "Enough."})
    early = [("withdrawn_at", "2001-01-01 00:00:00"), ("when", "2001-01-01"), ("given_at", "2001-01-01")]
    officer.post(address, form.pairs(form.button) + early, expect=303)
    ended: Any = Authority.get_by_id(row.id)
    assert ended.withdrawn_at >= ended.given_at == row.given_at
