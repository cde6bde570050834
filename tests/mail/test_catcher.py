"""The training copy's mail server takes what the site sends, shows it, and is not for a live service."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppsweb.demo.catcher import Catcher, NotInProduction, caught, find_caught
from ppsweb.mail.config import MailConfig
from ppsweb.mail.transport import Result, Transport
from tests.given.smtp import Certificates
from tests.mail.conftest import PDF, message_to

pytestmark = pytest.mark.smtp

USER, PASSWORD = "training", "copy"


def _catcher(folder: Path, certificates: Certificates, mode: str = "demo") -> Catcher:
    return Catcher(
        folder,
        mode=mode,
        certificate=certificates.server,
        key=certificates.server_key,
        username=USER,
        password=PASSWORD,
    )


@pytest.fixture
def running(tmp_path: Path, mail_certificates: Certificates) -> Iterator[Catcher]:
    catcher = _catcher(tmp_path / "caught", mail_certificates)
    catcher.start()
    yield catcher
    catcher.stop()


def _config(catcher: Catcher, certificates: Certificates, password: str = PASSWORD) -> MailConfig:
    return MailConfig(
        host="localhost",
        port=catcher.port,
        sender="documents@send.example",
        sender_name="Documents",
        domain="send.example",
        return_path="post+{}@send.example",
        username=USER,
        password=password,
        ca_file=certificates.authority,
        timeout=5.0,
    )


def test_what_is_sent_can_be_read(running: Catcher, tmp_path: Path, mail_certificates: Certificates) -> None:
    folder = tmp_path / "caught"
    transport = Transport(_config(running, mail_certificates))
    assert transport.send(message_to()).result is Result.SENT
    assert transport.send(message_to("ada@home.example", reference="ABCD-2345")).result is Result.SENT
    second, first = caught(folder)
    assert first.recipients == ("sam.taylor@home.example",)
    assert second.recipients == ("ada@home.example",)
    assert second.subject == "A document you asked for, reference ABCD-2345"
    assert second.sender == "Documents <documents@send.example>"
    assert "The document you asked for is attached." in second.text
    (attachment,) = first.attachments
    assert (attachment.name, attachment.media_type, attachment.data) == (
        "document-7Q4K.pdf",
        "application/pdf",
        PDF,
    )
    assert find_caught(folder, first.id) == first
    assert find_caught(folder, "0" * 26) is None
    assert find_caught(folder, "../../etc/passwd") is None


def test_kept_for_the_account_that_runs_it_only(
    running: Catcher, tmp_path: Path, mail_certificates: Certificates
) -> None:
    Transport(_config(running, mail_certificates)).send(message_to())
    (kept,) = (tmp_path / "caught").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_signing_in_is_needed(running: Catcher, tmp_path: Path, mail_certificates: Certificates) -> None:
    refused = Transport(_config(running, mail_certificates, password="wrong")).send(message_to())
    assert (refused.result, refused.code) == (Result.STOPPED, 535)
    assert caught(tmp_path / "caught") == []


def test_tls_is_needed(running: Catcher) -> None:
    with smtplib.SMTP("127.0.0.1", running.port, timeout=5) as plain:
        plain.ehlo("localhost")
        assert plain.mail("sam@home.example")[0] == 530


def test_it_listens_on_the_loopback_address_only(running: Catcher) -> None:
    server = running._controller.server
    assert server is not None
    sockets = server.sockets  # type: ignore[attr-defined]
    assert {socket.getsockname()[0] for socket in sockets} == {"127.0.0.1"}


@pytest.mark.parametrize("mode", ["production", ""])
def test_refused_in_a_live_service(mode: str, tmp_path: Path, mail_certificates: Certificates) -> None:
    with pytest.raises(NotInProduction):
        _catcher(tmp_path / "caught", mail_certificates, mode)
    assert not (tmp_path / "caught").exists()
