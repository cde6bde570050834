"""Numbers and addresses: whose they are, whether they count, and how they end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ppsweb.cases.models import Case
from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.mail.models import OutboxMessage, address_of
from ppsweb.mail.rules import VERIFIED_FOR, counts_as_verified, why_not
from ppsweb.mail.states import Kind, Reason
from ppsweb.people import actions
from ppsweb.people.models import Contact, ContactKind, NamedPerson, Person, Standing
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from tests.given.families import a_case, a_client

SAFE = {"safe_to_email": True}


def an_address(by: Any, person: Person, verified_ago: timedelta | None = None) -> Contact:
    contact = actions.add_contact(by, person, ContactKind.EMAIL, "petra@home.example")
    if verified_ago is not None:
        contact.verify(by, clock.now() - verified_ago)
        contact.save_changed()
    return contact


@pytest.mark.parametrize(
    ("ago", "counts"),
    [(timedelta(0), True), (VERIFIED_FOR, True), (VERIFIED_FOR + timedelta(seconds=1), False)],
)
def test_an_address_counts_for_six_months(ago: timedelta, counts: bool) -> None:
    now = clock.now()
    assert counts_as_verified(now - ago, now) == counts
    assert not counts_as_verified(None, now)


@pytest.mark.parametrize(
    ("ago", "said", "button"),
    [
        (None, "Not verified", True),
        (timedelta(days=1), "Verified", False),
        (timedelta(days=200), "Verified too long ago", True),
    ],
)
def test_both_pages_say_whether_an_address_counts(as_officer: Any, ago: Any, said: str, button: bool) -> None:
    person = a_client(as_officer.member, safe=SAFE)
    case = a_case(as_officer.member, person)
    an_address(as_officer.member, person, ago)
    for path in (f"/people/{person.id}", f"/cases/{case.id}"):
        page = as_officer.get(path)
        tags = {
            each for each in ("Not verified", "Verified too long ago", "Verified") if f">{each}<" in page.html
        }
        assert tags == {said}
        assert ("Send a code" in page.html) == button
    if button:
        page = page.form("Send a code").submit()
        assert "The code is on its way" in page.text
        assert OutboxMessage.select().count() == 1


def test_an_address_of_another_client_is_not_reached_through_ones_own(staff: Any) -> None:
    """The contact's id is forged into the address of a client whom this officer may see, and the other way round."""
    officer, other = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    mine, theirs = (a_client(each.member, safe=SAFE) for each in (officer, other))
    my_address, their_address = (
        an_address(officer.member, mine),
        an_address(other.member, theirs),
    )
    pairs = officer.get(f"/people/{mine.id}").form("Send a code").pairs("Send a code")
    for person, contact in ((mine, their_address.id), (theirs, their_address.id), (mine, new_id())):
        where = f"/people/{person.id}/contacts/{contact}"
        officer.get(f"{where}/verify", expect=404)
        for act in ("send-code", "end", "verify"):
            officer.post(f"{where}/{act}", pairs, expect=404)
    assert OutboxMessage.select().count() == 0
    assert Contact.get_by_id(their_address.id).ended_at is None
    where = f"/people/{mine.id}/contacts/{my_address.id}"  # the positive control
    officer.get(f"{where}/verify")
    officer.post(f"{where}/send-code", pairs)
    officer.post(f"{where}/end", pairs)
    assert OutboxMessage.select().count() == 1
    assert Contact.get_by_id(my_address.id).ended_at is not None


def test_no_code_goes_to_somebody_who_did_not_say_that_e_mail_is_safe(app: Any, officer: Any) -> None:
    person = a_client(officer, safe={})
    contact = an_address(officer, person)
    with pytest.raises(Refused, match="safe to e-mail"):
        actions.send_code(officer, clock.now(), contact)
    assert OutboxMessage.select().count() == 0
    actions.change_person(officer, person, person.version, safe_to_email=True)
    contact = Contact.get_by_id(contact.id)
    with app.app_context():
        actions.send_code(officer, clock.now(), contact)
    assert OutboxMessage.select().count() == 1


