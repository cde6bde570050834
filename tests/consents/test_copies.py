"""Whoever permitted by word of mouth has it in writing: on paper, or by e-mail with a password (D4.04, D8.01)."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from peewee import IntegrityError

from ppsweb import files
from ppsweb.authorities.models import Authority, Copy, Method, Purpose
from ppsweb.cases.tasks import copies_to_give
from ppsweb.consents import actions, copying
from ppsweb.consents.models import SharingCopy
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.mail.models import OutboxMessage, documents_of
from ppsweb.mail.passwords import Told
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.web import filters
from tests.given.families import a_case, a_client
from tests.given.sharing import a_body, a_sharing
from tests.given.verapdf import accessible
from tests.subject_access.requests import a_verified_address


def signed(by: Any, person: Person, **changes: Any) -> copying.Signing:
    school, surgery = a_body(by), a_body(by, "Mill Lane Surgery")
    purposes = [Purpose.DISCUSS, Purpose.SEND_DOCUMENT]
    (first, *_) = a_sharing(by, person, surgery, school, purposes=purposes, **changes)
    found = copying.signing_of(person, first.signing)
    assert found is not None
    return found


def text_of(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def small_pdf() -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


@pytest.fixture
def in_app(app: Any) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.mark.pdf
def test_the_copy_says_all_that_was_agreed_and_is_accessible(app: Any, officer: Any, verapdf: Any) -> None:
    with app.test_request_context():
        person = a_client(officer)
        signing = signed(officer, person, conditions="Nothing about swimming.")
        row = next(each for each in signing.rows if each.purpose == Purpose.SEND_DOCUMENT)
        actions.take_back(officer, clock.now(), person, row, because="No letters.")
        signing = copying.signing_of(person, signing.first.id) or signing
        drawn = copying.draw_copy(person, signing, clock.today())
        assert drawn == copying.draw_copy(person, signing, clock.today())
    accessible(verapdf(drawn)[0])
    text = text_of(drawn)
    for words in ("Dear Petra Plum", "Hedgerow Primary School", "Mill Lane Surgery", "To talk to them about the child",
                  "The child’s special educational needs", "Nothing about swimming.", "We speak only to those you name",
                  "You can take it back at any time", "1 of"):  # fmt: skip
        assert words in text, words
    assert text.count("(this has ended)") == 1
    assert text.index("Hedgerow Primary School") < text.index("Mill Lane Surgery"), "in the order of the alphabet"


def test_by_email_it_is_locked_and_goes_to_a_verified_address_of_the_client_alone(
    in_app: Any, officer: Any
) -> None:
    person, other = a_client(officer), a_client(officer, "Victor Vine")
    signing, contact = signed(officer, person, copy=Copy.EMAIL), a_verified_address(officer, person)
    theirs = a_verified_address(officer, other, "victor@home.example")
    person = Person.get_by_id(person.id)
    drawn = small_pdf()
    with pytest.raises(Refused) as refused:
        copying.send_copy(officer, clock.now(), person, signing, contact=theirs, drawn=drawn)
    assert list(refused.value.reasons) == ["contact"]
    assert not OutboxMessage.select().where(OutboxMessage.kind == "document").exists()
    sent = copying.send_copy(officer, clock.now(), person, signing, contact=contact, drawn=drawn)
    message = sent.copy.message
    assert message is not None
    (document,) = documents_of(message)
    assert document.file is not None
    locked = files.read(document.file, kind=files.Kind.RELEASED, data_key=person.data_key_id)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked))
    with pikepdf.open(io.BytesIO(locked), password=sent.password) as pdf:
        assert len(pdf.pages) == 1
    assert message.contact == contact
    assert sent.password not in repr(sent)


def test_that_the_password_was_told_is_noted_once(in_app: Any, officer: Any) -> None:
    person = a_client(officer)
    signing, contact = signed(officer, person), a_verified_address(officer, person)
    sent = copying.send_copy(
        officer, clock.now(), Person.get_by_id(person.id), signing, contact=contact, drawn=small_pdf()
    )
    copying.tell_password(officer, clock.now(), sent.copy, Told.TELEPHONE)
    with pytest.raises(Refused, match="noted already"):
        copying.tell_password(officer, clock.now(), SharingCopy.get_by_id(sent.copy.id), Told.IN_PERSON)
    with pytest.raises(IntegrityError, match="noted once"):
        SharingCopy.update(told_how=Told.IN_PERSON).where(SharingCopy.id == sent.copy.id).execute()


def test_a_letter_goes_only_where_letters_are_safe(officer: Any) -> None:
    person = a_client(officer, safe={"safe_to_write": False})
    signing = signed(officer, person)
    with pytest.raises(Refused) as refused:
        copying.note_copy(officer, clock.now(), person, signing, how=Copy.LETTER)
    assert list(refused.value.reasons) == ["how"]
    copying.note_copy(officer, clock.now(), person, signing, how=Copy.BY_HAND)
    assert SharingCopy.get().how == Copy.BY_HAND
    person.say(safe_to_write=True)
    copying.note_copy(officer, clock.now(), person, signing, how=Copy.LETTER)


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({}, True),
        ({"copy": Copy.NOT_SAFE}, False),
        ({"method": Method.FORM, "copy": None}, False),
    ],
)
def test_what_was_only_spoken_waits_to_be_given(officer: Any, changes: dict[str, Any], waits: bool) -> None:
    person = a_client(officer)
    signing = signed(officer, person, **changes)
    assert [row.id for row in copying.without_copy([person.data_key_id])] == ([signing.first.id] if waits else [])


def test_what_was_given_or_has_ended_waits_no_longer(officer: Any) -> None:
    person = a_client(officer)
    given, ended = signed(officer, person), signed_again(officer, person)
    copying.note_copy(officer, clock.now(), person, given, how=Copy.BY_HAND)
    assert [row.id for row in copying.without_copy([person.data_key_id])] == [ended.first.id]
    for row in ended.rows:
        actions.take_back(officer, clock.now(), person, Authority.get_by_id(row.id), because="No.")
    assert copying.without_copy([person.data_key_id]) == []


def signed_again(by: Any, person: Person) -> copying.Signing:
    (first,) = a_sharing(by, person, a_body(by, "Elm College"))
    found = copying.signing_of(person, first.signing)
    assert found is not None
    return found


def test_the_database_keeps_a_copy_with_its_family(officer: Any) -> None:
    person, other = a_client(officer), a_client(officer, "Victor Vine")
    mine = signed(officer, person)
    (theirs,) = a_sharing(officer, other, a_body(officer, "Elm College"))
    row = copying.note_copy(officer, clock.now(), person, mine, how=Copy.BY_HAND)
    fields = SharingCopy._meta.sorted_fields
    values = {field.column_name: row.__data__.get(field.name) for field in fields}

    def copy(**changes: Any) -> None:
        new = values | {"id": new_id()} | changes
        marks, listed = ", ".join([database.param] * len(new)), ", ".join(f'"{name}"' for name in new)
        with database.atomic():
            database.execute_sql(f"INSERT INTO sharing_copies ({listed}) VALUES ({marks})", list(new.values()))  # noqa: S608

    not_the_first = next(each for each in mine.rows if each.id != each.signing)
    for changes in ({"sharing_id": theirs.id}, {"sharing_id": not_the_first.id}, {"how": "email"}):
        with pytest.raises(IntegrityError, match="what this client signed"):
            copy(**changes)
    copy()


@pytest.mark.pdf
def test_in_the_browser_from_the_first_page_to_the_password(staff: Any) -> None:
    officer = staff(Role.OFFICER)
    with officer.app.app_context():
        person = a_case(officer.member).person
        signing = signed(officer.member, person, copy=Copy.EMAIL)
    page = officer.get("/")
    assert "What was agreed by telephone, to be given in writing" in page.text
    page = officer.get(f"/consents/{person.id}").follow(f"Give them the copy of {filters.day(clock.today())}")
    assert "There is no verified address" in page.text
    assert 'value="email"' not in page.html
    assert "Choose how they get it" in page.form("Record, or send").submit(expect=422).errors
    with officer.app.app_context():
        contact = a_verified_address(officer.member, person)
    address = f"/consents/{person.id}/signings/{signing.first.id}/copy"
    form = officer.get(address).form("Record, or send")
    assert "Choose a verified address" in form.submit(expect=422, how="email").errors
    page = form.submit(how="email", contact=contact.id)
    (password,) = re.findall(r'id="password">([^<]+)<', page.html)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", password)
    again = form.submit(how="email", contact=contact.id)
    assert "given already" in again.text
    assert password not in again.html
    assert SharingCopy.select().count() == 1
    page = page.follow("note that you told it")
    page = page.form("Note it").submit(how="telephone")
    assert "Noted that the password was told." in page.text
    with officer.app.test_request_context():
        assert copies_to_give(officer.member, clock.today()) == []


@pytest.mark.pdf
def test_the_paper_copy_is_opened_and_noted(staff: Any) -> None:
    officer, colleague = staff(Role.OFFICER), staff(Role.OFFICER, "Olive Orchid")
    with officer.app.app_context():
        person = a_case(officer.member).person
        signing = signed(officer.member, person)
        other = a_case(colleague.member, a_client(colleague.member, "Victor Vine")).person
    address = f"/consents/{person.id}/signings/{signing.first.id}/copy"
    answer = officer.request("GET", f"{address}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    answer.close()
    page = officer.get(address).form("Record, or send").submit(how="by_hand")
    assert "They have it" in page.text or "they have it in writing" in page.text
    officer.get(f"/consents/{other.id}/signings/{signing.first.id}/copy", expect=404)
    colleague.get(f"/consents/{other.id}/signings/{signing.first.id}/copy", expect=404)
    colleague.get(f"{address}.pdf", expect=404)
