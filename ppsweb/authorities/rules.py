"""What a permission must be to count (D4.01, D4.04). Pure."""

from __future__ import annotations

from datetime import datetime


def reasons_against(
    *, giver: str, method: str, given_at: datetime, now: datetime, read_back: bool
) -> dict[str | None, str]:
    """Why this is not a permission, by field; empty when it is one.

    The fields are those of the forms, which ask for day and time apart. A spoken permission is read back to the giver
    (D4.04); nobody can permit something in the future.
    """
    reasons: dict[str | None, str] = {}
    if not giver.strip():
        reasons["giver"] = "Enter the name of the person who gives permission"
    if given_at > now:
        reasons["given_time"] = "The time of the permission cannot be in the future"
    if method in ("phone", "in_person", "with_interpreter") and not read_back:
        reasons["read_back"] = "Read the words out and tick that they said yes"
    return reasons
