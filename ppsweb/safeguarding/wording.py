"""Labels of this room, and the fixed words on which a concern and a decision rest."""

from __future__ import annotations

from ppsweb.audit.wording import describe, describe_details
from ppsweb.safeguarding.codes import Basis, Check, ChildAsked, MarkKind, Sought, StepKind, Told, Verified
from ppsweb.safeguarding.models import ConcernDecision
from ppsweb.safeguarding.rules import Due

#: the words of the authority of every concern (D4.22)
THE_DUTY = (
    "Somebody believes that a child is at risk. The local safeguarding procedures are a legal duty "
    "(Children Act 2004 s.11; clause C10 of the service's policy)."
)
#: the words of the authority of every decision to tell
THE_DECISION = "A decision to tell somebody outside, recorded with its reasons (clauses C3 and C10)."

BASES = {
    Basis.CHILD_AT_RISK: "A child is at risk",
    Basis.PERMISSION: "They agreed to it",
    Basis.LIFE_OR_ADULT_AT_RISK: "Somebody’s life, or an adult, is at risk",
    Basis.DUTY_16LA: "The duty to share what is relevant to a child’s welfare (Children Act 2004 s.16LA)",
    Basis.POLICE_CRIME: "The police ask, to prevent or detect a crime",
    Basis.COURT_ORDER: "An order of a court",
    Basis.STATUTORY_OTHER: "Another law demands it",
    Basis.PUBLIC_INTEREST_OTHER: "Another strong public interest",
    Basis.SUBJECT_ACCESS: "Their own request for their data",
}
OUTSIDE_POLICY = (
    "This basis is not in the published policy. The manager reviews the decision within one working day. "
    "Nothing urgent waits for that."
)

_WHY_NOT = {
    "would_increase_risk": "No: it would increase the risk",
    "would_prejudice": "No: it would prejudice an investigation",
    "not_practicable": "No: it was not practicable",
}
SOUGHT = {
    Sought.AGREED: "Yes, and they agreed",
    Sought.REFUSED: "Yes, and they refused",
    **{Sought(code): words for code, words in _WHY_NOT.items()},
}
TOLD = {
    Told.TOLD: "Yes, or they will be before anybody else is",
    **{Told(code): words for code, words in _WHY_NOT.items()},
}
CHILD_ASKED = {
    ChildAsked.ASKED: "Yes",
    ChildAsked.TOO_YOUNG: "No: too young to be asked",
    ChildAsked.RISK: _WHY_NOT["would_increase_risk"],
    ChildAsked.NOT_PRACTICABLE: _WHY_NOT["not_practicable"],
}
CHECKS = {
    Check.PURPOSE: "It has a purpose that I can justify",
    Check.NECESSARY: "It is necessary to tell it",
    Check.MINIMUM: "It is no more than is needed",
    Check.NEED_TO_KNOW: "Only those are told who need to know",
}
VERIFIED = {
    Verified.PUBLISHED_NUMBER: "I rang a published number",
    Verified.OFFICIAL_ADDRESS: "An official address that I looked up",
    Verified.KNOWN: "I know them in this post",
    Verified.CARD: "They showed an identity card",
}
STEPS = {
    StepKind.REFERRAL: "Referral made",
    StepKind.WRITTEN: "Confirmed in writing",
    StepKind.REPLY: "They replied",
    StepKind.ESCALATED: "Escalated",
    StepKind.REVIEWED: "Reviewed",
    StepKind.OUTCOME: "What came of it",
}
MARKS = {
    MarkKind.NOT_TO_BE_TOLD: "It is not told to the family",
    MarkKind.AGREED: "I agree that it is not told to them",
    MarkKind.MAY_BE_TOLD: "The family may be told now",
}
#: why a line is not to be told from the beginning: the decision says that the parent is not told
FROM_DECISION = {
    Told.RISK: "The decision says that to tell the parent would increase the risk.",
    Told.PREJUDICE: "The decision says that to tell the parent would prejudice an investigation.",
}
DUE = {
    Due.DECIDE: "Decide whether to tell somebody, and write down why",
    Due.SECOND_PERSON: "A second person reads the decision",
    Due.MANAGER: "The manager reviews a basis that is not in the published policy",
    Due.DECIDE_ANEW: "The second person disagrees: decide anew",
    Due.TELL: "Record that it was told, exactly what, and to whom",
    Due.IN_WRITING: "Confirm in writing what was told",
    Due.REPLY: "Their reply is due: ring them, or escalate",
    Due.REVIEW: "Review",
    Due.AGREE_NOT_TO_TELL: "A second person agrees that the family is not told",
    Due.REVIEW_NOT_TO_TELL: "Review whether the family can be told now",
}


def checks_of(decision: ConcernDecision) -> str:
    """What was made sure of, in words."""
    codes = (decision.checks or "").split(".")
    return "; ".join(words for code, words in CHECKS.items() if code in codes)


describe(
    {
        "safeguarding.list": "Looked at the list of concerns",
        "safeguarding.view": "Looked at a concern about a child",
        "safeguarding.record_concern": "Recorded a concern about a child",
        "safeguarding.decide": "Decided to tell somebody about a child at risk",
        "safeguarding.decide_not_to_share": "Decided not to tell anybody about a child at risk",
        "safeguarding.approve": "Agreed, as second person, with a safeguarding decision",
        "safeguarding.disagree": "Disagreed, as second person, with a safeguarding decision",
        "safeguarding.tell": "Recorded what was told about a child at risk",
        "safeguarding.mark": "Recorded whether the family is told of something",
        "safeguarding.follow_up": "Recorded what followed a concern about a child",
        "safeguarding.link": "Put a concern about a child into its family's file",
        "safeguarding.close_concern": "Closed a concern about a child",
    }
)
describe_details(
    {
        "safeguarding.decide": BASES,
        "safeguarding.decide_not_to_share": BASES,
        "safeguarding.mark": MARKS,
        "safeguarding.follow_up": STEPS,
        "auth.opened": {
            "safeguarding.approve": "Agree, as second person, with a safeguarding decision",
            "safeguarding.close": "Close a concern about a child",
            "safeguarding.decide": "Decide to tell somebody about a child at risk",
            "safeguarding.decide_not_to_share": "Decide not to tell anybody about a child at risk",
            "safeguarding.follow_up": "What followed a concern about a child",
            "safeguarding.link": "Put a concern about a child into its family's file",
            "safeguarding.mark": "Whether the family is told",
            "safeguarding.record_concern": "Record a concern about a child",
            "safeguarding.show": "A concern about a child",
            "safeguarding.tell": "What was told about a child at risk",
        },
    }
)
