"""A request for data at a browser: logged, decided, made, read, signed, released, the password shown once."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest

from ppsweb.audit import AuditRow
from ppsweb.authorities import actions as authorities
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Note
from ppsweb.deadlines import clock
from ppsweb.mail.models import OutboxDocument, OutboxMessage, read_document
from ppsweb.mail.states import State
from ppsweb.people import actions as people
from ppsweb.people.models import ContactKind, Person
from ppsweb.people.wording import PERMISSION_ENDED
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions, answering, building
from ppsweb.subject_access.codes import Exemption, Kind, Verdict, Wanted
from ppsweb.subject_access.models import (
    DataRequest,
    Decision,
    HandOver,
    Item,
    Release,
    RequestEvent,
    RequestSearch,
    Signature,
)
from ppsweb.subject_access.standing import decided
from ppsweb.subject_access.views import releasing
from ppsweb.subject_access.wording import LEFT_OUT_BESIDE, WAITS_FOR_ANOTHER, WAITS_FOR_SECOND_PERSON
from ppsweb.web import filters
from ppsweb.worker import jobs
from tests.client import Client, Page
from tests.given.families import a_case, a_client, a_note
from tests.given.staff_directory import PASSWORD, sign_in
from tests.page_checks import text_of, with_class
from tests.subject_access.requests import (
    a_request,
    a_verified_address,
    decide_everything,
    include,
    items_of,
    withhold,
)
from tests.subject_access.test_releasing import release, with_pack

ALL_LOOKED = dict.fromkeys(
    ("cabinet", "closed_cabinet", "officer_mailbox", "shared_mailbox", "phone_notes", "texts"), "nothing"
)


@pytest.fixture(autouse=True)
def _inside(app: Any) -> Iterator[None]:
    """Rows are made beside the pages, by actions that ask the application what its rooms hold."""
    with app.app_context():
        yield


def log(client: Any, person: Any, **answers: Any) -> Page:
    form = client.get(f"/people/{person.id}").follow("They ask for their data").form("Log the request")
    values = {"words": "Can I have my notes?", "channel": "email", "asked_as": "self", **answers}
    return form.submit(**values)


def test_a_pack_with_a_note_that_was_sealed_off_is_shown_to_nobody(
    as_officer: Any, as_manager: Any, monkeypatch: Any
) -> None:
    case, elsewhere = a_case(as_officer.member), a_case(as_officer.member)
    strange = a_note(as_officer.member, case, "About another family.")
    request = a_request(as_officer.member, person=case.person)
    decide_everything(as_officer.member, request)
    with_pack(as_officer.member, request)
    page = f"/subject-access/{request.id}/pack.pdf"
    assert as_officer.request("GET", page).status_code == 200
    monkeypatch.setattr(Note, "when_sealed_off", [])  # which would have destroyed it
    cases.file_elsewhere(as_manager.member, clock.now(), strange, elsewhere, because="Wrong file.")
    for each in (as_officer, as_manager):
        assert each.request("GET", page).status_code == 404
    actions.gather(as_officer.member, clock.now(), request)
    assert as_officer.request("GET", page).status_code == 404


def test_of_a_correction_it_is_said_when_the_pack_says_so(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    first = a_note(as_officer.member, case)
    request = a_request(as_officer.member, person=case.person)
    says = "an earlier note. The pack says so only if that note is given out too."
    assert says not in as_officer.get(f"/subject-access/{request.id}/items").text
    a_note(as_officer.member, case, "It was on Monday.", corrects=first)
    actions.gather(as_officer.member, clock.now(), request)
    assert as_officer.get(f"/subject-access/{request.id}/items").text.count(says) == 1


def test_once_there_is_a_case_its_officer_has_the_request_and_not_whoever_logged_it(
    as_officer: Any, as_manager: Any, staff: Any
) -> None:
    person = a_client(as_officer.member)
    request = a_request(as_officer.member, person)
    path, leaver = f"/subject-access/{request.id}", f"/members/{as_officer.member.id}/let-go"
    assert as_officer.request("GET", path).status_code == 200
    assert f"Request {request.shown_reference}" in as_manager.get(leaver).links
    colleague = staff(Role.OFFICER, "Olive Orchid")
    case = a_case(as_manager.member, Person.get_by_id(person.id))
    cases.hand_over(as_manager.member, case, colleague.member)
    assert as_officer.request("GET", path).status_code == 404
    assert colleague.request("GET", path).status_code == 200
    assert f"Request {request.shown_reference}" not in as_manager.get(leaver).links


def test_a_request_is_logged_from_the_clients_page(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    page = log(as_officer, case.person, received_on=clock.today())
    assert page.heading.startswith("Request for data")
    assert "Can I have my notes?" in page.text
    assert "Answer by" in page.text
    assert "How this date was worked out" in page.text
    assert "The request was received on" in page.text
    assert DataRequest.get().case == case
    for path in (f"/cases/{case.id}", f"/people/{case.person_id}", "/subject-access/"):
        assert DataRequest.get().shown_reference in page.follow("All requests").text
        assert f"/subject-access/{DataRequest.get().id}" in as_officer.get(path).html


def test_the_form_asks_for_one_text_and_no_reason(as_officer: Any) -> None:
    """D3.01: any words, no legal basis, no reason, no proof of identity."""
    case = a_case(as_officer.member)
    page = as_officer.get(f"/subject-access/log/{case.person_id}")
    assert page.html.count("<textarea") == 1
    assert set(page.form("Log the request").names()) == {
        "csrf_token",
        "once",
        "words",
        "channel",
        "received_on-day",
        "received_on-month",
        "received_on-year",
        "asked_as",
        "wanted",
    }
    assert "under Freedom of Information" in page.text
    log(as_officer, case.person, words="Under the Freedom of Information Act: everything about me.")
    assert DataRequest.get().authority.purpose == "rights_request"


def test_wrong_answers_stand_beside_their_fields(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    form = as_officer.get(f"/subject-access/log/{case.person_id}").form("Log the request")
    page = form.submit(expect=422, words="", received_on=clock.today() + timedelta(days=1))
    assert page.errors == [
        "Write what they asked for, in their own words",
        "Day on which it came must be today or in the past",
    ]
    page = page.form("Log the request").submit(expect=422, words="x", received_on=["31", "4", "2026"])
    assert page.errors == ["Day on which it came must be a real date: April has 30 days"]
    assert DataRequest.select().count() == 0


def test_the_same_form_sent_twice_logs_one_request(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    form = as_officer.get(f"/subject-access/log/{case.person_id}").form("Log the request")
    form.submit(words="My notes, please.")
    form.submit(words="My notes, please.")
    assert DataRequest.select().count() == 1
    assert RequestEvent.select().count() == 1


@pytest.mark.parametrize(("days", "state"), [(0, "In time"), (15, "Soon"), (26, "Urgent"), (40, "Overdue")])
def test_the_list_says_how_pressing_each_is(as_officer: Any, days: int, state: str) -> None:
    a_request(as_officer.member, received_on=clock.today() - timedelta(days=days))
    assert state in as_officer.get("/subject-access/").text


def test_the_list_and_the_first_page_say_what_waits_for_a_second_person(staff: Any) -> None:
    manager, officer = staff(Role.MANAGER), staff(Role.OFFICER)
    ready, half, elsewhere = (a_request(officer.member) for _ in range(3))
    for each in (ready, elsewhere):
        decide_everything(officer.member, each)
    actions.sign(manager.member, clock.now(), elsewhere, seen=decided(elsewhere).content_hash)
    include(officer.member, items_of(half)[0])
    for reader, words in ((manager, WAITS_FOR_SECOND_PERSON), (officer, WAITS_FOR_ANOTHER)):
        rows = reader.get("/subject-access/").html.split("<tr")
        assert [ready.shown_reference in row for row in rows if words in row] == [True]
        assert "1 request waits for a second person" in reader.get("/").text
    actions.sign(manager.member, clock.now(), ready, seen=decided(ready).content_hash)
    assert "to sign" not in manager.get("/subject-access/").text
    assert "request waits" not in manager.get("/").text


def test_what_happened_moves_the_date(staff: Any) -> None:
    clock.move(timedelta(days=14))
    as_officer = staff(Role.OFFICER)
    request = a_request(as_officer.member, received_on=date(2026, 11, 23))
    address = f"/subject-access/{request.id}"
    assert "23 December 2026" in as_officer.get(address).text
    for kind, day, more in (
        ("clarification_asked", date(2026, 11, 25), {"about": "information"}),
        ("clarification_answered", date(2026, 12, 2), {}),
    ):
        form = as_officer.get(f"{address}/event").form("Record it")
        page = form.submit(kind=kind, happened_on=day, **more)
    assert "31 December 2026" in page.text
    form = as_officer.get(f"{address}/event").form("Record it")
    page = form.submit(expect=422, kind="extension_sent")
    assert page.errors == ["Choose the reason that you gave them"]
    page = (
        as_officer.get(f"{address}/event")
        .form("Record it")
        .submit(kind="extension_sent", reason="complexity")
    )
    assert "the request is complex" in page.text


def test_a_notice_that_came_too_late_is_told_at_once(as_officer: Any) -> None:
    request = a_request(as_officer.member, received_on=clock.today() - timedelta(days=70))
    address = f"/subject-access/{request.id}"
    due = as_officer.get(address).text.partition("Answer by")[2][:40]
    late = {"kind": "extension_sent", "reason": "complexity"}
    page = as_officer.get(f"{address}/event").form("Record it").submit(**late, happened_on=clock.today())
    assert "It is recorded, and changes no date. Notice of an extension was sent on" in page.text
    assert "so it does not count." in page.text
    assert "The dates are worked out anew" not in page.text
    assert due in page.text
    assert "It changes no date." in as_officer.get(address).text, "and it stays beside what happened"
    in_time = a_request(as_officer.member, received_on=clock.today())
    form = as_officer.get(f"/subject-access/{in_time.id}/event").form("Record it")
    page = form.submit(**late, happened_on=clock.today())
    assert "The dates are worked out anew" in page.text
    assert "changes no date" not in page.text


def _ready_to_release(staff: Any, officer: Any) -> Any:
    """A request of this officer's family whose pack is signed, and the address that it goes to."""
    case = a_case(officer.member)
    contact = a_verified_address(officer.member, case.person)
    request = a_request(officer.member, person=case.person)
    decide_everything(officer.member, request)
    with_pack(officer.member, request)
    second = staff.member(Role.OFFICER, "Olive Orchid")
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    return request, contact


