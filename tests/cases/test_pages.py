"""A family from the first call to the closed case, at a browser without JavaScript."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.authorities.actions import withdraw
from ppsweb.authorities.models import Authority
from ppsweb.authorities.wording import HOLD_DATA
from ppsweb.cases.actions import closing
from ppsweb.cases.keeping import due_for_review
from ppsweb.cases.models import Case, CaseConflict, CaseCover, Enquiry, Note, Outcome, Status
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.people.models import Contact, NamedPerson, Person
from ppsweb.permissions.roles import Role
from ppsweb.web.forms import CHANGED_SINCE_SAVED
from tests.given.families import a_case, a_client, a_note
from tests.page_checks import text_of, with_class


@pytest.fixture
def family(as_officer: Any) -> Any:
    """A page of a client whose permission was taken by telephone."""
    page = as_officer.get("/people/by-telephone")
    return page.form("Record their permission").submit(
        giver="Petra Plum",
        capacity="parent_with_responsibility",
        phone="01632 960 001",
        safe=["safe_to_ring"],
        child="Pip Plum",
        read_back=True,
    )


def test_permission_by_telephone_comes_before_the_client(family: Any) -> None:
    assert family.status == 200
    assert "Petra Plum" in family.text
    person = Person.get()
    assert person.authority.read_back
    assert person.authority.wording_version == "hold-data-1"
    assert NamedPerson.get().name == "Pip Plum"
    assert Contact.get().value == "01632 960 001"
    assert person.safe_to_ring
    assert not person.safe_to_leave_message


def test_a_client_shows_the_words_that_were_agreed_to_and_not_their_number(family: Any) -> None:
    assert "The words they agreed to" in family.text
    assert all(sentence in family.text for sentence in HOLD_DATA.sentences)
    assert HOLD_DATA.version not in family.text


def test_without_a_yes_nothing_is_stored(as_officer: Any) -> None:
    page = as_officer.get("/people/by-telephone")
    page = page.form("Record their permission").submit(
        expect=422, giver="Petra Plum", capacity="parent_with_responsibility", phone="01632 960 001"
    )
    assert "Read the words out and tick that they said yes" in page.text
    assert "Petra Plum" in page.html, "what was typed is kept"
    assert Person.select().count() == 0
    assert Contact.select().count() == 0


def test_the_same_form_sent_twice_makes_one_client(as_officer: Any) -> None:
    form = as_officer.get("/people/by-telephone").form("Record their permission")
    answers = {
        "giver": "Petra Plum",
        "capacity": "parent_with_responsibility",
        "phone": "01632 960 001",
        "read_back": True,
    }
    assert "This was saved already." not in form.submit(**answers).text
    assert "This was saved already." in form.submit(**answers).text
    assert Person.select().count() == 1


def test_a_second_note_typed_over_the_first_is_never_thrown_away(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    form = as_officer.get(f"/cases/{case.id}/note").form("Save the note")
    form.submit(facts="The first call.")
    page = form.submit(expect=422, facts="The second call.")
    assert page.errors == [CHANGED_SINCE_SAVED]
    assert [each.facts for each in Note.select()] == ["The first call."]
    again = page.form("Save the note")
    again.submit()
    again.submit()
    assert sorted(each.facts for each in Note.select()) == ["The first call.", "The second call."]


def test_a_case_from_opening_to_closing(as_officer: Any, family: Any) -> None:
    page = as_officer.get(f"/cases/open/{Person.get().id}")
    page = page.form("Open the case").submit(topic="draft_plan", level="2")
    assert "Case " in page.text
    case = Case.get()
    assert NamedPerson.get_by_id(case.child_id).name == "Pip Plum"
    page = (
        as_officer.get(f"/cases/{case.id}/note")
        .form("Save the note")
        .submit(facts="They asked what a draft plan is.", parents_view="She is worried.")
    )
    assert "They asked what a draft plan is." in page.text
    assert "She is worried." in page.text
    page = as_officer.get(f"/cases/{case.id}/close").form("Close the case").submit(outcome="informed")
    assert "kept for at least five and at most ten years" in page.text
    assert Case.get().closed_on is not None


def test_after_a_note_its_writer_is_told_so_and_taken_to_it(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    form = as_officer.get(f"/cases/{case.id}/note").form("Save the note")
    answer = form.send(facts="The first call.")
    note = Note.get()
    assert answer.headers["Location"] == f"/cases/{case.id}#note-{note.id}"
    page = as_officer.get(answer.location)
    assert "The note is in the file." in page.text
    assert f'id="note-{note.id}"' in page.html
    assert form.send(facts="The first call.").headers["Location"] == answer.headers["Location"], "sent twice"
    answer = (
        as_officer.get(f"/cases/notes/{note.id}/correct")
        .form("Save the note")
        .send(facts="It was the second.")
    )
    correction = Note.get(Note.corrects == note)
    assert answer.headers["Location"] == f"/cases/{case.id}#note-{correction.id}"


@pytest.mark.parametrize("newer", [49, 50])
def test_a_note_of_long_ago_is_shown_on_the_page_where_it_stands(as_officer: Any, newer: int) -> None:
    case = a_case(as_officer.member)
    for number in range(newer):
        a_note(as_officer.member, case, f"Note number {number:03}.")
    form = as_officer.get(f"/cases/{case.id}/note").form("Save the note")
    answer = form.send(facts="Long ago.", happened_on=clock.today() - timedelta(days=30))
    note = next(each for each in Note.select() if each.facts == "Long ago.")
    at = f"?at={note.id}" if newer == 50 else ""
    assert answer.headers["Location"] == f"/cases/{case.id}{at}#note-{note.id}"
    assert "Long ago." in as_officer.get(answer.location).text


def test_an_empty_note_is_refused_beside_the_field(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    page = as_officer.get(f"/cases/{case.id}/note").form("Save the note").submit(expect=422)
    assert "Write what happened" in page.text
    assert Note.select().count() == 0


@pytest.mark.policy("C1", guard="cases.visible_to")
@pytest.mark.policy("C4", guard="cases.visible_to")
def test_a_colleagues_case_opens_for_cover_only_with_a_reason(staff: Any) -> None:
    mine, other = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    case = a_case(mine.member)
    other.get(f"/cases/{case.id}", expect=404)
    other.get(f"/cases/{case.id}/cover").form("Open the case").submit(expect=422)
    other.get(f"/cases/{case.id}", expect=404)
    page = other.get(f"/cases/{case.id}/cover").form("Open the case").submit(reason="Oliver is on leave.")
    assert case.reference in page.text
    assert CaseCover.get().reason == "Oliver is on leave."


def test_the_page_of_cover_says_whose_case_it_is_and_looking_leaves_a_row(staff: Any) -> None:
    mine, other = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    case = a_case(mine.member)
    page = other.get(f"/cases/{case.id}/cover")
    assert f"Petra Plum, case {case.reference}" in page.text
    row = AuditRow.get(AuditRow.action == "cases.offer_cover")
    assert (row.actor, row.audit_ref) == (other.member.id, case.audit_ref)
    form = page.form("Open the case")
    for _ in range(2):
        form.submit(reason="Oliver is on leave.")
    assert CaseCover.select().count() == 1, "the same form sent twice"


def test_each_page_that_begins_something_has_a_way_back(staff: Any) -> None:
    mine, other = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    for path, back in (
        ("/people/by-telephone", "Cases"),
        ("/people/by-form", "Permission by telephone"),
        ("/people/sheet", "Permission by telephone"),
        ("/cases/enquiry", "Cases"),
        (f"/cases/{a_case(mine.member).id}/cover", "Find a family"),
    ):
        page = other.get(path)
        (way,) = with_class(page.root, "govuk-back-link")
        assert text_of(way) == back
        assert other.get(way.get("href")).heading == back


def test_seeing_a_client_to_open_a_case_is_recorded(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    page = as_officer.get(f"/cases/open/{person.id}")
    assert "Petra Plum" in page.text
    row = AuditRow.get(AuditRow.action == "cases.offer_opening")
    assert (row.actor, row.audit_ref) == (as_officer.member.id, person.audit_ref)


def test_a_conflict_of_interest_closes_the_case_to_that_officer(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    case = a_case(officer.member)
    officer.get(f"/cases/{case.id}/conflict").form("Declare it and leave").submit(
        reason="They are neighbours.", sure=True
    )
    officer.get(f"/cases/{case.id}", expect=404)
    officer.get(f"/cases/{case.id}/cover", expect=404)
    assert case.reference in staff(Role.MANAGER).get(f"/cases/{case.id}").text


def test_a_conflict_is_declared_only_by_whoever_ticks_that_they_know_what_follows(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    page = as_officer.get(f"/cases/{case.id}/conflict")
    assert f"Petra Plum, case {case.reference}" in page.text
    for said in (
        "lose every case of Petra Plum at once",
        "only the manager, or a deputy",
        "you cannot undo it",
    ):
        assert said in page.text
    page = page.form("Declare it and leave").submit(reason="They are neighbours.", expect=422)
    assert page.errors == ["Tick that you know you cannot undo it"]
    assert CaseConflict.select().count() == 0
    page.form("Declare it and leave").submit(sure=True)
    assert CaseConflict.get().reason == "They are neighbours."


@pytest.mark.policy("C3", guard="permissions.uniform_404")
@pytest.mark.policy("C4", guard="permissions.in_service")
def test_for_council_staff_a_case_that_exists_is_like_one_that_does_not(staff: Any) -> None:
    case = a_case(staff(Role.OFFICER).member)
    outsider = staff(Role.COUNCIL)
    absent = "0" * 26
    for path in ("/cases/{}", "/cases/{}/note", "/cases/{}/close", "/cases/{}/cover"):
        there, not_there = (outsider.fetch(path.format(each), expect=404) for each in (case.id, absent))
        assert there.data == not_there.data
        assert dict(there.headers) == dict(not_there.headers)
    assert case.reference in staff(Role.MANAGER).get(f"/cases/{case.id}").text, "the case is there to be seen"


def test_viewing_a_case_is_recorded_by_a_reference_that_is_not_its_id(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    as_officer.get(f"/cases/{case.id}")
    row = AuditRow.get(AuditRow.action == "cases.view")
    assert row.audit_ref == case.audit_ref != case.id
    assert row.subject is None


@pytest.mark.parametrize("words", ["plum", "PET", "Pip", "01632 960001", "+441632960001"])
def test_a_family_is_found(as_officer: Any, words: str) -> None:
    a_case(as_officer.member)
    page = as_officer.get("/cases/find").form("Find").submit(words=words)
    assert "Petra Plum" in page.text
    assert words not in page.url


def test_a_family_is_found_by_reference_and_strangers_are_not(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    a_case(as_officer.member, a_client(as_officer.member, "Walter Willow", child="", phone="01632 960 002"))
    page = as_officer.get("/cases/find").form("Find").submit(words=case.reference.lower())
    assert "Petra Plum" in page.text
    assert "Walter Willow" not in page.text
    page = as_officer.get("/cases/find").form("Find").submit(words="Nobody")
    assert "Nobody found" in page.text


def test_a_call_without_permission_is_counted_and_keeps_nothing(as_officer: Any) -> None:
    page = as_officer.get("/cases/enquiry")
    assert set(page.form("Count it").names()) == {
        "csrf_token",
        "once",
        "happened_on-day",
        "happened_on-month",
        "happened_on-year",
        "channel",
        "level",
        "topic",
    }
    page.form("Count it").submit(topic="exclusion")
    assert Enquiry.get().topic == "exclusion"
    assert Person.select().count() == 0


def test_a_call_is_counted_once_though_its_form_is_sent_twice(as_officer: Any) -> None:
    form = as_officer.get("/cases/enquiry").form("Count it")
    for _ in range(2):
        form.submit(topic="exclusion")
    assert Enquiry.select().count() == 1
    as_officer.get("/cases/enquiry").form("Count it").submit(topic="exclusion")
    assert Enquiry.select().count() == 2, "another call is another form"


def test_two_tabs_do_not_overwrite_each_other(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    first = as_officer.get(f"/cases/{case.id}/close").form("Close the case")
    case = Case.get_by_id(case.id)
    case.level = 3
    case.save_changed()
    page = first.submit(expect=409, outcome="informed")
    assert "Somebody else was faster" in page.text
    assert Case.get_by_id(case.id).closed_on is None


def test_a_button_that_somebody_was_faster_with_offers_no_form_to_open_again(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    rest = as_officer.get(f"/cases/{case.id}").form("Mark as inactive")
    level = as_officer.get(f"/cases/{case.id}/level").form("Change the level")
    case = Case.get_by_id(case.id)
    case.topic = "other"
    case.save_changed()
    assert "Open the form again" not in rest.submit(expect=409).links
    assert "Open the form again" in level.submit(expect=409, level="3", reason="It is harder.").links


def test_fifty_notes_are_a_page(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    for number in range(53):
        a_note(as_officer.member, case, f"Note number {number:03}.")
    page = as_officer.get(f"/cases/{case.id}")
    assert page.text.count("Note number") == 50
    page = page.follow("Older notes")
    assert page.text.count("Note number") == 3


@pytest.mark.policy("C8", guard="database.never_delete")
def test_nobody_deletes_a_case_or_a_note_or_changes_what_was_written(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    note = a_note(as_officer.member, case)
    for statement in (Note.delete(), Case.delete()):
        with pytest.raises(IntegrityError), database.atomic():
            statement.execute()
    for change in ({"channel": "letter"}, {"told_in_confidence": True}, {"case": new_id()}):
        with pytest.raises(IntegrityError), database.atomic():
            Note.update(**change).where(Note.id == note.id).execute()
    assert Note.get_by_id(note.id).facts == "They rang about the draft plan."


def test_a_search_shows_whose_case_it_is_and_offers_cover(staff: Any) -> None:
    case = a_case(staff(Role.OFFICER).member)
    page = staff(Role.OFFICER, "Olive Orchid").get("/cases/find").form("Find").submit(words="plum")
    assert "with Oliver Oak" in page.text
    assert f"/cases/{case.id}/cover" in page.html
    assert f'href="/people/{case.person_id}"' not in page.html
    page = staff(Role.OFFICER).get("/cases/find").form("Find").submit(words="plum")
    assert f'href="/people/{case.person_id}"' in page.html, "whoever may open the client has the link"
    assert f"/cases/{case.id}/cover" not in page.html


def test_an_inactive_case_is_woken_by_the_next_note(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    page = as_officer.get(f"/cases/{case.id}").form("Mark as inactive").submit()
    assert "The next note makes it open again" in page.text
    assert Case.get_by_id(case.id).status == Status.INACTIVE
    as_officer.get(f"/cases/{case.id}/note").form("Save the note").submit(facts="They rang again.")
    assert Case.get_by_id(case.id).status == Status.OPEN


@pytest.mark.parametrize(
    ("closed_on", "today", "due"),
    [
        (date(2021, 11, 23), date(2026, 11, 23), False),
        (date(2021, 11, 23), date(2026, 11, 24), True),
        (date(2024, 2, 29), date(2029, 3, 1), False),
        (date(2024, 2, 29), date(2029, 3, 2), True),
    ],
)
def test_a_closed_case_is_due_for_review_after_five_full_years(
    closed_on: date, today: date, due: bool
) -> None:
    assert due_for_review(closed_on, today) == due


def test_a_closed_case_shows_how_long_it_is_kept_and_the_manager_that_it_is_due(staff: Any) -> None:
    officer, manager = staff(Role.OFFICER), staff(Role.MANAGER)
    clock.move(timedelta(days=-2200))
    case = a_case(officer.member)
    closing.close_case(officer.member, case, closed_on=clock.today(), outcome=Outcome.INFORMED)
    clock.move(timedelta())
    assert "Kept no longer than" in officer.get(f"/cases/{case.id}").text
    assert "Due for review" in officer.get("/cases/?show=closed").text
    assert case.reference in manager.get("/").text
    assert "keep or destroy" in manager.get("/").text
    assert "keep or destroy" not in officer.get("/").text


def test_a_withdrawn_permission_shows_on_the_case(as_officer: Any) -> None:
    case = a_case(as_officer.member)
    assert "Their permission has ended" not in as_officer.get(f"/cases/{case.id}").text
    withdraw(as_officer.member, clock.now(), Authority.get_by_id(case.authority_id), because="Enough.")
    assert "Their permission has ended" in as_officer.get(f"/cases/{case.id}").text


def test_a_client_without_a_case_is_not_a_dead_end_for_a_colleague(as_officer: Any, staff: Any) -> None:
    olive = staff.member(Role.OFFICER, "Olive Orchid")
    a_client(olive, "Victor Vine")
    a_client(as_officer.member)
    page = as_officer.get("/cases/find").form("Find").submit(expect=200, words="Victor Vine")
    assert "With Olive Orchid, no case yet. Ask them or the manager." in page.text
    assert "Victor Vine" not in page.links
    page = as_officer.get("/cases/find").form("Find").submit(expect=200, words="Petra Plum")
    assert "Petra Plum" in page.links
    assert "no case yet" not in page.text, "whoever took the permission knows whose it is"


def test_where_nobody_is_found_a_call_can_be_taken(as_officer: Any) -> None:
    a_client(as_officer.member)
    page = as_officer.get("/cases/find").form("Find").submit(expect=200, words="Petra Plum")
    assert "Are they new?" not in page.text
    page = page.form("Find").submit(expect=200, words="Victor Vine")
    assert "Are they new?" in page.text
    assert page.follow("Take a call").url.endswith("/people/by-telephone")
