"""What a message is, where it is on its way and why, as codes that rules and wording can speak of."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a message carries."""

    DOCUMENT = "document"  # a pack or letter from a case: always encrypted in the file (D8.01)
    LEAFLET = "leaflet"  # public, yet that it was sent is not (D8.11)
    ADDRESS_CHECK = "address_check"  # the code that is read back over the telephone (D8.03)


class State(StrEnum):
    """Where a message is."""

    WAITING = "waiting"  # for the end of its cancel window, or for its next try
    SENDING = "sending"  # a worker is talking to the mail server, or died while it did
    SENT = "sent"
    CANCELLED = "cancelled"
    STOPPED = "stopped"  # certainly not sent, and will not be unless somebody says so
    UNKNOWN = "unknown"  # may have been sent: the answer was lost
    RETURNED = "returned"  # sent, and came back


class Reason(StrEnum):
    """Why a message is where it is, or what a try met with; in words in `wording.REASONS`."""

    # met by the transport
    ANSWER = "answer"
    CONNECTION = "connection"
    NO_TLS = "no_tls"
    CERTIFICATE = "certificate"
    TLS = "tls"
    NO_AUTH = "no_auth"
    SIGN_IN = "sign_in"
    NO_ANSWER = "no_answer"
    WORKER_LOST = "worker_lost"
    # the message itself
    BAD_ADDRESS = "bad_address"
    BAD_MESSAGE = "bad_message"
    TOO_BIG = "too_big"
    # decided by the rules
    GAVE_UP = "gave_up"
    NOT_EMAIL = "not_email"
    ADDRESS_ENDED = "address_ended"
    DIED = "died"
    NOT_SAFE = "not_safe"
    NOT_VERIFIED = "not_verified"
    VERIFIED_LONG_AGO = "verified_long_ago"
    AUTHORITY_ENDED = "authority_ended"
    DOCUMENT_GONE = "document_gone"
    NOT_GIVEN_OUT = "not_given_out"
    # could not be prepared
    UNREADABLE = "unreadable"
    ERROR = "error"
    # came back, or decided by a person
    BOUNCED = "bounced"
    UNDELIVERED = "undelivered"
    CONFIRMED = "confirmed"
    BY_HAND = "by_hand"
    CONTENT_SEALED_OFF = "content_sealed_off"


#: whoever it was written to may have it, or will
ON_ITS_WAY = (State.WAITING, State.SENDING, State.SENT, State.UNKNOWN, State.RETURNED)
#: it did not reach them, or will not
FAILED = (State.CANCELLED, State.STOPPED, State.RETURNED)
#: nothing leaves these by itself, and a person has to look
NEEDS_A_PERSON = (State.STOPPED, State.UNKNOWN, State.RETURNED)
#: a document that lies here for a week is taken out of the queue (D8.08)
LEFT_LYING = (State.STOPPED, State.UNKNOWN)
