"""A signed pack leaves: encrypted under a new password, to a verified address of whoever asked (C2, D3.16)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from ppsweb import files, pdf
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.files import Kind as FileKind
from ppsweb.files import MediaType
from ppsweb.keys import DataKey
from ppsweb.mail import outbox
from ppsweb.mail.passwords import Told, new_password
from ppsweb.mail.wording import Kind as MessageKind
from ppsweb.people.models import Contact
from ppsweb.refusal import Refused
from ppsweb.subject_access.answering import releases_of
from ppsweb.subject_access.giving import pack_to_give
from ppsweb.subject_access.models import DataRequest, Release


@dataclass(frozen=True)
class Released:
    """What left, and the password that opens it: shown once and kept nowhere."""

    release: Release
    password: str = field(repr=False)


@action
def release(
    by: Member,
    when: datetime,
    request: DataRequest,
    contact: Contact,
    *,
    seen: str,
    about_nobody_else: bool,
    identifier: str | None = None,
) -> Released:
    """Encrypt the pack under a new password and put it into the outbox; again for a reissue. Raises Refused.

    What is asked of the pack is in `pack_to_give`. Whoever calls this has had the manager's password confirmed by
    the directory (D6.04).
    """
    if contact.person_id != request.person_id:
        raise Refused({"contact": "Choose an address of the person who asked"})
    pack, before = (
        pack_to_give(by, when, request, seen=seen, about_nobody_else=about_nobody_else),
        releases_of(request),
    )
    password = new_password()
    locked = pdf.protect(pack.data(), password)
    file = files.store(
        locked,
        kind=FileKind.RELEASED,
        media=MediaType.PDF,
        name=pack.file.name if pack.file is not None else "document.pdf",
        data_key=DataKey.get_by_id(request.files_key_id),
        owner=request,
    )
    message = outbox.put(
        by,
        when,
        contact=contact,
        authority=request.authority,
        kind=MessageKind.DOCUMENT,
        case=request.case,
        documents=[file],
        destroy_files=True,
    )
    detail = "again" if before else None
    chosen = {"id": identifier} if identifier else {}
    row: Release = Release(
        **chosen,
        created_at=when,
        request=request,
        pack=pack,
        contact=contact,
        message=message,
        file_hash=hashlib.sha256(locked).hexdigest(),
        released_by=by,
    ).insert_new()
    record("subject_access.release", by=by, case=request.recorded_under, subject=request, detail=detail)
    return Released(row, password)


@action
def tell_password(by: Member, when: datetime, row: Release, how: Told) -> Release:
    """Note that the password was told, by a road that the document did not take (D8.02). Raises Refused."""
    if row.told_at is not None:
        raise Refused("It is noted already that the password was told.")
    row.told_at, row.told_by, row.told_how = when, by, how
    row.save_changed()
    record(
        "subject_access.tell_password",
        by=by,
        case=row.request.recorded_under,
        subject=row.request,
        detail=str(how),
    )
    return row
