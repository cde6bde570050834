"""The shape of a telephone number and of an e-mail address: one rule for what is typed and for what is kept. Pure.

Whether an address may be written to is another question, which the mail room answers (`mail.rules`).
"""

from __future__ import annotations

import re

from ppsweb.mail.address import MAX_ADDRESS, BadAddress, checked

_PHONE = re.compile(r"\+?[0-9() .-]+")
FEWEST_FIGURES, MOST_FIGURES = 9, 15

#: slips of the hand in the names of the great providers, and what was meant (D8.03)
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
    """Why this is not one address that a message can be sent to, with a hint at common slips; None when it is one."""
    address = address.strip()
    if len(address) > MAX_ADDRESS or not address.isascii():
        return f"Enter an e-mail address of ordinary letters, at most {MAX_ADDRESS} long"
    try:
        domain = checked(address).rpartition("@")[2]
    except BadAddress:
        return "Enter one e-mail address, like name@example.com"
    if len(domain.rpartition(".")[2]) < 2:
        return "Enter one e-mail address, like name@example.com"
    if domain in _LOOKALIKES:
        return f"Check the address: did they mean {_LOOKALIKES[domain]}?"
    return None


def phone_problem(number: str) -> str | None:
    """Why this is not a telephone number; None when it is one."""
    number = number.strip()
    figures = sum(letter in "0123456789" for letter in number)
    if not _PHONE.fullmatch(number) or not FEWEST_FIGURES <= figures <= MOST_FIGURES:
        return "Enter a telephone number, like 01632 960 001 or +44 7700 900 982"
    return None
