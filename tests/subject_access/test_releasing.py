"""A pack leaves: signed, locked, to the own address of whoever asked, with a password that is kept nowhere."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pikepdf
import pytest
from peewee import IntegrityError

from ppsweb.auth.models import Member
from ppsweb.database import database, new_id, tables
from ppsweb.deadlines import clock
from ppsweb.files import File, MediaType
from ppsweb.files import Kind as FileKind
from ppsweb.mail import outbox, passwords
from ppsweb.mail.models import Delivery, OutboxDocument, OutboxMessage, documents_of, read_document
from ppsweb.mail.passwords import Told
from ppsweb.mail.states import Reason
from ppsweb.mail.states import State as MessageState
from ppsweb.mail.transport import Result
from ppsweb.mail.wording import Kind as MessageKind
from ppsweb.people import actions as people
from ppsweb.people.models import Contact, ContactKind
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions
from ppsweb.subject_access.answering import answered_ids, is_answered, is_locked
from ppsweb.subject_access.codes import PackState
from ppsweb.subject_access.models import DataRequest, Pack, Release, Signature
from ppsweb.subject_access.standing import decided, latest_pack
from tests.given.families import a_case, a_client
from tests.given.tampering import sql, without_guards
from tests.subject_access.requests import (
    a_request,
    a_verified_address,
    decide_everything,
    include,
    items_of,
)

pytestmark = pytest.mark.usefixtures("db")


def a_small_pdf() -> bytes:
    """A file that stands for the pack where its content is no matter."""
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def with_pack(by: Any, request: DataRequest) -> Pack:
    """The request with a finished pack of what is decided now."""
    pack = Pack(
        request=request, content_hash=decided(request).content_hash, asked_by=by, state=PackState.DRAWING
    ).insert_new()
    return actions.finish_pack(clock.now(), pack, a_small_pdf(), pages=1, used=set())


@pytest.fixture
def second(staff: Any) -> Any:
    return staff.member(Role.OFFICER, "Olive Orchid")


@pytest.fixture
def ready(officer: Any, second: Any) -> tuple[DataRequest, Contact]:
    """A request that only waits for its release, and the address it goes to."""
    case = a_case(officer)
    address = a_verified_address(officer, case.person)
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    with_pack(officer, request)
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    return request, address


def release(by: Any, request: DataRequest, address: Contact, **values: Any) -> actions.Released:
    pack = latest_pack(request)
    values = {"about_nobody_else": True, "seen": pack.id if pack else "", **values}
    return actions.release(by, clock.now(), request, address, **values)


@pytest.mark.policy("C2", guard="subject_access.locked")
def test_the_pack_goes_locked_to_the_own_address(manager: Any, ready: Any) -> None:
    request, address = ready
    released = release(manager, request, address)
    message = OutboxMessage.get()
    assert message.contact == address
    assert message.kind is MessageKind.DOCUMENT
    assert message.authority == request.authority
    (document,) = documents_of(message)
    assert document.file is not None
    data = read_document(document.message, document.file)
    assert hashlib.sha256(data).hexdigest() == released.release.file_hash == document.sha256
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data), password=released.password) as opened:
        assert opened.encryption.R == 6
    assert document.file.kind is FileKind.RELEASED
    assert re.fullmatch(r"document-[0-9a-z]{4}\.pdf", document.file.name)
    assert is_answered(request)


def test_a_password_is_long_random_and_easy_to_tell() -> None:
    many = {passwords.new_password() for _ in range(300)}
    assert len(many) == 300
    for each in many:
        assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", each)
        assert not set(each) & set("0o1li")
    assert passwords.spoken("ab2k-z9hh-q4rt-x7mm").startswith("alpha bravo two kilo, dash, zulu nine")
    assert set(passwords.LETTERS) <= set(passwords.SPOKEN)


@pytest.fixture
def everything_logged() -> Iterator[list[str]]:
    """Every line of every log, at the finest level."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    keeper, root = Keeper(), logging.getLogger()
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(keeper)
    root.setLevel(level)


def test_the_password_is_kept_nowhere(manager: Any, ready: Any, everything_logged: list[str]) -> None:
    request, address = ready
    released = release(manager, request, address)
    assert released.password not in repr(released)
    logging.getLogger("a.control").debug("a control line")
    assert "a control line" in everything_logged
    assert not any(released.password in line for line in everything_logged)
    stored = "\n".join(_all_that_is_stored())
    assert request.words in stored, "sealed columns are read open, so a password would be seen"
    assert released.release.file_hash in stored
    assert released.password not in stored


def _all_that_is_stored() -> Iterator[str]:
    """Every value of every row, sealed ones opened."""
    for table in tables():
        if table._meta.table_name not in database.get_tables():
            continue
        for row in table.select():
            for name in table._meta.fields:
                yield str(getattr(row, f"{name}_id", None) or getattr(row, name))


