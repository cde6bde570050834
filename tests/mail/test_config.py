"""A mail setting that must not be started with is refused, and the password is not shown."""

from __future__ import annotations

from typing import Any

import pytest

from ppsweb.mail.config import BadMailConfig, MailConfig

GOOD: dict[str, Any] = {
    "host": "mail.send.example",
    "port": 587,
    "sender": "documents@send.example",
    "sender_name": "Documents",
    "domain": "send.example",
    "return_path": "post+{}@send.example",
    "username": "mailer",
    "password": "Tr0ub4dor",
}


def test_the_password_is_not_in_the_repr() -> None:
    shown = repr(MailConfig(**GOOD))
    assert "mailer" in shown
    assert "Tr0ub4dor" not in shown


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"host": ""}, "host name"),
        ({"port": 0}, "port"),
        ({"port": 70000}, "port"),
        ({"password": ""}, "together"),
        ({"username": ""}, "together"),
        ({"password": "pässword"}, "ASCII"),
        ({"return_path": "post@send.example"}, "exactly one {}"),
        ({"return_path": "{}+{}@send.example"}, "exactly one {}"),
        ({"return_path": "post+{}@send.example\n"}, "return_path"),
        ({"return_path": "x" * 40 + "{}@send.example"}, "return_path"),
        ({"sender": "documents"}, "sender"),
        ({"domain": "send example"}, "domain"),
        ({"sender_name": "Documents\nBcc: x@y.example"}, "plain words"),
        ({"sender_name": ""}, "plain words"),
    ],
)
def test_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(BadMailConfig, match=says):
        MailConfig(**(GOOD | change))


@pytest.mark.parametrize(
    "change",
    [
        {"sender_name": "Parent Partnership"},
        {"sender_name": "SENDIASS documents"},
        {"sender": "pps@send.example"},
        {"sender": "parent.partnership@send.example"},
    ],
)
def test_a_telling_sender_is_refused(change: dict[str, Any]) -> None:
    """The sender shows on a lock screen (D6.20)."""
    with pytest.raises(BadMailConfig, match="tells too much"):
        MailConfig(**(GOOD | change))
