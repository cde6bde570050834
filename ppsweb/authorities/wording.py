"""The exact words to which people say yes, by version and language, and the labels of this room.

A version is never edited: new words are a new version, so that what somebody agreed to can always be shown
(D4.01). The permission to hold data tells of the five-year minimum before they agree (C8).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ppsweb.audit.wording import describe
from ppsweb.authorities.models import Capacity, Kind, Method, Purpose


@dataclass(frozen=True)
class Wording:
    """What is read out or shown before somebody agrees."""

    version: str
    language: str
    sentences: tuple[str, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of the text: 64 hexadecimal characters."""
        return hashlib.sha256("\n".join(self.sentences).encode()).hexdigest()


HOLD_DATA = Wording(
    version="hold-data-1",
    language="en",
    sentences=(
        "We would like to keep a record of what you tell us, so that we can help you.",
        "Only the staff of this service can see it. We do not tell the school, the council or anybody else,"
        " not even that you have been in touch.",
        "We share something only if you agree to it first. The one exception is if we believe that a child is"
        " at risk of harm. Then we must follow the safeguarding procedures.",
        "You can ask for your notes at any time and we give them to you, nobody else.",
        "When your case closes we keep the file for at least five years and at most ten. Then we destroy it.",
        "You can change your mind at any time by telling us. Is that all right with you?",
    ),
)

WORDINGS = {HOLD_DATA.version: HOLD_DATA}

KINDS = {
    Kind.PERMISSION: "Permission",
    Kind.DECISION: "Disclosure decision",
    Kind.LEGAL_DUTY: "Legal duty",
}

PURPOSES = {
    Purpose.HOLD_DATA: "To keep a record, and to be in touch with the person themself",
    Purpose.RIGHTS_REQUEST: "A person's request about their own data",
    Purpose.SAFEGUARDING: "Safeguarding",
}

CAPACITIES = {
    Capacity.PARENT: "Parent with parental responsibility",
    Capacity.CARER: "Carer who looks after the child",
    Capacity.YOUNG_PERSON: "Young person, for themself",
    Capacity.COMPETENT_CHILD: "Child who understands what it means",
    Capacity.ALTERNATIVE_PERSON: "Somebody who acts for a young person without capacity",
}

METHODS = {
    Method.PHONE: "By telephone, read out and read back",
    Method.FORM: "Signed form",
    Method.EMAIL: "E-mail",
    Method.IN_PERSON: "In person",
    Method.INTERPRETER: "With an interpreter",
}

describe(
    {
        "authorities.record_permission": "Recorded a permission",
        "authorities.record_legal_duty": "Recorded a legal duty",
        "authorities.withdraw": "Recorded that a permission was withdrawn",
        "authorities.invalidate": "Recorded that a permission had been recorded wrongly",
    }
)
