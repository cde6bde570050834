"""An account as the directory describes it, and the questions that find it.

Every value in a question is escaped, distinguished names too (D6.16).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ldap3.utils.conv import escape_filter_chars

from ppsweb.directory.connection import Found
from ppsweb.permissions.roles import Role

ATTRIBUTES = [
    "objectGUID",
    "sAMAccountName",
    "userPrincipalName",
    "displayName",
    "mail",
    "userAccountControl",
    "accountExpires",
    "memberOf",
]
IN_CHAIN = "1.2.840.113556.1.4.1941"
ACCOUNT_DISABLED = 0x2
# accountExpires counts tenths of microseconds from 1601; both of these mean never
NEVER = (0, 0x7FFF_FFFF_FFFF_FFFF)
_FROM = datetime(1601, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Entry:
    """Somebody the directory let in, or still knows. `guid` is who it is; every name can change (D6.17).

    `role` is the highest that a group gives.
    """

    guid: UUID
    account: str
    upn: str
    display_name: str
    email: str
    role: Role


def by_attribute(attribute: str, value: str) -> str:
    """The question for the people (no computers) whose attribute has exactly this value."""
    return f"(&(objectCategory=person)({attribute}={escape_filter_chars(value)}))"


def by_guid(guid: UUID) -> str:
    """The question for the person with this objectGUID."""
    escaped = "".join(f"\\{byte:02x}" for byte in guid.bytes_le)
    return f"(&(objectCategory=person)(objectGUID={escaped}))"


def in_group(group_dn: str) -> str:
    """The question whether an entry is in a group, or in a group in it, and so on."""
    return f"(memberOf:{IN_CHAIN}:={escape_filter_chars(group_dn)})"


def is_directly_in(found: Found, group_dn: str) -> bool:
    """Whether the answer itself lists the group, spelt as here. If not, `in_group` has to be asked."""
    wanted = group_dn.casefold()
    return any(
        value.decode(errors="replace").casefold() == wanted for value in found.attributes.get("memberof", [])
    )


def entry_of(found: Found, role: Role) -> Entry:
    """The entry that an answer describes."""
    account = found.text("sAMAccountName")
    return Entry(
        guid=UUID(bytes_le=found.attributes["objectguid"][0]),
        account=account,
        upn=found.text("userPrincipalName"),
        display_name=found.text("displayName") or account,
        email=found.text("mail"),
        role=role,
    )


def is_in_service(found: Found, now: datetime) -> bool:
    """Neither disabled nor expired at `now` (naive UTC). Locked is not gone: a colleague's typing does that."""
    if int(found.text("userAccountControl") or ACCOUNT_DISABLED) & ACCOUNT_DISABLED:
        return False
    expires = int(found.text("accountExpires") or 0)
    return expires in NEVER or now < _FROM + timedelta(microseconds=expires // 10)
