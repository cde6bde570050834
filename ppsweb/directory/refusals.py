"""Why somebody was not let in: one sentence for the person, apart from each other in the audit only (D6.10)."""

from __future__ import annotations

import enum
import re


class Refusal(enum.StrEnum):
    """Short codes for the audit. Never shown to the person who signs in."""

    EMPTY_PASSWORD = "empty_password"  # noqa: S105 - a code, not a password
    BAD_PASSWORD = "bad_password"  # noqa: S105
    BAD_NAME = "bad_name"
    WRONG = "wrong"
    DISABLED = "disabled"
    EXPIRED = "expired"
    PASSWORD_EXPIRED = "password_expired"  # noqa: S105
    MUST_CHANGE = "must_change"
    LOCKED = "locked"
    NOT_NOW = "not_now"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    NO_GROUP = "no_group"


# The `data …` of Active Directory's answer to a refused bind, in hexadecimal: Windows error codes.
SUB_CODES = {
    "525": Refusal.WRONG,
    "52e": Refusal.WRONG,
    "530": Refusal.NOT_NOW,
    "531": Refusal.NOT_NOW,
    "532": Refusal.PASSWORD_EXPIRED,
    "533": Refusal.DISABLED,
    "701": Refusal.EXPIRED,
    "773": Refusal.MUST_CHANGE,
    "775": Refusal.LOCKED,
}


def refusal_of(diagnostic: str) -> Refusal:
    """The refusal that a diagnostic message tells of; WRONG when it tells nothing known."""
    found = re.search(r"\bdata ([0-9a-fA-F]+)", diagnostic)
    return SUB_CODES.get(found[1].lower().lstrip("0"), Refusal.WRONG) if found else Refusal.WRONG


class NotAdmitted(Exception):
    """Somebody was not let in. `refusal` is for the audit; the person is told the same sentence every time."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class DirectoryDown(Exception):
    """No domain controller could be asked. Nobody gets in, and the page says so plainly (D6.15)."""
