"""What staff do with messages: put one into the outbox, cancel it, and decide about one that needs a person.

`put` is called inside the act that the message belongs to: row, audit row and act stand or fall together, and
nothing leaves before they are committed. Sending is the worker's (`ppsweb.mail.sending`).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pikepdf

from ppsweb import files, settings
from ppsweb.audit import action, record
from ppsweb.files import File, MediaType
from ppsweb.mail import rules, wording
from ppsweb.mail.address import BadAddress, checked
from ppsweb.mail.config import MailConfig
from ppsweb.mail.models import (
    OutboxDocument,
    OutboxMessage,
    address_of,
    documents_of,
    new_reference,
    read_document,
)
from ppsweb.mail.states import NEEDS_A_PERSON, Reason, State
from ppsweb.mail.wording import Kind
from ppsweb.refusal import Refused
from ppsweb.worker import queue


@action
def put(
    by: Any,
    when: datetime,
    *,
    contact: Any,
    authority: Any,
    kind: Kind,
    case: Any = None,
    documents: Sequence[File] = (),
    code: str | None = None,
    destroy_files: bool = False,
) -> OutboxMessage:
    """Put a message to one contact into the outbox, inside the caller's act.

    `by` is the member of staff, `contact` the e-mail contact of the client, `authority` what the sending rests
    on, `case` the case it belongs to if any. `documents` are stored PDF files: of kind DOCUMENT each must need a
    password to open (D8.01). `code` is for ADDRESS_CHECK only, which alone may go to an unverified address and
    leaves at once, because the client waits on the telephone; everything else can be cancelled for as long
    as the setting `cancel_minutes` says (D8.04). `destroy_files`: the files were made for this message only and
    are destroyed when they leave the queue (D8.08).
    Raises Refused.
    """
    if not authority.in_force:
        raise Refused(wording.REASONS[Reason.AUTHORITY_ENDED])
    reference = new_reference()
    at_once = kind is Kind.ADDRESS_CHECK
    window = timedelta(0) if at_once else timedelta(minutes=settings.current().cancel_minutes)
    message = OutboxMessage(
        created_at=when,
        authority=authority,
        person=contact.person_id,
        contact=contact,
        case=case,
        asked_by=by,
        data_key=case.data_key_id if case is not None else contact.data_key_id,
        kind=kind,
        reference=reference,
        body=wording.body(kind, reference.upper(), code=code),
        domain=settings.current().mail_domain,
        not_before=when + window,
        next_try_at=when + window,
    )
    contents = [read_document(message, file) for file in documents]
    _refuse_unfit(contact, kind, when, documents, contents, code)
    message.insert_new()
    for number, (file, content) in enumerate(zip(documents, contents, strict=True), start=1):
        _attach(message, number, file, content, destroy_files)
    record("mail.put", by=by, case=case or contact.person, subject=message, detail=str(kind))
    if at_once:
        queue.look_now()
    return message


@action
def cancel(by: Any, when: datetime, message: OutboxMessage, version: int | None = None) -> None:
    """Make sure that a message is not sent. Raises Refused once it has left, Stale if somebody was faster."""
    if not rules.may_cancel(message.state):
        raise Refused("This message can no longer be cancelled.")
    _end(message, State.CANCELLED, Reason.BY_HAND, when, version)
    record("mail.cancel", by=by, case=file_of(message), subject=message)


@action
def withdraw(by: Any, when: datetime, message: OutboxMessage) -> None:
    """Keep a document from leaving that must not leave, as far as that is still possible.

    What waits is cancelled. Of what may have left already the document goes out of the queue, so that it is not
    sent once more; what became of the message stays as it is.
    """
    if rules.may_cancel(message.state):
        _end(message, State.CANCELLED, Reason.CONTENT_SEALED_OFF, when, None)
        record("mail.cancel", by=by, case=file_of(message), subject=message, detail="content_sealed_off")
    elif any(document.file_id for document in documents_of(message)):
        release_documents(message)
        record("mail.let_documents_go", by=by, case=file_of(message), subject=message)
    record("mail.withdraw", by=by, case=file_of(message), subject=message, detail=str(message.state))


@action
def cancel_resting_on(by: Any, when: datetime, authority: Any) -> int:
    """Cancel whatever waits on an authority that ends, in the transaction that ends it (D4.05).

    Returns how many. Leaves an audit row even for none, so that the withdrawal shows that it was done.
    """
    waiting = list(
        OutboxMessage.select().where(
            (OutboxMessage.authority == authority) & OutboxMessage.state.in_((State.WAITING, State.STOPPED))
        )
    )
    for message in waiting:
        _end(message, State.CANCELLED, Reason.AUTHORITY_ENDED, when, None)
        record("mail.cancel", by=by, case=file_of(message), subject=message, detail="authority_ended")
    record("mail.cancel_resting_on", by=by, subject=authority)
    return len(waiting)


@action
def send_again(by: Any, when: datetime, message: OutboxMessage, version: int | None = None) -> None:
    """Send a message once more, because a person decided so: with the same Message-ID (part of D8.07).

    Raises Refused if it cannot be, or its address is not fit; Stale if somebody was faster.
    """
    if not rules.may_send_again(message.state, has_documents(message), message.kind):
        raise Refused("This message cannot be sent again. Write a new one.")
    problem = rules.why_not(message.address(), message.kind, when)
    if problem is None and not message.authority.in_force:
        problem = Reason.AUTHORITY_ENDED
    if problem is not None:
        raise Refused(wording.REASONS[problem])
    message.state, message.reason = State.WAITING, None
    message.next_try_at, message.first_try_at, message.failures = when, None, 0
    message.dealt_with_at = None
    message.save_changed(version)
    record("mail.send_again", by=by, case=file_of(message), subject=message)
    queue.look_now()


@action
def confirm_arrival(by: Any, when: datetime, message: OutboxMessage, version: int | None = None) -> None:
    """Somebody found out that a message whose answer was lost did arrive. Raises Refused, Stale."""
    if message.state is not State.UNKNOWN:
        raise Refused("Only a message that may have been sent can be marked as arrived.")
    _end(message, State.SENT, Reason.CONFIRMED, when, version)
    record("mail.confirm_arrival", by=by, case=file_of(message), subject=message)


@action
def deal_with(by: Any, when: datetime, message: OutboxMessage, version: int | None = None) -> None:
    """Take a message off the list of those that need a person: it was dealt with. Raises Refused, Stale."""
    if message.state not in NEEDS_A_PERSON or message.dealt_with_at is not None:
        raise Refused("This message does not need anything done.")
    message.dealt_with_at = when
    message.save_changed(version)
    record("mail.deal_with", by=by, case=file_of(message), subject=message, detail=str(message.state))


def file_of(message: OutboxMessage) -> Any:
    """The case or client under whose reference the audit row stands."""
    return message.case or message.person


def has_documents(message: OutboxMessage) -> bool:
    """Whether every document of the message is still in the queue, and there is one."""
    left = [document.file is not None for document in documents_of(message)]
    return bool(left) and all(left)


def release_documents(message: OutboxMessage) -> None:
    """Let the documents leave the queue, inside the caller's transaction; what was sent stays known by its hash."""
    for document in documents_of(message):
        file = document.file
        if file is None:
            continue
        document.file = None
        document.save_changed()
        if document.destroy_file == "yes":
            files.destroy(file)


