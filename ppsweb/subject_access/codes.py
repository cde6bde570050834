"""The codes of this room. No database and no Flask, so that rules and wording can speak of them."""

from __future__ import annotations

from enum import StrEnum


class AskedAs(StrEnum):
    """In what capacity somebody asks (D3.02)."""

    SELF = "self"
    CHILD = "child"
    BOTH = "both"


class Wanted(StrEnum):
    """In what form they would like the answer (D3.02, D8.12)."""

    EMAIL = "email"
    PAPER = "paper"
    LARGE_PRINT = "large_print"
    OTHER = "other"


class Happened(StrEnum):
    """What can happen to a request's clock; the same as the events of `deadlines.request_events`."""

    RECEIVED = "received"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_CONFIRMED = "identity_confirmed"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_ANSWERED = "clarification_answered"
    EXTENSION_SENT = "extension_sent"


class Place(StrEnum):
    """Where data of a client can be, beside this database (D3.08)."""

    CABINET = "cabinet"
    CLOSED_CABINET = "closed_cabinet"
    OFFICER_MAILBOX = "officer_mailbox"
    SHARED_MAILBOX = "shared_mailbox"
    PHONE_NOTES = "phone_notes"
    TEXTS = "texts"


class Looked(StrEnum):
    """What a search came to."""

    NOTHING = "nothing"
    IN_THE_FILE = "in_the_file"
    NOT_KEPT = "not_kept"


class Kind(StrEnum):
    """What an item of a request is; a room that nobody foresaw gives `other`."""

    PERSON = "person"
    CONTACT = "contact"
    NAMED = "named"
    PERMISSION = "permission"
    CASE = "case"
    COVER = "cover"
    NOTE = "note"
    MESSAGE = "message"
    LEAFLET = "leaflet"
    REQUEST = "request"
    OTHER = "other"


class Mark(StrEnum):
    """Why an item is never decided together with others."""

    IN_CONFIDENCE = "in_confidence"
    SEALED_OFF = "sealed_off"
    ABOUT_ANOTHER = "about_another"
    SAFEGUARDING = "safeguarding"
    NOT_TO_BE_TOLD = "not_to_be_told"


class Verdict(StrEnum):
    """What was decided about an item. There is no third and no default."""

    INCLUDE = "include"
    WITHHOLD = "withhold"


class Exemption(StrEnum):
    """Why something may be withheld (D3.4): a reason in law, or that it is not about whoever asked."""

    THIRD_PARTY = "third_party"
    HEALTH_HARM = "health_harm"
    HEALTH_NO_OPINION = "health_no_opinion"
    WISH = "wish"
    SOCIAL_WORK = "social_work"
    SCHOOL_RECORD = "school_record"
    CHILD_ABUSE = "child_abuse"
    LEGAL_ADVICE = "legal_advice"
    CRIME = "crime"
    NOT_THEIRS = "not_theirs"


class PackState(StrEnum):
    """Where a pack is."""

    WAITING = "waiting"
    DRAWING = "drawing"
    READY = "ready"
    FAILED = "failed"


class Problem(StrEnum):
    """Why a pack was not made; CannotRender's reasons, and our own."""

    TIME = "time"
    MEMORY = "memory"
    TOO_NESTED = "too_nested"
    TOO_LONG = "too_long"
    MISSING_LETTERS = "missing_letters"
    NOT_ACCESSIBLE = "not_accessible"
    NOT_COMPLETE = "not_complete"
    ENGINE = "engine"
    CHANGED = "changed"


class Identity(StrEnum):
    """How it was made sure that a pack on paper came into the hands of whoever asked."""

    KNOWN = "known"
    DOCUMENT = "document"
    POSTED = "posted"
