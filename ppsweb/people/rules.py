"""What a telephone number and an e-mail address must be, and for how long a verified one counts. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

VERIFIED_FOR = timedelta(days=183)
_LOOKALIKES = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.co": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmail.co": "hotmail.com",
    "yaho.com": "yahoo.com",
    "yahoo.co": "yahoo.co.uk",
    "outlok.com": "outlook.com",
    "iclod.com": "icloud.com",
}


def email_problem(address: str) -> str | None:
    """Why this is not an address to send to, with a hint at common slips (D8.03); None when it is one."""
    address = address.strip()
    if not re.fullmatch(
        r"[^\s@<>\"(),:;\\\[\]]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}", address
    ):
        return "Enter an e-mail address in the correct format, like name@example.com"
    if len(address) > 254 or not address.isascii():
        return "Enter an e-mail address of ordinary letters, at most 254 long"
    domain = address.rpartition("@")[2].lower()
    if domain in _LOOKALIKES:
        return f"Check the address: did they mean {_LOOKALIKES[domain]}?"
    return None


def phone_problem(number: str) -> str | None:
    """Why this is not a telephone number; None when it is one."""
    digits = re.sub(r"[\s().+-]", "", number)
    if not digits.isdigit() or not 9 <= len(digits) <= 15:
        return "Enter a telephone number, like 01632 960 001 or 07700 900 982"
    return None


def counts_as_verified(verified_at: datetime | None, now: datetime) -> bool:
    """Whether an address was verified within six months (D8.03)."""
    return verified_at is not None and now - verified_at <= VERIFIED_FOR
