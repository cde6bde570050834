"""Clients: details, numbers and addresses, a code read back, a permission withdrawn."""

from __future__ import annotations

from typing import Any

import pytest

from ppsweb.audit import AuditRow
from ppsweb.deadlines import clock
from ppsweb.people import actions
from ppsweb.people.models import Contact, ContactKind, NamedPerson, Person
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from tests.given.families import a_client


def test_details_are_changed_and_found_again(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    page = (
        as_officer.get(f"/people/{person.id}/details")
        .form("Save details")
        .submit(
            name="Petra Plum-Pear",
            born_on=["5", "May", "1988"],
            postcode="LK1 1AA",
            language="pl",
            safe=["safe_to_write"],
        )
    )
    assert "Petra Plum-Pear" in page.text
    assert "5 May 1988" in page.text
    assert "Safe to write" in page.text
    assert "Do not ring" in page.text


@pytest.mark.parametrize(
    ("born_on", "message"),
    [
        (("31", "4", "1988"), "Date of birth must be a real date"),
        (("1", "1", "88"), "Year must include 4 numbers"),
        (("1", "1", "2999"), "Date of birth must be today or in the past"),
    ],
)
def test_a_wrong_date_is_told_beside_the_field(as_officer: Any, born_on: Any, message: str) -> None:
    person = a_client(as_officer.member)
    page = (
        as_officer.get(f"/people/{person.id}/details")
        .form("Save details")
        .submit(expect=422, born_on=list(born_on))
    )
    assert message in page.text
    assert Person.get_by_id(person.id).version == person.version


def test_markup_in_a_name_is_only_text(as_officer: Any) -> None:
    person = a_client(as_officer.member, "<script>alert(1)</script>")
    page = as_officer.get(f"/people/{person.id}")
    assert "<script>alert(1)</script>" in page.text
    assert "<script>alert" not in page.html


def test_somebody_is_added_to_the_file_and_found(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    as_officer.get(f"/people/{person.id}/name").form("Add").submit(
        name="Quentin Quince", relation="professional"
    )
    assert NamedPerson.get(NamedPerson.relation == "professional").name == "Quentin Quince"
    assert "Petra Plum" in as_officer.get("/cases/find").form("Find").submit(words="quince").text


def test_an_address_is_typed_twice_and_checked(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    path = f"/people/{person.id}/email"
    page = as_officer.get(path).form("Add").submit(expect=422, email="p@gmial.com", again="p@gmial.com")
    assert "did they mean gmail.com?" in page.text
    page = (
        as_officer.get(path).form("Add").submit(expect=422, email="a@larch.example", again="b@larch.example")
    )
    assert "not the same" in page.text
    page = as_officer.get(path).form("Add").submit(email="a@larch.example", again="a@larch.example")
    assert "Not verified" in page.text


def test_a_code_read_back_verifies_the_address_and_a_wrong_or_old_one_does_not(officer: Any) -> None:
    person = a_client(officer)
    contact = actions.add_contact(officer, person, ContactKind.EMAIL, "petra@larch.example")
    now = clock.now()
    code = actions.start_verifying(officer, now, contact)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert actions.verify_contact(officer, now, contact, wrong) is None
    with pytest.raises(Refused, match="too old"):
        actions.verify_contact(officer, now + actions.CODE_LASTS * 2, contact, code)
    assert Contact.get_by_id(contact.id).verified_at is None
    actions.verify_contact(officer, now, contact, f"{code[:3]} {code[3:]}")
    assert Contact.get_by_id(contact.id).verified_at is not None


def _with_code(officer: Any) -> tuple[Contact, str, str]:
    """An address, the code that was sent to it, and another one."""
    contact = actions.add_contact(officer, a_client(officer), ContactKind.EMAIL, "petra@larch.example")
    code = actions.start_verifying(officer, clock.now(), contact)
    return contact, code, f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_is_void_after_three_wrong_answers(officer: Any) -> None:
    contact, code, wrong = _with_code(officer)
    for number in range(1, 4):
        assert actions.verify_contact(officer, clock.now(), Contact.get_by_id(contact.id), wrong) is None
        assert Contact.get_by_id(contact.id).wrong_codes == number
    misread = AuditRow.select().where(AuditRow.action == "people.misread_code")
    assert misread.count() == 3
    with pytest.raises(Refused, match="too often"):
        actions.verify_contact(officer, clock.now(), Contact.get_by_id(contact.id), code)
    assert Contact.get_by_id(contact.id).verified_at is None
    contact = Contact.get_by_id(contact.id)
    code = actions.start_verifying(officer, clock.now(), contact)
    assert actions.verify_contact(officer, clock.now(), contact, f"{(int(code) + 1) % 1_000_000:06d}") is None
    actions.verify_contact(officer, clock.now(), contact, code)
    assert Contact.get_by_id(contact.id).verified_at is not None
    assert Contact.get_by_id(contact.id).wrong_codes == 0


def test_an_answer_counts_what_was_answered_in_another_window(officer: Any) -> None:
    contact, code, wrong = _with_code(officer)
    windows = [Contact.get_by_id(contact.id) for _ in range(4)]
    for each in windows[:3]:
        assert actions.verify_contact(officer, clock.now(), each, wrong) is None
    assert Contact.get_by_id(contact.id).wrong_codes == 3
    with pytest.raises(Refused, match="too often"):
        actions.verify_contact(officer, clock.now(), windows[3], code)


def test_a_wrong_answer_on_the_page_is_counted_although_it_is_refused(as_officer: Any) -> None:
    contact, code, wrong = _with_code(as_officer.member)
    address = f"/people/{contact.person_id}/contacts/{contact.id}/verify"
    for words in ("2 tries are left", "1 try is left", "does not count any more"):
        page = as_officer.get(address).form("Check the code").submit(expect=422, code=wrong)
        assert page.errors[0].startswith("This is not the code that was sent")
        assert words in page.errors[0]
    page = as_officer.get(address).form("Check the code").submit(expect=422, code=code)
    assert page.errors == [
        "The code was read back wrongly too often and does not count any more. Send a new one"
    ]


@pytest.mark.policy("C5", guard="authorities.in_force")
def test_after_a_withdrawal_no_case_can_be_opened(as_officer: Any) -> None:
    person = a_client(as_officer.member)
    page = (
        as_officer.get(f"/people/{person.id}/withdraw")
        .form("End the permission")
        .submit(because="She changed her mind.", sure=True)
    )
    assert "Their permission has ended" in page.text
    page = as_officer.get(f"/cases/open/{person.id}").form("Open the case").submit(expect=422, topic="other")
    assert "permission to hold data has ended" in page.text


@pytest.mark.policy("C1", guard="people.visible_to")
@pytest.mark.policy("C4", guard="people.visible_to")
def test_a_colleagues_client_is_not_found(staff: Any) -> None:
    person = a_client(staff(Role.OFFICER).member)
    other = staff(Role.OFFICER, "Olive Orchid")
    other.get(f"/people/{person.id}", expect=404)
    staff(Role.MANAGER).get(f"/people/{person.id}")


@pytest.mark.parametrize("sent", [[], [("version", "")], [("version", "0")], [("version", "x")]])
def test_details_are_not_saved_by_a_form_that_does_not_say_what_it_saw(
    as_officer: Any, sent: list[tuple[str, str]]
) -> None:
    person = a_client(as_officer.member)
    address = f"/people/{person.id}/details"
    honest = as_officer.get(address).form("Save details").pairs("Save details")
    assert ("version", str(person.version)) in honest
    forged = [
        (name, "Forged Name" if name == "name" else value) for name, value in honest if name != "version"
    ]
    as_officer.post(address, [*forged, *sent], expect=409)
    assert Person.get_by_id(person.id).name == person.name
    as_officer.post(address, [*forged, ("version", str(person.version))])
    assert Person.get_by_id(person.id).name == "Forged Name"
