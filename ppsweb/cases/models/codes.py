"""The lists of codes of this room: all that a case or note says in clear."""

from __future__ import annotations

import enum


class Status(enum.StrEnum):
    """Where a case is (D1.09)."""

    OPEN = "open"
    INACTIVE = "inactive"
    CLOSED = "closed"


class Channel(enum.StrEnum):
    """How a contact took place."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    MEETING = "meeting"
    VISIT = "visit"
    TEXT = "text"
    OTHER = "other"


class Topic(enum.StrEnum):
    """What a case is about: codes of the service's own list (D1 section 1.3)."""

    SEN_SUPPORT = "sen_support"
    ASSESSMENT_REQUEST = "assessment_request"
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    REFUSAL_TO_ISSUE = "refusal_to_issue"
    DRAFT_PLAN = "draft_plan"
    PLAN_CONTENT = "plan_content"
    PLACEMENT = "placement"
    ANNUAL_REVIEW = "annual_review"
    TRANSFER = "phase_transfer"
    MEDIATION = "mediation"
    TRIBUNAL = "tribunal"
    EXCLUSION = "exclusion"
    ATTENDANCE = "attendance"
    TRANSPORT = "transport"
    ADMISSION = "admission"
    OTHER = "other"


class Outcome(enum.StrEnum):
    """How a case ended."""

    INFORMED = "informed"
    AGREED = "agreed"
    DECIDED = "decided_by_tribunal"
    SIGNPOSTED = "signposted"
    NO_CONTACT = "no_further_contact"
    ASKED_TO_CLOSE = "asked_to_close"
