"""From the request to the second person's signature: what may be decided, by whom, and what voids it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Kind as AuthorityKind
from ppsweb.authorities.models import Purpose
from ppsweb.cases import actions as cases
from ppsweb.cases.models import CaseConflict
from ppsweb.deadlines import clock
from ppsweb.deadlines.request_events import About
from ppsweb.people import actions as people
from ppsweb.people.models import Contact, ContactKind, Person, Relation
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions
from ppsweb.subject_access.codes import Exemption, Happened, Kind, Looked, Mark, Place, Verdict
from ppsweb.subject_access.models import DataRequest, Decision, Item, RequestEvent, Signature
from ppsweb.subject_access.standing import decided, standing
from ppsweb.subject_access.timing import clock_of, events_of
from tests.given.families import a_case, a_client, a_note
from tests.subject_access.requests import (
    a_request,
    decide_everything,
    include,
    items_of,
    look_everywhere,
    withhold,
)

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def second(staff: Any) -> Any:
    """Another officer."""
    return staff.member(Role.OFFICER, "Olive Orchid")


def test_a_request_rests_on_the_law_and_starts_its_clock(officer: Any) -> None:
    request = a_request(officer, received_on=date(2026, 11, 23))
    assert request.authority.kind == AuthorityKind.LEGAL_DUTY
    assert request.authority.purpose == Purpose.RIGHTS_REQUEST
    assert request.words == "Can I have my case notes?"
    dates = clock_of(events_of([request])[request.id], date(2026, 11, 24))
    assert dates.due == date(2026, 12, 23)


def test_a_request_is_logged_after_the_permission_was_withdrawn(officer: Any) -> None:
    case = a_case(officer)
    person = Person.get_by_id(case.person_id)
    authorities.withdraw(officer, clock.now(), person.authority, because="No more help wanted.")
    request = a_request(officer, person=person)
    assert request.authority.in_force
    assert "case" in {item.kind for item in items_of(request)}


def test_a_permission_withdrawn_later_changes_nothing_of_the_duty(officer: Any, second: Any) -> None:
    request = a_request(officer)
    authorities.withdraw(officer, clock.now(), request.person.authority, because="No more help wanted.")
    actions.gather(officer, clock.now(), request)
    decide_everything(officer, request)
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    assert standing(decided(request)).is_signed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": "  "}, "words"),
        ({"received_on": date(2100, 1, 1)}, "received_on"),
    ],
)
def test_a_request_is_refused_beside_the_field(officer: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        a_request(officer, **changes)
    assert field in refused.value.reasons
    assert DataRequest.select().count() == 0


def test_the_dates_are_replayed_from_the_events(officer: Any) -> None:
    clock.move(timedelta(days=30))
    request = a_request(officer, received_on=date(2026, 11, 23))
    actions.record_event(
        officer,
        clock.now(),
        request,
        Happened.CLARIFICATION_ASKED,
        date(2026, 11, 25),
        about=About.INFORMATION,
    )
    actions.record_event(officer, clock.now(), request, Happened.CLARIFICATION_ANSWERED, date(2026, 12, 2))
    dates = clock_of(events_of([request])[request.id], date(2026, 12, 10))
    assert dates.due == date(2026, 12, 31)
    assert dates.times is not None
    assert dates.times.due_target == date(2026, 12, 30)


def test_an_event_that_cannot_have_happened_is_refused(officer: Any) -> None:
    request = a_request(officer)
    for kind, day in (
        (Happened.IDENTITY_ASKED, request.received_on - timedelta(days=1)),
        (Happened.IDENTITY_ASKED, date(2100, 1, 1)),
        (Happened.CLARIFICATION_ANSWERED, request.received_on),
        (Happened.RECEIVED, request.received_on),
        (Happened.EXTENSION_SENT, request.received_on),
    ):
        with pytest.raises(Refused):
            actions.record_event(officer, clock.now(), request, kind, day)
    assert RequestEvent.select().count() == 1


def test_what_happened_is_not_edited_by_the_database_either(officer: Any) -> None:
    request = a_request(officer)
    with pytest.raises(IntegrityError):
        RequestEvent.update(happened_on=date(2026, 12, 1)).execute()
    with pytest.raises(IntegrityError):
        RequestEvent.delete().execute()
    assert RequestEvent.get().happened_on == request.received_on


def test_every_room_is_gathered_from_in_order(officer: Any) -> None:
    case = a_case(officer)
    other = a_case(officer, case.person)
    late = a_note(officer, case, "Later.", happened_at=clock.now())
    early = a_note(officer, case, "Earlier.", happened_at=clock.now() - timedelta(days=3))
    a_note(officer, other, "In the other case.")
    cases.cover(officer, case, reason="On leave.", today=clock.today())
    request = a_request(officer, person=case.person)
    kinds = [item.kind for item in items_of(request)]
    assert kinds == [
        Kind.PERSON,
        Kind.CONTACT,
        Kind.NAMED,
        Kind.PERMISSION,
        Kind.PERMISSION,
        Kind.CASE,
        Kind.COVER,
        Kind.NOTE,
        Kind.NOTE,
        Kind.CASE,
        Kind.NOTE,
        Kind.REQUEST,
    ]
    notes = [item.source_id for item in items_of(request) if item.kind is Kind.NOTE]
    assert notes[:2] == [early.id, late.id]


def test_what_is_written_later_is_picked_up(officer: Any) -> None:
    case = a_case(officer)
    request = a_request(officer, person=case.person)
    before = len(items_of(request))
    a_note(officer, case, "Written afterwards.")
    assert actions.gather(officer, clock.now(), request).new == 1
    assert len(items_of(request)) == before + 1
    assert actions.gather(officer, clock.now(), request).new == 0


def test_a_client_without_a_case_has_a_request(officer: Any) -> None:
    request = a_request(officer, person=a_client(officer))
    assert request.case is None
    assert request.files_key_id == request.person.data_key_id
    assert Kind.NOTE not in {item.kind for item in items_of(request)}


def test_nothing_is_decided_by_default(officer: Any) -> None:
    request = a_request(officer)
    now = decided(request)
    assert now.items
    assert now.undecided == list(now.items)
    assert not standing(now).is_decided


def test_withholding_needs_a_reason(officer: Any) -> None:
    item = items_of(a_request(officer))[0]
    with pytest.raises(Refused) as refused:
        actions.decide(officer, clock.now(), item, Verdict.WITHHOLD, seen=item.content_mac)
    assert "exemption" in refused.value.reasons
    withhold(officer, item, Exemption.LEGAL_ADVICE)
    assert Decision.get().exemption is Exemption.LEGAL_ADVICE


def test_the_latest_decision_counts_and_the_first_stays(officer: Any) -> None:
    request = a_request(officer)
    item = items_of(request)[0]
    withhold(officer, item, Exemption.LEGAL_ADVICE)
    include(officer, item)
    assert [row.verdict for row in Decision.select().order_by(Decision.number)] == ["withhold", "include"]
    assert [each.id for each in decided(request).included] == [item.id]
    with pytest.raises(IntegrityError):
        Decision.update(verdict="withhold").execute()
    with pytest.raises(IntegrityError):
        Decision.delete().execute()


def test_several_are_included_together_only_if_they_were_shown(officer: Any) -> None:
    case = a_case(officer)
    a_note(officer, case, "Plain.")
    request = a_request(officer, person=case.person)
    shown = [item for item in items_of(request) if item.kind is Kind.NOTE]
    assert actions.include_shown(officer, clock.now(), request, {i.id: i.content_mac for i in shown}) == 1
    assert {item.id for item in decided(request).included} == {item.id for item in shown}


@pytest.mark.policy("C3", guard="subject_access.decided_together")
def test_what_was_told_in_confidence_is_never_decided_with_others(officer: Any, manager: Any) -> None:
    case, elsewhere = a_case(officer), a_case(officer)
    a_note(officer, case, "Told by the child.", told_in_confidence=True)
    misfiled = a_note(officer, case, "About another family.")
    a_note(officer, case, "Plain.")
    cases.file_elsewhere(manager, clock.now(), misfiled, elsewhere, because="Wrong file.")
    request = a_request(officer, person=case.person)
    everything = {item.id: item.content_mac for item in items_of(request)}
    actions.include_shown(officer, clock.now(), request, everything)
    now = decided(request)
    assert {item.mark for item in now.undecided} == {Mark.IN_CONFIDENCE, Mark.SEALED_OFF, Mark.ABOUT_ANOTHER}
    assert {item.mark for item in now.included} == {None}
    confidential = next(item for item in now.undecided if item.mark is Mark.IN_CONFIDENCE)
    withhold(officer, confidential, Exemption.WISH)
    assert confidential.id in {item.id for item in decided(request).withheld}


def _shown(request: DataRequest) -> dict[str, str]:
    return {item.id: item.content_mac for item in items_of(request)}


def _of_notes(request: DataRequest, *notes: Any) -> list[Item]:
    by_note = {item.source_id: item for item in items_of(request) if item.kind is Kind.NOTE}
    return [by_note[note.id] for note in notes]


@pytest.mark.policy("C3", guard="subject_access.decided_together")
@pytest.mark.parametrize("left_out", [0, 1, 2], ids=["note", "correction", "second_correction"])
def test_a_correction_is_decided_by_itself_when_its_note_is_left_out_and_the_other_way_round(
    officer: Any, left_out: int
) -> None:
    case = a_case(officer)
    first = a_note(officer, case, "It was on Monday.")
    second = a_note(officer, case, "It was on Tuesday.", corrects=first)
    third = a_note(officer, case, "It was on Wednesday.", corrects=second)
    plain = a_note(officer, case, "Plain.")
    request = a_request(officer, person=case.person)
    chain, alone = _of_notes(request, first, second, third), _of_notes(request, plain)[0]
    withhold(officer, chain[left_out], Exemption.LEGAL_ADVICE)
    actions.include_shown(officer, clock.now(), request, _shown(request))
    given = {item.id for item in decided(request).included}
    assert alone.id in given
    assert not given & {item.id for item in chain}
    other = next(item for item in chain if item is not chain[left_out])
    include(officer, other)
    assert other.id in {item.id for item in decided(request).included}


@pytest.mark.policy("C3", guard="subject_access.decided_together")
def test_a_note_waits_for_its_correction_that_was_told_in_confidence(officer: Any) -> None:
    case = a_case(officer)
    first = a_note(officer, case, "The child is well.")
    told = a_note(officer, case, "The child says it is not.", told_in_confidence=True, corrects=first)
    request = a_request(officer, person=case.person)
    confidential, other = _of_notes(request, told, first)
    actions.include_shown(officer, clock.now(), request, _shown(request))
    assert other.id not in {item.id for item in decided(request).included}
    include(officer, confidential)
    assert actions.include_shown(officer, clock.now(), request, _shown(request)) == 1
    assert other.id in {item.id for item in decided(request).included}


def test_a_note_and_its_correction_are_given_out_together_when_neither_is_held_back(officer: Any) -> None:
    case = a_case(officer)
    first = a_note(officer, case, "It was on Monday.")
    second = a_note(officer, case, "It was on Tuesday.", corrects=first)
    request = a_request(officer, person=case.person)
    actions.include_shown(officer, clock.now(), request, _shown(request))
    assert {item.id for item in _of_notes(request, first, second)} <= {
        item.id for item in decided(request).included
    }


def test_a_note_that_changed_after_it_was_left_out_still_keeps_its_correction_out_of_a_batch(
    officer: Any, manager: Any
) -> None:
    """What it says now is undecided, and what was left out once is not given out beside it unread."""
    case, elsewhere = a_case(officer), a_case(officer)
    first = a_note(officer, case, "About another family.")
    second = a_note(officer, case, "About another family, on Tuesday.", corrects=first)
    request = a_request(officer, person=case.person)
    withhold(officer, _of_notes(request, first)[0], Exemption.LEGAL_ADVICE)
    cases.file_elsewhere(manager, clock.now(), first, elsewhere, because="Wrong file.")
    actions.gather(officer, clock.now(), request)
    actions.include_shown(officer, clock.now(), request, _shown(request))
    assert _of_notes(request, second)[0].id not in {item.id for item in decided(request).included}


@pytest.mark.policy("C3", guard="subject_access.reasons_against_deciding")
def test_a_sealed_off_note_is_never_given_out(officer: Any, manager: Any) -> None:
    case, elsewhere = a_case(officer), a_case(officer)
    misfiled = a_note(officer, case, "About another family.")
    cases.file_elsewhere(manager, clock.now(), misfiled, elsewhere, because="Wrong file.")
    request = a_request(officer, person=case.person)
    item = next(item for item in items_of(request) if item.mark is Mark.SEALED_OFF)
    for member in (officer, manager):
        with pytest.raises(Refused):
            include(member, item)
    withhold(officer, item, Exemption.NOT_THEIRS)


def test_some_reasons_are_the_managers(officer: Any, manager: Any) -> None:
    item = items_of(a_request(officer))[0]
    for exemption in (Exemption.CHILD_ABUSE, Exemption.CRIME):
        with pytest.raises(Refused):
            withhold(officer, item, exemption)
        withhold(manager, item, exemption)


@pytest.mark.parametrize("exemption", [Exemption.CHILD_ABUSE, Exemption.CRIME])
def test_what_the_manager_left_out_the_manager_alone_decides_anew(
    officer: Any, manager: Any, exemption: Exemption
) -> None:
    request = a_request(officer)
    item, other = items_of(request)[:2]
    withhold(manager, item, exemption)
    with pytest.raises(Refused) as refused:
        include(officer, item)
    assert "verdict" in refused.value.reasons
    with pytest.raises(Refused):
        withhold(officer, item, Exemption.LEGAL_ADVICE)
    person = Person.get_by_id(request.person_id)
    people.change_person(officer, person, person.version, name="Petra Pear")
    actions.gather(officer, clock.now(), request)
    item = Item.get_by_id(item.id)
    assert item in decided(request).undecided
    actions.include_shown(
        officer,
        clock.now(),
        request,
        {each.id: each.content_mac for each in (item, Item.get_by_id(other.id))},
    )
    assert [each.id for each in decided(request).included] == [other.id]
    with pytest.raises(Refused):
        include(officer, item)
    include(manager, item)
    include(officer, item)


def test_serious_harm_needs_an_opinion_of_the_last_six_months(officer: Any) -> None:
    item = items_of(a_request(officer))[0]
    today = clock.today()
    for opinion_on in (None, today - timedelta(days=190), today + timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            withhold(officer, item, Exemption.HEALTH_HARM, opinion_on=opinion_on)
        assert "opinion_on" in refused.value.reasons
    withhold(officer, item, Exemption.HEALTH_HARM, opinion_on=today - timedelta(days=90))


def test_a_decision_is_about_what_was_read(officer: Any) -> None:
    request = a_request(officer)
    item = items_of(request)[0]
    seen = item.content_mac
    person = request.person
    people.change_person(officer, person, person.version, name="Petra Pear")
    actions.gather(officer, clock.now(), request)
    with pytest.raises(Refused):
        actions.decide(officer, clock.now(), Item.get_by_id(item.id), Verdict.INCLUDE, seen=seen)
    assert Decision.select().count() == 0


def test_a_decision_counts_no_more_when_the_item_says_something_else(officer: Any) -> None:
    request = a_request(officer)
    item = items_of(request)[0]
    include(officer, item)
    person = Person.get_by_id(request.person_id)
    people.change_person(officer, person, person.version, name="Petra Pear")
    assert [each.id for each in decided(request).included] == [item.id]
    assert actions.gather(officer, clock.now(), request).changed == 1
    assert decided(request).included == []


@pytest.mark.policy("C3", guard="subject_access.why_not_sign")
def test_a_second_person_signs(officer: Any, second: Any) -> None:
    request = a_request(officer)
    decide_everything(officer, request)
    seen = decided(request).content_hash
    with pytest.raises(Refused):
        actions.sign(officer, clock.now(), request, seen=seen)
    assert not standing(decided(request)).is_signed
    actions.sign(second, clock.now(), request, seen=seen)
    assert standing(decided(request)).is_signed


@pytest.mark.policy("C3", guard="subject_access.second_person")
def test_the_database_refuses_a_decider_as_second_person(officer: Any, second: Any) -> None:
    request = a_request(officer)
    decide_everything(officer, request)
    content = decided(request).content_hash
    with pytest.raises(IntegrityError):
        Signature(request=request, content_hash=content, signed_by=officer).signed().insert_new()
    Signature(request=request, content_hash=content, signed_by=second).signed().insert_new()


@pytest.mark.policy("C3", guard="subject_access.why_not_sign")
def test_whoever_recorded_where_was_looked_is_not_the_second_person(
    officer: Any, second: Any, manager: Any
) -> None:
    request = a_request(officer)
    decide_everything(officer, request)
    actions.record_searches(second, request, {Place.TEXTS: Looked.NOT_KEPT})
    look_everywhere(officer, request)
    seen = decided(request).content_hash
    with pytest.raises(Refused, match="recorded where was looked"):
        actions.sign(second, clock.now(), request, seen=seen)
    actions.sign(manager, clock.now(), request, seen=seen)
    assert standing(decided(request)).is_signed


@pytest.mark.policy("C3", guard="subject_access.second_person")
def test_the_database_refuses_a_searcher_as_second_person(officer: Any, second: Any) -> None:
    elsewhere, request = a_request(officer), a_request(officer)
    actions.record_searches(second, request, {Place.TEXTS: Looked.NOT_KEPT})
    for each in (elsewhere, request):
        decide_everything(officer, each)
    with pytest.raises(IntegrityError):
        Signature(
            request=request, content_hash=decided(request).content_hash, signed_by=second
        ).signed().insert_new()
    content = decided(elsewhere).content_hash
    Signature(request=elsewhere, content_hash=content, signed_by=second).signed().insert_new()


def test_whoever_logged_the_request_and_had_it_gathered_may_sign(officer: Any, second: Any) -> None:
    request = a_request(second)
    actions.gather(second, clock.now(), request)
    decide_everything(officer, request)
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    assert standing(decided(request)).is_signed


def test_whoever_decided_once_cannot_sign_even_if_others_decided_anew(officer: Any, second: Any) -> None:
    request = a_request(officer)
    decide_everything(officer, request)
    decide_everything(second, request)
    with pytest.raises(Refused):
        actions.sign(officer, clock.now(), request, seen=decided(request).content_hash)


def test_any_change_voids_the_signature(officer: Any, second: Any) -> None:
    request = a_request(officer)
    decide_everything(officer, request)
    seen = decided(request).content_hash
    actions.sign(second, clock.now(), request, seen=seen)
    include(second, items_of(request)[0])
    now = standing(decided(request))
    assert now.was_voided
    assert not now.is_signed


def test_nothing_is_signed_that_was_not_read(officer: Any, second: Any) -> None:
    request = a_request(officer)
    decide_everything(officer, request)
    seen = decided(request).content_hash
    include(officer, items_of(request)[0])
    with pytest.raises(Refused):
        actions.sign(second, clock.now(), request, seen=seen)


def test_nothing_is_signed_while_something_new_waits(officer: Any, second: Any) -> None:
    case = a_case(officer)
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    a_note(officer, case, "Just now.")
    with pytest.raises(Refused, match="Something new has come in"):
        actions.sign(second, clock.now(), request, seen=decided(request).content_hash)


def test_nothing_is_signed_before_everything_is_decided_and_looked_at(officer: Any, second: Any) -> None:
    request = a_request(officer)
    with pytest.raises(Refused, match="not decided"):
        actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    for item in items_of(request):
        include(officer, item)
    with pytest.raises(Refused, match="Not every place"):
        actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    look_everywhere(officer, request)
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)


@pytest.mark.policy("C4", guard="cases.visible_to")
def test_a_request_is_seen_by_those_who_may_open_its_case(
    officer: Any, second: Any, manager: Any, staff: Any
) -> None:
    case = a_case(officer)
    request = a_request(officer, person=case.person)
    assert DataRequest.found_for(officer, request.id) is not None
    assert DataRequest.found_for(second, request.id) is None
    assert DataRequest.found_for(manager, request.id) is not None
    cases.cover(second, case, reason="Second person.", today=clock.today())
    assert DataRequest.found_for(second, request.id) is not None
    cases.declare_conflict(manager, case, reason="Neighbours.")
    assert CaseConflict.select().count() == 1
    assert DataRequest.found_for(manager, request.id) is None


def test_a_request_logged_before_there_was_a_case_goes_with_the_clients_case(
    officer: Any, second: Any, manager: Any
) -> None:
    person = a_client(officer)
    request = a_request(officer, person=person)
    assert DataRequest.found_for(officer, request.id) is not None
    assert DataRequest.found_for(second, request.id) is None
    cases.hand_over(manager, a_case(manager, Person.get_by_id(person.id)), second)
    assert DataRequest.get_by_id(request.id).case_id is None
    assert DataRequest.found_for(officer, request.id) is None
    assert DataRequest.visible_to(officer).count() == 0
    for member in (second, manager):
        assert DataRequest.found_for(member, request.id) is not None
    assert list(DataRequest.visible_to(second)) == [request]


def test_the_request_is_kept_with_a_case_of_the_client(officer: Any) -> None:
    mine, strange = a_case(officer), a_case(officer, a_client(officer, "Walter Willow"))
    request = a_request(officer, person=mine.person)
    row = DataRequest(
        **{
            name: getattr(request, name)
            for name in ("authority", "person", "data_key", "channel", "asked_as", "wanted", "received_on")
        },
        case=strange,
        logged_by=officer,
        reference="abcd-efgh",
        words="Mine, please.",
    )
    with pytest.raises(IntegrityError):
        row.insert_new()
    row.case = mine
    row.insert_new()


def test_everything_about_somebody_else_is_marked(officer: Any) -> None:
    case = a_case(officer)
    people.name_person(officer, case.person, relation=Relation.OTHER_PARENT, name="Paul Plum")
    people.add_contact(officer, case.person, ContactKind.EMAIL, "petra@home.example")
    request = a_request(officer, person=case.person)
    marked = [item.kind for item in items_of(request) if item.mark is Mark.ABOUT_ANOTHER]
    assert marked == [Kind.NAMED, Kind.NAMED]
    assert Contact.select().count() == 2
