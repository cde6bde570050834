"""The pages of the outbox, as an officer uses them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from ppsweb.audit import AuditRow
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.mail.models import Delivery, OutboxDocument, OutboxMessage
from ppsweb.mail.sending import send_due
from ppsweb.mail.states import State
from ppsweb.mail.transport import Transport
from ppsweb.permissions.roles import Role
from tests.client import Page
from tests.given.smtp import MailServer
from tests.given.staff import SignedIn, Staff
from tests.mail.conftest import config_for
from tests.mail.families import ADDRESS, Family, again
from tests.page_checks import text_of, with_class


@pytest.fixture
def family(db: Flask, as_officer: SignedIn) -> Family:
    """A client of the officer who is signed in."""
    return Family(as_officer.member, now=clock.now())


@pytest.fixture
def others(staff: Staff) -> dict[Role, SignedIn]:
    """Somebody else of each role, signed in."""
    names = {Role.MANAGER: "Maya Marigold", Role.OFFICER: "Priya Plum"}
    return {role: staff(role, names.get(role, "")) for role in Role}


def _put(family: Family, state: State = State.WAITING, reason: str | None = None) -> OutboxMessage:
    message = family.put()
    OutboxMessage.update(state=state, reason=reason, attempts=0 if state is State.WAITING else 1).where(
        OutboxMessage.id == message.id
    ).execute()
    return again(message)


def _open(client: SignedIn, message: OutboxMessage) -> Page:
    return client.get("/outbox").follow(message.reference.upper())


def test_an_empty_outbox_says_so(as_officer: SignedIn) -> None:
    page = as_officer.get("/outbox")
    assert page.heading == "Messages"
    assert "No message has been written yet." in page.text


def test_the_list_names_client_address_and_state(as_officer: SignedIn, family: Family) -> None:
    message = _put(family)
    page = as_officer.get("/outbox")
    for word in (
        message.reference.upper(),
        "Sam Taylor",
        ADDRESS,
        "Document with a password",
        "Waiting",
        "Leaves",
    ):
        assert word in page.text
    assert AuditRow.select().where(AuditRow.action == "mail.view").count() == 1


def test_cancelling_from_the_list(as_officer: SignedIn, family: Family) -> None:
    message = _put(family)
    page = as_officer.get("/outbox").form(f"Cancel {message.reference.upper()}").submit()
    assert "The message is cancelled." in page.text
    assert again(message).state is State.CANCELLED
    assert f"Cancel {message.reference.upper()}" not in as_officer.get("/outbox").html


def test_two_tabs_cannot_both_decide(as_officer: SignedIn, family: Family) -> None:
    message = _put(family)
    first, second = (_open(as_officer, message) for _ in range(2))
    first.form("Cancel this message").submit()
    second.form("Cancel this message").submit(expect=422)
    assert again(message).state is State.CANCELLED


def test_too_late_to_cancel_is_said_on_the_page(as_officer: SignedIn, family: Family) -> None:
    message = _put(family)
    page = _open(as_officer, message)
    OutboxMessage.update(state=State.SENDING).where(OutboxMessage.id == message.id).execute()
    refused = page.form("Cancel this message").submit(expect=422)
    assert refused.errors == ["This message can no longer be cancelled."]
    assert again(message).state is State.SENDING


def test_a_stale_version_is_refused(as_officer: SignedIn, family: Family) -> None:
    message = _put(family, State.UNKNOWN, "no_answer")
    page = _open(as_officer, message)
    OutboxMessage.update(version=message.version + 1).where(OutboxMessage.id == message.id).execute()
    page.form("It arrived").submit(expect=409)
    assert again(message).state is State.UNKNOWN


def test_what_may_have_been_sent_waits_for_a_decision(as_officer: SignedIn, family: Family) -> None:
    message = _put(family, State.UNKNOWN, "no_answer")
    listed = as_officer.get("/outbox")
    assert "Needs a decision" in listed.text
    page = _open(as_officer, message)
    assert "may have been sent. Ask the client" in page.text
    page = page.form("It arrived").submit()
    assert again(message).state is State.SENT
    assert "Needs a decision" not in as_officer.get("/outbox").text


@pytest.mark.smtp
def test_sending_again_by_hand(as_officer: SignedIn, family: Family, mail_server: MailServer) -> None:
    message = _put(family, State.UNKNOWN, "worker_lost")
    _open(as_officer, message).form("Send it again").submit()
    assert again(message).state is State.WAITING
    send_due(clock.now() + timedelta(seconds=1), Transport(config_for(mail_server)))
    assert mail_server.only.message["Message-ID"] == f"<{message.id}@send.example>"
    assert "TLS 1." in _open(as_officer, message).text


def test_a_returned_message_can_only_be_dealt_with(as_officer: SignedIn, family: Family) -> None:
    message = _put(family, State.RETURNED, "bounced")
    page = _open(as_officer, message)
    assert "did not arrive" in page.text
    for button in ("Send it again", "It arrived", "Cancel this message"):
        assert button not in page.html
    page.form("I have dealt with this").submit()
    assert "Needs a decision" not in as_officer.get("/outbox").text


def test_a_refused_decision_is_explained(as_officer: SignedIn, family: Family) -> None:
    message = _put(family, State.STOPPED, "answer")
    page = _open(as_officer, message)
    family.contact.verified_at = None
    family.contact.save_changed()
    refused = page.form("Send it again").submit(expect=422)
    assert refused.errors == ["The address is not verified."]


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_good_page(state: State, as_officer: SignedIn, family: Family) -> None:
    message = _put(family, state)
    Delivery(
        message=message,
        attempt=1,
        began_at=clock.now(),
        ended_at=clock.now(),
        result="unknown",
        reason="no_answer",
    ).insert_new()
    page = _open(as_officer, message)
    assert "The mail server had the whole message" in page.text
    (folded,) = with_class(page.root, "govuk-details")
    assert text_of(folded).startswith("SHA-256, to prove which file was sent")
    sha256 = OutboxDocument.get(OutboxDocument.message == message).sha256
    assert sha256 in text_of(folded)
    assert page.text.count(sha256) == 1, "nowhere but where it is folded away"


@pytest.mark.policy("C3", guard="cases.visible_to")
@pytest.mark.policy("C4", guard="cases.visible_to")
@pytest.mark.policy("C4", guard="permissions.in_service")
def test_who_does_not_work_on_the_case_sees_nothing(
    as_officer: SignedIn, others: dict[Role, SignedIn], family: Family
) -> None:
    message = _put(family)
    assert message.reference.upper() in as_officer.get("/outbox").text
    colleague = others[Role.OFFICER]
    assert message.reference.upper() not in colleague.get("/outbox").text
    hidden = colleague.fetch(f"/outbox/{message.id}", expect=404)
    assert hidden.data == colleague.fetch("/outbox/" + "0" * 26, expect=404).data
    as_officer.get(f"/outbox/{message.id}")
    assert message.reference.upper() in others[Role.MANAGER].get("/outbox").text
    for role, status in ((Role.COUNCIL, 404), (Role.LEAFLET_EDITOR, 403)):
        others[role].get("/outbox", expect=status)
        others[role].get(f"/outbox/{message.id}", expect=status)


@pytest.mark.parametrize("page", ["/outbox", "/outbox/{}"])
def test_a_page_takes_a_few_queries_however_many_messages_there_are(
    page: str, as_officer: SignedIn, family: Family, queries: list[str]
) -> None:
    counts = []
    as_officer.get("/outbox")  # the first request of a session also writes the session
    for _ in range(2):
        for _ in range(6):
            message = _put(family, State.UNKNOWN)
        queries.clear()
        as_officer.get(page.format(message.id))
        counts.append(len(queries))
    assert 0 < counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.fixture
def queries(db: Flask) -> Iterator[list[str]]:
    """The queries of the application, as they are asked."""
    asked: list[str] = []

    def note(event: Any) -> None:
        asked.append(event.sql)

    database.obj.query_hooks.append(note)
    yield asked
    database.obj.query_hooks.remove(note)