def test_an_address_ends_once_and_only_after_a_second_question(as_officer: Any) -> None:
    person = a_client(as_officer.member, phone=None)
    contact = an_address(as_officer.member, person)
    page = as_officer.get(f"/people/{person.id}")
    assert "Stop using petra@home.example?" in page.text
    form = page.form("Yes, stop using it")
    assert "It will not be used any more." in form.submit().text
    ended_at = Contact.get_by_id(contact.id).ended_at
    assert ended_at is not None
    assert "already" in form.submit().text
    assert Contact.get_by_id(contact.id).ended_at == ended_at


def test_a_postal_address_is_entered_and_shown(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    page = as_officer.get(f"/people/{person.id}").follow("Add a postal address")
    page = page.form("Add").submit(post="1 Mill Lane\nLarkford")
    assert "1 Mill Lane" in page.text
    assert Contact.get(Contact.kind == ContactKind.POST).value.split() == ["1", "Mill", "Lane", "Larkford"]


@pytest.mark.parametrize(
    ("path", "table", "answers"),
    [
        ("name", NamedPerson, {"name": "Sid Plum", "relation": "sibling"}),
        ("telephone", Contact, {"phone": "01632 960 002"}),
        ("email", Contact, {"email": "p@home.example", "again": "p@home.example"}),
        ("address", Contact, {"post": "1 Mill Lane"}),
    ],
)
def test_the_same_form_sent_twice_adds_once(as_officer: Any, path: str, table: Any, answers: Any) -> None:
    person = a_client(as_officer.member)
    before = table.select().count()
    form = as_officer.get(f"/people/{person.id}/{path}").form("Add")
    form.submit(answers)
    form.submit(answers)
    assert table.select().count() == before + 1


def test_a_postcode_is_one(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    form = as_officer.get(f"/people/{person.id}/details").form("Save details")
    assert "full UK postcode" in form.submit(expect=422, postcode="banana!").text
    form.submit(postcode="lk1 1aa")
    assert Person.get_by_id(person.id).postcode == "LK1 1AA"


def test_what_must_be_known_before_ringing_stands_on_both_pages(as_officer: Any) -> None:
    person = a_client(as_officer.member, conditions="Nothing to the father.")
    case = a_case(as_officer.member, person)
    pages = (f"/people/{person.id}", f"/cases/{case.id}")
    known = ("Nothing to the father.", "Polish", "Needs an interpreter", "blue heron")
    for path in pages:
        assert not any(each in as_officer.get(path).text for each in known[1:])
    actions.change_person(
        as_officer.member,
        person,
        person.version,
        language="pl",
        needs_interpreter=True,
        pass_phrase="blue heron",  # noqa: S106 - a phrase of an invented family
    )
    for path in pages:
        assert all(each in as_officer.get(path).text for each in known)


def test_a_death_is_noted_and_taken_back(app: Any, as_officer: Any) -> None:
    person = a_client(as_officer.member, safe=SAFE)
    contact = an_address(as_officer.member, person)
    page = as_officer.get(f"/people/{person.id}").form("Yes, note it").submit()
    assert "This client has died. Do not ring" in page.text
    assert "This client has died" in as_officer.get(f"/cases/{a_case(as_officer.member, person).id}").text
    with app.app_context(), pytest.raises(Refused):
        actions.send_code(as_officer.member, clock.now(), Contact.get_by_id(contact.id))
    with pytest.raises(Refused, match="noted already"):
        actions.note_death(as_officer.member, clock.now(), Person.get_by_id(person.id))
    page = page.form("Yes, take it back").submit()
    assert "Do not ring, write or e-mail" not in page.text
    assert "The code is on its way" in page.form("Send a code").submit().text
    with pytest.raises(Refused, match="No death"):
        actions.take_back_death(as_officer.member, Person.get_by_id(person.id))
    assert Case.select().count() == 1


def test_a_verification_written_into_the_database_makes_no_address_usable(officer: Any) -> None:
    """Neither one that was put there, nor another address's, nor one that was made newer (D8.03)."""
    person = a_client(officer, safe=SAFE)
    real = an_address(officer, person, timedelta(days=1))
    forged = actions.add_contact(officer, person, ContactKind.EMAIL, "typo@wrong.example")
    when, code = real.verified_at, real.verified_mac

    def stands(contact: Contact, **written: Any) -> tuple[Standing, Reason | None]:
        Contact.update(verified_by=officer, **written).where(Contact.id == contact.id).execute()
        now = Contact.get_by_id(contact.id)
        return now.standing, why_not(address_of(now), Kind.DOCUMENT, clock.now())

    refused = (Standing.NOT_VERIFIED, Reason.NOT_VERIFIED)
    assert stands(forged, verified_at=when) == refused
    assert stands(forged, verified_at=when, verified_mac=code) == refused
    assert stands(real, verified_at=clock.now()) == refused
    assert stands(real, verified_at=when) == (Standing.VERIFIED, None)
    Contact.update(verified_by=None).where(Contact.id == real.id).execute()
    assert Contact.get_by_id(real.id).proven_at is None, "who found out is part of it"


@pytest.mark.policy("C2", guard="people.genuine")
def test_a_way_that_was_made_safe_in_the_database_is_not(db: Any, officer: Any) -> None:
    """Nothing leaves for whoever did not call e-mail safe, whatever a tick in the table says (D8.03)."""
    person, other = a_client(officer), a_client(officer, "Victor Vine", safe=SAFE)
    contact = an_address(officer, person, timedelta(days=1))

    def said() -> Reason | None:
        return why_not(address_of(Contact.get_by_id(contact.id)), Kind.ADDRESS_CHECK, clock.now())

    assert said() is Reason.NOT_SAFE
    for code in (person.mac, other.mac):
        Person.update(safe_to_email=True, safe_to_ring=False, mac=code).where(Person.id == person.id).execute()
        assert said() is Reason.NOT_SAFE
        assert Person.get_by_id(person.id).safe_ways == []
        with pytest.raises(Refused, match="safe to e-mail"):
            actions.send_code(officer, clock.now(), Contact.get_by_id(contact.id))
    forged = Person.get_by_id(person.id)
    actions.change_person(officer, forged, forged.version, safe_to_write=True)
    assert Person.get_by_id(person.id).safe_ways == ["safe_to_write"], "what was forged is not taken along"
    forged = Person.get_by_id(person.id)
    actions.change_person(officer, forged, forged.version, safe_to_email=True)
    assert said() is None


def test_a_death_that_was_taken_away_in_the_database_lets_nothing_leave(officer: Any) -> None:
    person = a_client(officer, safe=SAFE)
    contact = an_address(officer, person, timedelta(days=1))
    assert why_not(address_of(contact), Kind.DOCUMENT, clock.now()) is None
    actions.note_death(officer, clock.now(), Person.get_by_id(person.id))
    for written in (None, clock.now() - timedelta(days=1)):
        Person.update(died_noted_at=written).where(Person.id == person.id).execute()
        row = Contact.get_by_id(contact.id)
        assert why_not(address_of(row), Kind.DOCUMENT, clock.now()) is not None


def test_pages_say_that_the_ways_to_reach_somebody_are_not_as_the_site_wrote_them(as_officer: Any) -> None:
    person = a_client(as_officer.member, safe=SAFE)
    case = a_case(as_officer.member, person)
    pages = (f"/people/{person.id}", f"/cases/{case.id}")
    for path in pages:
        page = as_officer.get(path)
        assert "past this site" not in page.text
        assert "Safe to e-mail" in page.text
    Person.update(safe_to_write=True).where(Person.id == person.id).execute()
    for path in pages:
        page = as_officer.get(path)
        assert "past this site, so nothing is sent" in page.text
        assert "Safe to" not in page.text
    form = as_officer.get(f"/people/{person.id}/details").form("Save details")
    page = form.submit(safe=["safe_to_email"])
    assert "past this site" not in page.text
    assert Person.get_by_id(person.id).safe_ways == ["safe_to_email"]
