"""The tables of this room. Each row is written once: what was said first stays, and what comes later is added."""

from ppsweb.safeguarding.models.concerns import Concern, ConcernClosing, ConcernLink
from ppsweb.safeguarding.models.decisions import ConcernDecision, DecisionApproval, Telling
from ppsweb.safeguarding.models.marks import TellingMark
from ppsweb.safeguarding.models.steps import Step

__all__ = [
    "Concern",
    "ConcernClosing",
    "ConcernDecision",
    "ConcernLink",
    "DecisionApproval",
    "Step",
    "Telling",
    "TellingMark",
]
