"""What staff do at the gate: plan, carry out, record, record as done without permission, cancel, close."""

from ppsweb.disclosures.actions.breaching import (
    close_breach,
    explain_breach,
    record_without_authority,
    see_late,
)
from ppsweb.disclosures.actions.doing import cancel, carry_out, plan, record_done
from ppsweb.disclosures.actions.ending import deal_with_end
from ppsweb.disclosures.gate import NotCovered

__all__ = [
    "NotCovered",
    "cancel",
    "carry_out",
    "close_breach",
    "deal_with_end",
    "explain_breach",
    "plan",
    "record_done",
    "record_without_authority",
    "see_late",
]
