"""One round of sending against a real mail server: claim, answer, back-off, and what a person has to decide."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

import pytest
from flask import Flask
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority, Ending
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.files import File
from ppsweb.files.models import FileChunk
from ppsweb.mail import outbox, sending
from ppsweb.mail.models import Delivery, OutboxMessage, documents_of
from ppsweb.mail.sending import InTransaction, send_due
from ppsweb.mail.states import State
from ppsweb.mail.transport import Outcome, Result, Transport
from ppsweb.mail.wording import Kind
from ppsweb.people import actions as people
from tests.given.smtp import DROP, HANG, MailServer
from tests.mail.conftest import config_for
from tests.mail.families import ADDRESS, NOW, Family, again, encrypted_pdf

pytestmark = pytest.mark.smtp

DUE = NOW + timedelta(minutes=10)


def deliveries(message: OutboxMessage) -> list[tuple[Result, str, int | None]]:
    rows = Delivery.select().where(Delivery.message == message).order_by(Delivery.attempt)
    return [(row.result, row.reason, row.answer) for row in rows]


def test_nothing_leaves_in_the_cancel_window(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    message = family.put()
    assert send_due(DUE - timedelta(seconds=1), transport).came_to == {}
    assert mail_server.conversations == 0
    assert send_due(DUE, transport).came_to == {State.SENT: 1}
    assert mail_server.only.recipients == (ADDRESS,)
    assert again(message).state is State.SENT


def test_the_clock_is_read_at_each_claim(db: Flask, officer: Member, transport: Transport) -> None:
    """A message that is claimed late in a long round is not taken for one whose worker is long dead."""
    family = Family(officer, now=clock.now() - timedelta(hours=3))
    OutboxMessage.update(state=State.SENT).execute()  # the code that verified the address
    first, second = (family.put(when=clock.now() - timedelta(hours=each)) for each in (2, 1))
    began = clock.now()
    done = send_due(transport=Slow(transport, lambda: clock.move(timedelta(minutes=20))))
    assert done.came_to == {State.SENT: 2}
    claimed = [Delivery.get(Delivery.message == each).began_at - began for each in (first, second)]
    assert claimed[0] < timedelta(minutes=1)
    assert claimed[1] >= timedelta(minutes=20)


def test_what_was_sent_is_logged(family: Family, transport: Transport, mail_server: MailServer) -> None:
    """D8.08: times, the hash of what was sent, the TLS version, the result."""
    content = encrypted_pdf()
    message = family.put(documents=[family.document(content)])
    send_due(DUE, transport)
    (sent,) = mail_server.only.documents
    (document,) = documents_of(message)
    assert sent == content
    assert document.sha256 == hashlib.sha256(sent).hexdigest()
    (delivery,) = Delivery.select().where(Delivery.message == message)
    assert (delivery.result, delivery.answer, delivery.attempt) == (Result.SENT, 250, 1)
    assert delivery.tls == mail_server.only.tls.lower()
    assert delivery.began_at == DUE <= delivery.ended_at == again(message).ended_at
    rows = AuditRow.select().where(AuditRow.subject == message.id).order_by(AuditRow.at)
    assert [row.action for row in rows] == ["mail.put", "mail.begin_sending", "mail.end_sending"]


def test_nothing_is_sent_twice(family: Family, transport: Transport, mail_server: MailServer) -> None:
    family.put()
    for _ in range(3):
        send_due(DUE, transport)
    assert mail_server.only


def test_the_document_leaves_the_queue_with_delivery(family: Family, transport: Transport) -> None:
    file = family.document()
    message = family.put(documents=[file], destroy_files=True)
    assert File.get_or_none(File.id == file.id) == file
    send_due(DUE, transport)
    assert [document.file for document in documents_of(message)] == [None]
    assert File.get_or_none(File.id == file.id) is None
    assert FileChunk.select().where(FileChunk.file == file.id).count() == 0


def test_a_cancelled_message_is_not_sent(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    cancelled, other = family.put(), family.put()
    outbox.cancel(family.officer, NOW, cancelled)
    assert send_due(DUE, transport).came_to == {State.SENT: 1}
    assert mail_server.only.message["Message-ID"] == f"<{other.id}@send.example>"


def test_a_withdrawal_cancels_what_waits_on_it(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    message = family.put()
    authorities.withdraw(family.officer, NOW + timedelta(minutes=1), family.authority, because="asked")
    assert again(message).state is State.CANCELLED
    assert send_due(DUE, transport).came_to == {}
    assert mail_server.conversations == 0


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param("not_verified", marks=pytest.mark.policy("C2", guard="mail.why_not")),
        pytest.param("address_ended", marks=pytest.mark.policy("C2", guard="mail.why_not")),
        pytest.param("not_safe", marks=pytest.mark.policy("C2", guard="mail.why_not")),
        pytest.param("authority_ended", marks=pytest.mark.policy("C3", guard="authorities.in_force")),
    ],
)
def test_what_changed_since_stops_it(
    reason: str, family: Family, transport: Transport, mail_server: MailServer
) -> None:
    """The address and the permission are looked at again at the moment of sending."""
    message = family.put()
    if reason == "not_verified":
        family.unverify()
    elif reason == "address_ended":
        people.end_contact(family.officer, NOW, family.contact)
    elif reason == "not_safe":
        people.change_person(family.officer, family.person, family.person.version, safe_to_email=False)
    else:
        # A withdrawal cancels what waits in its own transaction; this is the second lock behind it.
        ended = Authority.get_by_id(family.authority.id)
        ended.withdrawn_at, ended.withdrawn_by = NOW + timedelta(minutes=1), family.officer
        ended.withdrawn_because, ended.withdrawn_how = "asked us to stop", Ending.TAKEN_BACK
        ended.save_changed()
    assert send_due(DUE, transport).came_to == {State.STOPPED: 1}
    assert again(message).reason == reason
    assert mail_server.conversations == 0
    assert list(OutboxMessage.needing_attention(family.officer)) == [message]


def test_another_address_is_not_put_under_a_message_that_waits(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    """It would be written to as verified, though nobody ever read a code back from it (D8.03)."""
    family.put()
    was = family.contact.value
    family.contact.value = "corrected@home.example"
    with pytest.raises(IntegrityError, match="is ended, not changed"):
        family.contact.save_changed()
    send_due(DUE, transport)
    assert mail_server.only.recipients == (was,)


def test_a_4xx_is_tried_again_later(family: Family, transport: Transport, mail_server: MailServer) -> None:
    message = family.put()
    mail_server.script.rcpt = "451 4.7.1 Come back later"
    assert send_due(DUE, transport).came_to == {State.WAITING: 1}
    waiting = again(message)
    assert (waiting.state, waiting.reason, waiting.failures) == (State.WAITING, "answer", 1)
    assert timedelta(0) < waiting.next_try_at - DUE <= timedelta(minutes=2)
    mail_server.script.rcpt = None
    assert send_due(DUE + timedelta(seconds=30), transport).came_to == {}
    assert send_due(DUE + timedelta(minutes=2), transport).came_to == {State.SENT: 1}
    assert deliveries(message) == [(Result.TRY_LATER, "answer", 451), (Result.SENT, "answer", 250)]
    assert len(mail_server.only.documents) == 1


def test_after_a_day_it_stops(family: Family, transport: Transport, mail_server: MailServer) -> None:
    message = family.put()
    mail_server.script.rcpt = "451 4.7.1 Come back later"
    moment = DUE
    for _ in range(40):
        send_due(moment, transport)
        if again(message).state is State.STOPPED:
            break
        moment = again(message).next_try_at
    assert again(message).reason == "gave_up"
    assert timedelta(hours=20) < moment - DUE <= timedelta(hours=25)
    assert len(deliveries(message)) == again(message).attempts
    mail_server.script.rcpt = None
    assert send_due(moment + timedelta(days=1), transport).came_to == {}


def test_a_5xx_stops_and_is_shown(family: Family, transport: Transport, mail_server: MailServer) -> None:
    message = family.put()
    mail_server.script.rcpt = "550 5.1.1 No such mailbox"
    assert send_due(DUE, transport).came_to == {State.STOPPED: 1}
    assert deliveries(message) == [(Result.STOPPED, "answer", 550)]
    mail_server.script.rcpt = None
    assert send_due(DUE + timedelta(days=1), transport).came_to == {}
    assert mail_server.taken == []
    assert list(OutboxMessage.needing_attention(family.officer)) == [message]


def test_a_server_in_trouble_is_left_alone_until_the_next_round(
    family: Family, mail_server: MailServer
) -> None:
    """With a wrong password each try brings the account nearer to being locked."""
    for _ in range(3):
        family.put()
    wrong = Transport(config_for(mail_server, password="another"))
    assert send_due(DUE, wrong).came_to == {State.STOPPED: 1}
    assert mail_server.sign_ins == 1
    assert OutboxMessage.select().where(OutboxMessage.state == State.WAITING).count() == 2


@pytest.mark.parametrize("lost", [HANG, DROP])
def test_a_lost_answer_is_shown_and_not_sent_again(
    lost: str, family: Family, transport: Transport, mail_server: MailServer
) -> None:
    message = family.put()
    mail_server.script.after_data = lost
    assert send_due(DUE, transport).came_to == {State.UNKNOWN: 1}
    assert list(OutboxMessage.needing_attention(family.officer)) == [message]
    mail_server.script.after_data = None
    for hours in (1, 48):
        assert send_due(DUE + timedelta(hours=hours), transport).came_to == {}
    assert mail_server.only


def test_a_person_sends_it_again_as_the_same_message(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    message = family.put()
    mail_server.script.after_data = DROP
    send_due(DUE, transport)
    mail_server.script.after_data = None
    outbox.send_again(family.officer, DUE, again(message))
    assert send_due(DUE, transport).came_to == {State.SENT: 1}
    first, second = mail_server.taken
    assert first.message["Message-ID"] == second.message["Message-ID"] == f"<{message.id}@send.example>"
    assert first.content.partition(b"Content-Type")[0] == second.content.partition(b"Content-Type")[0]
    assert again(message).attempts == 2


def test_a_message_found_in_sending_may_have_been_sent(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    message = family.put()
    OutboxMessage.update(state=State.SENDING, started_at=DUE, attempts=1).where(
        OutboxMessage.id == message.id
    ).execute()
    assert send_due(DUE + timedelta(minutes=14), transport).came_to == {}
    assert send_due(DUE + timedelta(minutes=15), transport).came_to == {State.UNKNOWN: 1}
    assert again(message).reason == "worker_lost"
    assert send_due(DUE + timedelta(days=2), transport).came_to == {}
    assert mail_server.conversations == 0


class Slow(Transport):
    """Somebody else does something while the mail server thinks."""

    def __init__(self, transport: Transport, meanwhile: object) -> None:
        super().__init__(transport.config)
        self.meanwhile = meanwhile

    def send(self, message: object) -> Outcome:
        outcome = super().send(message)  # type: ignore[arg-type]
        self.meanwhile()  # type: ignore[operator]
        return outcome


def test_the_answer_of_a_slow_worker_still_counts(family: Family, transport: Transport) -> None:
    message = family.put()
    later = DUE + timedelta(minutes=20)
    assert send_due(DUE, Slow(transport, lambda: send_due(later, transport))).came_to == {State.SENT: 1}
    assert again(message).state is State.SENT


def test_a_persons_decision_stands_against_a_late_answer(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    message = family.put()
    mail_server.script.after_data = "451 4.3.0 Not now"

    def decide() -> None:
        send_due(DUE + timedelta(minutes=20), transport)
        outbox.confirm_arrival(family.officer, DUE, again(message))

    send_due(DUE, Slow(transport, decide))
    assert again(message).state is State.SENT
    assert deliveries(message) == [(Result.TRY_LATER, "answer", 451)]


def test_two_workers_do_not_send_one_message(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    family.put()
    send_due(DUE, Slow(transport, lambda: send_due(DUE, transport)))
    assert mail_server.only


@pytest.mark.parametrize("faster", ["a person", "another worker", "a lost answer"])
def test_what_happened_since_the_round_began_counts(
    faster: str, family: Family, transport: Transport, mail_server: MailServer
) -> None:
    """The second message is looked at again when its turn comes."""
    messages = [family.put(), family.put()]

    def meanwhile() -> None:
        for message in messages:
            if again(message).state is State.WAITING and faster == "a person":
                outbox.cancel(family.officer, DUE, again(message))
        if faster != "a person":
            mail_server.script.after_data = DROP if faster == "a lost answer" else None
            send_due(DUE, transport)
            mail_server.script.after_data = None

    send_due(DUE, Slow(transport, meanwhile))
    ids = [taken.message["Message-ID"] for taken in mail_server.taken]
    assert len(ids) == len(set(ids)) == (1 if faster == "a person" else 2)


def test_one_message_that_cannot_be_read_does_not_stop_the_others(
    family: Family, transport: Transport, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    damaged, good = family.put(), family.put()
    (document,) = documents_of(damaged)
    assert document.file is not None
    FileChunk.delete().where(FileChunk.file == document.file).execute()
    with caplog.at_level(logging.ERROR, logger="ppsweb"):
        assert send_due(DUE, transport).came_to == {State.STOPPED: 1, State.SENT: 1}
    assert (again(damaged).state, again(damaged).reason) == (State.STOPPED, "unreadable")
    assert mail_server.only.message["Message-ID"] == f"<{good.id}@send.example>"
    assert f"message {damaged.id} could not be prepared: Damaged" in caplog.text


def test_a_fault_of_ours_is_tried_again_and_then_shown(
    family: Family, transport: Transport, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = family.put()

    def broken(_message: OutboxMessage) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_outgoing", broken)
        assert send_due(DUE, transport).came_to == {State.WAITING: 1}
        assert (again(message).reason, again(message).attempts) == ("error", 0)
    assert send_due(again(message).next_try_at, transport).came_to == {State.SENT: 1}
    assert mail_server.only


def test_documents_do_not_lie_in_the_queue_for_more_than_a_week(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    mail_server.script.rcpt = "550 5.1.1 No such mailbox"
    file = family.document()
    message = family.put(documents=[file], destroy_files=True)
    send_due(DUE, transport)
    send_due(NOW + timedelta(days=7) - timedelta(seconds=1), transport)
    assert outbox.has_documents(message)
    send_due(NOW + timedelta(days=7), transport)
    assert not outbox.has_documents(message)
    assert File.get_or_none(File.id == file.id) is None


def test_a_leaflet_and_a_code_are_sent_too(
    family: Family, transport: Transport, mail_server: MailServer
) -> None:
    family.put(kind=Kind.LEAFLET, documents=[family.leaflet()])
    family.put(kind=Kind.ADDRESS_CHECK, documents=[], code="123456")
    assert send_due(DUE, transport).came_to == {State.SENT: 2}
    assert sorted(taken.message["Subject"][:10] for taken in mail_server.taken) == [
        "A code you",
        "A document",
    ]


def test_nothing_is_sent_from_inside_a_transaction(family: Family, transport: Transport) -> None:
    family.put()
    with database.atomic(), pytest.raises(InTransaction):
        send_due(DUE, transport)


def test_the_log_names_ids_only(
    family: Family, transport: Transport, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.script.rcpt = f"550 5.1.1 <{ADDRESS}> unknown"
    with caplog.at_level(logging.DEBUG, logger="ppsweb"):
        message = family.put()
        send_due(DUE, transport)
    assert message.id in caplog.text
    for secret in ("taylor", "home.example", message.reference, message.reference.upper()):
        assert secret not in caplog.text
