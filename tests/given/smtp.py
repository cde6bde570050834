"""A mail server on the loopback address: STARTTLS, sign-in, and a script for how it behaves.

It records what it was told, so that a test can count recipients and read what was sent. Certificates are
made anew with the openssl command for each run, signed by an authority that only the tests trust.
"""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "localhost"
USERNAME = "mailer"
PASSWORD = "only in the tests"
HANG = "hang"
DROP = "drop"
DSN_PARAMETERS = ("RET", "ENVID", "NOTIFY", "ORCPT")
LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True)
class Certificates:
    """The tests' own authority, and what it signed."""

    authority: Path
    server: Path
    server_key: Path
    elsewhere: Path
    elsewhere_key: Path
    stranger: Path


@dataclass
class Script:
    """What the server answers; None means yes. HANG and DROP take the place of an answer.

    `after_data` is what happens once the whole message has been taken, `at_data` before any of it was read.
    """

    mail: str | None = None
    rcpt: str | None = None
    at_data: str | None = None
    after_data: str | None = None


@dataclass(frozen=True)
class Taken:
    """One message as the server took it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    tls: str
    login: str

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def documents(self) -> list[bytes]:
        return [part.get_content() for part in self.message.iter_attachments()]


@dataclass
class MailServer:
    """A running server: where it is, its script, and what it saw."""

    certificates: Certificates
    script: Script = field(default_factory=Script)
    taken: list[Taken] = field(default_factory=list)
    recipients_named: list[str] = field(default_factory=list)
    dsn_asked: list[str] = field(default_factory=list)
    conversations: int = 0
    sign_ins: int = 0
    has_message: threading.Event = field(default_factory=threading.Event)
    host: str = HOST
    port: int = 0

    @property
    def only(self) -> Taken:
        """The one message that was taken, to exactly one recipient, over TLS and signed in."""
        assert len(self.taken) == 1
        (taken,) = self.taken
        assert len(taken.recipients) == 1
        assert taken.tls in ("TLSv1.2", "TLSv1.3")
        assert taken.login == USERNAME
        return taken


class _Handler:
    """aiosmtpd's hooks, answering from the script."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    def authenticate(
        self, _smtp: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        self.server.sign_ins += 1
        known = data == LoginPassword(USERNAME.encode(), PASSWORD.encode())
        # handled=False lets aiosmtpd say 535 itself; with True the client would wait for an answer for ever.
        return AuthResult(success=known, handled=False, auth_data=data)

    async def handle_EHLO(
        self, _smtp: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.server.conversations += 1
        return [*responses[:-1], "250-DSN", responses[-1]]

    async def handle_MAIL(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.server.script.mail:
            return self.server.script.mail
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender known"

    async def handle_RCPT(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.server.recipients_named.append(address)
        if self.server.script.rcpt:
            return self.server.script.rcpt
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient known"

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.server.script.after_data or "250 2.0.0 Taken"
        if answer in (HANG, DROP) or answer.startswith("2"):
            self.server.taken.append(_taken(session, envelope))
        self.server.has_message.set()
        if answer == HANG:
            await asyncio.Event().wait()
        if answer == DROP:
            assert smtp.transport is not None
            smtp.transport.abort()  # type: ignore[attr-defined]
            raise asyncio.CancelledError
        return answer


class _Protocol(SMTP):
    """aiosmtpd's server, able to drop the line after it has asked for the message."""

    async def smtp_MAIL(self, arg: str) -> None:
        await super().smtp_MAIL(self._without_dsn(arg))

    async def smtp_RCPT(self, arg: str) -> None:
        await super().smtp_RCPT(self._without_dsn(arg))

    def _without_dsn(self, arg: str) -> str:
        """Keep the parameters of RFC 3461 for the test: aiosmtpd does not know them and would refuse."""
        assert isinstance(self.event_handler, _Handler)
        words = arg.split(" ")
        asked = [word for word in words if word.partition("=")[0] in DSN_PARAMETERS]
        self.event_handler.server.dsn_asked.extend(asked)
        return " ".join(word for word in words if word not in asked)

    async def smtp_DATA(self, arg: str) -> None:
        assert isinstance(self.event_handler, _Handler)
        if self.event_handler.server.script.at_data == DROP:
            await self.push("354 Go on")
            assert self.transport is not None
            self.transport.abort()  # type: ignore[attr-defined]
            raise asyncio.CancelledError
        if answer := self.event_handler.server.script.at_data:
            await self.push(answer)
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    """Runs the protocol on a port that the system chose."""

    def factory(self) -> SMTP:
        return _Protocol(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()


def _taken(session: Session, envelope: Envelope) -> Taken:
    transport: Any = session.ssl or {}
    version = transport.get("ssl_object").version() if transport else ""
    login = session.auth_data.login.decode() if session.auth_data else ""
    assert isinstance(envelope.original_content, bytes)
    return Taken(
        sender=envelope.mail_from or "",
        recipients=tuple(envelope.rcpt_tos),
        content=envelope.original_content,
        tls=version,
        login=login,
    )


def run_server(
    certificates: Certificates, *, tls: bool = True, elsewhere: bool = False
) -> Iterator[MailServer]:
    """Run a server until the generator is closed."""
    server = MailServer(certificates)
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0, "data_size_limit": LARGEST}
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if elsewhere:
            context.load_cert_chain(certificates.elsewhere, certificates.elsewhere_key)
        else:
            context.load_cert_chain(certificates.server, certificates.server_key)
        options |= {"tls_context": context, "require_starttls": True}
    handler = _Handler(server)
    options |= {"auth_required": tls, "authenticator": handler.authenticate}
    controller = _Controller(handler, **options)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def make_certificates(folder: Path) -> Certificates:
    """An authority, a server it signed for localhost, one for another name, a stranger's authority."""
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    for name in ("authority", "stranger"):
        _openssl(
            folder, "req", "-x509", *key, "-days", "2", "-subj", f"/CN={name}", "-keyout", f"{name}.key",
            "-out", f"{name}.pem", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        )  # fmt: skip
    for name, host in (("server", HOST), ("elsewhere", "elsewhere.example")):
        _openssl(folder, "req", *key, "-subj", f"/CN={host}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        (folder / f"{name}.ext").write_text(
            f"subjectAltName=DNS:{host}\nauthorityKeyIdentifier=keyid\nbasicConstraints=CA:FALSE\n"
            "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
        )
        _openssl(
            folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
            "-CAcreateserial", "-days", "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem",
        )  # fmt: skip
    return Certificates(
        authority=folder / "authority.pem",
        server=folder / "server.pem",
        server_key=folder / "server.key",
        elsewhere=folder / "elsewhere.pem",
        elsewhere_key=folder / "elsewhere.key",
        stranger=folder / "stranger.pem",
    )


@pytest.fixture(scope="session")
def mail_certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Made once a run."""
    return make_certificates(tmp_path_factory.mktemp("mail-certificates"))


@pytest.fixture
def mail_server(mail_certificates: Certificates) -> Iterator[MailServer]:
    """A server as it should be: STARTTLS and sign-in required, certificate for its own name."""
    yield from run_server(mail_certificates)


@pytest.fixture
def mail_server_without_tls(mail_certificates: Certificates) -> Iterator[MailServer]:
    """A server that does not offer STARTTLS, or whose offer somebody on the way has cut out."""
    yield from run_server(mail_certificates, tls=False)


@pytest.fixture
def mail_server_elsewhere(mail_certificates: Certificates) -> Iterator[MailServer]:
    """A server whose certificate is good, but for another name."""
    yield from run_server(mail_certificates, elsewhere=True)
