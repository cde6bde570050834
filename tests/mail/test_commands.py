"""The commands of mail, run inside the application."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.states import State
from tests.mail.families import Family, again
from tests.mail.test_returning import about


def _run(app: Flask, *arguments: str, given: bytes = b"", status: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=list(arguments), input=given)
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def sent(family: Family) -> OutboxMessage:
    """A message that has left."""
    message = family.put()
    OutboxMessage.update(state=State.SENT, attempts=1).where(OutboxMessage.id == message.id).execute()
    return again(message)


def test_a_round_with_nothing_to_do(db: Flask) -> None:
    assert _run(db, "outbox", "send") == "Nothing is due.\n"


def test_bounces_from_standard_input(db: Flask, sent: OutboxMessage) -> None:
    said = _run(db, "mail", "bounces", given=about(sent))
    assert said == "1 did not arrive; the address is no longer verified\n"
    assert again(sent).state is State.RETURNED


def test_bounces_from_a_maildir(db: Flask, sent: OutboxMessage, tmp_path: Path) -> None:
    for part in ("new", "cur"):
        (tmp_path / part).mkdir()
    assert _run(db, "mail", "bounces", "--maildir", str(tmp_path)) == "Nothing came back.\n"
    (tmp_path / "new" / "1").write_bytes(about(sent, status="4.2.2"))
    (tmp_path / "cur" / "2").write_bytes(b"From: a@b.example\n\nHello\n")
    said = _run(db, "mail", "bounces", "--maildir", str(tmp_path))
    assert said.splitlines() == [
        "1 not understood, left for a person to read",
        "1 did not arrive; the address stays verified",
    ]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["2"]


def test_what_is_no_bounce_changes_nothing(db: Flask, sent: OutboxMessage) -> None:
    given = b"Subject: hello\n\nHello\n"
    assert "left for a person" in _run(db, "mail", "bounces", given=given, status=75)
    assert again(sent).state is State.SENT
