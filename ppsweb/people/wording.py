"""Words of the people room, for screen and paper."""

from ppsweb.audit.wording import describe, describe_details
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
describe_details(
    {
        "people.add_contact": CONTACTS,
        "people.end_contact": CONTACTS,
        "people.name_person": RELATIONS,
        "people.search": {"found": "They were among those found", "nothing": "Nobody was found"},
        "people.view": {"address": "The page that verifies an address", "details": "The page of their details"},
        "mail.unverify_contact": {"bounced": UNVERIFIED["bounced"]},
        "auth.opened": {
            "people.add_address": "Add a postal address",
            "people.add_email": "Add an e-mail address",
            "people.add_phone": "Add a telephone number",
            "people.details": "Change details",
            "people.died": "They have died",
            "people.end_contact": "Stop using a number or address",
            "people.give_again": "They give permission again",
            "people.change_named": "Put right what the file says of somebody",
            "people.name": "Name somebody",
            "people.not_died": "Take back that they have died",
            "people.recorded_wrongly": "The permission was recorded wrongly",
            "people.send_code": "Send a code",
            "people.show": "The client",
            "people.verify": "They read the code back",
            "people.withdraw": "They withdraw their permission",
        },
    }
)
