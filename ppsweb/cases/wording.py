"""Words of the cases room, for screen and paper."""

from typing import Any

from ppsweb.audit.wording import describe, describe_details
from ppsweb.cases.models import Channel, Outcome, Status, Topic

STATUSES = {Status.OPEN: "Open", Status.INACTIVE: "Inactive", Status.CLOSED: "Closed"}

CHANNELS = {
    Channel.PHONE: "Telephone",
    Channel.EMAIL: "E-mail",
    Channel.LETTER: "Letter",
    Channel.MEETING: "Meeting",
    Channel.VISIT: "Home visit",
    Channel.TEXT: "Text message",
    Channel.OTHER: "Other",
}

TOPICS = {
    Topic.SEN_SUPPORT: "SEN support in school",
    Topic.ASSESSMENT_REQUEST: "Asking for an EHC needs assessment",
    Topic.REFUSAL_TO_ASSESS: "Refusal to assess",
    Topic.REFUSAL_TO_ISSUE: "Refusal to issue a plan",
    Topic.DRAFT_PLAN: "Draft plan",
    Topic.PLAN_CONTENT: "Content of the plan",
    Topic.PLACEMENT: "School named in the plan",
    Topic.ANNUAL_REVIEW: "Annual review",
    Topic.TRANSFER: "Moving to the next school or college",
    Topic.MEDIATION: "Mediation or disagreement resolution",
    Topic.TRIBUNAL: "SEND Tribunal",
    Topic.EXCLUSION: "Suspension or exclusion",
    Topic.ATTENDANCE: "Attendance or part-time timetable",
    Topic.TRANSPORT: "Transport",
    Topic.ADMISSION: "School admission",
    Topic.OTHER: "Something else",
}

OUTCOMES = {
    Outcome.INFORMED: "The parent had the information they needed",
    Outcome.AGREED: "Agreement was reached",
    Outcome.DECIDED: "The Tribunal decided",
    Outcome.SIGNPOSTED: "Another organisation took over",
    Outcome.NO_CONTACT: "No further contact",
    Outcome.ASKED_TO_CLOSE: "The parent asked to close",
}

LEVELS = {
    "1": "1: information and advice",
    "2": "2: help over a period",
    "3": "3: sustained or complex",
    "4": "4: Tribunal or as complex",
}

PARTS = {
    "facts": "What happened",
    "parents_view": "The parent’s view",
    "childs_view": "The child’s view",
    "information_given": "Information given",
    "observation": "Officer’s observation",
}


def parts_of(note: Any) -> list[tuple[str | None, str]]:
    """What somebody wrote in a note, each part opened once and under its label; the facts come first, without one."""
    found = []
    for name, label in PARTS.items():
        if words := getattr(note, name):
            found.append((None if name == "facts" else label, words))
    return found


describe(
    {
        "cases.list": "Looked at the list of cases",
        "cases.view": "Looked at a case",
        "cases.open_case": "Opened a case",
        "cases.change_case": "Changed what a case is about",
        "cases.change_level": "Changed the level of a case",
        "cases.history": "Looked at the history of a case",
        "cases.offer_cover": "Saw whose case it is, to open it for cover",
        "cases.offer_opening": "Saw a client, to open a case for them",
        "cases.rest_case": "Marked a case as inactive",
        "cases.close_case": "Closed a case",
        "cases.reopen_case": "Opened a case again",
        "cases.write_note": "Wrote a note",
        "cases.seal_note": "Sealed off a misfiled note",
        "cases.file_note": "Filed a note where it belongs",
        "cases.cover": "Opened a colleague's case for cover",
        "cases.declare_conflict": "Declared a conflict of interest",
        "cases.rest_anew": "Put a case on a new permission",
        "cases.hand_over": "Handed a case over",
        "cases.refuse_hand_over": "Was kept from handing a case to somebody with a conflict of interest",
        "cases.record_enquiry": "Counted a contact without a name",
    }
)
describe_details(
    {
        "cases.change_case": TOPICS,
        "cases.change_level": {
            f"{was}-to-{now}": f"From level {was} to level {now}"
            for was in LEVELS
            for now in LEVELS
            if was != now
        },
        "cases.close_case": OUTCOMES,
        "cases.refuse_hand_over": {"conflict": "They declared a conflict of interest"},
        "cases.write_note": {"correction": "It corrects another note"},
        "auth.opened": {
            "cases.open_case": "Open a case",
            "cases.close": "Close the case",
            "cases.change": "What the case is about",
            "cases.change_level": "Change the level",
            "cases.conflict": "Declare a conflict of interest",
            "cases.correct_note": "Correct a note",
            "cases.cover": "Open the case for cover",
            "cases.file_elsewhere": "File a note where it belongs",
            "cases.hand_over": "Hand the case over",
            "cases.history": "History of the case",
            "cases.reopen": "Open the case again",
            "cases.rest": "Mark the case as inactive",
            "cases.show": "The case",
            "cases.write_note": "Write a note",
        },
    }
)