def test_the_hash_of_what_was_released_is_folded_away(staff: Any, as_officer: Any) -> None:
    request, contact = _ready_to_release(staff, as_officer)
    released = release(staff(Role.MANAGER).member, request, contact).release
    page = as_officer.get(f"/subject-access/{request.id}")
    folded = [each for each in with_class(page.root, "govuk-details") if released.file_hash in text_of(each)]
    assert len(folded) == 1
    assert page.text.count(released.file_hash[:16]) == 1, "it stands in no table"


def test_an_answered_request_offers_no_events_and_one_that_came_back_does(staff: Any) -> None:
    manager, officer = staff(Role.MANAGER), staff(Role.OFFICER)
    request, contact = _ready_to_release(staff, officer)
    address = f"/subject-access/{request.id}"
    form = officer.get(address).follow("Something happened").form("Record it")
    message = release(manager.member, request, contact).release.message_id
    page = form.submit(expect=422, kind="identity_asked", happened_on=clock.today(), words="A passport.")
    assert "has been answered" in page.errors[0]
    assert "A passport." in page.html, "what was typed is not lost"
    assert "Something happened" not in officer.get(address).links
    page = officer.get(f"{address}/event")
    assert "has been answered" in page.text
    assert "Record it" not in page.html
    OutboxMessage.update(state=State.RETURNED).where(OutboxMessage.id == message).execute()
    form = officer.get(address).follow("Something happened").form("Record it")
    form.submit(kind="identity_asked", happened_on=clock.today())


