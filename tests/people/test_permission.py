"""A permission that ends, and is given again: what may still be written, and on what the file rests (C5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.authorities.actions import invalidate, record_legal_duty, record_permission, withdraw
from ppsweb.authorities.models import Authority, Capacity, Method, Purpose
from ppsweb.authorities.wording import HOLD_DATA
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Case, Outcome, Topic
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.people import actions
from ppsweb.people.models import Contact, ContactKind, NamedPerson, Person, Relation
from ppsweb.people.rules import additions
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from tests.given.families import a_case, a_client


def end(by: Any, person: Person) -> Person:
    """The client's file as it is after they took their permission back."""
    withdraw(by, clock.now(), Authority.get_by_id(person.authority_id), because="Enough.")
    found: Person = Person.get_by_id(person.id)
    return found


def again(by: Any, person: Person, **changes: Any) -> Authority:
    now = clock.now()
    values: dict[str, Any] = {
        "giver": "Petra Plum",
        "capacity": Capacity.PARENT,
        "method": Method.PHONE,
        "given_at": now,
        "wording_version": "hold-data-1",
        "read_back": True,
        **changes,
    }
    return actions.give_again(by, now, person, **values)


def _address(person: Person) -> Contact:
    found: Contact = Contact.get((Contact.person == person) & (Contact.kind == "email"))
    return found


ADDING: dict[str, Callable[[Any, Person], Any]] = {
    "name": lambda by, person: actions.name_person(by, person, relation=Relation.SIBLING, name="Sid Plum"),
    "number": lambda by, person: actions.add_contact(by, person, ContactKind.PHONE, "01632 960 002"),
    "birth": lambda by, person: actions.change_person(by, person, person.version, born_on=clock.today()),
    "safe way": lambda by, person: actions.change_person(by, person, person.version, safe_to_write=True),
    "code": lambda by, person: actions.send_code(by, clock.now(), _address(person)),
}


@pytest.mark.policy("C5", guard="authorities.in_force")
@pytest.mark.parametrize("add", ADDING.values(), ids=ADDING)
def test_after_a_withdrawal_nothing_new_is_entered(app: Any, officer: Any, add: Callable[..., Any]) -> None:
    with app.app_context(), database.connection_context():
        permitted, person = (
            a_client(officer, name, safe={"safe_to_email": True}, email="petra@home.example")
            for name in ("Victor Vine", "Petra Plum")
        )
        add(officer, permitted)  # the positive control
        ended = end(officer, person)
        before = [table.select().count() for table in (NamedPerson, Contact, AuditRow)]
        with pytest.raises(Refused, match="permission has ended"):
            add(officer, ended)
        assert [table.select().count() for table in (NamedPerson, Contact, AuditRow)] == before
        assert Person.get_by_id(person.id).version == person.version


@pytest.mark.policy("C5", guard="authorities.while_permitted")
@pytest.mark.parametrize("table", [Contact, NamedPerson])
def test_the_database_itself_takes_nothing_into_a_file_whose_permission_has_ended(
    officer: Any, table: Any
) -> None:
    person = a_client(officer)

    def add() -> None:
        values: dict[str, Any] = (
            {"kind": ContactKind.PHONE, "value": "01632 960 002"}
            if table is Contact
            else {"relation": Relation.SIBLING, "name": "Sid Plum"}
        )
        with database.atomic():
            table(person=person, data_key=person.data_key_id, **values).insert_new()

    add()  # the positive control
    end(officer, person)
    with pytest.raises(IntegrityError, match="permission has ended"):
        add()


