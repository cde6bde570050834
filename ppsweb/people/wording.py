"""Words of the people room, for screen and paper."""

from ppsweb.people.models import ContactKind, Relation

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

UNVERIFIED = {
    "bounced": "A message to this address came back",
    "changed": "The address was changed",
}