@pytest.mark.policy("C2", guard="subject_access.own_address")
def test_a_pack_goes_to_nobody_else(officer: Any, manager: Any, ready: Any) -> None:
    request, address = ready
    stranger = a_verified_address(officer, a_client(officer, "Walter Willow"), "walter@home.example")
    with pytest.raises(Refused) as refused:
        release(manager, request, stranger)
    assert "contact" in refused.value.reasons
    assert OutboxMessage.select().count() == 0
    pack, message = Pack.get(), release(manager, request, address).release.message
    row = {
        "request": request,
        "pack": pack,
        "message": message,
        "file_hash": "0" * 64,
        "released_by": manager,
    }
    with pytest.raises(IntegrityError):
        Release(**row, contact=stranger).insert_new()
    Release(**row, contact=address).insert_new()


@pytest.mark.policy("C2", guard="mail.recipient")
def test_the_outbox_refuses_the_address_of_another_client(officer: Any, manager: Any, ready: Any) -> None:
    request, address = ready
    stranger = a_verified_address(officer, a_client(officer, "Walter Willow"), "walter@home.example")
    message = release(manager, request, address).release.message
    values = {
        name: getattr(message, name) for name in ("authority", "person", "asked_by", "data_key", "kind")
    }
    values |= {"body": "-", "domain": "send.example", "not_before": clock.now(), "next_try_at": clock.now()}
    with pytest.raises(IntegrityError):
        OutboxMessage(**values, contact=stranger, reference="aaaa-aaaa").insert_new()
    OutboxMessage(**values, contact=address, reference="aaaa-aaab").insert_new()


def test_only_to_an_address_whose_code_was_read_back(officer: Any, manager: Any, ready: Any) -> None:
    request, _ = ready
    unverified = people.add_contact(officer, request.person, ContactKind.EMAIL, "new@home.example")
    with pytest.raises(Refused):
        release(manager, request, unverified)
    assert Release.select().count() == 0
    assert File.select().where(File.kind == FileKind.RELEASED).count() == 0, "nothing is half done"


def test_only_the_manager_and_only_with_the_plain_statement(officer: Any, manager: Any, ready: Any) -> None:
    request, address = ready
    with pytest.raises(Refused, match="Only the manager"):
        release(officer, request, address)
    with pytest.raises(Refused) as refused:
        release(manager, request, address, about_nobody_else=False)
    assert "about_nobody_else" in refused.value.reasons


def test_nothing_leaves_that_was_changed_after_the_signature(
    officer: Any, second: Any, manager: Any, ready: Any
) -> None:
    request, address = ready
    include(officer, items_of(request)[0])
    with pytest.raises(Refused, match="A second person has to sign"):
        release(manager, request, address)
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    with pytest.raises(Refused, match="The pack has not been made"):
        release(manager, request, address)
    with_pack(officer, request)
    release(manager, request, address)


@pytest.mark.policy("C3", guard="subject_access.signed")
def test_the_database_refuses_the_release_of_what_nobody_signed(
    officer: Any, manager: Any, ready: Any
) -> None:
    request, address = ready
    message = release(manager, request, address).release.message
    unsigned = Pack(
        request=request, content_hash="f" * 64, asked_by=officer, state=PackState.READY
    ).insert_new()
    row = {
        "request": request,
        "contact": address,
        "message": message,
        "file_hash": "0" * 64,
        "released_by": manager,
    }
    with pytest.raises(IntegrityError):
        Release(**row, pack=unsigned).insert_new()
    assert Signature.select().count() == 1


def forged(request: DataRequest, by: Member, mac: str) -> None:
    """A signature of what is decided now, straight into the table."""
    row = (new_id(), 1, clock.now(), request.id, decided(request).content_hash, by.id, mac)
    sql(
        "INSERT INTO data_request_signatures "
        "(id, version, created_at, request_id, content_hash, signed_by_id, mac) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *row,
    )