def test_after_a_withdrawal_what_keeps_somebody_safe_is_taken(officer: Any) -> None:
    person = end(officer, a_client(officer, safe={"safe_to_ring": True}))
    actions.change_person(
        officer, person, person.version, safe_to_ring=False, contact_advice="Never after six.", postcode=None
    )
    actions.end_contact(officer, clock.now(), Contact.get())
    found = Person.get_by_id(person.id)
    assert not found.safe_to_ring
    assert found.contact_advice == "Never after six."
    assert Contact.get().ended_at is not None


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [
        ({"name": "A"}, {"name": "A"}, []),
        ({"name": "A"}, {"name": "B"}, ["name"]),
        ({"postcode": "LK1 1AA"}, {"postcode": None}, []),
        ({"postcode": None}, {"postcode": "LK1 1AA"}, ["postcode"]),
        ({"safe_to_ring": True}, {"safe_to_ring": False}, []),
        (
            {"safe_to_ring": False, "safe_to_write": False},
            {"safe_to_ring": True, "safe_to_write": True},
            ["safe"],
        ),
        ({"contact_advice": None, "pass_phrase": None}, {"contact_advice": "x", "pass_phrase": "y"}, []),
    ],
)
def test_what_is_new_about_a_client(before: Any, after: Any, added: list[str]) -> None:
    assert additions(before, after) == added


