"""A worker that is really killed between DATA and the answer: shown, not lost, not sent twice by itself."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.mail import outbox
from ppsweb.mail.models import Delivery, OutboxMessage
from ppsweb.mail.sending import send_due
from ppsweb.mail.states import State
from ppsweb.mail.transport import Transport
from ppsweb.settings import Settings
from tests.given.by_hand import started
from tests.given.smtp import HANG, PASSWORD, USERNAME, MailServer
from tests.mail.conftest import config_for
from tests.mail.families import Family, again

pytestmark = [pytest.mark.smtp, pytest.mark.slow]

LONG_AGO = datetime(2020, 1, 1)
Runner = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def by_hand(ordinary_settings: Settings, mail_server: MailServer) -> Runner:
    """Start `flask …` as a process of its own, with the settings of the run and this mail server."""
    settings = dataclasses.replace(
        ordinary_settings,
        mail_host=mail_server.host,
        mail_port=mail_server.port,
        mail_user=USERNAME,
        mail_password=PASSWORD,
        mail_ca_file=str(mail_server.certificates.authority),
    )

    def start(*arguments: str) -> subprocess.Popen[str]:
        return started(settings, *arguments)

    return start


@pytest.fixture
def family(db: Flask, officer: Member) -> Family:
    """A client whose address was verified an hour ago by the clock of the other process."""
    return Family(officer, now=clock.now() - timedelta(hours=1))


def _due(family: Family) -> OutboxMessage:
    message = family.put()
    OutboxMessage.update(next_try_at=LONG_AGO).where(OutboxMessage.id == message.id).execute()
    return again(message)


def test_one_round_by_hand_sends_what_is_due(
    family: Family, by_hand: Runner, mail_server: MailServer
) -> None:
    message = _due(family)
    process = by_hand("outbox", "send")
    said, complaints = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "1 sent\n"), complaints
    assert mail_server.only.message["Message-ID"] == f"<{message.id}@send.example>"
    assert again(message).state is State.SENT
    again_said, _ = by_hand("outbox", "send").communicate(timeout=60)
    assert again_said == "Nothing is due.\n"


def test_a_worker_killed_between_data_and_answer(
    family: Family, by_hand: Runner, mail_server: MailServer
) -> None:
    message = _due(family)
    mail_server.script.after_data = HANG
    process = by_hand("outbox", "send")
    assert mail_server.has_message.wait(60), process.communicate(timeout=5)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -9

    # The claim was committed before the mail server was spoken to, so the row says what is known.
    found = again(message)
    assert (found.state, found.attempts) == (State.SENDING, 1)
    assert found.started_at is not None
    assert Delivery.select().count() == 0

    # Nobody sends it again by itself; after a while it is shown to a person.
    mail_server.script.after_data = None
    transport = Transport(config_for(mail_server))
    assert send_due(found.started_at + timedelta(minutes=14), transport).came_to == {}
    assert send_due(found.started_at + timedelta(minutes=15), transport).came_to == {State.UNKNOWN: 1}
    assert send_due(found.started_at + timedelta(days=1), transport).came_to == {}
    assert list(OutboxMessage.needing_attention(family.officer)) == [message]
    assert len(mail_server.taken) == 1

    # A person decides, and the second copy is the same message.
    later = found.started_at + timedelta(days=1)
    outbox.send_again(family.officer, later, again(message))
    assert send_due(later, transport).came_to == {State.SENT: 1}
    first, second = mail_server.taken
    assert first.message["Message-ID"] == second.message["Message-ID"]
