"""Coming in and going out, each with its row in the record (D6.13)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from peewee import IntegrityError

from ppsweb import keys
from ppsweb.audit import action, record
from ppsweb.auth import rules
from ppsweb.auth.models import Member, Session, account_hash
from ppsweb.auth.session import new_token, open_row
from ppsweb.database import Stale, database
from ppsweb.directory import Entry


@action
def sign_in(entry: Entry) -> tuple[Member, str, Session]:
    """Open a session for somebody whose password the directory has just accepted.

    Answers the member, the token for the browser and the row of the new session. A first sign-in makes the
    member, who is not admitted by that: a manager decides.
    """
    member = enrol(entry)
    token = new_token()
    row = open_row(token, member, {})
    record("auth.signed_in", by=member, subject=member)
    return member, token, row


@action
def sign_out(by: Member, row: Session) -> None:
    """End this session, on the server too."""
    record("auth.signed_out", by=by, subject=by)
    Session.delete_by_id(row.id)


@action
def send_out(member: Member, *, because: str) -> None:
    """End every session of somebody who does not belong any more."""
    record("auth.sent_out", by=None, subject=member, detail=because)
    Session.end_all_of(member)


@action
def refuse_sign_in(*, because: str, typed_name: str) -> None:
    """Record that somebody was not let in: why, and who if the name is that of a member, never what was typed."""
    record("auth.sign_in_refused", by=None, subject=Member.of_account(typed_name), detail=because)


@action
def confirm(by: Member, *, detail: str | None = None) -> None:
    """Record that somebody has shown their password once more, or (`detail`) why that failed (D6.04)."""
    record(
        "auth.password_confirmed" if detail is None else "auth.password_not_confirmed", by=by, detail=detail
    )


@action
def refuse(by: Member | None, *, needs: str) -> None:
    """Record that somebody asked for what is not theirs to see or do."""
    record("auth.refused", by=by, detail=needs)


def enrol(entry: Entry) -> Member:
    """The member of a directory entry, made at the first sign-in and brought up to date at each later one."""
    member = Member.get_or_none(Member.guid == str(entry.guid))
    if member is not None:
        bring_up_to_date(member, entry)
        return member
    member = Member(guid=str(entry.guid), **_described(entry))
    try:
        with database.atomic():
            return member.insert_new()
    except IntegrityError:  # the same person, signing in twice at once for the first time
        return Member.get(Member.guid == str(entry.guid))


def bring_up_to_date(member: Member, entry: Entry) -> None:
    """Take over what the directory says today about name, addresses and role; nothing is written if it is the same.

    The code of admission is renewed only where it held before: a row that was forged stays forged.
    """
    changed = {name: value for name, value in _described(entry).items() if getattr(member, name) != value}
    if not changed:
        return
    genuine = member.is_genuine
    for name, value in changed.items():
        setattr(member, name, value)
    if genuine and member.mac is not None:
        member.mac = keys.mac("admission", *member.admission())
    # another request of the same person may have taken the same over a moment ago
    with suppress(Stale), database.atomic():
        member.save_changed()
        if "role" in changed:
            record("auth.role_changed", by=None, subject=member, detail=str(member.role))


def _described(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.display_name,
        "upn": entry.upn or entry.account,
        "email": entry.email,
        "account_hash": account_hash(entry.account),
        "role": rules.role_of(entry.roles),
    }
