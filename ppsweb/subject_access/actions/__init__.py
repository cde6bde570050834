"""What staff do with a request for data: one verb in one transaction each."""

from ppsweb.subject_access.actions.deciding import decide, include_shown
from ppsweb.subject_access.actions.gathering import gather
from ppsweb.subject_access.actions.handing_over import hand_over
from ppsweb.subject_access.actions.packing import ask_for_pack, fail_pack, finish_pack, keep_fragment
from ppsweb.subject_access.actions.receiving import log_request, record_event, record_searches
from ppsweb.subject_access.actions.releasing import Released, release, tell_password
from ppsweb.subject_access.actions.signing import sign
from ppsweb.subject_access.actions.withdrawing import withdraw_note

__all__ = [
    "Released",
    "ask_for_pack",
    "decide",
    "fail_pack",
    "finish_pack",
    "gather",
    "hand_over",
    "include_shown",
    "keep_fragment",
    "log_request",
    "record_event",
    "record_searches",
    "release",
    "sign",
    "tell_password",
    "withdraw_note",
]
