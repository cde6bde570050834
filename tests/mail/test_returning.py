"""What a bounce changes, and what becomes of the mailbox of the return path."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from ppsweb import settings
from ppsweb.audit import AuditRow
from ppsweb.database import database, new_id
from ppsweb.mail import outbox
from ppsweb.mail.bounces import Nature
from ppsweb.mail.config import MailConfig, from_settings
from ppsweb.mail.models import OutboxMessage, documents_of
from ppsweb.mail.returning import Came, take_maildir, take_message
from ppsweb.mail.sending import send_due
from ppsweb.mail.states import State
from ppsweb.mail.wording import REASONS
from ppsweb.people.models import Contact
from ppsweb.refusal import Refused
from tests.mail.families import NOW, Family, again
from tests.mail.test_bounces import OUT_OF_OFFICE, report


def about(message: OutboxMessage, action: str = "failed", status: str = "5.1.1") -> bytes:
    return report(to=f"return+{message.id}@send.example", action=action, status=status)


@pytest.fixture
def config(db: Flask) -> MailConfig:
    return from_settings(settings.current())


def _sent(family: Family) -> OutboxMessage:
    message = family.put()
    OutboxMessage.update(state=State.SENT, attempts=1).where(OutboxMessage.id == message.id).execute()
    return again(message)


def _contact(family: Family) -> Contact:
    found: Contact = Contact.get_by_id(family.contact.id)
    return found


def test_a_hard_bounce_unverifies_the_address_and_shows_the_message(
    family: Family, config: MailConfig
) -> None:
    message = _sent(family)
    assert _contact(family).verified_at is not None
    assert take_message(about(message), config) is Came.HARD
    assert _contact(family).verified_at is None
    assert _contact(family).unverified_because == "bounced"
    assert (again(message).state, again(message).reason) == (State.RETURNED, "bounced")
    assert list(OutboxMessage.needing_attention(family.officer)) == [message]
    rows = AuditRow.select().where(AuditRow.audit_ref.in_([family.case.audit_ref, family.person.audit_ref]))
    assert {"mail.bounce", "mail.unverify_contact"} <= {row.action for row in rows}


@pytest.mark.policy("C2", guard="mail.why_not")
def test_after_a_hard_bounce_nothing_goes_to_that_address(family: Family, config: MailConfig) -> None:
    message = _sent(family)
    take_message(about(message), config)
    with pytest.raises(Refused, match="not verified"):
        family.put(contact=_contact(family))
    with pytest.raises(Refused, match="cannot be sent again"):
        outbox.send_again(family.officer, NOW, again(message))


def test_a_full_mailbox_returns_the_message_and_leaves_the_address(
    family: Family, config: MailConfig
) -> None:
    message = _sent(family)
    assert take_message(about(message, status="4.2.2"), config) is Came.RETURNED
    assert _contact(family).verified_at is not None
    assert (again(message).state, again(message).reason) == (State.RETURNED, "undelivered")


def test_a_delay_changes_nothing(family: Family, config: MailConfig) -> None:
    message = _sent(family)
    assert take_message(about(message, "delayed", "4.4.1"), config) is Came.DELAYED
    assert again(message).state is State.SENT
    assert _contact(family).verified_at is not None


@pytest.mark.parametrize("state", State)
def test_a_bounce_finds_the_message_in_any_state(state: State, family: Family, config: MailConfig) -> None:
    message = family.put()
    OutboxMessage.update(state=state).where(OutboxMessage.id == message.id).execute()
    assert take_message(about(message), config) is Came.HARD
    assert again(message).state is (State.CANCELLED if state is State.CANCELLED else State.RETURNED)
    assert again(message).state is State.CANCELLED or [each.file for each in documents_of(message)] == [None]
    assert take_message(about(message), config) is Came.HARD


def test_what_somebody_dealt_with_is_shown_again_when_it_bounces(family: Family, config: MailConfig) -> None:
    message = family.put()
    OutboxMessage.update(state=State.UNKNOWN).where(OutboxMessage.id == message.id).execute()
    outbox.deal_with(family.officer, NOW, again(message))
    assert list(OutboxMessage.needing_attention(family.officer)) == []
    take_message(about(message), config)
    assert list(OutboxMessage.needing_attention(family.officer)) == [message]


def test_a_report_about_no_message_of_ours_is_for_a_person(family: Family, config: MailConfig) -> None:
    assert take_message(report(to=f"return+{new_id()}@send.example"), config) is Came.FOR_A_PERSON
    assert _contact(family).verified_at is not None


def test_every_nature_has_its_words() -> None:
    assert {str(nature) for nature in Nature} <= {str(came) for came in Came}
    assert {"bounced", "undelivered"} <= set(REASONS)


def _maildir(folder: Path, **messages: bytes) -> Path:
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    for name, data in messages.items():
        (folder / ("cur" if name.startswith("seen") else "new") / name).write_bytes(data)
    return folder


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def test_a_maildir_is_emptied_of_what_is_understood(
    family: Family, config: MailConfig, tmp_path: Path
) -> None:
    first, second = _sent(family), _sent(family)
    holiday = OUT_OF_OFFICE.format(header="Auto-Submitted: auto-replied").encode()
    folder = _maildir(
        tmp_path / "mail",
        bounce=about(first),
        seen_bounce=about(second, status="4.4.7"),
        holiday=holiday,
        letter=b"From: a@b.example\n\nplease read me\n",
    )
    (folder / "new" / "link").symlink_to("/etc/hostname")
    taken = take_maildir(folder, config)
    assert taken.came == {Came.HARD: 1, Came.RETURNED: 1, Came.NOTHING: 1, Came.FOR_A_PERSON: 1}
    assert _left(folder) == ["letter", "link"]


def test_nothing_of_a_holiday_message_is_stored(family: Family, config: MailConfig, tmp_path: Path) -> None:
    """D8.07: it may be about somebody else's illness. Positive control: the bounce beside it did leave a trace."""
    message = _sent(family)
    before = _everything()
    holiday = OUT_OF_OFFICE.format(header="Auto-Submitted: auto-replied").encode()
    take_maildir(_maildir(tmp_path / "one", holiday=holiday), config)
    assert _everything() == before
    take_maildir(_maildir(tmp_path / "two", bounce=about(message)), config)
    assert _everything() != before


