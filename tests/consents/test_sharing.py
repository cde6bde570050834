"""What a client permits to share: recorded whole, taken back alone, and counted only while it stands (C3, C7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import SHARING, Authority, Category, Copy, Ending, Method, Purpose
from ppsweb.authorities.rules import Standing, last_day, reasons_against_sharing, standing_of
from ppsweb.cases.actions import close_case, reopen_case
from ppsweb.cases.models import Outcome
from ppsweb.cases.tasks import sharing_that_ends_soon
from ppsweb.consents import actions
from ppsweb.consents.reading import sharing_of
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.organisations.actions import retire_organisation
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access.walking import look_up
from ppsweb.web import filters
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body, a_sharing, said
from tests.subject_access.requests import a_request, items_of

DAY = date(2026, 3, 31)
NOON = datetime(2026, 6, 1, 12)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"bodies": []}, "bodies"),
        ({"purposes": []}, "purposes"),
        ({"categories": []}, "categories"),
        ({"valid_until": date(2026, 3, 30)}, "valid_until"),
        ({"valid_until": date(2026, 3, 31)}, None),
        ({"valid_until": date(2027, 3, 31)}, None),
        ({"valid_until": date(2027, 4, 1)}, "valid_until"),
        ({"copy": None}, "copy"),
        ({"copy": "not_safe"}, None),
        ({"copy": None, "method": "form"}, None),
        ({"copy": None, "method": "with_interpreter"}, "copy"),
    ],
)
def test_what_a_permission_to_share_must_say(changes: dict[str, Any], field: str | None) -> None:
    values: dict[str, Any] = {
        "method": "phone",
        "copy": "letter",
        "given_on": DAY,
        "valid_until": date(2026, 9, 1),
        "bodies": ["x"],
        "purposes": ["discuss"],
        "categories": ["needs"],
    }
    assert list(reasons_against_sharing(**values | changes)) == ([field] if field else [])


@pytest.mark.parametrize(
    ("today", "withdrawn", "wrong", "standing"),
    [
        (date(2026, 8, 1), None, None, Standing.IN_FORCE),
        (date(2026, 8, 2), None, None, Standing.ENDS_SOON),
        (date(2026, 9, 1), None, None, Standing.ENDS_SOON),
        (date(2026, 9, 2), None, None, Standing.EXPIRED),
        (date(2026, 8, 1), NOON, None, Standing.WITHDRAWN),
        (date(2026, 9, 2), NOON, None, Standing.WITHDRAWN),
        (date(2026, 8, 1), NOON, NOON, Standing.WRONG),
    ],
)
def test_how_it_stands(
    today: date, withdrawn: datetime | None, wrong: datetime | None, standing: Standing
) -> None:
    found = standing_of(
        valid_until=date(2026, 9, 1), withdrawn_at=withdrawn, invalidated_at=wrong, today=today
    )
    assert found == standing


@pytest.mark.parametrize(
    ("given", "last"), [(date(2026, 3, 31), date(2027, 3, 31)), (date(2028, 2, 29), date(2029, 2, 28))]
)
def test_it_lasts_twelve_months_at_most(given: date, last: date) -> None:
    assert last_day(given) == last


def test_one_signing_may_name_several_bodies_and_purposes(officer: Any) -> None:
    person = a_client(officer)
    school, surgery = a_body(officer), a_body(officer, "Mill Lane Surgery")
    purposes = [Purpose.DISCUSS, Purpose.SEND_DOCUMENT]
    rows = a_sharing(
        officer, person, school, surgery, purposes=purposes, categories=[Category.NEEDS, Category.HEALTH]
    )
    assert {(row.organisation_id, row.purpose) for row in rows} == {
        (body.id, purpose) for body in (school, surgery) for purpose in purposes
    }
    assert {row.signing for row in rows} == {rows[0].id}
    assert all(row.shares == [Category.NEEDS, Category.HEALTH] for row in rows)
    assert all(row.data_key_id == person.data_key_id for row in rows)
    actions.take_back(officer, clock.now(), person, rows[1], because="Not the letters.")
    stand = {row.id for body in sharing_of(person, clock.today()) for row in _stands(body)}
    assert stand == {row.id for row in rows} - {rows[1].id}
    assert Authority.get_by_id(person.authority_id).in_force, "the file itself rests on another permission"


def _stands(body: Any) -> list[Authority]:
    return [each.authority for each in body.shared if each.stands]


def test_they_are_read_by_name_and_what_stands_first(officer: Any) -> None:
    person = a_client(officer)
    surgery, school = a_body(officer, "Mill Lane Surgery"), a_body(officer)
    (old,) = a_sharing(officer, person, school)
    actions.invalidate(officer, clock.now(), person, old, because="It was the other school.")
    a_sharing(officer, person, school, surgery)
    bodies = sharing_of(person, clock.today())
    assert [body.organisation.name for body in bodies] == ["Hedgerow Primary School", "Mill Lane Surgery"]
    assert [each.standing for each in bodies[0].shared] == [Standing.IN_FORCE, Standing.WRONG]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given_at": clock.now() + timedelta(hours=1)}, "given_time"),
        ({"read_back": False}, "read_back"),
        ({"giver": " "}, "giver"),
        ({"copy": None}, "copy"),
        ({"wording_version": "share-0"}, None),
        ({"valid_until": date(2000, 1, 1)}, "valid_until"),
    ],
)
def test_nothing_is_recorded_of_what_is_no_permission(
    officer: Any, changes: dict[str, Any], field: str | None
) -> None:
    person, body = a_client(officer), a_body(officer)
    before = Authority.select().count()
    with pytest.raises(Refused) as refused:
        a_sharing(officer, person, body, **changes)
    assert list(refused.value.reasons) == [field]
    assert Authority.select().count() == before


def test_a_body_that_is_not_offered_and_a_file_that_is_closed_are_refused(officer: Any) -> None:
    person, body = a_client(officer), a_body(officer)
    a_sharing(officer, person, body)
    retire_organisation(officer, clock.now(), body)
    with pytest.raises(Refused, match="not offered any more"):
        a_sharing(officer, person, body)
    permitted = said(bodies=[new_id()])
    with pytest.raises(Refused, match="not offered any more"):
        actions.record_sharing(officer, clock.now(), person, **permitted)
    other = a_body(officer, "Mill Lane Surgery")
    authorities.withdraw(officer, clock.now(), person.authority, because="They moved.")
    with pytest.raises(Refused):
        a_sharing(officer, person, other)
    assert Authority.select().where(Authority.purpose.in_(SHARING)).count() == 1


@pytest.mark.policy("C7", guard="authorities.scope")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("organisation_id", None),
        ("categories", None),
        ("signing", None),
        ("valid_until", None),
        ("kind", "legal_duty"),
        ("purpose", "hold_data"),
    ],
)
def test_the_database_itself_wants_it_whole(officer: Any, column: str, value: Any) -> None:
    person = a_client(officer)
    (row,) = a_sharing(officer, person, a_body(officer))
    columns = {field.column_name: row.__data__.get(field.name) for field in Authority._meta.sorted_fields}
    assert column in columns

    def copy(**changes: Any) -> None:
        values = columns | {"id": new_id()} | changes
        marks = ", ".join([database.param] * len(values))
        names = ", ".join(f'"{name}"' for name in values)
        with database.atomic():
            database.execute_sql(f"INSERT INTO authorities ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608

    with pytest.raises(IntegrityError, match="names one body"):
        copy(**{column: value})
    copy()


def test_another_familys_permission_is_not_found(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    mine, theirs = (a_client(officer.member, name) for name in ("Petra Plum", "Victor Vine"))
    (row,) = a_sharing(officer.member, theirs, a_body(officer.member))
    officer.get(f"/consents/{theirs.id}/{row.id}/take-back")
    officer.get(f"/consents/{mine.id}/{row.id}/take-back", expect=404)
    officer.get(f"/consents/{theirs.id}/{theirs.authority_id}/take-back", expect=404)
    officer.close()


def test_in_the_browser_from_nothing_to_taken_back(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    person = a_client(officer.member, "Petra Plum")
    school, surgery = a_body(officer.member), a_body(officer.member, "Mill Lane Surgery")
    page = officer.get(f"/people/{person.id}")
    assert "not even that they have been in touch" in page.text
    page = page.follow("Permissions to share").follow("Record what they permit")
    assert "Petra Plum" in page.html, "who permits is the client, unless somebody else does"
    wrong = page.form("Record what they permit").submit(expect=422, read_back=True)
    assert "Choose at least one body by its name" in wrong.errors
    answers = {
        "bodies": [school.id, surgery.id],
        "purposes": ["discuss", "meeting"],
        "categories": ["needs"],
        "copy": "not_safe",
        "conditions": "not the father",
        "given_time": clock.local(clock.now()).strftime("%H:%M"),
    }
    form = wrong.form("Record what they permit")
    for _ in range(2):  # two clicks
        page = form.submit(**answers)
    assert Authority.select().where(Authority.purpose.in_(SHARING)).count() == 4
    assert "Nothing written is safe" in page.text
    assert page.text.count("not the father") == 4
    assert (
        "Hedgerow Primary School: to talk to them about the child" in officer.get(f"/people/{person.id}").text
    )
    taken = page.follow("They take it back: Hedgerow Primary School, to talk to them about the child")
    page = taken.form("Record that it has ended").submit(because="She would rather speak to them herself.")
    assert "She would rather speak to them herself." in page.text
    assert "Taken back" in page.text
    row = AuditRow.get(AuditRow.action == "consents.take_back")
    assert (row.audit_ref, row.actor) == (person.audit_ref, officer.member.id)
    officer.close()


def test_only_the_manager_says_that_it_was_recorded_wrongly(staff: Any) -> None:
    officer, manager = staff(Role.OFFICER), staff(Role.MANAGER)
    person = a_client(officer.member)
    (row,) = a_sharing(officer.member, person, a_body(officer.member))
    address = f"/consents/{person.id}/{row.id}/recorded-wrongly"
    assert "recorded wrongly" not in officer.get(f"/consents/{person.id}").text
    officer.get(address, expect=403)
    manager.get(address).form("Record that it is wrong").submit(because="It was the other school.")
    assert Authority.get_by_id(row.id).invalidated_at is not None
    officer.close()
    manager.close()


def test_a_spoken_permission_says_how_it_is_in_writing(officer: Any) -> None:
    person, body = a_client(officer), a_body(officer)
    (row,) = a_sharing(officer, person, body, method=Method.FORM, copy=None)
    assert row.copy is None
    (row,) = a_sharing(officer, person, body, method=Method.IN_PERSON, copy=Copy.BY_HAND)
    assert row.copy == Copy.BY_HAND


def test_whoever_asks_for_their_data_has_it_all(app: Any, officer: Any) -> None:
    with app.app_context():
        shown = _shown_of_a_sharing(officer)
    said_there = "\n".join(value for _, value in (*shown.facts, *shown.texts))
    for words in ("Hedgerow Primary School", "talk to them about the child", "special educational needs", "By letter",
                  "Not the father.", "We speak only to those you name"):  # fmt: skip
        assert words in said_there, words


def _shown_of_a_sharing(officer: Any) -> Any:
    person = a_client(officer)
    case = a_case(officer, person)
    a_sharing(officer, person, a_body(officer), conditions="Not the father.")
    request = a_request(officer, person=case.person)
    (item,) = [each for each in items_of(request) if each.source_id == _sharing_of(person).id]
    return look_up(request, [item])[item.id].shown


def _sharing_of(person: Any) -> Authority:
    return Authority.get((Authority.data_key == person.data_key_id) & Authority.purpose.in_(SHARING))


def test_closing_the_last_case_ends_what_was_permitted(officer: Any) -> None:
    person = a_client(officer)
    one, other = a_case(officer, person), a_case(officer, person)
    (sharing,) = a_sharing(officer, person, a_body(officer))
    neighbour = a_case(officer)
    (theirs,) = a_sharing(officer, neighbour.person, a_body(officer, "Mill Lane Surgery"))

    close_case(officer, one, closed_on=clock.today(), outcome=Outcome.AGREED)
    assert Authority.get_by_id(sharing.id).in_force, "another case is open"
    close_case(officer, other, closed_on=clock.today(), outcome=Outcome.AGREED)

    ended = Authority.get_by_id(sharing.id)
    assert (ended.withdrawn_how, ended.withdrawn_by) == (Ending.CASE_CLOSED, officer)
    (body,) = sharing_of(person, clock.today())
    assert [each.standing for each in body.shared] == [Standing.CLOSED]
    assert Authority.get_by_id(person.authority_id).in_force, "the permission to hold data survives closing"
    assert Authority.get_by_id(theirs.id).in_force
    reopen_case(officer, clock.now(), other)
    assert not Authority.get_by_id(sharing.id).in_force, "they are asked anew"


def test_closing_says_what_ends_with_it(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    with officer.app.app_context():
        case = a_case(officer.member)
        a_sharing(officer.member, case.person, a_body(officer.member))
    page = officer.get(f"/cases/{case.id}/close").text
    assert "Hedgerow Primary School: to talk to them about the child" in page
    with officer.app.app_context():
        a_case(officer.member, Person.get_by_id(case.person_id))
    assert "Hedgerow" not in officer.get(f"/cases/{case.id}/close").text


def test_the_officer_is_warned_on_the_first_page_thirty_days_before_it_ends(staff: Any) -> None:
    officer, colleague = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    last = clock.today() + timedelta(days=30)
    purposes = [Purpose.DISCUSS, Purpose.MEETING]
    with officer.app.app_context():
        case = a_case(officer.member)
        school = a_body(officer.member)
        (soon, _) = a_sharing(officer.member, case.person, school, purposes=purposes, valid_until=last)
        a_sharing(officer.member, case.person, a_body(officer.member, "Mill Lane Surgery"))
    page = officer.get("/")
    assert page.text.count(f"until {filters.day(last)}") == 1
    assert "Mill Lane Surgery" not in page.text, "it ends much later"
    assert page.links["Petra Plum, Hedgerow Primary School"] == f"/consents/{case.person_id}"
    assert "that end soon" not in colleague.get("/").text

    with officer.app.test_request_context():
        for days, number in {-31: 0, -30: 1, 0: 1, 1: 0}.items():
            assert len(sharing_that_ends_soon(officer.member, last + timedelta(days=days))) == number
        actions.take_back(officer.member, clock.now(), case.person, soon, because="Enough.")
        assert sharing_that_ends_soon(officer.member, last), "the other purpose still ends soon"
