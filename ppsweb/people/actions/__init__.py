"""What staff do with a client's file: one verb in one transaction each."""

from ppsweb.people.actions.clients import (
    change_named,
    change_person,
    name_person,
    note_death,
    take_back_death,
    take_on,
)
from ppsweb.people.actions.permission import give_again
from ppsweb.people.actions.reaching import add_contact, end_contact
from ppsweb.people.actions.verifying import CODE_LASTS, send_code, start_verifying, verify_contact

__all__ = [
    "CODE_LASTS",
    "add_contact",
    "change_named",
    "change_person",
    "end_contact",
    "give_again",
    "name_person",
    "note_death",
    "send_code",
    "start_verifying",
    "take_back_death",
    "take_on",
    "verify_contact",
]
