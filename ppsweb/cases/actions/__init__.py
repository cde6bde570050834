"""What staff do with a case: one verb in one transaction each."""

from ppsweb.cases.actions.access import (
    cover,
    declare_conflict,
    hand_over,
    has_conflict,
    is_caseworker,
    refuse_hand_over,
)
from ppsweb.cases.actions.closing import close_case, reopen_case, rest_case
from ppsweb.cases.actions.noting import file_elsewhere, write_note
from ppsweb.cases.actions.opening import open_case, record_enquiry

__all__ = [
    "close_case",
    "cover",
    "declare_conflict",
    "file_elsewhere",
    "hand_over",
    "has_conflict",
    "is_caseworker",
    "open_case",
    "record_enquiry",
    "refuse_hand_over",
    "reopen_case",
    "rest_case",
    "write_note",
]