def _end(message: OutboxMessage, state: State, reason: Reason, when: datetime, version: int | None) -> None:
    message.state, message.reason, message.ended_at = state, reason, when
    message.save_changed(version)
    release_documents(message)


def _attach(message: OutboxMessage, number: int, file: File, content: bytes, destroy: bool) -> None:
    OutboxDocument(
        message=message,
        data_key=message.data_key,
        number=number,
        file=file,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        destroy_file="yes" if destroy else "no",
    ).insert_new()


def _refuse_unfit(
    contact: Any,
    kind: Kind,
    when: datetime,
    documents: Sequence[File],
    contents: list[bytes],
    code: str | None,
) -> None:
    problem = rules.why_not(address_of(contact), kind, when)
    if problem is not None:
        raise Refused({"contact": wording.REASONS[problem]})
    try:
        checked(contact.value)
    except BadAddress as bad:
        raise Refused({"contact": str(bad)}) from bad
    if (kind is Kind.ADDRESS_CHECK) != (code is not None) or (kind is Kind.ADDRESS_CHECK) == bool(documents):
        raise Refused("A code goes alone, and every other message has a document.")
    if any(file.media is not MediaType.PDF for file in documents):
        raise Refused({"documents": "Only PDF documents are sent by e-mail."})
    if sum(map(len, contents)) > MailConfig.max_bytes:
        raise Refused({"documents": wording.REASONS[Reason.TOO_BIG]})
    if kind is Kind.DOCUMENT and not all(_needs_password(content) for content in contents):
        raise Refused({"documents": "A document from a case is sent only with a password."})


def _needs_password(content: bytes) -> bool:
    """Whether nobody can open this PDF without its password: found out by trying (D8.01)."""
    try:
        with pikepdf.open(io.BytesIO(content)):
            return False
    except pikepdf.PasswordError:
        return True
    except pikepdf.PdfError as error:
        raise Refused({"documents": "The document is not a PDF that can be opened."}) from error
