"""Words of the people room, for screen and paper."""

from ppsweb.audit.wording import describe
from ppsweb.people.models import ContactKind, Relation, Standing

SAFE = {
    "safe_to_ring": "Ring them",
    "safe_to_leave_message": "Leave a message",
    "safe_to_write": "Write to them",
    "safe_to_email": "E-mail them",
}

RELATIONS = {
    Relation.CHILD: "Child",
    Relation.OTHER_PARENT: "Other parent",
    Relation.SIBLING: "Brother or sister",
    Relation.RELATIVE: "Other relative",
    Relation.PROFESSIONAL: "Professional",
    Relation.OTHER: "Somebody else",
}

CONTACTS = {ContactKind.PHONE: "Telephone", ContactKind.EMAIL: "E-mail", ContactKind.POST: "Post"}

LANGUAGES = {
    "en": "English",
    "ur": "Urdu",
    "pa": "Punjabi",
    "gu": "Gujarati",
    "pl": "Polish",
    "ro": "Romanian",
    "bsl": "British Sign Language",
    "other": "Another language",
}

STANDINGS = {
    Standing.VERIFIED: "Verified",
    Standing.LONG_AGO: "Verified too long ago",
    Standing.NOT_VERIFIED: "Not verified",
}

PERMISSION_ENDED = "Their permission has ended, so nothing new is entered. Ask for a new one first"

CODE_VOID = "The code was read back wrongly too often and does not count any more. Send a new one"


def wrong_code(left: int) -> str:
    """What is said to a wrong answer after which so many are left."""
    if left == 0:
        return f"This is not the code that was sent. {CODE_VOID}"
    tries = "1 try is" if left == 1 else f"{left} tries are"
    return f"This is not the code that was sent. Ask them to read it again: {tries} left"


UNVERIFIED = {
    "bounced": "A message to this address came back",
    "changed": "The address was changed",
}

describe(
    {
        "people.take_on": "Took a client on",
        "people.view": "Looked at a client",
        "people.search": "Searched for a family",
        "people.change_person": "Changed a client's details",
        "people.name_person": "Named somebody in a file",
        "people.change_named": "Put right what a file says of somebody whom it names",
        "people.add_contact": "Added a number or address",
        "people.end_contact": "Stopped using a number or address",
        "people.start_verifying": "Sent a code to an address",
        "people.verify_contact": "Verified an address",
        "people.misread_code": "A code was read back wrongly",
        "people.note_death": "Noted that a client has died",
        "people.take_back_death": "Took back that a client has died",
        "people.give_again": "Put a client's file on a new permission",
    }
)