@pytest.mark.policy("C5", guard="authorities.in_force")
def test_pages_say_that_nothing_new_is_entered_and_lead_to_a_new_permission(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    assert "Add a telephone number" in as_officer.get(f"/people/{person.id}").links
    end(as_officer.member, person)
    page = as_officer.get(f"/people/{person.id}")
    assert "Add a telephone number" not in page.links
    for path, button, answers in (
        ("telephone", "Add", {"phone": "01632 960 002"}),
        ("name", "Add", {"name": "Sid Plum", "relation": "sibling"}),
        ("details", "Save details", {"born_on": ["5", "5", "1988"]}),
    ):
        form = as_officer.get(f"/people/{person.id}/{path}").form(button)
        assert any("Their permission has ended" in each for each in form.submit(expect=422, **answers).errors)
    assert "They give permission again" in page.links


@pytest.mark.policy("C5", guard="authorities.in_force")
def test_permission_given_again_opens_the_file_and_its_cases(as_officer: Any) -> None:
    officer = as_officer.member
    clock.move(timedelta(hours=-2))
    person = a_client(officer)
    closed, running = a_case(officer, person), a_case(officer, person)
    cases.close_case(officer, closed, closed_on=clock.today(), outcome=Outcome.INFORMED)
    clock.move(timedelta(hours=-1))
    end(officer, person)
    with pytest.raises(Refused):
        cases.reopen_case(officer, clock.now(), Case.get_by_id(closed.id))
    clock.move(timedelta())
    local = clock.local(clock.now())
    page = as_officer.get(f"/people/{person.id}").follow("They give permission again")
    form = page.form("Record their permission")
    answers = {
        "method": "phone",
        "given_on": [str(local.day), str(local.month), str(local.year)],
        "given_time": f"{local:%H:%M}",
        "read_back": True,
        "conditions": "Nothing to the father.",
    }
    page = form.submit(answers)
    form.submit(answers)  # sent twice
    assert Authority.select().count() == 2
    assert "They give permission again" not in page.links
    assert "Nothing to the father." in page.text
    assert "Earlier" in page.text
    found = Person.get_by_id(person.id)
    assert found.authority.in_force
    assert found.authority.data_key_id == person.data_key_id
    assert {case.authority_id for case in Case.select()} == {found.authority_id}
    assert Case.get_by_id(running.id).authority_id != running.authority_id
    assert not Authority.get_by_id(person.authority_id).in_force, "what ended stays ended"
    assert cases.reopen_case(officer, clock.now(), Case.get_by_id(closed.id)).is_open
    assert cases.open_case(officer, clock.now(), found, topic=Topic.OTHER).authority_id == found.authority_id
    actions.name_person(officer, found, relation=Relation.SIBLING, name="Sid Plum")
    assert {"people.give_again", "cases.rest_anew"} <= {row.action for row in AuditRow.select()}


def test_a_call_that_was_just_taken_needs_no_day_and_no_time_typed(as_officer: Any) -> None:
    """Also in the very minute in which the permission before it ended: what is typed has no seconds."""
    person = a_client(as_officer.member)
    end(as_officer.member, person)
    form = as_officer.get(f"/people/{person.id}/permission").form("Record their permission")
    form.submit(method="phone", read_back=True)
    found = Person.get_by_id(person.id)
    assert found.authority.in_force
    before = Authority.get_by_id(person.authority_id)
    assert before.withdrawn_at is not None
    assert before.withdrawn_at <= found.authority.given_at <= clock.now()


def test_no_code_of_the_words_stands_on_a_page(as_officer: Any) -> None:
    for path in ("/people/by-form", "/people/sheet"):
        page = as_officer.get(path)
        assert "To keep a record, version 1" in page.text
        assert HOLD_DATA.version not in page.text


def test_a_permission_in_force_is_not_given_again(officer: Any) -> None:
    with pytest.raises(Refused, match="in force"):
        again(officer, a_client(officer))


def test_what_was_said_before_a_withdrawal_is_no_new_permission(officer: Any) -> None:
    person = end(officer, a_client(officer))
    with pytest.raises(Refused, match="after that"):
        again(officer, person, given_at=clock.now() - timedelta(minutes=1))
    again(officer, person)


def test_after_a_wrong_record_the_right_one_may_be_as_old(officer: Any) -> None:
    """The permission was given once, and recorded badly: it is recorded again with the time at which it was given."""
    person = a_client(officer)
    given = Authority.get_by_id(person.authority_id).given_at
    invalidate(officer, clock.now(), Authority.get_by_id(person.authority_id), because="Wrong capacity.")
    again(officer, Person.get_by_id(person.id), given_at=given - timedelta(days=1))
    assert Person.get_by_id(person.id).authority.in_force


@pytest.mark.policy("C5", guard="authorities.rests_anew")
@pytest.mark.parametrize("table", ["people", "cases"])
def test_the_database_moves_a_file_only_to_a_later_permission_of_its_own(officer: Any, table: str) -> None:
    clock.move(timedelta(hours=-3))
    person = a_client(officer)
    case = a_case(officer, person)
    row = {"people": person, "cases": case}[table]

    def another() -> Authority:
        now = clock.now()
        return record_permission(
            officer, now, giver="P", capacity=Capacity.PARENT, method=Method.FORM, data_key=person.data_key,
            given_at=now, wording_version="hold-data-1", read_back=False,
        )  # fmt: skip

    def move(to: Authority) -> None:
        mark = "?" if database.param == "?" else "%s"
        statement = f'UPDATE {table} SET "authority_id" = {mark} WHERE id = {mark}'  # noqa: S608
        with database.atomic():
            database.execute_sql(statement, (to.id, row.id))

    early = another()
    with pytest.raises(IntegrityError, match="only after its own has ended"):
        move(early)  # its own is in force
    clock.move(timedelta(hours=-2))
    end(officer, person)
    clock.move(timedelta(hours=-1))
    ended = another()
    withdraw(officer, clock.now(), ended, because="Again.")
    duty = record_legal_duty(
        officer, clock.now(), purpose=Purpose.RIGHTS_REQUEST, words="Asked.", data_key=person.data_key
    )
    for wrong in (early, ended, duty, Authority.get_by_id(a_client(officer, "Victor Vine").authority_id)):
        with pytest.raises(IntegrityError, match="only after its own has ended"):
            move(wrong)
    move(another())  # the positive control
    clock.move(timedelta())


def test_the_manager_records_that_a_permission_was_recorded_wrongly(staff: Any) -> None:
    officer, manager = staff(Role.OFFICER), staff(Role.MANAGER)
    person = a_client(officer.member)
    path = f"/people/{person.id}/recorded-wrongly"
    assert "It was recorded wrongly" not in officer.get(f"/people/{person.id}").links
    officer.get(path, expect=403)
    page = manager.get(f"/people/{person.id}").follow("It was recorded wrongly")
    page = page.form("Record that it is wrong").submit(because="It was her sister who rang.")
    assert "The permission does not count" in page.text
    assert "Found to be wrong" in page.text
    assert Authority.get_by_id(person.authority_id).invalidated_because == "It was her sister who rang."
    page = manager.get(path).form("Record that it is wrong").submit(expect=422, because="Again.")
    assert "ended already" in page.text


def test_a_permission_on_paper_has_its_own_time_words_and_address(as_officer: Any) -> None:
    form = as_officer.get("/people/by-form").form("Record their permission")
    form.submit(
        giver="Petra Plum",
        capacity="parent_with_responsibility",
        method="form",
        given_on=["5", "4", "2026"],
        given_time="10:15",
        email="petra@home.example",
    )
    authority = Authority.get()
    assert clock.local(authority.given_at).strftime("%d %H:%M") == "05 10:15"
    assert authority.wording_version == "hold-data-1"
    assert (Contact.get().kind, Contact.get().value) == ("email", "petra@home.example")


WRITTEN: dict[str, Any] = {
    "giver": "Petra Plum",
    "capacity": "parent_with_responsibility",
    "method": "form",
    "given_on": ["5", "4", "2026"],
    "given_time": "10:15",
}


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"method": "phone"}, "read_back", "Read the words out and tick"),
        ({"given_on": "today", "given_time": "23:59"}, "given_time", "cannot be in the future"),
        ({"email": "p@gmial.com"}, "email", "did they mean gmail.com?"),
    ],
)
def test_a_wrong_answer_about_a_permission_is_told_beside_its_field(
    staff: Any, answers: dict[str, Any], field: str, message: str
) -> None:
    now = clock.local(clock.now())
    clock.move(now.replace(hour=12, minute=0) - now)  # at noon, a time later today is later today
    as_officer = staff(Role.OFFICER)  # signed in at that time
    answers = {**WRITTEN, **answers}
    if answers["given_on"] == "today":
        answers["given_on"] = [str(now.day), str(now.month), str(now.year)]
    page = as_officer.get("/people/by-form").form("Record their permission").submit(answers, expect=422)
    clock.move(timedelta())
    assert any(message in each for each in page.errors)
    assert f'href="#{field}' in page.html
    assert Person.select().count() == 0


