"""One message to one person, from what is to be said to the bytes on the wire.

`OutgoingMessage` has one `to` and no field for another recipient, and nothing here writes a CC or BCC
header (D8.04). Whatever identifies the message is derived from the id of its outbox row, so that sending
it again gives the same Message-ID and a mailbox that already has it can tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ppsweb.mail.address import BadAddress, checked
from ppsweb.mail.config import MailConfig
from ppsweb.mail.states import Reason
from ppsweb.mail.wording import Kind, file_name, subject

ROW_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")
REFERENCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
DOMAIN = re.compile(r"[a-z0-9.-]{1,80}")
PDF_START = b"%PDF-"


class BadMessage(ValueError):
    """The message cannot be sent as it is; `reason` is a code, the text says why without its contents."""

    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.reason = reason


@dataclass(frozen=True)
class OutgoingMessage:
    """What is to be sent, to whom.

    `row_id` is the id of the outbox row, `reference` the code a person quotes on the telephone
    ("7Q4K-2MXD"), `written_at` naive UTC, `documents` whole PDF files. `domain` is that of the Message-ID
    as it was when the message was written, which a later change of the settings must not change.
    """

    row_id: str
    to: str = field(repr=False)
    kind: Kind
    reference: str
    body: str = field(repr=False)
    written_at: datetime
    documents: tuple[bytes, ...] = field(default=(), repr=False)
    domain: str = ""


def compose(message: OutgoingMessage, config: MailConfig) -> EmailMessage:
    """The message as an EmailMessage. Raises BadMessage."""
    _check(message, config)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(config.sender_name, addr_spec=config.sender)
    mail["To"] = Address(addr_spec=recipient(message))
    mail["Subject"] = subject(message.kind, message.reference)
    mail["Date"] = format_datetime(message.written_at.replace(tzinfo=UTC))
    mail["Message-ID"] = message_id(message.row_id, message.domain or config.domain)
    # RFC 3834: no holiday message is wanted; the second header says the same to Exchange.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.body, charset="utf-8", cte="quoted-printable")
    for number, document in enumerate(message.documents, start=1):
        name = file_name(message.reference, number, len(message.documents))
        mail.add_attachment(document, maintype="application", subtype="pdf", filename=name)
    return mail


def message_id(row_id: str, domain: str) -> str:
    """The same for the same row for ever."""
    return f"<{row_id}@{domain}>"


def return_path(message: OutgoingMessage, config: MailConfig) -> str:
    """The envelope sender: where a bounce goes, naming the row and nothing about the case (D8.07)."""
    return config.return_path.replace("{}", message.row_id)


def recipient(message: OutgoingMessage) -> str:
    """The one envelope recipient. Raises BadMessage."""
    try:
        return checked(message.to)
    except BadAddress as bad:
        raise BadMessage(Reason.BAD_ADDRESS, str(bad)) from bad


def to_wire(mail: EmailMessage) -> bytes:
    """The bytes between DATA and the final dot: CRLF line ends only, leading dots doubled.

    A bare CR or LF could be read as a line end by one server and not by the next, and so end the message
    early ("SMTP smuggling"): none is left.
    """
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", mail.as_bytes())
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)


def _check(message: OutgoingMessage, config: MailConfig) -> None:
    if not ROW_ID.fullmatch(message.row_id):
        raise BadMessage(Reason.BAD_MESSAGE, "The id of the message is not the id of a row.")
    if not REFERENCE.fullmatch(message.reference):
        raise BadMessage(Reason.BAD_MESSAGE, "The reference must be like 7Q4K-2MXD, on one line.")
    if message.domain and not DOMAIN.fullmatch(message.domain):
        raise BadMessage(Reason.BAD_MESSAGE, "The domain of the message is not a domain name.")
    try:
        message.body.encode("utf-8")
    except UnicodeEncodeError as bad:
        raise BadMessage(Reason.BAD_MESSAGE, "The text has a character that cannot be sent.") from bad
    if "\0" in message.body:
        raise BadMessage(Reason.BAD_MESSAGE, "The text has a character that cannot be sent.")
    if not all(document.startswith(PDF_START) for document in message.documents):
        raise BadMessage(Reason.BAD_MESSAGE, "Only PDF documents are sent.")
    if sum(map(len, message.documents)) > config.max_bytes:
        megabytes = config.max_bytes / 1_000_000
        raise BadMessage(Reason.TOO_BIG, f"The documents are larger than {megabytes:.1f} MB together.")
