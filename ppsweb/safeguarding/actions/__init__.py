"""What staff do about a child at risk: one verb in one transaction each."""

from ppsweb.safeguarding.actions.deciding import approve, decide, decide_not_to_share, tell
from ppsweb.safeguarding.actions.following import close_concern, follow_up
from ppsweb.safeguarding.actions.marking import mark
from ppsweb.safeguarding.actions.recording import link, record_concern

__all__ = [
    "approve",
    "close_concern",
    "decide",
    "decide_not_to_share",
    "follow_up",
    "link",
    "mark",
    "record_concern",
    "tell",
]
