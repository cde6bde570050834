"""The button on every page, four answers, and what is still to do: in the browser, by whoever may (C10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ppsweb.audit import AuditRow
from ppsweb.authorities import actions as authorities
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Outcome
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.permissions.roles import Role
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import Basis
from ppsweb.safeguarding.models import Concern, ConcernDecision, ConcernLink, Telling
from tests.given.concerns import a_concern, a_decision, not_told
from tests.given.families import a_case, a_client
from tests.given.staff import SignedIn, Staff

BUTTON = "A child may be at risk"
ANSWERS: dict[str, Any] = {
    "facts": "A caller heard crying.",
    "about_whom": "A boy of about six.",
    "opinion": "He may be beaten.",
}
DECISION: dict[str, Any] = {
    "reasons": "He may be beaten again.",
    "alternatives": "To wait.",
    "permission_sought": "would_increase_risk",
    "parent_told": "would_increase_risk",
    "child_asked": "not_practicable",
    "recipient": "Dana Dogwood",
    "organisation": "Children’s social care",
    "what": "What the caller heard.",
    "checks": ["purpose", "necessary", "minimum", "need_to_know"],
}


@pytest.mark.policy("C10", guard="safeguarding.button")
@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER, Role.LEAFLET_EDITOR])
def test_the_button_is_on_every_page_of_the_services_staff(
    staff: Staff, as_council: SignedIn, role: Role
) -> None:
    somebody = staff(role)
    for address in ("/", "/leaflets", "/safeguarding", "/accessibility"):
        page = somebody.get(address)
        assert page.links[BUTTON] == "/safeguarding/record"
        assert BUTTON not in as_council.get(address).links
    as_council.get("/safeguarding/record", expect=404)


def test_on_a_page_of_a_case_it_brings_the_case(as_officer: SignedIn) -> None:
    with as_officer.app.app_context(), database.connection_context():
        case = a_case(as_officer.member)
        closed = a_case(as_officer.member, a_client(as_officer.member, "Victor Vine"))
        cases.close_case(as_officer.member, closed, closed_on=clock.today(), outcome=Outcome.AGREED)
        ended = a_case(as_officer.member, a_client(as_officer.member, "Rosa Rowan"))
        authorities.withdraw(as_officer.member, clock.now(), ended.authority, because="No more.")
    for each in (case, closed, ended):
        page = as_officer.get(f"/cases/{each.id}").follow(BUTTON)
        assert each.reference in page.text
        page = page.form("Save").submit(**ANSWERS)
        assert f"case {each.reference}" in page.text
        assert page.heading in as_officer.get(f"/people/{each.person_id}").links
    with as_officer.app.app_context(), database.connection_context():
        assert {row.case_id for row in ConcernLink.select()} == {case.id, closed.id, ended.id}


def test_a_case_that_one_may_not_open_is_not_brought(as_officer: SignedIn, staff: Staff) -> None:
    colleague = staff(Role.OFFICER, "Olive Orchid")
    with as_officer.app.app_context(), database.connection_context():
        case = a_case(colleague.member)
    page = as_officer.get(f"/safeguarding/record?case={case.id}")
    assert case.reference not in page.text
    assert "no family" in page.form("Save").submit(**ANSWERS).text


def test_four_answers_save_it_and_nothing_typed_is_lost(as_officer: SignedIn) -> None:
    page = as_officer.get("/").follow(BUTTON)
    assert "01632 960111" in page.text, "the numbers stand beside the form"
    wrong = page.form("Save").submit(expect=422, **ANSWERS | {"opinion": "", "happened_time": "25:00"})
    assert wrong.errors == [
        "Write why you think that a child may be at risk",
        "Enter a time, like 14:05 or 2.05pm",
    ]
    assert "A caller heard crying." in wrong.html
    form = wrong.form("Save")
    for _ in range(2):  # two clicks
        saved = form.submit(opinion="He may be beaten.", happened_time="00:00")
    assert "Decide whether to tell somebody" in saved.text
    with as_officer.app.app_context(), database.connection_context():
        assert Concern.select().count() == 1
        assert AuditRow.select().where(AuditRow.action == "safeguarding.record_concern").count() == 1


def test_from_a_concern_to_its_end_in_the_browser(as_officer: SignedIn, as_manager: SignedIn) -> None:
    page = as_officer.get("/safeguarding/record").form("Save").submit(**ANSWERS)
    address = page.path
    deciding = page.follow("Decide to tell somebody")
    wrong = deciding.form("Record the decision").submit(expect=422, **DECISION | {"checks": ["purpose"]})
    assert wrong.errors == ["Choose who is the second person"]
    wrong = wrong.form("Record the decision").submit(expect=422, asked=as_manager.member.id, urgent="no")
    assert wrong.errors == ["Make sure of all four before anything is told"]
    page = wrong.form("Record the decision").submit(checks=list(DECISION["checks"]))
    assert "No second person yet" in page.text
    assert "Record what was told" not in "".join(page.links), "it is not urgent"
    reading = as_manager.get(address)
    assert not [words for words in page.links if words.startswith("Say whether")]
    words = next(words for words in reading.links if words.startswith("Say whether it was right"))
    agreed = reading.follow(words).form("Record what I think").submit(agrees="yes", words="Do it today.")
    assert "Do it today." in agreed.text
    page = as_officer.get(address)
    telling = page.follow(next(words for words in page.links if words.startswith("Record what was told")))
    assert "What the caller heard." in telling.html, "what was decided to be told stands there"
    page = telling.form("Record what was told").submit(channel="phone", verified="published_number")
    assert "Confirm in writing what was told" in page.text
    step: dict[str, Any] = {
        "happened_on": clock.today(),
        "words": "Sent to the front door.",
        "reference": "R-77",
    }
    adding = page.follow("Add what followed: referral, reply, escalation, review")
    wrong = adding.form("Record it").submit(expect=422, kind="referral", **step)
    assert wrong.errors == ["Enter the day by which they have to reply"]
    page = wrong.form("Record it").submit(due=clock.today())
    assert "R-77" in page.text
    refused = page.follow("Close the concern").form("Close it").submit(expect=422, words="He is safe.")
    assert "Something is still to be done" in refused.errors[0]
    for kind in ("written_follow_up", "reply"):
        adding = as_officer.get(f"{address}/follow-up")
        adding.form("Record it").submit(kind=kind, **step)
    page = as_officer.get(f"{address}/close").form("Close it").submit(words="He is safe.")
    assert "Closed" in page.heading
    assert "Decide to tell somebody" not in page.links


def test_not_to_tell_is_a_decision_too(as_officer: SignedIn, as_manager: SignedIn) -> None:
    with as_officer.app.app_context(), database.connection_context():
        concern = a_concern(as_officer.member)
    refused = (
        as_officer.get(f"/safeguarding/{concern.id}/close")
        .form("Close it")
        .submit(expect=422, words="Nothing.")
    )
    assert "Decide first" in refused.errors[0]
    form = as_officer.get(f"/safeguarding/{concern.id}/do-not-tell").form("Record the decision")
    answers = {name: value for name, value in DECISION.items() if name not in TOLD_ONLY}
    page = form.submit(asked=as_manager.member.id, **answers)
    assert "Decided not to tell" in page.text
    with as_officer.app.app_context(), database.connection_context():
        assert ConcernDecision.get().shared is False


TOLD_ONLY = {"recipient", "organisation", "what", "checks"}


def test_the_duty_of_section_16la_asks_for_more(as_officer: SignedIn, as_manager: SignedIn) -> None:
    with as_officer.app.app_context(), database.connection_context():
        concern = a_concern(as_officer.member)
    form = as_officer.get(f"/safeguarding/{concern.id}/tell").form("Record the decision")
    wrong = form.submit(expect=422, basis="duty_16la", asked=as_manager.member.id, **DECISION)
    assert wrong.errors == [
        "Write why it is relevant to the child’s safety or welfare",
        "Write which of the recipient’s functions it may help",
        "Choose whether telling would be more detrimental to the child",
        "Write why telling would, or would not, be more detrimental to the child",
    ]
    page = wrong.form("Record the decision").submit(
        relevance="He is six.",
        recipient_function="Child protection.",
        more_detrimental="no",
        detriment="He is alone.",
    )
    assert "not in the published policy" in page.text
    assert "The manager reviews a basis that is not in the published policy" in page.text


@pytest.mark.policy("C10", guard="safeguarding.is_in_policy")
def test_a_basis_of_the_policy_carries_no_banner(as_officer: SignedIn, as_manager: SignedIn) -> None:
    with as_officer.app.app_context(), database.connection_context():
        inside, outside = a_concern(as_officer.member), a_concern(as_officer.member)
        a_decision(as_officer.member, inside, as_manager.member)
        a_decision(as_officer.member, outside, as_manager.member, basis=Basis.POLICE_CRIME)
    assert "not in the published policy" not in as_officer.get(f"/safeguarding/{inside.id}").text
    assert "not in the published policy" in as_officer.get(f"/safeguarding/{outside.id}").text
    listed = as_manager.get("/safeguarding/concerns")
    assert listed.text.count("Not in the published policy") == 1


def test_what_waits_stands_on_the_first_page_of_whoever_can_do_it(
    as_officer: SignedIn, as_manager: SignedIn, staff: Staff
) -> None:
    second, third = staff(Role.OFFICER, "Olive Orchid"), staff(Role.OFFICER, "Rosa Rowan")
    with as_officer.app.app_context(), database.connection_context():
        concern = a_concern(as_officer.member)

    def seen(words: str) -> list[SignedIn]:
        return [each for each in (as_officer, as_manager, second, third) if words in each.get("/").links]

    decide, read = "Decide whether to tell somebody, and write down why", "A second person reads the decision"
    assert seen(decide) == [as_officer, as_manager]
    assert as_officer.get("/").links[decide] == f"/safeguarding/{concern.id}"
    with as_officer.app.app_context(), database.connection_context():
        decision = a_decision(as_officer.member, concern, second.member)
    assert seen(decide) == []
    assert seen(read) == [as_manager, second]
    assert seen("Record that it was told, exactly what, and to whom") == [as_officer, as_manager]
    with as_officer.app.app_context(), database.connection_context():
        actions.approve(second.member, clock.now(), decision, agrees=True, words="Right.")
    assert seen(read) == []


@pytest.mark.policy("C10", guard="safeguarding.visible_to")
def test_an_allegation_is_hidden_from_whom_it_is_about_on_every_page(
    as_officer: SignedIn, as_manager: SignedIn, staff: Staff
) -> None:
    """The manager, who would see everything else: address, list, first page and record of access."""
    deputy = staff(Role.OFFICER, "Olive Orchid")
    form = as_officer.get("/safeguarding/record").form("Save")
    page = form.submit(about_member=as_manager.member.id, **ANSWERS)
    assert "designated officer" in page.text
    with as_officer.app.app_context(), database.connection_context():
        allegation = Concern.get()
        decision = a_decision(as_officer.member, allegation, deputy.member)
        actions.approve(deputy.member, clock.now(), decision, agrees=True, words="Right.")
    absent = as_manager.request("GET", f"/safeguarding/{'0' * 26}")
    for address in ("", "/tell", "/follow-up", f"/{decision.id}/second-person"):
        answer = as_manager.request("GET", f"/safeguarding/{allegation.id}{address}")
        assert (answer.status_code, answer.data) == (404, absent.data)
        answer.close()
    absent.close()
    for address in ("/", "/safeguarding/concerns"):
        assert allegation.id not in as_manager.get(address).html
        assert allegation.id in as_officer.get(address).html
    recorded = "Recorded a concern about a child"
    rows = as_manager.get("/audit").html.partition("<table")[2]
    assert recorded not in rows
    assert "second person" not in rows
    assert "Recorded the authority of a decision" not in rows
    with as_officer.app.app_context(), database.connection_context():
        other = a_concern(as_officer.member)
    assert other.id in as_manager.get("/safeguarding/concerns").html
    rows = as_manager.get("/audit").html.partition("<table")[2]
    assert rows.count(recorded) == 1, "the control: another one is seen"


def test_nobody_records_what_is_about_themself(as_officer: SignedIn) -> None:
    page = as_officer.get("/safeguarding/record")
    assert f'value="{as_officer.member.id}"' not in page.html
    assert "Maya Marigold" in page.html


def test_a_leaflet_editor_sees_what_they_recorded_and_nothing_else(
    as_editor: SignedIn, as_officer: SignedIn
) -> None:
    with as_officer.app.app_context(), database.connection_context():
        other = a_concern(as_officer.member)
    page = as_editor.get("/").follow(BUTTON).form("Save").submit(**ANSWERS)
    assert "A caller heard crying." in page.text
    assert "Decide to tell somebody" not in page.links, "that is for whoever works with families"
    as_editor.get(f"/safeguarding/{other.id}", expect=404)


def test_a_concern_is_put_into_the_file_of_its_family(as_officer: SignedIn) -> None:
    with as_officer.app.app_context(), database.connection_context():
        concern, case = a_concern(as_officer.member), a_case(as_officer.member)
    form = as_officer.get(f"/safeguarding/{concern.id}").follow("Put it into the file of the family")
    wrong = form.form("Put it into the file").submit(
        expect=422, reference="2222-2222", how_known="The address."
    )
    assert wrong.errors == ["There is no case with this reference"]
    page = wrong.form("Put it into the file").submit(reference=case.reference)
    assert f"Petra Plum, case {case.reference}" in page.text
    assert "Put it into the file of the family" not in page.links


def test_another_concerns_decision_is_not_found(as_officer: SignedIn, as_manager: SignedIn) -> None:
    with as_officer.app.app_context(), database.connection_context():
        one, other = a_concern(as_officer.member), a_concern(as_officer.member)
        decision = a_decision(as_officer.member, one, as_manager.member)
    as_officer.get(f"/safeguarding/{one.id}/{decision.id}/told")
    as_officer.get(f"/safeguarding/{other.id}/{decision.id}/told", expect=404)
    with as_officer.app.app_context(), database.connection_context():
        assert Telling.select().count() == 0


def test_what_is_late_says_so(as_officer: SignedIn, as_manager: SignedIn) -> None:
    with as_officer.app.app_context(), database.connection_context():
        now = clock.now() - timedelta(days=14)
        a_concern(as_officer.member)
        actions.record_concern(
            as_officer.member, now, facts="f", about_whom="w", opinion="o", happened_at=now
        )
    assert as_officer.get("/").text.count("was due") == 1
    assert as_manager.get("/safeguarding/concerns").text.count("Late") == 1


def test_a_closed_concern_gives_no_task(as_officer: SignedIn, as_manager: SignedIn) -> None:
    with as_officer.app.app_context(), database.connection_context():
        concern = a_concern(as_officer.member)
        quiet = actions.decide_not_to_share(
            as_officer.member, clock.now(), concern, **not_told(as_manager.member)
        )
    assert "A child at risk: still to do" in as_officer.get("/").text
    with as_officer.app.app_context(), database.connection_context():
        actions.approve(as_manager.member, clock.now(), quiet, agrees=True, words="Right.")
        actions.close_concern(as_officer.member, clock.now(), concern, words="A game.")
    assert "A child at risk: still to do" not in as_officer.get("/").text
