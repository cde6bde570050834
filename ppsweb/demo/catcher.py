"""The training copy's mail server: it takes every message and delivers none.

It speaks what the real relay speaks (STARTTLS, sign-in), so that the training copy sends exactly as the live
service does, listens on the loopback address only, and keeps each message as a file that a page can show.
It refuses to start in a live service: there it would quietly swallow what parents wait for.
"""

from __future__ import annotations

import hmac
import os
import re
import ssl
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from ppsweb.database import new_id
from ppsweb.deadlines import clock

LOOPBACK = "127.0.0.1"
LARGEST = 16 * 1024 * 1024
NAME = re.compile(r"([0-9]{20})-([0-9a-hjkmnp-tv-z]{26})\.eml")
STAMP = "%Y%m%d%H%M%S%f"


class NotInProduction(RuntimeError):
    """The catcher was asked to run in a live service."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a caught message."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Caught:
    """A caught message as a page shows it; `at` is naive UTC, `recipients` those of the envelope."""

    id: str
    at: datetime
    recipients: tuple[str, ...]
    sender: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...]


class Catcher:
    """A mail server on the loopback address that keeps what it takes in `folder`.

    Raises NotInProduction unless `mode` is `demo` or `test`. `port` 0 lets the system choose;
    `port` is the true one after `start`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        mode: str,
        certificate: Path,
        key: Path,
        username: str,
        password: str,
        port: int = 0,
    ) -> None:
        if mode not in ("demo", "test"):
            raise NotInProduction("The mail catcher belongs to the training copy.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(certificate, key)
        self._controller = _Controller(
            _Keeper(folder),
            hostname=LOOPBACK,
            port=port,
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=_authenticator(username, password),
            data_size_limit=LARGEST,
        )

    @property
    def port(self) -> int:
        return self._controller.port

    def start(self) -> None:
        """Listen, in a thread of its own."""
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()


def caught(folder: Path) -> list[Caught]:
    """Every caught message, the newest first."""
    names = sorted((path.name for path in folder.glob("*.eml") if NAME.fullmatch(path.name)), reverse=True)
    return [_read(folder / name) for name in names]


def find_caught(folder: Path, message_id: str) -> Caught | None:
    """One caught message by the id under which it was kept."""
    return next((message for message in caught(folder) if message.id == message_id), None)


class _Keeper:
    """Writes each message to a file, with the envelope's recipients on the first line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _smtp: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.original_content
        recipients = ", ".join(envelope.rcpt_tos)
        body = content if isinstance(content, bytes) else b""
        path = self.folder / f"{clock.now().strftime(STAMP)}-{new_id()}.eml"
        handle = os.open(path.with_suffix(".part"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(f"X-Envelope-To: {recipients}\r\n".encode() + body)
        path.with_suffix(".part").rename(path)
        return "250 2.0.0 Caught; it goes no further"


class _Controller(Controller):
    """Takes the port that the system chose."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _authenticator(username: str, password: str) -> Any:
    def authenticate(_smtp: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        known = (
            isinstance(data, LoginPassword)
            and hmac.compare_digest(data.login, username.encode())
            and hmac.compare_digest(data.password, password.encode())
        )
        # With handled=True aiosmtpd would leave a refused client waiting for an answer.
        return AuthResult(success=known, handled=False, auth_data=data)

    return authenticate


def _read(path: Path) -> Caught:
    found = NAME.fullmatch(path.name)
    if found is None:
        raise ValueError("Not the name of a caught message.")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("The parser's policy makes EmailMessages.")
    text = message.get_body(("plain",))
    return Caught(
        id=found[2],
        at=datetime.strptime(found[1], STAMP),  # noqa: DTZ007 - naive UTC, like every stored time
        recipients=tuple(str(message["X-Envelope-To"]).split(", ")),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        text=text.get_content() if text is not None else "",
        attachments=tuple(_attachment(part) for part in message.iter_attachments()),
    )


def _attachment(part: Any) -> Attachment:
    data = part.get_payload(decode=True) or b""
    return Attachment(part.get_filename() or "attachment", part.get_content_type(), data)
