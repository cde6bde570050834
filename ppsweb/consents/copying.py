"""Giving a client in writing what they permitted: on paper, or by e-mail under a password (D4.04, D8.01, D8.02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import render_template

from ppsweb import files, pdf, settings
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import SHARING, Authority, Copy
from ppsweb.consents.models import SharingCopy
from ppsweb.files import Kind as FileKind
from ppsweb.files import MediaType
from ppsweb.mail import outbox
from ppsweb.mail.passwords import Told, new_password
from ppsweb.mail.wording import Kind as MessageKind
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import Contact, Person
from ppsweb.refusal import Refused


@dataclass(frozen=True)
class Signing:
    """What a client permitted in one go: one row for each body and purpose."""

    rows: Sequence[Authority] = field(repr=False)

    @property
    def first(self) -> Authority:
        """The row whose id is that of the signing."""
        return next(row for row in self.rows if row.id == row.signing)

    @property
    def bodies(self) -> dict[str, list[Authority]]:
        """The permissions by the name of their body, in the order of the alphabet (D4.11)."""
        found: dict[str, list[Authority]] = {}
        for row in sorted(self.rows, key=lambda row: (_body(row).casefold(), SHARING.index(row.purpose))):
            found.setdefault(_body(row), []).append(row)
        return found


def _body(row: Authority) -> str:
    """The name of the body; every permission to share has one (guard `scope`)."""
    return str(row.organisation.name) if row.organisation is not None else ""


@dataclass(frozen=True)
class Sent:
    """A copy on its way, and the password that opens it: shown once and kept nowhere."""

    copy: SharingCopy
    password: str = field(repr=False)


def signing_of(person: Person, signing: str) -> Signing | None:
    """One signing of this client; None of anybody else's."""
    query: Any = (
        Authority.select(Authority, Organisation)
        .join(Organisation, on=(Authority.organisation == Organisation.id))
        .where(Authority.signing == signing, Authority.data_key == person.data_key_id)
    )
    rows = list(query)
    return Signing(rows) if rows else None


def without_copy(data_keys: Any) -> list[Authority]:
    """The first rows of signings under these keys (their ids) that were only spoken, stand at least in part, and were
    not given in writing yet.
    """
    stands = Authority.alias()
    stand = stands.select(stands.signing).where(
        stands.data_key.in_(data_keys), stands.withdrawn_at.is_null(), stands.invalidated_at.is_null()
    )
    return list(
        Authority.select()
        .where(
            Authority.data_key.in_(data_keys),
            Authority.id == Authority.signing,
            Authority.signing.in_(stand),
            Authority.copy.is_null(False),
            Authority.copy != Copy.NOT_SAFE,
            Authority.id.not_in(SharingCopy.select(SharingCopy.sharing)),
        )
        .order_by(Authority.given_at)
    )


def draw_copy(person: Person, signing: Signing, today: date) -> bytes:
    """The copy as PDF/UA-1. Raises CannotRender."""
    html = render_template(
        "consents/copy.pdf.html",
        person=person,
        signing=signing,
        today=today,
        labels=authority_wording,
        agreed=authority_wording.words_of(signing.first),
        our=settings.current(),
    )
    stamp = pdf.Stamp(footer_left=settings.current().service_name)
    return pdf.render(html, style="leaflet", title="What you agreed to", stamp=stamp).data


@action
def send_copy(
    by: Member,
    when: datetime,
    person: Person,
    signing: Signing,
    *,
    contact: Contact,
    drawn: bytes,
    identifier: str | None = None,
) -> Sent:
    """Put the copy into the outbox, locked under a new password. `drawn` is the PDF of `draw_copy`. Raises Refused."""
    if contact.person_id != person.id:
        raise Refused({"contact": "Choose an address of this client"})
    password = new_password()
    file = files.store(
        pdf.protect(drawn, password),
        kind=FileKind.RELEASED,
        media=MediaType.PDF,
        name="document.pdf",
        data_key=person.data_key,
        owner=signing.first,
    )
    message = outbox.put(
        by,
        when,
        contact=contact,
        authority=person.contact_authority,
        kind=MessageKind.DOCUMENT,
        documents=[file],
        destroy_files=True,
    )
    return Sent(_keep(by, when, person, signing, Copy.EMAIL, message, identifier), password)


@action
def note_copy(
    by: Member, when: datetime, person: Person, signing: Signing, *, how: Copy, identifier: str | None = None
) -> SharingCopy:
    """Note that the copy was posted or handed over. Raises Refused where letters are not safe (D4.04)."""
    if how is Copy.LETTER and not person.is_safe("safe_to_write"):
        raise Refused({"how": "They said that letters are not safe"})
    if how not in (Copy.LETTER, Copy.BY_HAND):
        raise Refused({"how": "Choose how they have it"})
    return _keep(by, when, person, signing, how, None, identifier)


@action
def tell_password(by: Member, when: datetime, copy: SharingCopy, how: Told) -> SharingCopy:
    """Note that the password was told, by a road that the copy did not take (D8.02). Raises Refused."""
    if copy.message_id is None or copy.told_at is not None:
        raise Refused("There is no password to be told, or it is noted already.")
    copy.told_at, copy.told_by, copy.told_how = when, by, how
    copy.save_changed()
    record("consents.tell_password", by=by, case=copy.person, subject=copy.sharing, detail=str(how))
    return copy


def _keep(
    by: Member,
    when: datetime,
    person: Person,
    signing: Signing,
    how: Copy,
    message: Any,
    identifier: str | None,
) -> SharingCopy:
    chosen = {"id": identifier} if identifier else {}
    row: SharingCopy = SharingCopy(
        **chosen,
        created_at=when,
        person=person,
        sharing=signing.first,
        how=how,
        message=message,
        given_by=by,
    ).insert_new()
    record("consents.give_copy", by=by, case=person, subject=signing.first, detail=str(how))
    return row
