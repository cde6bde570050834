"""Every word of a message that a stranger could see without opening it, and its file names (D8.06).

A subject, a sender and a file name are read over a shoulder, on a lock screen and in relays' logs: they say
that something was sent and nothing else. There is no way to pass in other words.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a message carries."""

    DOCUMENT = "document"  # a pack or letter from a case: always encrypted in the file (D8.01)
    LEAFLET = "leaflet"  # public, yet that it was sent is not (D8.11)
    ADDRESS_CHECK = "address_check"  # the code that is read back over the telephone (D8.03)


SUBJECTS = {
    Kind.DOCUMENT: "A document you asked for, reference {reference}",
    Kind.LEAFLET: "A document you asked for, reference {reference}",
    Kind.ADDRESS_CHECK: "A code you asked for, reference {reference}",
}


def subject(kind: Kind, reference: str) -> str:
    """The subject line: the same for everybody but for the reference."""
    return SUBJECTS[kind].format(reference=reference)


def file_name(reference: str, number: int, of: int) -> str:
    """`document-7Q4K.pdf`, or `document-7Q4K-2.pdf` where a message has several."""
    first_half = reference.partition("-")[0]
    return f"document-{first_half}.pdf" if of == 1 else f"document-{first_half}-{number}.pdf"