def test_the_same_event_sent_twice_happened_once(as_officer: Any) -> None:
    request = a_request(as_officer.member)
    form = as_officer.get(f"/subject-access/{request.id}/event").form("Record it")
    for _ in range(2):
        form.submit(kind="clarification_asked", happened_on=clock.today(), about="format")
    assert RequestEvent.select().count() == 2, "that it came, and that something was asked"


def test_after_a_withdrawal_an_address_is_verified_for_the_answer_and_for_nothing_else(
    as_officer: Any, monkeypatch: Any
) -> None:
    case = a_case(as_officer.member)
    person = case.person
    people.change_person(as_officer.member, person, person.version, safe_to_email=True)
    people.add_contact(as_officer.member, person, ContactKind.EMAIL, "petra@new.example")

    def offered() -> set[bool]:
        """Whether the client's page and the page of the case have the button; they never disagree."""
        return {
            "Send a code" in as_officer.get(path).text
            for path in (f"/people/{person.id}", f"/cases/{case.id}")
        }

    assert offered() == {True}
    form = as_officer.get(f"/people/{person.id}").form("Send a code")
    authorities.withdraw(as_officer.member, clock.now(), person.authority, because="No more help wanted.")
    assert PERMISSION_ENDED in form.submit().text
    assert offered() == {False}
    assert OutboxMessage.select().count() == 0
    request = a_request(as_officer.member, person=Person.get_by_id(person.id))
    assert offered() == {True}
    page = as_officer.get(f"/people/{person.id}").form("Send a code").submit()
    assert "The code is on its way" in page.text
    assert OutboxMessage.get().authority == request.authority
    monkeypatch.setattr(answering, "answered_ids", lambda: [request.id])
    assert offered() == {False}


