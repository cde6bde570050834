"""What comes back to the return path: delivery reports (RFC 3464), read without keeping a word of them.

A report quotes the address and often the reason in a provider's words, and a holiday message may be about
somebody's family (D8.07): only the id of our own message and a status code leave this module. Pure: it is
given bytes, knows no database and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from enum import StrEnum

from ppsweb.mail.config import MailConfig

# No report is nested deeper; the parser of the standard library goes one call deeper for each part.
MOST_PARTS = 50
DEEPEST = 3
NESTING = re.compile(rb"boundary|message/", re.IGNORECASE)
ID = "[0-9a-hjkmnp-tv-z]{26}"
ENVELOPE_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
STATUS = re.compile(r"\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9])")


class Nature(StrEnum):
    """How bad a bounce is."""

    HARD = "hard"  # the address does not take mail: it is no longer verified
    RETURNED = "returned"  # not delivered after a while (a full mailbox): the address may be good
    DELAYED = "delayed"  # still being tried


class What(StrEnum):
    """What a message in the mailbox of the return path is."""

    BOUNCE = "bounce"
    NOTHING = "nothing"  # an automatic reply or a report of success: to be thrown away unread
    FOR_A_PERSON = "for_a_person"  # anything else: left where it is


@dataclass(frozen=True)
class Bounce:
    """A report on the message of outbox row `reference`, with its enhanced status ("5.1.1", or "")."""

    reference: str
    nature: Nature
    status: str = ""

    @property
    def hard(self) -> bool:
        return self.nature is Nature.HARD


@dataclass(frozen=True)
class Reading:
    """What a message is, and the bounce where it is one."""

    what: What
    bounce: Bounce | None = None


def read(data: bytes, config: MailConfig) -> Reading:
    """Understand one message as it arrived. Never raises for what is in it."""
    if len(NESTING.findall(data)) > MOST_PARTS:
        return Reading(What.FOR_A_PERSON)
    message = BytesParser().parsebytes(data)
    report = _report_in(message)
    if report is None:
        automatic = _is_automatic(message)
        return Reading(What.NOTHING if automatic else What.FOR_A_PERSON)
    nature, status = _verdict(report)
    if nature is None:
        return Reading(What.NOTHING)
    reference = _reference(message, report, config)
    if reference is None:
        return Reading(What.FOR_A_PERSON)
    return Reading(What.BOUNCE, Bounce(reference, nature, status))


def _report_in(message: Message, depth: int = 0) -> Message | None:
    """The part with the machine's own words; never one inside a message that somebody forwarded."""
    if message.get_content_type() == "message/delivery-status":
        return message
    if message.get_content_maintype() != "multipart" or depth == DEEPEST:
        return None
    found = (_report_in(part, depth + 1) for part in _parts(message))
    return next((part for part in found if part is not None), None)


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _verdict(report: Message) -> tuple[Nature | None, str]:
    """The worst that the report says; (None, "") where it reports success only."""
    worst: tuple[Nature | None, str] = (None, "")
    for fields in _parts(report):
        action = str(fields.get("Action", "")).strip().lower()
        found = STATUS.match(str(fields.get("Status", "")))
        status = found[1] if found else ""
        if action.startswith("failed"):
            # Given up for a reason of the 4 class, or of none: the message is lost, the address may be good.
            hard = status.startswith("5")
            worst = (Nature.HARD if hard else Nature.RETURNED, status)
            if hard:
                break
        elif action.startswith("delayed") and worst[0] is None:
            worst = (Nature.DELAYED, status)
    return worst


def _reference(message: Message, report: Message, config: MailConfig) -> str | None:
    """The row that the report is about: by its return path, the envelope id, or the returned headers."""
    before, after = (re.escape(part) for part in config.return_path.split("{}"))
    path = re.compile(rf"(?<![\w.+-]){before}({ID}){after}(?![\w.-])", re.IGNORECASE)
    envelope_id = re.compile(rf"\s*({ID})\s*", re.IGNORECASE)
    message_id = re.compile(rf"\s*<({ID})@{re.escape(config.domain)}>\s*", re.IGNORECASE)
    tries = [path.search(value) for value in _values(message, ENVELOPE_HEADERS)]
    for fields in _parts(report):
        tries += [envelope_id.fullmatch(value) for value in _values(fields, ("Original-Envelope-Id",))]
    for returned in _returned_headers(message):
        tries += [message_id.fullmatch(value) for value in _values(returned, ("Message-ID",))]
    return next((found[1].lower() for found in tries if found), None)


def _values(message: Message, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from (str(value) for value in message.get_all(name, []))


def _returned_headers(message: Message) -> Iterator[Message]:
    """The headers of our own message, where the report brings them back."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            yield from _parts(part)
        elif part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield BytesParser().parsebytes(payload, headersonly=True)


def _is_automatic(message: Message) -> bool:
    """RFC 3834, and what older programs say instead."""
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        not submitted.startswith("no")
        or precedence in {"auto_reply", "bulk", "junk"}
        or any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))
    )
