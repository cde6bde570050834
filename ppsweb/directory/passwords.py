"""A password on its way to the directory: refused when no bind may be made with it, else exactly what was typed."""

from __future__ import annotations

from ppsweb.directory.refusals import NotAdmitted, Refusal

LONGEST = 1024


def as_sent(password: str) -> bytes:
    """The bytes to bind with: never trimmed, normalised or cut (D6.11).

    Raises NotAdmitted before any bind: Active Directory takes a name with an empty password for an anonymous
    bind and answers success, and a NUL may end a password early, which makes it empty again.
    """
    if not password or password.isspace():
        raise NotAdmitted(Refusal.EMPTY_PASSWORD)
    try:
        sent = password.encode()
    except UnicodeEncodeError:
        raise NotAdmitted(Refusal.BAD_PASSWORD) from None
    if b"\x00" in sent or len(sent) > LONGEST:
        raise NotAdmitted(Refusal.BAD_PASSWORD)
    return sent
