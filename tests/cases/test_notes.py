"""Notes: corrected by new ones, and filed where they belong when they were written into the wrong file (D4.26)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ppsweb.audit import AuditRow
from ppsweb.cases import actions
from ppsweb.cases.models import Case, Channel, Note, Topic
from ppsweb.cases.views.reading import NOTES
from ppsweb.deadlines import clock
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.web.filters import day
from tests.client import Page
from tests.given.families import a_case, a_client, a_note
from tests.given.staff import SignedIn, Staff
from tests.page_checks import named, text_of


def entry(page: Page, note: Note) -> str:
    """What the page says of one note."""
    return next(text_of(each) for each in named(page.root, "li") if each.get("id") == f"note-{note.id}")


@pytest.fixture
def another(staff: Staff) -> Case:
    """The case of another family and another officer."""
    olive = staff.member(Role.OFFICER, "Olive Orchid")
    return a_case(olive, a_client(olive, "Victor Vine", child="", phone="01632 960 002"))


def test_a_correction_is_a_new_note_and_both_say_so(as_officer: SignedIn) -> None:
    case = a_case(as_officer.member)
    note = a_note(as_officer.member, case, "The plan came on Monday.", parents_view="She was glad.")
    page = as_officer.get(f"/cases/{case.id}")
    assert "Corrected" not in entry(page, note)
    page = page.follow(f"Correct the note of {moment_of(page, note)}")
    for words in ("The plan came on Monday.", "She was glad.", "Oliver Oak"):
        assert words in page.text, "what is corrected is shown beside the form"
    page = page.form("Save the note").submit(facts="The plan came on Tuesday.")
    later = Note.get(Note.corrects == note)
    assert later.id != note.id
    assert "The plan came on Monday." in entry(page, note)
    assert f"Corrected on {day(clock.now())}" in entry(page, note)
    assert page.links["by a later note"] == f"#note-{later.id}"
    assert "The plan came on Tuesday." in entry(page, later)
    assert page.links["of an earlier note"] == f"#note-{note.id}"


def moment_of(page: Page, note: Note) -> str:
    return entry(page, note).partition(", telephone")[0]


def test_links_between_notes_lead_to_the_page_that_has_them(as_officer: SignedIn) -> None:
    clock.move(timedelta(days=-90))
    case = a_case(as_officer.member)
    first = a_note(as_officer.member, case, "The plan came on Monday.")
    for number in range(NOTES + 2):
        clock.move(timedelta(days=-80 + number))
        a_note(as_officer.member, Case.get_by_id(case.id), f"Note number {number:03}.")
    clock.move(timedelta())
    later = a_note(as_officer.member, Case.get_by_id(case.id), "It was Tuesday.", corrects=first)
    page = as_officer.get(f"/cases/{case.id}")
    assert "The plan came on Monday." not in page.text
    page = page.follow("of an earlier note")
    assert "The plan came on Monday." in entry(page, first)
    assert "It was Tuesday." not in page.text
    page = page.follow("by a later note")
    assert "It was Tuesday." in entry(page, later)
    assert page.url.endswith(f"at={later.id}")
    assert "Note number 051." in page.text, "the page goes on with older notes"
    assert "It was Tuesday." in page.follow("Newest notes").text


@pytest.mark.parametrize("query", ["at", "before"])
def test_no_page_begins_at_a_note_of_another_case(as_officer: SignedIn, another: Case, query: str) -> None:
    case = a_case(as_officer.member)
    mine, theirs = a_note(as_officer.member, case), a_note(another.officer, another)
    as_officer.get(f"/cases/{case.id}?{query}={mine.id}")
    as_officer.get(f"/cases/{case.id}?{query}={theirs.id}", expect=404)


def test_a_note_that_was_sealed_off_is_not_corrected(
    as_officer: SignedIn, as_manager: SignedIn, another: Case
) -> None:
    case = a_case(as_officer.member)
    note = a_note(as_officer.member, case)
    form = as_officer.get(f"/cases/notes/{note.id}/correct").form("Save the note")
    actions.file_elsewhere(as_manager.member, clock.now(), note, another, because="Wrong file.")
    for who in (as_officer, as_manager):
        who.get(f"/cases/notes/{note.id}/correct", expect=404)
    form.submit(facts="Something else.", expect=404)
    with pytest.raises(Refused, match="sealed off"):
        a_note(as_officer.member, case, corrects=Note.get_by_id(note.id))
    assert Note.select().where(Note.corrects == note).count() == 0


def test_a_note_that_is_sealed_off_while_its_correction_is_saved_is_not_corrected(
    as_officer: SignedIn, as_manager: SignedIn, another: Case
) -> None:
    case = a_case(as_officer.member)
    note = a_note(as_officer.member, case)
    as_read_before = Note.get_by_id(note.id)
    a_note(as_officer.member, case, corrects=as_read_before)
    actions.file_elsewhere(as_manager.member, clock.now(), note, another, because="Wrong file.")
    with pytest.raises(Refused, match="sealed off"):
        a_note(as_officer.member, case, corrects=as_read_before)


def test_a_note_of_another_case_is_not_corrected(as_officer: SignedIn, another: Case) -> None:
    case = a_case(as_officer.member)
    theirs = a_note(another.officer, another)
    with pytest.raises(Refused, match="another case"):
        a_note(as_officer.member, case, corrects=theirs)
    as_officer.get(f"/cases/notes/{theirs.id}/correct", expect=404)
    assert Note.select().where(Note.corrects == theirs).count() == 0


def test_no_note_is_of_a_time_to_come(db: Any, officer: Any) -> None:
    case = a_case(officer)
    now = clock.now()
    for ahead, taken in ((timedelta(minutes=1), False), (timedelta(), True)):
        written: dict[str, Any] = {
            "happened_at": now + ahead,
            "channel": Channel.PHONE,
            "facts": "They will ring.",
        }
        if taken:
            actions.write_note(officer, now, case, **written)
            continue
        with pytest.raises(Refused, match="in the future") as refused:
            actions.write_note(officer, now, case, **written)
        assert list(refused.value.reasons) == ["happened_on"]
    assert Note.select().count() == 1


def test_a_misfiled_note_is_checked_sealed_off_and_filed_where_it_belongs(
    as_officer: SignedIn, as_manager: SignedIn, another: Case, staff: Staff
) -> None:
    olive = staff(Role.OFFICER, "Olive Orchid")
    clock.move(timedelta(days=-3))
    wrong = a_case(as_officer.member)
    note = a_note(as_officer.member, wrong, "Victor rang about transport.")
    clock.move(timedelta())
    page = as_manager.get(f"/cases/notes/{note.id}/file-elsewhere")
    assert "Victor rang about transport." in page.text, "the note itself is shown"
    page = page.form("Continue").submit(reference=another.reference.lower(), because="It is about\nVictor.")
    for words in (f"Victor Vine, case {another.reference}", f"Petra Plum, case {wrong.reference}"):
        assert words in page.text, "whose case it leaves and goes to is shown before anything happens"
    assert "Victor rang about transport." in page.text
    assert Note.select().count() == 1
    form = page.form("Seal off and file")
    page = form.submit()
    assert f"The note is sealed off here, and filed in case {another.reference} of Victor Vine." in page.text
    assert "It is about" in entry(page, note)
    assert f"Maya Marigold filed it in case {another.reference}" in entry(page, note)
    assert "Victor rang about transport." in entry(page, note)
    form.submit()  # sent twice
    copy = Note.get(Note.id != note.id)
    assert Note.get_by_id(note.id).sealed_off_because.split() == ["It", "is", "about", "Victor."]
    page = page.follow(f"case {another.reference}")
    said = entry(page, copy)
    assert "Filed here by Maya Marigold on" in said
    assert f"written {day(note.created_at)}" in said
    assert "Victor rang about transport." in said
    said = entry(olive.get(f"/cases/{another.id}"), copy)
    assert "Filed here by Maya Marigold" in said
    for words in (wrong.reference, "Petra Plum"):
        assert words not in olive.get(f"/cases/{another.id}").text, "whose file it was is told to nobody else"
    said = entry(as_officer.get(f"/cases/{wrong.id}"), note)
    assert "sealed off" in said
    for words in ("Victor", another.reference, "Reason"):
        assert words not in said
    as_manager.get(f"/cases/notes/{note.id}/file-elsewhere", expect=404)


def test_what_corrects_a_misfiled_note_is_shown_before_and_filed_with_it(
    as_officer: SignedIn, as_manager: SignedIn, another: Case
) -> None:
    """It speaks of the same other family; what corrects a correction, too. Notes of this family stay."""
    wrong = a_case(as_officer.member)
    note = a_note(as_officer.member, wrong, "Victor rang about transport.")
    first = a_note(as_officer.member, wrong, "Victor rang on Monday.", corrects=note)
    second = a_note(as_officer.member, wrong, "Victor rang on Tuesday.", corrects=first)
    own = a_note(as_officer.member, wrong, "Petra rang.")
    page = as_manager.get(f"/cases/notes/{note.id}/file-elsewhere")
    page = page.form("Continue").submit(reference=another.reference, because="It is about Victor.")
    for words in ("Victor rang about transport.", "Victor rang on Monday.", "Victor rang on Tuesday."):
        assert words in page.text
    assert "Petra rang." not in page.text
    page = page.form("Seal off and file").submit()
    assert "Victor rang on Tuesday." in entry(page, second)
    shown = as_officer.get(f"/cases/{wrong.id}").text
    assert "Victor" not in shown
    assert "Petra rang." in shown
    assert Note.get_by_id(own.id).sealed_off_at is None
    copies = [Note.get_by_id(each.id).filed_as for each in (note, first, second)]
    assert [copy.facts for copy in copies] == [each.facts for each in (note, first, second)]
    assert [copy.corrects_id for copy in copies] == [None, copies[0].id, copies[1].id]
    assert {copy.case_id for copy in copies} == {another.id}


@pytest.mark.parametrize("wanted", ["the same", "nothing"])
def test_a_misfiled_note_goes_to_another_case_that_exists(
    as_officer: SignedIn, as_manager: SignedIn, wanted: str
) -> None:
    case = a_case(as_officer.member)
    note = a_note(as_officer.member, case)
    reference = case.reference if wanted == "the same" else "2222-2222"
    form = as_manager.get(f"/cases/notes/{note.id}/file-elsewhere").form("Continue")
    page = form.submit(reference=reference, because="Wrong file.", expect=422)
    assert page.errors == [
        "This is the case that the note is in. Find the one where it belongs"
        if wanted == "the same"
        else "Nobody was found. Check the spelling, or try a telephone number or a reference"
    ]
    assert Note.get_by_id(note.id).sealed_off_at is None
    with pytest.raises(Refused):
        actions.file_elsewhere(as_manager.member, clock.now(), note, case, because="Wrong file.")


def test_the_manager_finds_the_family_by_name_and_chooses_among_its_cases(
    as_officer: SignedIn, as_manager: SignedIn, another: Case
) -> None:
    note = a_note(as_officer.member, a_case(as_officer.member), "Victor rang.")
    form = as_manager.get(f"/cases/notes/{note.id}/file-elsewhere").form("Continue")
    page = form.submit(reference="victor", because="It is about Victor.")
    assert page.heading == "Check before you seal the note off", "they have one case"
    for said in (
        f"Victor Vine, case {another.reference}",
        "Asking for an EHC needs assessment, open, with Olive Orchid",
        "In the file of Petra Plum the note is sealed off",
        "The same words stand in the file of Victor Vine",
    ):
        assert said in page.text
    second = a_case(another.officer, Person.get_by_id(another.person_id), topic=Topic.TRANSPORT)
    page = form.submit(reference="vine", because="It is about Victor.")
    assert not page.errors, "they are asked which, and have done nothing wrong"
    assert f"Victor Vine: Transport, {second.reference}, open" in page.text
    assert page.form("Continue").submit(expect=422).errors == ["Choose the case where it belongs"]
    page = page.form("Continue").submit(case=second.id)
    assert f"Victor Vine, case {second.reference}" in page.text
    page.form("Seal off and file").submit()
    assert Note.get_by_id(note.id).filed_as.case_id == second.id
    found = AuditRow.select().where(AuditRow.action == "people.search")
    assert {row.subject for row in found} == {another.person_id}, "whom they looked for is on record"


def test_other_words_after_a_choice_are_looked_for_anew(
    as_officer: SignedIn, as_manager: SignedIn, another: Case
) -> None:
    a_case(another.officer, Person.get_by_id(another.person_id), topic=Topic.TRANSPORT)
    third = a_case(as_officer.member, a_client(as_officer.member, "Rosa Reed", phone="01632 960 003"))
    note = a_note(as_officer.member, a_case(as_officer.member))
    form = as_manager.get(f"/cases/notes/{note.id}/file-elsewhere").form("Continue")
    page = form.submit(reference="vine", because="Wrong file.")
    page = page.form("Continue").submit(case=another.id, reference="reed")
    assert f"Rosa Reed, case {third.reference}" in page.text
    assert "Victor" not in page.text
    assert Note.get_by_id(note.id).sealed_off_at is None


def test_a_family_without_a_case_is_told_from_one_that_is_not_there(
    as_officer: SignedIn, as_manager: SignedIn
) -> None:
    a_client(as_officer.member, "Rosa Reed", phone="01632 960 003")
    note = a_note(as_officer.member, a_case(as_officer.member))
    form = as_manager.get(f"/cases/notes/{note.id}/file-elsewhere").form("Continue")
    page = form.submit(reference="reed", because="Wrong file.", expect=422)
    assert page.errors == [
        "They have no case that you can open. A note belongs in a case: open one for them first"
    ]


def test_what_was_entered_stands_in_the_form_when_it_is_to_be_changed(
    as_officer: SignedIn, as_manager: SignedIn, another: Case
) -> None:
    case, third = a_case(as_officer.member), a_case(as_officer.member)
    note = a_note(as_officer.member, case)
    form = as_manager.get(f"/cases/notes/{note.id}/file-elsewhere").form("Continue")
    page = form.submit(reference=another.reference, because="It is about\nVictor.")
    page = page.form("Change what you entered").submit()
    assert page.heading == "File this note elsewhere"
    assert not page.errors
    form = page.form("Continue")
    sent = dict(form.pairs())
    assert sent["reference"] == another.reference
    assert sent["because"].split() == ["It", "is", "about", "Victor."]
    page = form.submit(reference=third.reference)
    assert f"case {third.reference}" in page.text
    assert Note.get_by_id(note.id).sealed_off_at is None
    page.form("Seal off and file").submit()
    assert Note.get(Note.filed_as.is_null(False)).filed_as.case_id == third.id


def test_another_reference_is_checked_again(
    as_officer: SignedIn, as_manager: SignedIn, another: Case
) -> None:
    """What was confirmed is the case that was shown, not whatever reference is sent with the button."""
    case, third = a_case(as_officer.member), a_case(as_officer.member)
    note = a_note(as_officer.member, case)
    first = as_manager.get(f"/cases/notes/{note.id}/file-elsewhere").form("Continue")
    page = first.submit(reference=another.reference, because="Wrong file.")
    form = page.form("Seal off and file")
    sent = [
        (name, third.reference if name == "reference" else value) for name, value in form.pairs(form.button)
    ]
    again = as_manager.post(page.path, sent, expect=200)
    assert isinstance(again, Page)
    assert f"case {third.reference}" in again.text
    assert Note.get_by_id(note.id).sealed_off_at is None
    again.form("Seal off and file").submit()
    assert Note.get(Note.filed_as.is_null(False)).filed_as.case_id == third.id


def test_the_button_of_a_note_is_there_while_the_case_is_open(as_officer: SignedIn) -> None:
    case = a_case(as_officer.member)
    assert "Write a note" in as_officer.get(f"/cases/{case.id}").links
    as_officer.get(f"/cases/{case.id}/close").form("Close the case").submit(outcome="informed")
    assert "Write a note" not in as_officer.get(f"/cases/{case.id}").links


def test_a_correction_keeps_what_a_child_told_in_confidence(as_officer: SignedIn) -> None:
    case = a_case(as_officer.member)
    told = a_note(as_officer.member, case, "She is afraid of her uncle.", told_in_confidence=True)
    page = as_officer.get(f"/cases/notes/{told.id}/correct")
    after = page.form("Save the note").submit(facts="She is afraid of her cousin.")
    later = Note.get(Note.corrects == told)
    assert "Told in confidence" in entry(after, later)
    page = as_officer.get(f"/cases/notes/{told.id}/correct")
    page.form("Save the note").submit(facts="She says it was a joke.", told_in_confidence=False)
    assert Note.select().where((Note.corrects == told) & ~Note.told_in_confidence).count() == 1, (
        "deliberately"
    )


@pytest.mark.parametrize("in_confidence", [True, False])
def test_the_act_of_correcting_carries_the_confidence_over(as_officer: SignedIn, in_confidence: bool) -> None:
    case = a_case(as_officer.member)
    note = a_note(as_officer.member, case, "She is afraid.", told_in_confidence=in_confidence)
    assert a_note(as_officer.member, case, "Very much so.", corrects=note).told_in_confidence is in_confidence
    assert not a_note(
        as_officer.member, case, "Not so.", corrects=note, told_in_confidence=False
    ).told_in_confidence
