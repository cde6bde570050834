"""Where a link in a leaflet may lead: a full https address, one e-mail address, one telephone number.

An address without a scheme (`//host`, `/page`, `#part`) passes bleach and nh3 alike, and on paper it leads
nowhere; so only complete ones stay. Hosts are left as they are: whom to trust is the editors' judgement.
"""

from __future__ import annotations

import re

SCHEMES = ("https", "mailto", "tel")

_HTTPS = re.compile(r"https://[\w.-]+(:[0-9]+)?([/?#][^\\]*)?", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:[\w.!#$*+/=?^{|}~-]+@[\w.-]+", re.IGNORECASE)
_TEL = re.compile(r"tel:\+?[0-9()-]+", re.IGNORECASE)


def address(href: str) -> str | None:
    """`href` when it may stay, without the spaces round it; None when it may not.

    Refused besides other schemes: a name before the host (`https://council.example@elsewhere`, which reads as
    one place and leads to another), anything after an e-mail address (a ready-made text or a blind copy), and
    any character that cannot be seen.
    """
    href = href.strip(" \t\n\r")
    if not href.isprintable() or any(letter.isspace() or letter in "<>\"'`{}|^" for letter in href):
        return None
    if any(pattern.fullmatch(href) for pattern in (_HTTPS, _MAILTO, _TEL)):
        return href
    return None
