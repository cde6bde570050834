"""Putting, cancelling and deciding: what staff may do with a message, and what the database itself refuses."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from peewee import IntegrityError

from ppsweb.audit import AuditRow, action, record
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.cases import actions as cases
from ppsweb.database import Stale, database, new_id
from ppsweb.deadlines import clock
from ppsweb.files import File, MediaType
from ppsweb.mail import outbox, returning, wording
from ppsweb.mail.models import OutboxDocument, OutboxMessage, documents_of
from ppsweb.mail.states import State
from ppsweb.mail.wording import Kind
from ppsweb.people import actions as people
from ppsweb.people.models import ContactKind
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from tests.given.families import a_client
from tests.given.staff import Staff
from tests.mail.families import NOW, Family, again, encrypted_pdf, plain_pdf

WINDOW = timedelta(minutes=10)


def actions_of(message: OutboxMessage) -> list[str]:
    """What the audit record says was done with a message, in order."""
    rows = AuditRow.select().where(AuditRow.subject == message.id).order_by(AuditRow.at)
    return [row.action for row in rows]


def test_a_message_waits_for_ten_minutes(family: Family) -> None:
    message = again(family.put())
    assert (message.state, message.attempts) == (State.WAITING, 0)
    assert message.not_before == message.next_try_at == NOW + WINDOW
    assert message.contact == family.contact
    assert message.asked_by == family.officer
    assert actions_of(message) == ["mail.put"]


def test_the_text_quotes_the_reference_and_names_nobody(family: Family) -> None:
    message = again(family.put())
    assert message.reference.upper() in message.body
    assert "password" in message.body
    for telling in ("Taylor", "Sam", "Larkshire", "Partnership", "01632", "child", "ABCD-2345"):
        assert telling not in message.body


@pytest.mark.policy("C4", guard="keys.sealed")
def test_the_database_holds_neither_address_nor_text(family: Family) -> None:
    message = family.put()
    columns = database.execute_sql(f"SELECT * FROM outbox_messages WHERE id = '{message.id}'").fetchone()  # noqa: S608
    stored = b"|".join(
        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in columns
    )
    assert message.reference.encode() in stored
    for secret in (b"taylor", b"home.example", b"Hello", b"password"):
        assert secret not in stored


def test_the_hash_of_what_is_sent_is_kept(family: Family) -> None:
    content = encrypted_pdf()
    message = family.put(documents=[family.document(content)])
    (document,) = documents_of(message)
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.size == len(content)


def test_it_stands_or_falls_with_what_it_belongs_to(family: Family) -> None:
    @action
    def release() -> None:
        family.put()
        record("test.release", by=family.officer)
        raise RuntimeError("the rest of the act failed")

    before = OutboxMessage.select().count(), AuditRow.select().where(AuditRow.action == "mail.put").count()
    document = family.document()
    with pytest.raises(RuntimeError, match="the rest"):
        release()
    assert (
        OutboxMessage.select().count(),
        AuditRow.select().where(AuditRow.action == "mail.put").count(),
    ) == before
    assert family.put(documents=[document]).state is State.WAITING


def test_a_code_leaves_at_once_and_alone(db: Flask, officer: Member) -> None:
    family = Family(officer, verified=False)
    message = again(family.put(kind=Kind.ADDRESS_CHECK, documents=[], code="123456"))
    assert message.next_try_at == NOW
    assert "123456" in message.body


@pytest.mark.parametrize(
    "change",
    [
        {"kind": Kind.ADDRESS_CHECK, "code": "123456"},
        {"kind": Kind.ADDRESS_CHECK, "documents": []},
        {"code": "123456"},
        {"documents": []},
    ],
)
def test_a_code_and_documents_do_not_mix(family: Family, change: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="A code goes alone"):
        family.put(**change)


@pytest.mark.policy("C2", guard="mail.why_not")
def test_only_a_verified_address_is_written_to(db: Flask, officer: Member) -> None:
    family = Family(officer, verified=False)
    with pytest.raises(Refused, match="not verified"):
        family.put()
    code = people.start_verifying(officer, NOW, family.contact)
    people.verify_contact(officer, NOW, family.contact, code)
    assert family.put().state is State.WAITING
    with pytest.raises(Refused, match="more than six months"):
        family.put(NOW + timedelta(days=184))


def test_what_is_not_an_address_in_use_is_refused(family: Family) -> None:
    phone = people.add_contact(family.officer, family.person, ContactKind.PHONE, "01632 960 001")
    with pytest.raises(Refused, match="not an e-mail address"):
        family.put(contact=phone)
    people.end_contact(family.officer, NOW, family.contact)
    with pytest.raises(Refused, match="no longer in use"):
        family.put()


def test_a_document_from_a_case_needs_a_password(family: Family) -> None:
    """Mailboxes cannot be forced to encrypt, so the file is (D8.01)."""
    with pytest.raises(Refused, match="only with a password"):
        family.put(documents=[family.document(plain_pdf())])
    with pytest.raises(Refused, match="only with a password"):
        family.put(documents=[family.document(), family.document(plain_pdf())])
    assert family.put(documents=[family.document(encrypted_pdf())]).state is State.WAITING
    assert family.put(kind=Kind.LEAFLET, documents=[family.leaflet()]).state is State.WAITING


def test_what_is_no_pdf_is_refused(family: Family) -> None:
    with pytest.raises(Refused, match="not a PDF"):
        family.put(documents=[family.document(b"%PDF-1.7 and then nothing")])
    other = family.document(media=MediaType.TEXT)
    with pytest.raises(Refused, match="Only PDF"):
        family.put(documents=[other])


def test_what_is_too_large_is_refused(family: Family) -> None:
    large = family.leaflet(plain_pdf() + bytes(5 * 1024 * 1024))
    assert family.put(kind=Kind.LEAFLET, documents=[large]).state is State.WAITING
    with pytest.raises(Refused, match="too large"):
        family.put(kind=Kind.LEAFLET, documents=[large, large])


def test_without_an_authority_in_force_nothing_is_written(family: Family) -> None:
    """The database itself refuses, whatever the code in front of it forgot (C5)."""
    assert family.put().state is State.WAITING
    authorities.withdraw(
        family.officer, NOW + timedelta(minutes=1), family.authority, because="asked us to stop"
    )
    with pytest.raises(Refused):
        family.put(NOW + timedelta(minutes=2))
    row: Any = OutboxMessage.select().dicts().get()
    row |= {"id": new_id(), "reference": "2222-2222", "created_at": NOW + timedelta(minutes=2)}
    with pytest.raises(IntegrityError, match="no authority in force"), database.atomic():
        OutboxMessage.insert(row).execute()


@pytest.mark.policy("C2", guard="mail.recipient")
def test_the_database_refuses_somebody_elses_address(family: Family, officer: Member) -> None:
    other = Family(officer, address="jo.green@home.example")
    message = family.put()
    row: Any = OutboxMessage.select().dicts().get()
    row |= {"id": new_id(), "reference": "2222-2222", "contact": other.contact.id}
    with pytest.raises(IntegrityError, match="of the client that it is about"), database.atomic():
        OutboxMessage.insert(row).execute()
    with pytest.raises(IntegrityError, match="is not changed"), database.atomic():
        OutboxMessage.update(contact=other.contact.id).where(OutboxMessage.id == message.id).execute()


def test_the_database_refuses_to_send_again_what_was_sent(family: Family) -> None:
    """Nor by way of another state, in two steps; a message that was sent may still come back."""
    for ended in (State.SENT, State.CANCELLED, State.RETURNED):
        message = family.put()
        OutboxMessage.update(state=ended).where(OutboxMessage.id == message.id).execute()
        for state in set(State) - {ended, State.RETURNED}:
            with pytest.raises(IntegrityError, match="not sent again"), database.atomic():
                OutboxMessage.update(state=state).where(OutboxMessage.id == message.id).execute()
        OutboxMessage.update(state=State.RETURNED).where(OutboxMessage.id == message.id).execute()


def test_cancelling(family: Family) -> None:
    message = family.put()
    outbox.cancel(family.officer, NOW, message)
    assert again(message).state is State.CANCELLED
    assert [document.file for document in documents_of(message)] == [None]
    assert actions_of(message) == ["mail.put", "mail.cancel"]
    with pytest.raises(Refused, match="no longer"):
        outbox.cancel(family.officer, NOW, again(message))


def test_a_file_made_for_the_message_goes_with_it_and_another_stays(family: Family) -> None:
    kept, made = family.document(), family.document()
    for document, destroy in ((kept, False), (made, True)):
        outbox.cancel(family.officer, NOW, family.put(documents=[document], destroy_files=destroy))
    assert File.get_or_none(File.id == kept.id) == kept
    assert File.get_or_none(File.id == made.id) is None


def test_two_tabs_do_not_both_decide(family: Family) -> None:
    message = family.put()
    drawn = message.version
    outbox.cancel(family.officer, NOW, again(message), drawn)
    stale = again(message)
    stale.state = State.WAITING
    with pytest.raises(Stale):
        outbox.cancel(family.officer, NOW, stale, drawn)


def test_what_rests_on_a_permission_ends_with_it(family: Family, officer: Member) -> None:
    """Withdrawal cancels what waits, in the same transaction (D4.05), and nothing of anybody else."""
    waiting, sent = family.put(), family.put()
    OutboxMessage.update(state=State.SENT).where(OutboxMessage.id == sent.id).execute()
    other = Family(officer, address="jo.green@home.example").put()
    assert outbox.cancel_resting_on(officer, NOW, family.authority) == 1
    assert again(waiting).state is State.CANCELLED
    assert again(waiting).reason == "authority_ended"
    assert again(sent).state is State.SENT
    assert again(other).state is State.WAITING


def _put_in(message: OutboxMessage, state: State) -> OutboxMessage:
    OutboxMessage.update(state=state).where(OutboxMessage.id == message.id).execute()
    return again(message)


@pytest.mark.parametrize("state", State)
def test_sending_again_is_for_what_stopped_or_is_unknown(family: Family, state: State) -> None:
    message = _put_in(family.put(), state)
    if state not in (State.STOPPED, State.UNKNOWN):
        with pytest.raises(Refused, match="cannot be sent again"):
            outbox.send_again(family.officer, NOW, message)
        return
    later = NOW + timedelta(hours=3)
    outbox.send_again(family.officer, later, message)
    found = again(message)
    assert (found.state, found.next_try_at, found.failures) == (State.WAITING, later, 0)
    assert actions_of(message)[-1] == "mail.send_again"


def test_sending_again_asks_anew_whether_the_address_is_fit(family: Family) -> None:
    message = _put_in(family.put(), State.UNKNOWN)
    family.unverify()
    with pytest.raises(Refused, match="not verified"):
        outbox.send_again(family.officer, NOW, message)


def test_sending_again_without_the_document_is_refused(family: Family) -> None:
    message = _put_in(family.put(), State.STOPPED)
    OutboxDocument.update(file=None).where(OutboxDocument.message == message).execute()
    with pytest.raises(Refused, match="cannot be sent again"):
        outbox.send_again(family.officer, NOW, again(message))


def test_confirming_that_it_arrived(family: Family) -> None:
    message = _put_in(family.put(), State.UNKNOWN)
    outbox.confirm_arrival(family.officer, NOW, message)
    assert again(message).state is State.SENT
    with pytest.raises(Refused):
        outbox.confirm_arrival(family.officer, NOW, again(message))


@pytest.mark.parametrize("state", State)
def test_what_needs_a_person_is_shown_until_somebody_dealt_with_it(family: Family, state: State) -> None:
    message = _put_in(family.put(), state)
    needed = state in (State.STOPPED, State.UNKNOWN, State.RETURNED)
    assert list(OutboxMessage.needing_attention(family.officer)) == ([message] if needed else [])
    if not needed:
        with pytest.raises(Refused, match="does not need"):
            outbox.deal_with(family.officer, NOW, message)
        return
    outbox.deal_with(family.officer, NOW, message)
    assert list(OutboxMessage.needing_attention(family.officer)) == []


@pytest.mark.policy("C4", guard="cases.visible_to")
def test_who_sees_a_message(family: Family, staff: Staff, manager: Member) -> None:
    message = family.put()
    colleague = staff.member(Role.OFFICER, "Priya Plum")
    assert OutboxMessage.found_for(family.officer, message.id) == message
    assert OutboxMessage.found_for(manager, message.id) == message
    assert OutboxMessage.found_for(colleague, message.id) is None
    assert again(message).is_open_to(family.officer)
    assert not again(message).is_open_to(colleague)


def test_a_message_without_a_case_goes_with_the_clients_case(
    family: Family, staff: Staff, manager: Member
) -> None:
    message = family.put(kind=Kind.ADDRESS_CHECK, case=None, documents=[], code="123456")
    colleague = staff.member(Role.OFFICER, "Priya Plum")
    assert OutboxMessage.found_for(family.officer, message.id) == message
    assert OutboxMessage.found_for(manager, message.id) == message
    assert OutboxMessage.found_for(colleague, message.id) is None

    cases.hand_over(manager, family.case, colleague)
    assert OutboxMessage.found_for(family.officer, message.id) is None, "although they asked for it"
    assert OutboxMessage.found_for(colleague, message.id) == message
    assert OutboxMessage.found_for(manager, message.id) == message


def test_until_there_is_a_case_a_message_is_seen_by_whoever_asked_for_it(
    db: Flask, officer: Member, manager: Member, staff: Staff
) -> None:
    client = a_client(officer)
    client.say(safe_to_email=True)
    client.save_changed()
    address = people.add_contact(officer, client, ContactKind.EMAIL, "petra@home.example")
    people.send_code(officer, clock.now(), address)
    message = OutboxMessage.get()
    assert OutboxMessage.found_for(officer, message.id) == message
    assert OutboxMessage.found_for(manager, message.id) == message
    assert OutboxMessage.found_for(staff.member(Role.OFFICER, "Priya Plum"), message.id) is None


def test_the_texts_of_all_kinds(db: Flask) -> None:
    for kind in Kind:
        text = wording.body(kind, "7Q4K-2MXD", code="123456")
        assert text.startswith("Hello\n")
        assert ("123456" in text) == (kind is Kind.ADDRESS_CHECK)
        assert all(len(line) < 200 for line in text.splitlines())


def test_every_verb_is_one_act_with_its_audit_row() -> None:
    verbs = [
        outbox.put,
        outbox.cancel,
        outbox.cancel_resting_on,
        outbox.send_again,
        outbox.confirm_arrival,
        outbox.deal_with,
        returning.take_bounce,
    ]
    assert all(getattr(verb, "is_action", False) for verb in verbs)
