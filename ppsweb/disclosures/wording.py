"""Words of what is done outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ppsweb.audit.wording import describe, describe_details
from ppsweb.authorities.models import Purpose
from ppsweb.authorities.wording import CATEGORIES
from ppsweb.authorities.wording import PURPOSES as PERMITTED
from ppsweb.disclosures.rules import Gap

if TYPE_CHECKING:
    from ppsweb.disclosures.rules import Verdict

NO_REQUEST = (
    "Write in the parent’s own words what they asked for. Early help is joined only when they ask for it"
)

#: what an act is, in the words in which it was permitted
PURPOSES = {purpose: PERMITTED[purpose] for purpose in Purpose}
#: what an act was, once it is done
DONE = {
    Purpose.CONTACT: "Rang or wrote to them",
    Purpose.DISCUSS: "Talked to them about the child",
    Purpose.READ_FILE: "Read their file",
    Purpose.SEND_DOCUMENT: "Sent them a document",
    Purpose.MEETING: "Met them",
    Purpose.REFER: "Referred the family to them",
    Purpose.EARLY_HELP: "Took part in an early help assessment with them",
    Purpose.SAFEGUARDING: "Shared it to keep a child safe",
}

STATES = {"planned": "Planned", "done": "Done", "cancelled": "Called off"}
STATE_COLOURS = {"planned": "blue", "done": "green", "cancelled": "grey"}
BECAUSE = {"authority_ended": "The permission ended", "by_hand": "Called off by us"}

CAUSES = {
    "no_permission": "There was no permission",
    "ended": "The permission had ended",
    "recorded_wrongly": "The permission had been recorded wrongly",
}
TOLD = {"yes": "They know", "not_yet": "Not yet", "no": "They are not told"}
OUTCOMES = {
    "told": "Told that the permission has ended",
    "not_needed": "Need not be told",
}

GAPS = {
    Gap.NEVER: "They have not permitted anything with this body.",
    Gap.OTHER_PURPOSE: "They permitted something with this body, but not this.",
    Gap.WRONG: "The permission for this was recorded wrongly, so it never counted.",
    Gap.WITHDRAWN: "The permission for this has ended.",
    Gap.EXPIRED: "The permission for this has run out.",
    Gap.PAUSED: "Parents disagree about it, so it waits until the manager has decided.",
    Gap.NOT_A_PARENT: "The young person decides for themself now, so a parent’s permission does not count.",
    Gap.LATER: "The permission for this was given only after it had happened.",
    Gap.NOT_THESE: "The permission for this leaves out something that was to be told: {too_much}.",
    Gap.NOT_HELD: "Their permission to keep a record was not in force, so nothing was to be shared.",
}


def missing(verdict: Verdict[Any]) -> str:
    """What is missing, in a sentence."""
    assert verdict.gap is not None  # noqa: S101 (asked only of what is not covered)
    too_much = "; ".join(label for code, label in CATEGORIES.items() if code in verdict.too_much)
    return GAPS[verdict.gap].format(too_much=too_much)


def categories_of(act: Any) -> str:
    """What kinds of information were told, in words."""
    return "; ".join(CATEGORIES[category] for category in act.shares)


describe(
    {
        "disclosures.view": "Looked at what was told outside and what is planned",
        "disclosures.account": "Printed what was told outside",
        "disclosures.permission_form": "Printed the form for a permission to share",
        "disclosures.view_end": "Looked at what a permission to share left when it ended",
        "disclosures.view_breach": "Looked at what was done without permission",
        "disclosures.list_breaches": "Looked at the list of what was done without permission",
        "disclosures.see_late": "Saw that something done outside was typed late",
        "disclosures.plan": "Planned something with a body outside",
        "disclosures.record_done": "Recorded what was done with a body outside",
        "disclosures.carry_out": "Recorded that what was planned outside was done",
        "disclosures.cancel": "Called off what was planned outside",
        "disclosures.record_without_authority": "Recorded what was done outside without permission",
        "disclosures.open_breach": "Found that something had been done outside without permission",
        "disclosures.explain_breach": "Said how something came to be done without permission",
        "disclosures.close_breach": "Closed what had been done without permission",
        "disclosures.end_acts": "Cancelled what was planned outside on a permission",
        "disclosures.mark_acts": "Looked for what was done outside after a permission began to wait",
        "disclosures.end_sharing": "A permission ended on which something was done outside or planned",
        "disclosures.deal_with_end": "Said what became of an ended permission with its body",
    }
)
describe_details(
    {
        "auth.opened": {
            "disclosures.account": "Who we told, to print",
            "disclosures.call_off": "Call off what was planned outside",
            "disclosures.close_breach": "Close what had been done without permission",
            "disclosures.deal_with_end": "A permission ended: has its body been told?",
            "disclosures.explain": "Say how it came to be done without permission",
            "disclosures.permission_form": "The form for a permission to share",
            "disclosures.record_act": "Record what was done or will be done outside",
            "disclosures.carry_out": "What was planned outside is done",
            "disclosures.seen_late": "Something typed late was seen",
            "disclosures.show": "What was told outside and is planned",
        },
        "disclosures.plan": PURPOSES,
        "disclosures.record_done": DONE,
        "disclosures.carry_out": DONE,
        "disclosures.cancel": BECAUSE,
        "disclosures.record_without_authority": CAUSES,
        "disclosures.open_breach": CAUSES,
        "disclosures.deal_with_end": OUTCOMES,
    }
)
