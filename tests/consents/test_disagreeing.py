"""Parents who disagree: sharing for the child waits for the manager, and nothing else does (D4.24, C3, C7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.authorities.models import Authority, Capacity, Ending
from ppsweb.authorities.rules import Standing, standing_of
from ppsweb.cases.actions import close_case
from ppsweb.cases.models import Outcome as HowItClosed
from ppsweb.consents import actions
from ppsweb.consents.disagreeing import decide, disagree
from ppsweb.consents.models import Disagreement, Outcome
from ppsweb.consents.reading import sharing_of
from ppsweb.consents.rules import decide_by, reasons_against_recording
from ppsweb.consents.tasks import disagreements_to_decide
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.deadlines.calendars import known
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access.codes import Mark
from ppsweb.subject_access.walking import look_up
from ppsweb.web import filters
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body, a_sharing
from tests.subject_access.requests import a_request, items_of

NOON = datetime(2026, 6, 1, 12)


def said_no(by: Any, person: Person, **changes: Any) -> Disagreement:
    """The other parent does not want it."""
    now = clock.now()
    values: dict[str, Any] = {"objector": "Paul Plum", "said": "The school must not be told.", "said_at": now}
    return disagree(by, now, person, **values | changes)


def standings(person: Person) -> list[Standing]:
    return [each.standing for body in sharing_of(person, clock.today()) for each in body.shared]


@pytest.mark.parametrize(
    ("said_on", "by"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 11, 30)),
        (date(2026, 11, 28), date(2026, 12, 1)),
        (date(2026, 12, 24), date(2026, 12, 30)),
    ],
)
def test_the_manager_has_two_working_days(said_on: date, by: date) -> None:
    assert decide_by(said_on, known(()).england) == by


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"objector": " "}, "objector"),
        ({"said": " "}, "said"),
        ({"said_at": NOON + timedelta(minutes=1)}, "said_time"),
    ],
)
def test_what_a_disagreement_must_say(changes: dict[str, Any], field: str | None) -> None:
    values: dict[str, Any] = {"objector": "Paul Plum", "said": "No.", "said_at": NOON, "now": NOON}
    assert list(reasons_against_recording(**values | changes)) == ([field] if field else [])


@pytest.mark.parametrize(
    ("today", "withdrawn", "standing"),
    [
        (date(2026, 8, 1), None, Standing.PAUSED),
        (date(2026, 9, 1), None, Standing.PAUSED),
        (date(2026, 9, 2), None, Standing.EXPIRED),
        (date(2026, 8, 1), NOON, Standing.DISAGREED),
    ],
)
def test_what_waits_runs_out_all_the_same(today: date, withdrawn: datetime | None, standing: Standing) -> None:
    found = standing_of(
        valid_until=date(2026, 9, 1), withdrawn_at=withdrawn, invalidated_at=None, today=today,
        paused=True, ended_as=Standing.DISAGREED,
    )  # fmt: skip
    assert found == standing


@pytest.mark.policy("C3", guard="consents.pause")
@pytest.mark.policy("C7", guard="consents.pause")
def test_it_stops_what_rests_on_a_parent_and_nothing_else(officer: Any) -> None:
    person, neighbour = a_client(officer), a_client(officer, "Victor Vine")
    school = a_body(officer)
    (parental,) = a_sharing(officer, person, school)
    (own,) = a_sharing(officer, person, school, capacity=Capacity.YOUNG_PERSON)
    (ended,) = a_sharing(officer, person, school)
    actions.take_back(officer, clock.now(), person, ended, because="Enough.")
    (theirs,) = a_sharing(officer, neighbour, school)

    said_no(officer, person)

    paused = {row.id for row in Authority.select().where(Authority.paused_at.is_null(False))}
    assert paused == {parental.id}, (own.id, ended.id, theirs.id)
    assert Authority.get_by_id(person.authority_id).in_force, "their own papers do not wait"
    assert sorted(standings(person)) == sorted([Standing.PAUSED, Standing.IN_FORCE, Standing.WITHDRAWN])


@pytest.mark.policy("C7", guard="consents.pause")
def test_what_is_permitted_meanwhile_waits_too(officer: Any) -> None:
    person = a_client(officer)
    said_no(officer, person)
    (new,) = a_sharing(officer, person, a_body(officer))
    (own,) = a_sharing(officer, person, a_body(officer, "Mill Lane Surgery"), capacity=Capacity.YOUNG_PERSON)
    assert Authority.get_by_id(new.id).paused_at is not None
    assert Authority.get_by_id(own.id).paused_at is None


@pytest.mark.parametrize("outcome", [Outcome.GOES_ON, Outcome.SETTLED])
def test_it_goes_on_once_nobody_disagrees(officer: Any, manager: Any, outcome: Outcome) -> None:
    person = a_client(officer)
    (sharing,) = a_sharing(officer, person, a_body(officer))
    first, second = said_no(officer, person), said_no(officer, person, objector="Gran Plum")
    decide(manager, clock.now(), first, outcome=outcome, because="There is no order.")
    assert standings(person) == [Standing.PAUSED], "somebody else does not agree either"
    decide(manager, clock.now(), second, outcome=outcome, because="She has no parental responsibility.")
    assert standings(person) == [Standing.IN_FORCE]
    assert not Authority.get_by_id(sharing.id).is_paused
    assert AuditRow.select().where(AuditRow.action == "authorities.resume").count() == 1


def test_the_manager_may_end_what_waits(officer: Any, manager: Any) -> None:
    person = a_client(officer)
    (sharing,) = a_sharing(officer, person, a_body(officer))
    (own,) = a_sharing(officer, person, a_body(officer, "Mill Lane Surgery"), capacity=Capacity.YOUNG_PERSON)
    said = said_no(officer, person)
    decide(manager, clock.now(), said, outcome=Outcome.ENDS, because="A court order says so.")
    ended = Authority.get_by_id(sharing.id)
    assert (ended.withdrawn_how, ended.withdrawn_by) == (Ending.DISAGREED, manager)
    assert Authority.get_by_id(own.id).in_force
    assert sorted(standings(person)) == sorted([Standing.DISAGREED, Standing.IN_FORCE])
    with pytest.raises(Refused, match="decided already"):
        decide(manager, clock.now(), Disagreement.get_by_id(said.id), outcome=Outcome.GOES_ON, because="No.")


def test_a_decision_says_why(officer: Any, manager: Any) -> None:
    said = said_no(officer, a_client(officer))
    with pytest.raises(Refused) as refused:
        decide(manager, clock.now(), said, outcome=Outcome.GOES_ON, because=" ")
    assert list(refused.value.reasons) == ["because"]
    assert Disagreement.get_by_id(said.id).is_open


def test_closing_ends_what_waits(officer: Any) -> None:
    person = a_client(officer)
    case = a_case(officer, person)
    (sharing,) = a_sharing(officer, person, a_body(officer))
    said_no(officer, person)
    close_case(officer, case, closed_on=clock.today(), outcome=HowItClosed.AGREED)
    assert Authority.get_by_id(sharing.id).withdrawn_how == Ending.CASE_CLOSED


def test_the_database_refuses_what_is_no_decision(officer: Any, manager: Any) -> None:
    person = a_client(officer)
    (sharing,) = a_sharing(officer, person, a_body(officer))
    said = said_no(officer, person)

    def change(words: str, *values: Any) -> None:
        with database.atomic():
            database.execute_sql(words.replace("?", database.param), values)

    with pytest.raises(IntegrityError, match="who decided"):
        change("UPDATE disagreements SET outcome = 'goes_on' WHERE id = ?", said.id)
    with pytest.raises(IntegrityError, match="parent's authority"):
        change("UPDATE authorities SET paused_at = given_at WHERE id = ?", person.authority_id)
    change("UPDATE authorities SET paused_at = given_at WHERE id = ?", sharing.id)
    decide(manager, clock.now(), said, outcome=Outcome.GOES_ON, because="There is no order.")
    with pytest.raises(IntegrityError, match="decided once"):
        change("UPDATE disagreements SET outcome = 'ends' WHERE id = ?", said.id)


def test_the_manager_has_it_on_the_first_page(staff: Any) -> None:
    officer, manager = staff(Role.OFFICER), staff(Role.MANAGER)
    with officer.app.app_context():
        person = a_case(officer.member).person
        said = said_no(officer.member, person)
    page = manager.get("/")
    assert "Parents who disagree about sharing" in page.text
    assert page.links["Petra Plum"] == f"/consents/{person.id}/disagreements/{said.id}/decide"
    assert "Parents who disagree" not in officer.get("/").text
    with manager.app.test_request_context():
        due = decide_by(clock.today(), known(()).england)
        (task,) = disagreements_to_decide(manager.member, due)
        assert "late" not in task.about
        assert filters.day(due) in task.about
        (task,) = disagreements_to_decide(manager.member, due + timedelta(days=1))
        assert "late" in task.about
        decide(manager.member, clock.now(), said, outcome=Outcome.SETTLED, because="They agree now.")
        assert disagreements_to_decide(manager.member, due) == []


def test_in_the_browser_from_no_to_decided(staff: Any) -> None:
    officer, manager = staff(Role.OFFICER), staff(Role.MANAGER)
    with officer.app.app_context():
        person = a_case(officer.member).person
        a_sharing(officer.member, person, a_body(officer.member))
    page = officer.get(f"/consents/{person.id}").follow("Another parent does not agree")
    wrong = page.form("Record it, and let sharing wait").submit(expect=422)
    assert {"Enter who does not agree", "Write what they said"} <= set(wrong.errors)
    answers = {
        "objector": "Paul Plum",
        "said": "He does not want the school told.",
        "said_time": clock.local(clock.now()).strftime("%H:%M"),
    }
    form = wrong.form("Record it, and let sharing wait")
    for _ in range(2):  # two clicks
        page = form.submit(**answers)
    assert Disagreement.select().count() == 1
    assert "Waits: parents disagree" in page.text
    assert "Decide" not in page.links, "that is the manager's"
    assert "Waits: parents disagree" in officer.get(f"/people/{person.id}").text
    said = Disagreement.get()
    address = f"/consents/{person.id}/disagreements/{said.id}/decide"
    officer.get(address, expect=403)

    page = manager.get(f"/consents/{person.id}").follow("Decide")
    assert "Hedgerow Primary School: to talk to them about the child" in page.text
    assert "Choose what you decide" in page.form("Record the decision").submit(expect=422).errors
    page = page.form("Record the decision").submit(outcome="goes_on", because="There is no court order.")
    assert "What waited goes on." in page.text
    assert "There is no court order." in page.text
    assert "Waits: parents disagree" not in page.text
    assert "decided already" in manager.get(address).text


def test_anothers_disagreement_is_not_found(staff: Any) -> None:
    officer, manager = staff(Role.OFFICER), staff(Role.MANAGER)
    with officer.app.app_context():
        both = ("Petra Plum", "Victor Vine")
        mine, theirs = (a_case(officer.member, a_client(officer.member, name)).person for name in both)
        said = said_no(officer.member, theirs)
    manager.get(f"/consents/{theirs.id}/disagreements/{said.id}/decide")
    manager.get(f"/consents/{mine.id}/disagreements/{said.id}/decide", expect=404)
    manager.get(f"/consents/{mine.id}/disagreements/{new_id()}/decide", expect=404)


def test_in_a_pack_it_is_decided_by_itself(app: Any, officer: Any) -> None:
    """It tells that another parent was in touch."""
    with app.app_context():
        case = a_case(officer)
        said = said_no(officer, case.person)
        request = a_request(officer, person=case.person)
        (item,) = [each for each in items_of(request) if each.source_id == said.id]
        found = look_up(request, [item])[item.id]
        assert found.mark is Mark.ABOUT_ANOTHER
        assert "Paul Plum" in dict(found.shown.facts).values()
