"""The exact words to which people say yes, by version and language, and the labels of this room.

A version is never edited: new words are a new version, so that what somebody agreed to can always be shown
(D4.01). The permission to hold data tells of the five-year minimum before they agree (C8).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ppsweb.audit.wording import describe, describe_details
from ppsweb.authorities.models import (
    SHARING,
    Authority,
    Capacity,
    Category,
    Copy,
    Ending,
    Kind,
    Method,
    Purpose,
)
from ppsweb.authorities.rules import Standing


@dataclass(frozen=True)
class Wording:
    """What is read out or shown before somebody agrees."""

    version: str
    #: how staff and the foot of the printed form call it, instead of the code of the version
    name: str
    language: str
    sentences: tuple[str, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of the text: 64 hexadecimal characters."""
        return hashlib.sha256("\n".join(self.sentences).encode()).hexdigest()


HOLD_DATA = Wording(
    version="hold-data-1",
    name="To keep a record, version 1",
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

SHARE = Wording(
    version="share-1",
    name="To share, version 1",
    language="en",
    sentences=(
        "You are asking us to be in touch with somebody outside our service for you. We do that only if you agree.",
        "We speak only to those you name, only about what you tick, and only for what you tick. Nobody else is told"
        " anything, not even that you have been in touch.",
        "It lasts for twelve months at most, or for less if you say so. We ask you again then.",
        "You can take it back at any time by telling us, for one of them or for all. What was said before stays said.",
        "We keep a list of what we told to whom, and you can have it. If a child is at risk of harm the law may stop"
        " us listing something.",
        "The one exception is if we believe that a child is at risk of harm. Then we must follow the safeguarding"
        " procedures. Is that all right with you?",
    ),
)

WORDINGS = {HOLD_DATA.version: HOLD_DATA}
SHARE_WORDINGS = {SHARE.version: SHARE}

KINDS = {
    Kind.PERMISSION: "Permission",
    Kind.DECISION: "Disclosure decision",
    Kind.LEGAL_DUTY: "Legal duty",
}

PURPOSES = {
    Purpose.HOLD_DATA: "To keep a record, and to be in touch with the person themself",
    Purpose.RIGHTS_REQUEST: "A person's request about their own data",
    Purpose.SAFEGUARDING: "Safeguarding",
    Purpose.CONTACT: "To ring or write to them",
    Purpose.DISCUSS: "To talk to them about the child",
    Purpose.READ_FILE: "To read their file",
    Purpose.SEND_DOCUMENT: "To send them a document",
    Purpose.MEETING: "To meet them",
    Purpose.REFER: "To refer the family to them",
    Purpose.EARLY_HELP: "To take part in an early help assessment with them",
}

CATEGORIES = {
    Category.NEEDS: "The child’s special educational needs and support",
    Category.EDUCATION: "School, attendance and progress",
    Category.HEALTH: "Health",
    Category.SOCIAL_CARE: "Social care",
    Category.FAMILY: "Life at home",
    Category.VIEWS: "What the parent and the child want",
}

COPIES = {
    Copy.EMAIL: "By e-mail",
    Copy.LETTER: "By letter",
    Copy.BY_HAND: "Given to them",
    Copy.NOT_SAFE: "Nothing written is safe",
}

ENDINGS = {
    Ending.TAKEN_BACK: "Taken back",
    Ending.CASE_CLOSED: "Ended with the case",
    Ending.DISAGREED: "Ended by the manager, as the parents disagree",
}

STANDINGS = {
    Standing.IN_FORCE: "In force",
    Standing.ENDS_SOON: "Ends soon",
    Standing.PAUSED: "Waits: parents disagree",
    Standing.EXPIRED: "Expired",
    Standing.WITHDRAWN: "Taken back",
    Standing.CLOSED: "Ended with the case",
    Standing.DISAGREED: "Ended by the manager",
    Standing.WRONG: "Recorded wrongly",
}

STANDING_COLOURS = {
    Standing.IN_FORCE: "green",
    Standing.ENDS_SOON: "orange",
    Standing.PAUSED: "yellow",
    Standing.EXPIRED: "grey",
    Standing.WITHDRAWN: "grey",
    Standing.CLOSED: "grey",
    Standing.DISAGREED: "grey",
    Standing.WRONG: "red",
}

CAPACITIES = {
    Capacity.PARENT: "Parent with parental responsibility",
    Capacity.CARER: "Carer who looks after the child",
    Capacity.YOUNG_PERSON: "Young person, for themself",
    Capacity.COMPETENT_CHILD: "Child who understands what it means",
    Capacity.ALTERNATIVE_PERSON: "Somebody who acts for a young person without capacity",
    Capacity.AGREED_PARENT: "Parent, and the young person agrees that they act",
}
#: in what capacity somebody becomes a client; for whom a parent acts is asked of each permission to share
CLIENT_CAPACITIES = {
    capacity: label for capacity, label in CAPACITIES.items() if capacity is not Capacity.AGREED_PARENT
}

METHODS = {
    Method.PHONE: "By telephone, read out and read back",
    Method.FORM: "On a signed form",
    Method.EMAIL: "By e-mail",
    Method.IN_PERSON: "In person",
    Method.INTERPRETER: "With an interpreter",
}


def words_of(authority: Authority) -> Wording | None:
    """The exact words to which somebody said yes; None of what rests on no words."""
    version = authority.wording_version or ""
    return WORDINGS.get(version) or SHARE_WORDINGS.get(version)


def categories_of(sharing: Authority) -> str:
    """What may be told, in words."""
    return "; ".join(CATEGORIES[category] for category in sharing.shares)


describe(
    {
        "authorities.record_permission": "Recorded a permission",
        "authorities.record_sharing": "Recorded a permission to share",
        "authorities.record_legal_duty": "Recorded a legal duty",
        "authorities.record_decision": "Recorded the authority of a decision",
        "authorities.pause": "Recorded that a permission to share waits, as parents disagree",
        "authorities.resume": "Recorded that a permission to share goes on",
        "authorities.withdraw": "Recorded that a permission was withdrawn",
        "authorities.invalidate": "Recorded that a permission had been recorded wrongly",
    }
)
describe_details(
    {
        "authorities.record_sharing": {purpose: PURPOSES[purpose] for purpose in SHARING},
        "authorities.withdraw": ENDINGS,
    }
)
