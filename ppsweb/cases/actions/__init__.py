"""What staff do with a case: one verb in one transaction each."""

from ppsweb.cases.actions.access import (
    cover,
    declare_conflict,
    hand_over,
    has_conflict,
    refuse_hand_over,
)
from ppsweb.cases.actions.changing import change_case, change_level
from ppsweb.cases.actions.closing import close_case, reopen_case, rest_case
from ppsweb.cases.actions.noting import THE_SAME_CASE, file_elsewhere, write_note
from ppsweb.cases.actions.opening import NOT_WHILE_COVERING, open_case, record_enquiry
from ppsweb.cases.actions.resting import rest_anew

__all__ = [
    "NOT_WHILE_COVERING",
    "THE_SAME_CASE",
    "change_case",
    "change_level",
    "close_case",
    "cover",
    "declare_conflict",
    "file_elsewhere",
    "hand_over",
    "has_conflict",
    "open_case",
    "record_enquiry",
    "refuse_hand_over",
    "reopen_case",
    "rest_anew",
    "rest_case",
    "write_note",
]
