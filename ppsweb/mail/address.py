"""What an e-mail address may look like before anything is sent to it (D8.03, D8.04).

The check is narrower than the standards: comments, quoted local parts, address literals and
internationalised local parts are refused, because a code has to be read back over the telephone and no
parent's mailbox needs them. A message never repeats what was typed, so that it can be logged.
"""

from __future__ import annotations

import re

MAX_ADDRESS = 254
MAX_LOCAL_PART = 64
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class BadAddress(ValueError):
    """The address cannot be written to; the message says why, in words for the form, without the address."""


def checked(address: str) -> str:
    """The address as it goes on the wire: ASCII, its domain in lower case and in IDNA form.

    Raises BadAddress. Spaces at the ends are for the form to remove: here they are refused.
    """
    if not address:
        raise BadAddress("Enter an e-mail address.")
    if any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in address):
        raise BadAddress("The e-mail address must be on one line, without a line break or control character.")
    if any(letter.isspace() for letter in address):
        raise BadAddress("The e-mail address must not have a space in it.")
    if address.count("@") != 1:
        raise BadAddress("The e-mail address must have exactly one @ in it, like name@example.com.")
    local, domain = address.split("@")
    whole = f"{_local_part(local)}@{_domain(domain)}"
    if len(whole) > MAX_ADDRESS:
        raise BadAddress(f"The e-mail address must be {MAX_ADDRESS} characters or fewer.")
    return whole


def _local_part(local: str) -> str:
    if len(local) > MAX_LOCAL_PART:
        raise BadAddress(f"The part before the @ must be {MAX_LOCAL_PART} characters or fewer.")
    if not LOCAL_PART.fullmatch(local):
        raise BadAddress(
            "The part before the @ may have only English letters, digits, "
            "hyphens, underscores and single full stops between them."
        )
    return local


def _domain(domain: str) -> str:
    """The domain in IDNA form; refused where the conversion would quietly name another domain.

    The conversion in the standard library turns "straße" into "strasse", which may belong to somebody
    else: what does not come back as it went in is a misdirection waiting to happen (D8.04).
    """
    wire = domain.lower()
    unchanged = True
    if not wire.isascii():
        try:
            wire = wire.encode("idna").decode("ascii")
            unchanged = wire.encode("ascii").decode("idna") == domain.lower()
        except UnicodeError:
            unchanged = False
    labels = wire.split(".") if unchanged else []
    if len(labels) < 2 or not all(LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise BadAddress("The part after the @ must be a domain name, like example.com.")
    return wire
