"""From when a child decides for themself a parent's word shares nothing about them, and they are told (D2.20)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.authorities.models import PARENTAL, SHARING, Authority, Capacity
from ppsweb.cases.tasks import young_people_to_talk_to
from ppsweb.consents.models import Settled, Talk
from ppsweb.consents.reading import young_people_of
from ppsweb.consents.rules import AS_A_PARENT, counts_for, must_talk, reasons_against_capacity
from ppsweb.consents.talking import talk
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.people import actions as people
from ppsweb.people.models import NamedPerson, Person, Relation
from ppsweb.people.rules import decides_from
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access.codes import Mark
from ppsweb.subject_access.walking import look_up
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body, a_sharing
from tests.subject_access.requests import a_request, items_of

BEGINS = date(2027, 6, 26)


def a_child(by: Any, person: Person, born_on: date | None, name: str = "Pip Plum") -> NamedPerson:
    return people.name_person(by, person, relation=Relation.CHILD, name=name, born_on=born_on)


def long_ago(years: int = 17) -> date:
    """A date of birth so many years before today, in a month that is in no doubt."""
    return date(clock.today().year - years, 3, 5)


@pytest.mark.parametrize(
    ("born_on", "begins"),
    [
        (date(2007, 9, 23), date(2024, 6, 29)),
        (date(2011, 2, 12), date(2027, 6, 26)),
        (date(2011, 8, 31), date(2027, 6, 26)),
        (date(2011, 9, 1), date(2028, 7, 1)),
        (date(2012, 2, 29), date(2028, 7, 1)),
    ],
)
def test_from_when_a_child_decides(born_on: date, begins: date) -> None:
    assert decides_from(born_on) == begins


@pytest.mark.parametrize(
    ("capacity", "begins", "on", "counts"),
    [
        ("parent_with_responsibility", BEGINS, BEGINS - timedelta(1), True),
        ("parent_with_responsibility", BEGINS, BEGINS, False),
        ("carer_with_care", BEGINS, BEGINS, False),
        ("parent_with_responsibility", None, BEGINS, True),
        ("parent_with_agreement", BEGINS, BEGINS, True),
        ("young_person", BEGINS, BEGINS, True),
        ("competent_child", BEGINS, BEGINS, True),
        ("alternative_person", BEGINS, BEGINS, True),
    ],
)
def test_whose_word_counts(capacity: str, begins: date | None, on: date, counts: bool) -> None:
    assert counts_for(capacity, begins, on) is counts


def test_the_rule_and_the_table_mean_the_same_parents() -> None:
    assert set(AS_A_PARENT) == {str(capacity) for capacity in PARENTAL}


@pytest.mark.parametrize(
    ("children", "refused"),
    [([], False), ([None], False), ([BEGINS], True), ([BEGINS, None], False), ([BEGINS, date(2020, 6, 27)], True)],
)
def test_a_parent_is_refused_where_every_child_decides(children: list[date | None], refused: bool) -> None:
    reasons = reasons_against_capacity("parent_with_responsibility", children, BEGINS)
    assert list(reasons) == (["capacity"] if refused else [])


@pytest.mark.parametrize(
    ("begins", "talked_on", "today", "due"),
    [
        (BEGINS, None, date(2027, 4, 26), False),
        (BEGINS, None, date(2027, 4, 27), True),
        (BEGINS, date(2027, 4, 26), date(2027, 4, 27), True),
        (BEGINS, date(2027, 4, 27), date(2027, 4, 27), False),
        (BEGINS, date(2027, 4, 27), date(2029, 1, 1), False),
        (None, None, date(2029, 1, 1), False),
    ],
)
def test_when_somebody_must_talk(begins: date | None, talked_on: date | None, today: date, due: bool) -> None:
    assert must_talk(decides_from=begins, talked_on=talked_on, today=today) is due


@pytest.mark.policy("C7", guard="consents.reasons_against_capacity")
@pytest.mark.policy("C3", guard="consents.reasons_against_capacity")
def test_a_parent_can_share_nothing_about_a_young_person(officer: Any) -> None:
    person, body = a_client(officer), a_body(officer)
    named = NamedPerson.select().where(NamedPerson.person == person, NamedPerson.relation == Relation.CHILD)
    for child in named:
        people.change_named(officer, person, child, child.version, name=child.name, born_on=long_ago(), school=None)
    a_child(officer, person, long_ago())
    with pytest.raises(Refused) as refused:
        a_sharing(officer, person, body)
    assert list(refused.value.reasons) == ["capacity"]
    assert not Authority.select().where(Authority.purpose.in_(SHARING)).exists()
    for capacity in (Capacity.YOUNG_PERSON, Capacity.AGREED_PARENT, Capacity.ALTERNATIVE_PERSON):
        a_sharing(officer, person, body, capacity=capacity)


def test_the_day_is_kept_with_the_date_of_birth(officer: Any) -> None:
    person = a_client(officer)
    child = a_child(officer, person, date(2011, 2, 12))
    assert child.decides_from == BEGINS
    sibling = people.name_person(
        officer, person, relation=Relation.SIBLING, name="Prue Plum", born_on=date(2011, 2, 12)
    )
    assert sibling.decides_from is None
    people.change_named(officer, person, child, child.version, name="Pip Plum", born_on=None, school="Elm")
    assert NamedPerson.get_by_id(child.id).decides_from is None
    assert NamedPerson.get_by_id(child.id).school == "Elm"


def test_the_day_is_counted_for_children_named_before(app: Any, officer: Any) -> None:
    with app.app_context(), database.connection_context():
        child = a_child(officer, a_client(officer), date(2011, 2, 12))
        NamedPerson.update(decides_from=None).where(NamedPerson.id == child.id).execute()
    answer = app.test_cli_runner().invoke(args=["people", "count-ages"])
    assert answer.exit_code == 0, answer.output
    with app.app_context(), database.connection_context():
        assert NamedPerson.get_by_id(child.id).decides_from == BEGINS


def test_the_database_keeps_a_talk_with_its_file(officer: Any) -> None:
    mine, theirs = a_client(officer), a_client(officer, "Victor Vine")
    child, other = a_child(officer, mine, long_ago()), a_child(officer, theirs, long_ago(), "Val Vine")
    row = talk(officer, clock.now(), mine, child, talked_on=clock.today(), settled=Settled.AGREES)
    names = [field.column_name for field in Talk._meta.sorted_fields]
    values = dict(zip(names, [row.__data__[field.name] for field in Talk._meta.sorted_fields], strict=True))

    def copy(**changes: Any) -> None:
        new = values | {"id": new_id()} | changes
        marks = ", ".join([database.param] * len(new))
        listed = ", ".join(f'"{name}"' for name in new)
        with database.atomic():
            database.execute_sql(f"INSERT INTO young_person_talks ({listed}) VALUES ({marks})", list(new.values()))  # noqa: S608

    with pytest.raises(IntegrityError, match="whom the file names"):
        copy(named_id=other.id)
    copy()
    with pytest.raises(IntegrityError, match="talk again"):
        Talk.update(settled=Settled.DECIDES).where(Talk.id == row.id).execute()


def test_a_talk_is_not_in_the_future(officer: Any) -> None:
    person = a_client(officer)
    child = a_child(officer, person, long_ago())
    with pytest.raises(Refused) as refused:
        talk(
            officer, clock.now(), person, child, talked_on=clock.today() + timedelta(1), settled=Settled.DECIDES
        )
    assert list(refused.value.reasons) == ["talked_on"]
    assert not Talk.select().exists()


def test_the_officer_is_told_on_the_first_page_until_somebody_talked(staff: Any) -> None:
    officer, colleague = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    with officer.app.app_context():
        case = a_case(officer.member)
        case.child = a_child(officer.member, case.person, long_ago(), "Penny Plum")
        case.save_changed()
        other = a_case(officer.member, a_client(officer.member, "Victor Vine"))
        other.child = a_child(officer.member, other.person, long_ago(5), "Val Vine")
        other.save_changed()
    page = officer.get("/")
    assert page.links["Penny Plum"] == f"/consents/{case.person_id}/young/{case.child_id}"
    assert "Val Vine" not in page.text
    assert "Penny Plum" not in colleague.get("/").text
    with officer.app.test_request_context():
        begins = decides_from(long_ago())
        for days, number in ((-61, 0), (-60, 1)):
            assert len(young_people_to_talk_to(officer.member, begins + timedelta(days))) == number
    page = page.follow("Penny Plum")
    assert "Choose what was settled" in page.form("Record what was settled").submit(expect=422).errors
    form = page.form("Record what was settled")
    for _ in range(2):  # two clicks
        page = form.submit(settled="parent_acts_with_agreement", said="Mum may ring the college.")
    assert Talk.select().count() == 1
    assert "They agree that their parent acts for them" in page.text
    assert "Mum may ring the college." in page.text
    assert "Penny Plum" not in officer.get("/").text


def test_the_page_says_who_decides(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    with officer.app.app_context():
        person = a_case(officer.member).person
        a_child(officer.member, person, long_ago(), "Penny Plum")
        a_child(officer.member, person, long_ago(5), "Prue Plum")
    page = officer.get(f"/consents/{person.id}").text
    assert "Penny Plum decides for themself" in page
    assert "Prue Plum decides" not in page
    with officer.app.app_context():
        (found,) = young_people_of(Person.get_by_id(person.id), clock.today())
        assert (found.decides, found.must_talk, found.talk) == (True, True, None)


def test_a_date_of_birth_is_put_right(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    with officer.app.app_context():
        person = a_case(officer.member).person
        child = a_child(officer.member, person, None, "Penny Plum")
        other = a_child(officer.member, a_client(officer.member, "Victor Vine"), None, "Val Vine")
    page = officer.get(f"/people/{person.id}").follow("Change what the file says of Penny Plum")
    answers = {"born_on-day": "12", "born_on-month": "2", "born_on-year": "2011"}
    assert "Enter a name" in page.form("Save").submit(expect=422, name="", **answers).errors
    page = page.form("Save").submit(**answers)
    assert "born 12 February 2011" in page.text
    assert NamedPerson.get_by_id(child.id).decides_from == BEGINS
    officer.get(f"/people/{person.id}/named/{other.id}", expect=404)
    officer.get(f"/consents/{person.id}/young/{other.id}", expect=404)


def test_in_a_pack_it_is_decided_by_itself(app: Any, officer: Any) -> None:
    """It is what the young person said, and not the parent."""
    with app.app_context():
        case = a_case(officer)
        child = a_child(officer, case.person, long_ago(), "Penny Plum")
        row = talk(officer, clock.now(), case.person, child, talked_on=clock.today(), settled=Settled.DECIDES)
        request = a_request(officer, person=case.person)
        (item,) = [each for each in items_of(request) if each.source_id == row.id]
        found = look_up(request, [item])[item.id]
        assert found.mark is Mark.ABOUT_ANOTHER
        assert "Penny Plum" in found.shown.title