def _everything() -> list[object]:
    """All rows of all tables."""
    return [
        sorted(map(repr, database.execute_sql(f'SELECT * FROM "{name}"').fetchall()))  # noqa: S608
        for name in sorted(database.get_tables())
        if not name.startswith("search_tokens")
    ]


def test_a_message_is_deleted_only_after_its_change_is_committed(
    family: Family, config: MailConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _maildir(tmp_path / "mail", bounce=about(_sent(family)))

    def fails(*_: object) -> None:
        raise RuntimeError("the database went away")

    with monkeypatch.context() as patched:
        patched.setattr("ppsweb.mail.returning._unverify", fails)
        with pytest.raises(RuntimeError, match="went away"):
            take_maildir(folder, config)
    assert _left(folder) == ["bounce"]
    assert take_maildir(folder, config).came == {Came.HARD: 1}
    assert _left(folder) == []


def test_too_large_a_message_is_not_read(
    family: Family, config: MailConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = about(_sent(family))
    monkeypatch.setattr("ppsweb.mail.returning.LARGEST", len(data) - 1)
    folder = _maildir(tmp_path / "mail", bounce=data)
    assert take_maildir(folder, config).came == {Came.FOR_A_PERSON: 1}
    assert _left(folder) == ["bounce"]


def test_the_window_is_not_a_way_round_a_bounce(family: Family, config: MailConfig) -> None:
    """What waits for an address that bounced is stopped when its time comes."""
    waiting = family.put(NOW + timedelta(minutes=1))
    take_message(about(_sent(family)), config)
    send_due(NOW + timedelta(hours=1))
    assert (again(waiting).state, again(waiting).reason) == (State.STOPPED, "not_verified")
