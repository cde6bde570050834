"""What a telephone number and an e-mail address must be, and what is new about a client. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

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


#: after as many wrong answers a code is void: six figures are proof only while they cannot be guessed (D8.03)
MOST_WRONG_CODES = 3


def tries_left(wrong: int) -> int:
    """How often a code may still be read back after so many wrong answers."""
    return max(0, MOST_WRONG_CODES - wrong)


#: what is said to keep somebody safe is taken at any time
KEEPS_SAFE = ("contact_advice", "pass_phrase")


def additions(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields of the form that would say something new about a client (C5); what is emptied or unticked does not.

    The ways that are safe are one field.
    """
    added = [
        name for name, value in after.items() if value and value != before[name] and name not in KEEPS_SAFE
    ]
    return list(dict.fromkeys("safe" if name.startswith("safe_to_") else name for name in added))
