"""Where a message is on its way, as codes. No database, so that rules and wording can speak of them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a message is."""

    WAITING = "waiting"  # for the end of its cancel window, or for its next try
    SENDING = "sending"  # a worker is talking to the mail server, or died while it did
    SENT = "sent"
    CANCELLED = "cancelled"
    STOPPED = "stopped"  # certainly not sent, and will not be unless somebody says so
    UNKNOWN = "unknown"  # may have been sent: the answer was lost
    RETURNED = "returned"  # sent, and came back


#: nothing leaves these by itself, and a person has to look
NEEDS_A_PERSON = (State.STOPPED, State.UNKNOWN, State.RETURNED)
#: a document that lies here for a week is taken out of the queue (D8.08)
LEFT_LYING = (State.STOPPED, State.UNKNOWN)
