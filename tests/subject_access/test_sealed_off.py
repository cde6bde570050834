"""A note turns out to belong to another family's file: at whatever step, it leaves in no pack (C3, D4.26)."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ppsweb import files
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Note
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.files import File
from ppsweb.files import Kind as FileKind
from ppsweb.mail import outbox
from ppsweb.mail.models import OutboxMessage, documents_of
from ppsweb.mail.states import Reason
from ppsweb.mail.states import State as MessageState
from ppsweb.people import actions as people
from ppsweb.people.models import Contact, Person
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions
from ppsweb.subject_access.answering import is_answered, is_locked
from ppsweb.subject_access.building import entries_of
from ppsweb.subject_access.codes import Exemption, Mark
from ppsweb.subject_access.models import DataRequest, Fragment, Item, Pack
from ppsweb.subject_access.standing import decided
from ppsweb.subject_access.stopping import CannotBuild
from tests.given.families import a_case, a_note
from tests.given.tampering import sql
from tests.subject_access.requests import (
    a_request,
    a_verified_address,
    decide_everything,
    include,
    items_of,
    withhold,
)
from tests.subject_access.test_releasing import release, with_pack

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def second(staff: Any) -> Any:
    return staff.member(Role.OFFICER, "Olive Orchid")


@pytest.fixture
def elsewhere(officer: Any) -> Any:
    return a_case(officer)


@pytest.fixture
def request_of_two(officer: Any, elsewhere: Any) -> tuple[DataRequest, Contact, Note]:
    """Everything is given out: a note, and one that is about another family, which nobody has seen yet."""
    case = a_case(officer)
    address = a_verified_address(officer, case.person)
    a_note(officer, case, "About this family.")
    strange = a_note(officer, case, "About another family.")
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    return request, address, strange


def seal(manager: Any, note: Note, elsewhere: Any) -> None:
    cases.file_elsewhere(manager, clock.now(), note, elsewhere, because="Wrong file.")


def sign(by: Any, request: DataRequest) -> None:
    actions.sign(by, clock.now(), request, seen=decided(request).content_hash)


def item_of(request: DataRequest, note: Note) -> Item:
    return next(item for item in items_of(request) if item.source_id == note.id)


def decide_anew(by: Any, request: DataRequest) -> None:
    actions.gather(by, clock.now(), request)
    for item in decided(request).undecided:
        if item.mark is Mark.SEALED_OFF:
            withhold(by, item, Exemption.NOT_THEIRS)
        else:
            include(by, item)


def test_before_the_signature_nobody_signs(
    officer: Any, second: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    request, _, strange = request_of_two
    seal(manager, strange, elsewhere)
    with pytest.raises(Refused, match="Something new has come in"):
        sign(second, request)
    decide_anew(officer, request)
    assert item_of(request, strange) in decided(request).withheld
    sign(second, request)


def test_gathered_again_it_is_undecided_and_the_signature_void(
    officer: Any, second: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    request, _, strange = request_of_two
    sign(second, request)
    signed = decided(request).content_hash
    seal(manager, strange, elsewhere)
    assert actions.gather(officer, clock.now(), request).changed == 1
    now = decided(request)
    assert now.undecided == [item_of(request, strange)]
    assert now.content_hash != signed


def test_no_pack_is_made_with_it(manager: Any, elsewhere: Any, request_of_two: Any) -> None:
    request, _, strange = request_of_two
    assert item_of(request, strange) in [entry.item for entry in entries_of(decided(request))]
    seal(manager, strange, elsewhere)
    with pytest.raises(CannotBuild) as refused:
        entries_of(decided(request))
    assert refused.value.item == item_of(request, strange)


def test_after_the_signature_nothing_is_released(
    officer: Any, second: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    request, address, strange = request_of_two
    sign(second, request)
    with_pack(officer, request)
    seal(manager, strange, elsewhere)
    with pytest.raises(Refused):
        release(manager, request, address)
    assert OutboxMessage.select().count() == 0
    decide_anew(officer, request)
    sign(second, request)
    with_pack(officer, request)
    release(manager, request, address)


def test_the_worker_keeps_no_pack_that_it_had_in_hand_when_the_note_was_sealed_off(
    officer: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    request, _, strange = request_of_two
    seal(manager, strange, elsewhere)
    with pytest.raises(CannotBuild) as refused:
        with_pack(officer, request)
    assert refused.value.item == item_of(request, strange)
    decided_before = Pack(request=request, content_hash="f" * 64, asked_by=officer).insert_new()
    with pytest.raises(CannotBuild):
        actions.finish_pack(clock.now(), decided_before, b"%PDF", pages=1, used=set())
    assert File.select().where(File.kind == FileKind.PACK).count() == 0
    decide_anew(officer, request)
    with_pack(officer, request)


def test_the_worker_keeps_no_part_that_it_drew_before_the_note_was_sealed_off(
    officer: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    request, _, strange = request_of_two
    in_hand = Pack(request=request, content_hash=decided(request).content_hash, asked_by=officer).insert_new()
    actions.keep_fragment(in_hand, 1, "0" * 64, b"drawn")
    seal(manager, strange, elsewhere)
    assert Fragment.select().count() == 0
    with pytest.raises(CannotBuild):
        actions.keep_fragment(in_hand, 2, "1" * 64, b"drawn meanwhile")
    assert File.select().where(File.kind == FileKind.FRAGMENT).count() == 0
    decide_anew(officer, request)
    asked_anew = Pack(request=request, content_hash="f" * 64, asked_by=officer).insert_new()
    actions.keep_fragment(asked_anew, 1, "0" * 64, b"drawn anew")


@pytest.mark.only_engine("postgresql")
def test_who_seals_off_waits_for_whoever_finishes_a_pack_and_destroys_it(
    officer: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    """SQLite lets one write at a time; PostgreSQL lets the second read on while the first has not committed."""
    request, _, strange = request_of_two
    done = threading.Event()

    def seal_meanwhile() -> None:
        with database.connection_context():
            seal(manager, strange, elsewhere)
            done.set()

    other = threading.Thread(target=seal_meanwhile)
    with database.atomic():
        pack = with_pack(officer, request)
        other.start()
        assert not done.wait(0.5)
    other.join(10)
    assert done.is_set()
    assert Pack.get_by_id(pack.id).file_id is None
    assert File.select().where(File.kind == FileKind.PACK).count() == 0


@pytest.mark.parametrize("has_left", [False, True])
def test_a_pack_that_stayed_is_not_released(
    officer: Any,
    second: Any,
    manager: Any,
    elsewhere: Any,
    request_of_two: Any,
    monkeypatch: Any,
    has_left: bool,
) -> None:
    request, address, strange = request_of_two
    sign(second, request)
    with_pack(officer, request)
    if has_left:
        release(manager, request, address)
    monkeypatch.setattr(Note, "when_sealed_off", [])
    seal(manager, strange, elsewhere)
    with pytest.raises(Refused, match="sealed off since it was decided"):
        release(manager, request, address)
    # nor if the item says, past the site, that it was sealed off all the time
    sql("UPDATE data_request_items SET mark = 'sealed_off' WHERE id = ?", item_of(request, strange).id)
    with pytest.raises(Refused, match="sealed off since it was decided"):
        release(manager, request, address)


def test_what_says_something_else_since_the_signature_is_not_released(
    officer: Any, second: Any, manager: Any, request_of_two: Any
) -> None:
    request, address, _ = request_of_two
    sign(second, request)
    with_pack(officer, request)
    person = Person.get_by_id(request.person_id)
    people.change_person(officer, person, person.version, name="Petra Pear")
    with pytest.raises(Refused, match="has changed"):
        release(manager, request, address)


def test_a_pack_that_has_left_is_sent_again_although_an_address_changed(
    officer: Any, second: Any, manager: Any, request_of_two: Any
) -> None:
    request, address, _ = request_of_two
    sign(second, request)
    with_pack(officer, request)
    release(manager, request, address)
    bounced = Contact.get_by_id(address.id)
    bounced.verified_at, bounced.unverified_because = None, "bounced"
    bounced.save_changed()
    another = a_verified_address(officer, request.person, "petra@new.example")
    release(manager, request, another)


def test_what_waits_is_cancelled_and_the_packs_are_gone(
    officer: Any, second: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    request, address, strange = request_of_two
    sign(second, request)
    pack = with_pack(officer, request)
    actions.keep_fragment(pack, 1, "a" * 64, b"drawn")
    message = release(manager, request, address).release.message
    assert is_answered(request)
    seal(manager, strange, elsewhere)
    message = OutboxMessage.get_by_id(message.id)
    assert (message.state, message.reason) == (MessageState.CANCELLED, Reason.CONTENT_SEALED_OFF)
    assert not is_answered(request)
    assert Pack.get_by_id(pack.id).file is None
    assert Fragment.select().count() == 0
    kinds = (FileKind.PACK, FileKind.FRAGMENT, FileKind.RELEASED)
    assert File.select().where(File.kind.in_(kinds)).count() == 0


@pytest.mark.parametrize("state", [MessageState.SENDING, MessageState.UNKNOWN])
def test_what_may_have_left_is_not_sent_once_more(
    officer: Any, second: Any, manager: Any, elsewhere: Any, request_of_two: Any, state: MessageState
) -> None:
    request, address, strange = request_of_two
    sign(second, request)
    with_pack(officer, request)
    message = release(manager, request, address).release.message
    OutboxMessage.update(state=state, attempts=1).execute()
    assert documents_of(message)[0].file is not None
    seal(manager, strange, elsewhere)
    assert OutboxMessage.get().state is state
    assert documents_of(message)[0].file is None
    with pytest.raises(Refused):
        outbox.send_again(manager, clock.now(), OutboxMessage.get())


def test_after_the_release_it_is_decided_anew(
    officer: Any, second: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    request, address, strange = request_of_two
    sign(second, request)
    with_pack(officer, request)
    release(manager, request, address)
    OutboxMessage.update(state=MessageState.SENT, attempts=1).execute()
    assert is_locked(request)
    seal(manager, strange, elsewhere)
    with pytest.raises(Refused):
        release(manager, request, address)
    assert is_answered(request), "they have had an answer, such as it was"
    assert not is_locked(request)
    decide_anew(officer, request)
    sign(second, request)
    with_pack(officer, request)
    release(manager, request, address)
    assert is_locked(request)


def test_a_note_of_nobodys_pack_stops_nothing(
    officer: Any, second: Any, manager: Any, elsewhere: Any, request_of_two: Any
) -> None:
    request, address, _ = request_of_two
    sign(second, request)
    with_pack(officer, request)
    release(manager, request, address)
    other = a_note(officer, a_case(officer), "Of a third family.")
    seal(manager, other, elsewhere)
    assert OutboxMessage.get().state is MessageState.WAITING
    assert is_locked(request)


def test_if_a_pack_cannot_be_stopped_nothing_is_sealed_off(
    officer: Any, manager: Any, elsewhere: Any, request_of_two: Any, monkeypatch: Any
) -> None:
    request, _, strange = request_of_two
    with_pack(officer, request)

    def cannot(file: File) -> None:
        raise RuntimeError("the store is away")

    monkeypatch.setattr(files, "destroy", cannot)
    with pytest.raises(RuntimeError), database.atomic():
        seal(manager, strange, elsewhere)
    assert Note.get_by_id(strange.id).sealed_off_at is None