@pytest.mark.policy("C3", guard="subject_access.genuine")
def test_a_signature_written_into_the_database_signs_nothing(
    officer: Any, second: Any, manager: Any, ready: Any
) -> None:
    request, address = ready
    genuine = Signature.get()
    include(officer, items_of(request)[0])  # which voids the signature
    with_pack(officer, request)
    for mac in ("0" * 64, "", genuine.mac):
        forged(request, second, mac)
    assert Signature.select().where(Signature.content_hash == decided(request).content_hash).count() == 3
    assert decided(request).signatures == (genuine,)
    with pytest.raises(Refused, match="A second person has to sign"):
        release(manager, request, address)
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
    release(manager, request, address)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("content_hash", "f" * 64),
        ("created_at", datetime(2026, 1, 2, 3, 4, 5)),
        ("request", None),
        ("signed_by", None),
    ],
)
def test_a_signature_that_was_changed_in_the_database_signs_nothing(
    app: Any, store: Any, staff: Any, column: str, value: Any
) -> None:
    officer, second = staff.member(Role.OFFICER), staff.member(Role.OFFICER, "Olive Orchid")
    with app.app_context(), database.connection_context():
        request, other = (a_request(officer, person=a_case(officer).person) for _ in range(2))
        decide_everything(officer, request)
        signature = actions.sign(second, clock.now(), request, seen=decided(request).content_hash)
        assert Signature.get().is_genuine
        value = value or {"request": other.id, "signed_by": officer.id}[column]
    with without_guards(store), app.app_context(), database.connection_context():
        Signature.update({column: value}).where(Signature.id == signature.id).execute()
        assert not Signature.get().is_genuine
        assert not decided(request).signatures
        assert not decided(other).signatures


def test_sent_again_it_has_another_password_and_is_locked_anew(manager: Any, ready: Any) -> None:
    request, address = ready
    first, again = release(manager, request, address), release(manager, request, address)
    assert first.password != again.password
    assert first.release.file_hash != again.release.file_hash
    assert first.release.pack == again.release.pack
    latest = OutboxDocument.get(OutboxDocument.message == again.release.message)
    assert latest.file is not None
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(read_document(latest.message, latest.file)), password=first.password)


def test_a_cancelled_message_is_no_answer(officer: Any, manager: Any, ready: Any) -> None:
    request, address = ready
    message = release(manager, request, address).release.message
    with pytest.raises(Refused):
        include(officer, items_of(request)[0])
    outbox.cancel(manager, clock.now(), message)
    assert not is_answered(request)
    assert File.select().where(File.kind == FileKind.RELEASED).count() == 0
    include(officer, items_of(request)[0])


def test_what_was_said_of_one_pack_is_said_of_no_other(officer: Any, manager: Any, ready: Any) -> None:
    request, address = ready
    read = Pack.get().id
    with_pack(officer, request)
    with pytest.raises(Refused, match="made anew since you opened"):
        release(manager, request, address, seen=read)
    assert OutboxMessage.select().count() == 0
    release(manager, request, address)


@pytest.mark.parametrize("state", [MessageState.RETURNED, MessageState.STOPPED])
def test_what_did_not_reach_them_is_no_answer(manager: Any, ready: Any, state: MessageState) -> None:
    request, address = ready
    message = release(manager, request, address).release.message
    assert is_answered(request)
    assert request.id in {row.request_id for row in answered_ids()}
    OutboxMessage.update(state=state, attempts=1).where(OutboxMessage.id == message.id).execute()
    assert not is_answered(request)
    assert request.id not in {row.request_id for row in answered_ids()}
    release(manager, request, address)
    assert is_answered(request)


@pytest.mark.parametrize(
    ("state", "result", "locked"),
    [
        (MessageState.RETURNED, Result.SENT, True),
        (MessageState.UNKNOWN, Result.UNKNOWN, True),
        (MessageState.STOPPED, Result.UNKNOWN, True),
        (MessageState.CANCELLED, None, True),
        (MessageState.STOPPED, Result.STOPPED, False),
        (MessageState.CANCELLED, Result.TRY_LATER, False),
    ],
)
def test_nothing_is_decided_behind_what_may_have_left(
    manager: Any, ready: Any, state: MessageState, result: Result | None, locked: bool
) -> None:
    request, address = ready
    message = release(manager, request, address).release.message
    OutboxMessage.update(state=state, attempts=1).where(OutboxMessage.id == message.id).execute()
    if result is not None:
        Delivery(
            message=message, attempt=1, began_at=clock.now(), ended_at=clock.now(), result=result,
            reason=Reason.CONNECTION,
        ).insert_new()  # fmt: skip
    assert is_locked(request) is locked


def test_that_the_password_was_told_is_noted_once(manager: Any, ready: Any) -> None:
    request, address = ready
    row = release(manager, request, address).release
    actions.tell_password(manager, clock.now(), row, Told.TELEPHONE)
    assert Release.get_by_id(row.id).told_how is Told.TELEPHONE
    with pytest.raises(Refused):
        actions.tell_password(manager, clock.now(), row, Told.IN_PERSON)
    with pytest.raises(IntegrityError):
        Release.update(file_hash="0" * 64).execute()


def test_a_pack_is_a_pdf_under_the_key_of_the_case(ready: Any) -> None:
    request, _ = ready
    file = Pack.get().file
    assert file is not None
    assert file.media is MediaType.PDF
    assert file.data_key_id == request.case.data_key_id