def test_items_are_read_and_decided_a_page_at_a_time(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    for number in range(30):
        a_note(as_officer.member, case, f"Note {number:02}.")
    a_note(as_officer.member, case, "The child is afraid.", told_in_confidence=True)
    request = a_request(as_officer.member, person=case.person)
    page = as_officer.get(f"/subject-access/{request.id}").follow("Read and decide")
    assert "Not decided" in page.text
    assert Decision.select().count() == 0
    shown = 25 - 1  # all but the child, who is somebody else
    page = page.form(f"Give out the {shown} items").submit()
    assert Decision.select().count() == shown
    page = as_officer.get(f"/subject-access/{request.id}/items?page=2")
    left = len(items_of(request)) - 25 - 1
    page = page.form(f"Give out the {left} items").submit()
    assert "2 not decided" in page.text
    undecided = {item.mark for item in items_of(request) if not item.decisions.exists()}  # type: ignore[attr-defined]
    assert undecided == {"in_confidence", "about_another"}


def test_one_item_is_decided_with_its_reason(as_officer: Any) -> None:
    request = a_request(as_officer.member)
    item = items_of(request)[0]
    page = as_officer.get(f"/subject-access/items/{item.id}").form("Decide and go on").submit(expect=422)
    assert page.errors == ["Choose: give it out or leave it out"]
    page = page.form("Decide and go on").submit(expect=422, verdict="withhold")
    assert page.errors == ["Choose the reason for leaving it out"]
    page = page.form("Decide and go on").submit(
        verdict="withhold", exemption="legal_advice", explanation="Advice."
    )
    assert page.heading == "Decide about one item", "the next one"
    assert items_of(request)[1].id in page.url
    decision = Decision.get()
    assert (decision.exemption, decision.explanation) == (Exemption.LEGAL_ADVICE, "Advice.")
    assert "Left out" in as_officer.get(f"/subject-access/{request.id}/items").text


@pytest.mark.policy("C3", guard="subject_access.reasons_against_deciding")
def test_a_sealed_off_note_is_read_by_the_manager_alone(staff: Any) -> None:
    manager, officer = staff(Role.MANAGER), staff(Role.OFFICER)
    case, elsewhere = a_case(officer.member), a_case(officer.member)
    note = a_note(officer.member, case, "About another family.")
    cases.file_elsewhere(manager.member, clock.now(), note, elsewhere, because="Wrong file.")
    request = a_request(officer.member, person=case.person)
    item = next(each for each in items_of(request) if each.source_id == note.id)
    for path in (f"/subject-access/{request.id}/items", f"/subject-access/items/{item.id}"):
        assert "About another family." not in officer.get(path).text
        assert "About another family." in manager.get(path).text
    page = (
        officer.get(f"/subject-access/items/{item.id}")
        .form("Decide and go on")
        .submit(expect=422, verdict="include")
    )
    assert page.errors == ["This note belongs to another file. It can only be left out of this pack"]


def test_it_is_read_by_the_manager_alone_from_that_moment(staff: Any) -> None:
    manager, officer = staff(Role.MANAGER), staff(Role.OFFICER)
    case, elsewhere = a_case(officer.member), a_case(officer.member)
    note = a_note(officer.member, case, "About another family.")
    request = a_request(officer.member, person=case.person)
    item = _item_of(request, note)
    seen = {item.id: item.content_mac}
    pages = (f"/subject-access/{request.id}/items", f"/subject-access/items/{item.id}")
    for path in pages:
        assert "About another family." in officer.get(path).text
    assert f"shown-{item.id}" in officer.get(pages[0]).html
    before = officer.get(pages[1]).form("Decide and go on")
    cases.file_elsewhere(manager.member, clock.now(), note, elsewhere, because="Wrong file.")
    for path in pages:
        assert "About another family." not in officer.get(path).text
        assert "About another family." in manager.get(path).text
        assert "Sealed off" in officer.get(pages[0]).text
    assert f"shown-{item.id}" not in officer.get(pages[0]).html
    for form in (before, officer.get(pages[1]).form("Decide and go on")):
        assert "has changed" in form.submit(expect=422, verdict="include").errors[0]
    with pytest.raises(Refused, match="has changed"):
        actions.include_shown(officer.member, clock.now(), request, seen)
    with pytest.raises(Refused, match="has changed"):
        withhold(officer.member, item, Exemption.NOT_THEIRS)
    assert {each.kind for each in decided(request).included} == set()
    actions.gather(officer.member, clock.now(), request)
    withhold(officer.member, _item_of(request, note), Exemption.NOT_THEIRS)
    assert [each.kind for each in decided(request).withheld] == [Kind.NOTE]


def _item_of(request: DataRequest, note: Any) -> Item:
    return next(item for item in items_of(request) if item.source_id == note.id)


def test_the_second_person_signs_and_a_change_voids_it(staff: Any) -> None:
    officer, second = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    case = a_case(officer.member)
    request = a_request(officer.member, person=case.person)
    decide_everything(officer.member, request)
    assert "somebody else has to sign" in officer.get(f"/subject-access/{request.id}/sign").text
    second.get(f"/subject-access/{request.id}/sign", expect=404)
    second.get(f"/cases/{case.id}/cover").form("Open the case").submit(reason="To sign a request.")
    decide_again = second.get(f"/subject-access/{request.id}/sign").form("Sign")
    assert decide_again.submit(expect=422).errors == ["Read everything, then tick that you agree"]
    page = second.get(f"/subject-access/{request.id}/sign").form("Sign").submit(have_read=True, expect=422)
    assert "Something new has come in" in page.text, "the cover itself is something about the client"
    officer.get(f"/subject-access/{request.id}").form("Look again for what is new").submit()
    decide_everything(officer.member, request)
    page = second.get(f"/subject-access/{request.id}/sign").form("Sign").submit(have_read=True)
    assert "Signed by Olive Orchid" in page.text
    officer.get(f"/subject-access/items/{items_of(request)[0].id}").form("Decide and go on").submit(
        verdict="include"
    )
    page = officer.get(f"/subject-access/{request.id}")
    assert "It has to be signed again" in page.text
    assert Signature.select().count() == 1


def test_the_second_person_reads_on_one_page_all_that_they_sign_for(as_officer: Any, as_manager: Any) -> None:
    case, elsewhere = a_case(as_officer.member), a_case(as_officer.member)
    first = a_note(as_officer.member, case, "The school says it was on Monday.")
    a_note(as_officer.member, case, "It was on Tuesday.", corrects=first)
    strange = a_note(as_officer.member, case, "Zebra: about another family.")
    cases.file_elsewhere(as_manager.member, clock.now(), strange, elsewhere, because="Wrong file.")
    address = a_verified_address(as_officer.member, case.person)
    request = a_request(as_officer.member, person=case.person, words="Everything about Pip, please.")
    decide_everything(as_officer.member, request)
    withhold(
        as_officer.member, _item_of(request, first), Exemption.LEGAL_ADVICE, explanation="A solicitor's words."
    )
    with_pack(as_officer.member, request)
    page = as_manager.get(f"/subject-access/{request.id}/sign")
    for said in (
        "Everything about Pip, please.",
        address.value,
        "Notes of telephone calls and notebooks Looked, nothing there Oliver Oak",
        "It is confidential legal advice. Left out by Oliver Oak",
        "A solicitor's words.",
        "The school says it was on Monday.",  # what is left out is read by whoever judges it
        "It was on Tuesday.",
        "Given out by Oliver Oak",
        LEFT_OUT_BESIDE,
        "Zebra",  # the manager reads what was sealed off
    ):
        assert said in page.text, said
    rows = AuditRow.select().where(
        (AuditRow.action == "subject_access.view_items") & (AuditRow.actor == as_manager.member.id)
    )
    assert [row.audit_ref for row in rows] == [case.audit_ref]
    page = page.form("Sign").submit(have_read=True)
    assert "Signed by Maya Marigold" in page.text


def test_a_colleague_who_signs_reads_nothing_of_another_familys_note(staff: Any, as_manager: Any) -> None:
    officer, second = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    case, elsewhere = a_case(officer.member), a_case(officer.member)
    strange = a_note(officer.member, case, "Zebra: about another family.")
    cases.file_elsewhere(as_manager.member, clock.now(), strange, elsewhere, because="Wrong file.")
    cases.cover(second.member, case, reason="To sign.", today=clock.today())
    request = a_request(officer.member, person=case.person)
    decide_everything(officer.member, request)
    page = second.get(f"/subject-access/{request.id}/sign")
    assert "Zebra" not in page.text
    assert "It belongs to another family, so only the manager can read it." in page.text
    assert "There is no e-mail address of theirs that is verified and safe, so it goes on paper." in page.text
    assert "Zebra" in as_manager.get(f"/subject-access/{request.id}/sign").text


def test_what_a_batch_leaves_alone_says_why_and_is_decided_by_itself(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    first = a_note(as_officer.member, case, "It was on Monday.")
    second = a_note(as_officer.member, case, "It was on Tuesday.", corrects=first)
    request = a_request(as_officer.member, person=case.person)
    items = f"/subject-access/{request.id}/items"
    assert LEFT_OUT_BESIDE not in as_officer.get(items).text
    withhold(as_officer.member, _item_of(request, first), Exemption.LEGAL_ADVICE)
    page = as_officer.get(items)
    assert page.text.count(LEFT_OUT_BESIDE) == 1
    alone = len(decided(request).undecided) - len([i for i in items_of(request) if i.mark is not None]) - 1
    page.form(f"Give out the {alone} items").submit()
    assert _item_of(request, second) in decided(request).undecided
    one = as_officer.get(f"/subject-access/items/{_item_of(request, second).id}")
    assert LEFT_OUT_BESIDE in one.text
    one.form("Decide and go on").submit(verdict="include")
    assert _item_of(request, second) in decided(request).included


@pytest.mark.policy("C1", guard="cases.visible_to")
@pytest.mark.policy("C4", guard="permissions.in_service")
def test_for_council_staff_a_request_is_not_there(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    request = a_request(officer.member)
    with_pack(officer.member, request)
    item, outsider = items_of(request)[0], staff(Role.COUNCIL)
    absent = "0" * 26
    paths = [
        "/subject-access/{}",
        "/subject-access/{}/items",
        "/subject-access/{}/pack.pdf",
        "/subject-access/{}/sign",
    ]
    for path in [*paths, "/subject-access/{}/release", "/subject-access/log/{}"]:
        there, not_there = (outsider.fetch(path.format(each), expect=404) for each in (request.id, absent))
        assert there.data == not_there.data
        assert dict(there.headers) == dict(not_there.headers)
    outsider.fetch(f"/subject-access/items/{item.id}", expect=404)
    outsider.fetch("/subject-access/", expect=404)
    assert request.shown_reference in officer.get(f"/subject-access/{request.id}").text
    assert staff(Role.OFFICER, "Olive Orchid").fetch(f"/subject-access/{request.id}", expect=404)


def test_where_was_looked_is_recorded_place_by_place(as_officer: Any) -> None:
    request = a_request(as_officer.member)
    address = f"/subject-access/{request.id}/searches"
    assert as_officer.get(address).form("Save where we looked").submit(expect=422).errors
    as_officer.get(address).form("Save where we looked").submit(cabinet="nothing")
    page = as_officer.get(address).form("Save where we looked").submit(**{**ALL_LOOKED, "texts": "not_kept"})
    assert "The locked cabinet: looked, nothing there" in page.text
    assert RequestSearch.select().count() == 6, "what is as it was is not written again"


def test_every_look_is_recorded(as_officer: Any) -> None:
    request = a_request(as_officer.member)
    with_pack(as_officer.member, request)
    as_officer.get("/subject-access/")
    as_officer.get(f"/subject-access/{request.id}")
    as_officer.get(f"/subject-access/{request.id}/items")
    answer = as_officer.fetch(f"/subject-access/{request.id}/pack.pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "document-" in answer.headers["Content-Disposition"]
    for code in ("list", "view", "view_items", "view_pack"):
        row = AuditRow.get(AuditRow.action == f"subject_access.{code}")
        assert code == "list" or row.audit_ref == request.recorded_under.audit_ref


def test_a_look_is_recorded_under_each_case_that_is_read(staff: Any) -> None:
    officer, colleague = staff(Role.OFFICER), staff.member(Role.OFFICER, "Olive Orchid")
    mine = a_case(officer.member)
    theirs, untouched = a_case(colleague, mine.person), a_case(colleague)
    note = a_note(colleague, theirs, "Of the colleague's case.")
    request = a_request(officer.member, person=mine.person)
    with_pack(officer.member, request)
    item = next(each for each in items_of(request) if each.source_id == note.id)
    assert "Of the colleague's case." in officer.get(f"/subject-access/{request.id}/items").text
    officer.get(f"/subject-access/items/{item.id}")
    officer.fetch(f"/subject-access/{request.id}/pack.pdf")
    for code, times in (("view_items", 2), ("view_pack", 1)):
        refs = [row.audit_ref for row in AuditRow.select().where(AuditRow.action == f"subject_access.{code}")]
        assert refs.count(mine.audit_ref) == refs.count(theirs.audit_ref) == times
        assert untouched.audit_ref not in refs


def test_a_page_says_how_far_the_pack_is_and_what_stopped_it(as_officer: Any, monkeypatch: Any) -> None:
    case = a_case(as_officer.member)
    a_note(as_officer.member, case, "Plain.")
    request = a_request(as_officer.member, person=case.person)
    decide_everything(as_officer.member, request)
    page = as_officer.get(f"/subject-access/{request.id}").form("Make the pack").submit()
    assert "Being made" in page.text
    note = next(item for item in items_of(request) if item.kind is Kind.NOTE)

    def faulty(pack: Any) -> None:
        raise building.CannotBuild(building.Problem.MISSING_LETTERS, note)

    monkeypatch.setattr("ppsweb.subject_access.jobs.build", faulty)
    jobs.do_due()
    page = as_officer.get(f"/subject-access/{request.id}")
    assert "An item has letters that no font on this machine can draw." in page.text
    assert page.follow("The item that it is about").heading == "Decide about one item"
    assert "Make the pack" in page.text, "it can be tried again"


@pytest.fixture
def manager_at_work(directory_site: Any) -> Client:
    """The manager, signed in through the page against a directory that answers."""
    from ppsweb.auth.actions import membership
    from ppsweb.auth.models import Member

    client = Client(directory_site)
    sign_in(client, "marigold")
    membership.admit_first(clock.now(), Member.get())
    return client


@pytest.mark.slow
def test_the_password_is_shown_once_in_the_answer_to_that_very_form(
    staff: Any, manager_at_work: Client
) -> None:
    officer, second = staff.member(Role.OFFICER), staff.member(Role.OFFICER, "Olive Orchid")
    case = a_case(officer)
    address = a_verified_address(officer, case.person)
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    with_pack(officer, request)
    actions.sign(second, clock.now(), request, seen=releasing.decided(request).content_hash)
    page = manager_at_work.get(f"/subject-access/{request.id}").follow("Release the pack")
    form = page.form("Release the pack")
    assert "recipient" not in form.names()
    said = f"back to {officer.name} by telephone, on {filters.day(clock.today())}"
    assert said in page.text, "whoever releases it sees who verified the address, when and how"
    wrong = form.submit(expect=422, contact=address.id, about_nobody_else=True, password="not mine")
    assert wrong.errors == ["This is not your password"]
    unread = wrong.form("Release the pack").submit(
        expect=422, contact=address.id, about_nobody_else=False, password=PASSWORD
    )
    assert "nothing in it is about anybody else" in unread.errors[0]
    assert Release.select().count() == 0
    form = unread.form("Release the pack")
    answers = {"contact": address.id, "about_nobody_else": True, "password": PASSWORD}
    told = form.submit(**answers)
    assert told.path == f"/subject-access/{request.id}/release"
    assert told.headers["Cache-Control"] == "no-store"
    (password,) = [each.text or "" for each in told.root.iter() if each.get("id") == "password"]
    document = OutboxDocument.get()
    assert document.file is not None
    with pikepdf.open(
        io.BytesIO(read_document(document.message, document.file)), password=password.strip()
    ) as opened:
        assert len(opened.pages) == 1
    again = form.submit(**answers)
    assert password not in again.html
    assert "sent already" in again.text
    assert OutboxMessage.select().count() == Release.select().count() == 1
    for path in (f"/subject-access/{request.id}", f"/subject-access/{request.id}/release", "/outbox", "/"):
        assert password not in manager_at_work.get(path).html
    page = manager_at_work.get(f"/subject-access/{request.id}").follow(
        next(
            words
            for words in manager_at_work.get(f"/subject-access/{request.id}").links
            if "note it" in words
        )
    )
    page = page.form("Note it").submit(how="telephone")
    assert "by telephone, on a number we know" in page.text
    assert "Answered on" in page.text
    page = page.follow("Send it again with a new password")
    second_time = page.form("Send it again").submit(**answers)
    assert password not in second_time.html
    assert Release.select().count() == 2
    manager_at_work.close()


@pytest.mark.slow
def test_on_paper_the_manager_records_it_with_their_password(staff: Any, manager_at_work: Client) -> None:
    officer, second = staff.member(Role.OFFICER), staff.member(Role.OFFICER, "Olive Orchid")
    request = a_request(officer, wanted=Wanted.PAPER)
    decide_everything(officer, request)
    with_pack(officer, request)
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    page = manager_at_work.get(f"/subject-access/{request.id}").follow("It was handed over on paper")
    assert "print it on A3" in page.text
    form = page.form("Record that it was handed over")
    answers: dict[str, Any] = {"identity": "document", "about_nobody_else": True}
    wrong = form.submit(expect=422, **answers, password="not mine")
    assert wrong.errors == ["This is not your password"]
    unread = wrong.form("Record that it was handed over")
    unread.submit(expect=422, about_nobody_else=False, password=PASSWORD)
    assert HandOver.select().count() == 0
    for _ in range(2):
        page = form.submit(**answers, password=PASSWORD)
        assert "Answered on" in page.text
        assert "they showed a document with their photograph" in page.text
    assert HandOver.select().count() == 1
    assert request.shown_reference not in manager_at_work.get("/subject-access/").text
    assert request.shown_reference in manager_at_work.get("/subject-access/?show=answered").text
    manager_at_work.close()


def test_the_only_address_is_chosen_already_and_without_one_the_page_says_what_to_do(
    staff: Any, as_officer: Any, as_manager: Any
) -> None:
    request, contact = _ready_to_release(staff, as_officer)
    form = as_manager.get(f"/subject-access/{request.id}/release").form("Release the pack")
    assert dict(form.pairs())["contact"] == contact.id
    people.end_contact(as_officer.member, clock.now(), contact)
    page = as_manager.get(f"/subject-access/{request.id}/release")
    assert "There is no e-mail address of Petra Plum in the file." in page.text
    assert page.links["it was handed over on paper"] == f"/subject-access/{request.id}/hand-over"


def test_an_officer_may_see_and_not_release(as_officer: Any) -> None:
    request = a_request(as_officer.member)
    as_officer.get(f"/subject-access/{request.id}/release", expect=403)
    as_officer.get(f"/subject-access/{request.id}/hand-over", expect=403)
    item = items_of(request)[0]
    withhold(as_officer.member, item, Exemption.LEGAL_ADVICE)
    assert Decision.get().verdict is Verdict.WITHHOLD


def test_a_case_with_nothing_in_it_has_a_request_like_any_other(as_officer: Any) -> None:
    request = a_request(as_officer.member)
    page = as_officer.get(f"/subject-access/{request.id}/items")
    assert "Note of" not in page.text
    assert "Your details" in page.text


def test_a_page_of_a_request_takes_few_queries_however_long_it_is(as_officer: Any) -> None:
    """The lists and the request's own page do not ask once for each row."""
    case = a_case(as_officer.member)
    request = a_request(as_officer.member, person=case.person)
    paths = (f"/subject-access/{request.id}", "/subject-access/")
    for path in paths:
        as_officer.get(path)  # the session is written, and the connection is open
    before = [_queries(as_officer, path) for path in paths]
    for number in range(10):
        a_note(as_officer.member, case, f"Note {number}.")
    actions.gather(as_officer.member, clock.now(), request)
    for _ in range(5):
        a_request(as_officer.member)
    after = [_queries(as_officer, path) for path in paths]
    assert min(before) > 3, "queries are counted"
    assert after == before


def _queries(client: Any, path: str) -> int:
    """How many statements the answer to one page takes."""
    counted: list[str] = []

    class Counter(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            counted.append(record.getMessage())

    logger = logging.getLogger("peewee")

    counter, level, disabled = Counter(), logger.level, logger.disabled
    logger.addHandler(counter)
    logger.setLevel(logging.DEBUG)
    logger.disabled = False
    client.get(path)
    logger.removeHandler(counter)
    logger.setLevel(level)
    logger.disabled = disabled
    return len(counted)
