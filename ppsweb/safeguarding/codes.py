"""The lists of codes of this room: all that a concern or a decision says in clear."""

from __future__ import annotations

import enum


class Basis(enum.StrEnum):
    """On what a decision to tell, or not to tell, rests (D4.15)."""

    PERMISSION = "permission"
    CHILD_AT_RISK = "child_at_risk"
    LIFE_OR_ADULT_AT_RISK = "life_or_adult_at_risk"
    DUTY_16LA = "duty_16la"
    PUBLIC_INTEREST_OTHER = "public_interest_other"
    COURT_ORDER = "court_order"
    POLICE_CRIME = "police_crime"
    STATUTORY_OTHER = "statutory_other"
    SUBJECT_ACCESS = "subject_access"


class Sought(enum.StrEnum):
    """Whether permission was sought, and if not why (D4.16)."""

    AGREED = "agreed"
    REFUSED = "refused"
    RISK = "would_increase_risk"
    PREJUDICE = "would_prejudice"
    NOT_PRACTICABLE = "not_practicable"


class Told(enum.StrEnum):
    """Whether the parent was told, and if not why (D4.16)."""

    TOLD = "told"
    RISK = "would_increase_risk"
    PREJUDICE = "would_prejudice"
    NOT_PRACTICABLE = "not_practicable"


class ChildAsked(enum.StrEnum):
    """Whether the child was asked what they want, and if not why (D4.16)."""

    ASKED = "asked"
    TOO_YOUNG = "too_young"
    RISK = "would_increase_risk"
    NOT_PRACTICABLE = "not_practicable"


class Check(enum.StrEnum):
    """What is made sure of before anything is told: the first four Caldicott principles (D4.10)."""

    PURPOSE = "purpose"
    NECESSARY = "necessary"
    MINIMUM = "minimum"
    NEED_TO_KNOW = "need_to_know"


class Verified(enum.StrEnum):
    """How it was made sure that the recipient is who they say (D4.16)."""

    PUBLISHED_NUMBER = "published_number"
    OFFICIAL_ADDRESS = "official_address"
    KNOWN = "known"
    CARD = "identity_card"


class MarkKind(enum.StrEnum):
    """What was said of telling the family that something was told (D4.20)."""

    NOT_TO_BE_TOLD = "not_to_be_told"
    AGREED = "agreed"
    MAY_BE_TOLD = "may_be_told"


class StepKind(enum.StrEnum):
    """What followed, by the local safeguarding procedure (D4.21)."""

    REFERRAL = "referral"
    WRITTEN = "written_follow_up"
    REPLY = "reply"
    ESCALATED = "escalated"
    REVIEWED = "reviewed"
    OUTCOME = "outcome"