def test_words_that_are_not_known_are_not_agreed_to(as_officer: Any) -> None:
    form = as_officer.get("/people/by-form").form("Record their permission")
    form.fill(WRITTEN)
    pairs = [
        (name, "made-up" if name == "wording_version" else value) for name, value in form.pairs(form.button)
    ]
    answer = as_officer.post("/people/by-form", pairs, expect=422)
    assert "Choose one of the answers that are offered" in answer.data.decode()
    assert Person.select().count() == 0
    form.submit(WRITTEN)
    assert Person.select().count() == 1


def test_a_permission_by_telephone_that_was_taken_during_an_outage_keeps_its_time(as_officer: Any) -> None:
    as_officer.get("/people/by-form").form("Record their permission").submit(
        giver="Petra Plum",
        capacity="parent_with_responsibility",
        method="phone",
        given_on=["5", "4", "2026"],
        given_time="10:15",
        read_back=True,
    )
    assert Authority.get().method == Method.PHONE
    assert clock.local(Authority.get().given_at).day == 5


def test_whose_telephone_is_watched_gives_no_number_and_may_make_a_condition(as_officer: Any) -> None:
    page = as_officer.get("/people/by-telephone").form("Record their permission").submit(
        giver="Petra Plum",
        capacity="parent_with_responsibility",
        conditions="Nothing to the father.",
        read_back=True,
    )  # fmt: skip
    assert Contact.select().count() == 0
    assert "Only on this condition: Nothing to the father." in page.text


def test_the_sheet_asks_what_the_form_takes(as_officer: Any) -> None:
    sheet = as_officer.get("/people/sheet").text
    form = as_officer.get("/people/by-form").text
    for asked in ("E-mail", "Telephone", "child’s name", "Conditions", "To keep a record, version 1"):
        assert asked in sheet
        assert asked in form
