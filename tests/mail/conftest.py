"""What the tests of mail share: servers, a configuration that reaches them, one ordinary message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from ppsweb.auth.models import Member
from ppsweb.mail.config import MailConfig
from ppsweb.mail.message import OutgoingMessage
from ppsweb.mail.transport import Transport
from ppsweb.mail.wording import Kind
from tests.given.smtp import PASSWORD, USERNAME, MailServer
from tests.mail.families import Family

ROW = "01hzy3kq8w7vbn5t2r9cxj4mfd"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
ConfigMaker = Callable[..., MailConfig]
MessageMaker = Callable[..., OutgoingMessage]


def config_for(server: MailServer, **changes: Any) -> MailConfig:
    given: dict[str, Any] = {
        "host": server.host,
        "port": server.port,
        "sender": "documents@send.example",
        "sender_name": "Documents",
        "domain": "send.example",
        "return_path": "post+{}@send.example",
        "username": USERNAME,
        "password": PASSWORD,
        "ca_file": server.certificates.authority,
        "timeout": 5.0,
        "answer_timeout": 5.0,
    }
    return MailConfig(**(given | changes))


def message_to(to: str = "sam.taylor@home.example", **changes: Any) -> OutgoingMessage:
    given: dict[str, Any] = {
        "row_id": ROW,
        "to": to,
        "kind": Kind.DOCUMENT,
        "reference": "7Q4K-2MXD",
        "body": "The document you asked for is attached.\n.\n.starts with a dot\nEnde: müssen\n",
        "written_at": datetime(2026, 11, 24, 9, 30),
        "documents": (PDF,),
    }
    return OutgoingMessage(**(given | changes))


@pytest.fixture
def configured(mail_server: MailServer) -> ConfigMaker:
    """A configuration for the ordinary server, with changes."""
    return lambda **changes: config_for(mail_server, **changes)


@pytest.fixture
def family(db: Flask, officer: Member) -> Family:
    """A client of that officer, with a verified address."""
    return Family(officer)


@pytest.fixture
def transport(mail_server: MailServer) -> Transport:
    """The way out to the ordinary server."""
    return Transport(config_for(mail_server, answer_timeout=0.5))
