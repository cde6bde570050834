"""Small questions about a member of staff, and about a member and a record. Pure: no Flask, no database."""

from __future__ import annotations

from typing import Any, Protocol


class MemberLike(Protocol):
    """What a predicate may ask of a member of staff."""

    id: str
    role: str
    is_admitted: bool
    manages: bool


def anybody(member: MemberLike | None, record: Any = None) -> bool:
    """Even somebody who has not signed in."""
    return True


def signed_in(member: MemberLike | None, record: Any = None) -> bool:
    """Any council staff whom the directory knows."""
    return member is not None


def in_service(member: MemberLike | None, record: Any = None) -> bool:
    """In one of the service's groups and admitted by a manager: the group is necessary, not sufficient."""
    return (
        member is not None and member.is_admitted and member.role in ("manager", "officer", "leaflet_editor")
    )


def caseworker(member: MemberLike | None, record: Any = None) -> bool:
    """Somebody whose work is with families."""
    return in_service(member) and member is not None and member.role in ("manager", "officer")


def manager(member: MemberLike | None, record: Any = None) -> bool:
    """The manager, or the deputy appointed for today."""
    return caseworker(member) and member is not None and member.manages


def manager_in_person(member: MemberLike | None, record: Any = None) -> bool:
    """The manager, never a deputy: who is let in, and who stands in, is not handed on."""
    return in_service(member) and member is not None and member.role == "manager"


def editor(member: MemberLike | None, record: Any = None) -> bool:
    """Somebody who writes leaflets."""
    return in_service(member) and member is not None and (member.role == "leaflet_editor" or member.manages)


def works_on(member: MemberLike | None, record: Any = None) -> bool:
    """The officer of a case, one who covers it, or the manager; never somebody with a conflict of interest.

    `record` answers `is_open_to(member)`; without a record the question is whether such work can be theirs at all.
    """
    if not caseworker(member):
        return False
    return record is None or bool(record.is_open_to(member))


def may_see(member: MemberLike | None, record: Any = None) -> bool:
    """Anybody of the service to whom this record is open: whoever records a child at risk sees what they recorded."""
    return in_service(member) and (record is None or bool(record.is_open_to(member)))
