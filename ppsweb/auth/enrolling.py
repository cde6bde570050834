"""What the directory says of somebody, taken over into the member's row: no act of anybody's, but its consequence."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from peewee import IntegrityError

from ppsweb.audit import record
from ppsweb.auth.models import Member, account_hash
from ppsweb.database import Stale, database
from ppsweb.directory import Entry


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

    The role that a manager admitted is not touched, so a higher one waits. The code of admission is renewed only
    where it held before: a row that was forged stays forged.
    """
    changed = {name: value for name, value in _described(entry).items() if getattr(member, name) != value}
    if not changed:
        return
    genuine = member.is_genuine
    for name, value in changed.items():
        setattr(member, name, value)
    if genuine and member.mac is not None:
        member.signed()
    # another request of the same person may have taken the same over a moment ago
    with suppress(Stale), database.atomic():
        member.save_changed()
        if "directory_role" in changed:
            record("auth.role_changed", by=None, subject=member, detail=str(member.directory_role))
        if "gone_at" in changed:
            record("auth.came_back", by=None, subject=member)


def _described(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.display_name,
        "upn": entry.upn or entry.account,
        "email": entry.email,
        "account_hash": account_hash(entry.account),
        "upn_hash": account_hash(entry.upn or entry.account),
        "directory_role": entry.role,
        "gone_at": None,
    }
