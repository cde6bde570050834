"""Words of the subject-access room, for screen and paper."""

from __future__ import annotations

from ppsweb.audit import wording as wording_of_the_record
from ppsweb.deadlines.request_clock import Light
from ppsweb.mail.wording import TOLD
from ppsweb.subject_access.codes import (
    AskedAs,
    Exemption,
    Happened,
    Identity,
    Kind,
    Looked,
    Mark,
    PackState,
    Place,
    Problem,
    Verdict,
    Wanted,
)

ASKED_AS = {
    AskedAs.SELF: "What we hold about themself",
    AskedAs.CHILD: "What we hold about their child",
    AskedAs.BOTH: "Both",
}

WANTED = {
    Wanted.EMAIL: "By e-mail, as a document with a password",
    Wanted.PAPER: "On paper",
    Wanted.LARGE_PRINT: "In large print",
    Wanted.OTHER: "In another way",
}

HAPPENED = {
    Happened.RECEIVED: "The request came",
    Happened.IDENTITY_ASKED: "We asked for proof of who they are",
    Happened.IDENTITY_CONFIRMED: "The proof came",
    Happened.CLARIFICATION_ASKED: "We asked what they mean",
    Happened.CLARIFICATION_ANSWERED: "They answered",
    Happened.EXTENSION_SENT: "We told them that it will take longer",
}

ABOUT = {
    "information": "Which information they want (the clock waits)",
    "format": "How they want to have it (the clock goes on)",
}

REASONS = {
    "complexity": "The request is complex",
    "number_of_requests": "They have made a number of requests",
    "both": "Both",
}

PLACES = {
    Place.CABINET: "The locked cabinet",
    Place.CLOSED_CABINET: "The cabinet of closed files",
    Place.OFFICER_MAILBOX: "The officers’ own mailboxes",
    Place.SHARED_MAILBOX: "The service’s shared mailbox",
    Place.PHONE_NOTES: "Notes of telephone calls and notebooks",
    Place.TEXTS: "Text messages on work telephones",
}

LOOKED = {
    Looked.NOTHING: "Looked, nothing there",
    Looked.IN_THE_FILE: "Looked, and what was there is now in the file",
    Looked.NOT_KEPT: "We keep no such records",
}

#: the same for the letter, after the name of the place
LOOKED_IN_LETTER = {
    Looked.NOTHING: "nothing about you there",
    Looked.IN_THE_FILE: "what we found is now in our database",
    Looked.NOT_KEPT: "we keep no records there",
}

KINDS = {
    Kind.PERSON: "Details",
    Kind.CONTACT: "Way to reach you",
    Kind.NAMED: "Person named in your file",
    Kind.PERMISSION: "Permission, or duty in law",
    Kind.CASE: "Case",
    Kind.COVER: "Who else opened your case",
    Kind.NOTE: "Note",
    Kind.MESSAGE: "Message sent",
    Kind.LEAFLET: "Leaflet sent",
    Kind.REQUEST: "Request for data",
    Kind.OTHER: "Record",
}

MARKS = {
    Mark.IN_CONFIDENCE: "Told in confidence",
    Mark.SEALED_OFF: "Sealed off",
    Mark.ABOUT_ANOTHER: "About somebody else",
    Mark.SAFEGUARDING: "A child at risk",
    Mark.NOT_TO_BE_TOLD: "Not to be told",
}

MARK_ADVICE = {
    Mark.IN_CONFIDENCE: "The child told this in confidence. It is given out only if you are sure that the child "
    "would agree, or that it does them no harm.",
    Mark.SEALED_OFF: "This note was sealed off because it belongs to another file. It can only be left out.",
    Mark.ABOUT_ANOTHER: "This is about somebody else, too. Give it out only if they agree, or if it is "
    "reasonable without asking them.",
    Mark.SAFEGUARDING: "To read this could put a child, or whoever told us, at risk. Give it out only if you are sure "
    "that it does not; ask the manager, and whoever was told.",
    Mark.NOT_TO_BE_TOLD: "It was decided that the family is not told of this, because that would put somebody at risk. "
    "It can only be left out, until the concern itself says that they may be told.",
}

#: beside a note, of one that it corrects or that corrects it
LEFT_OUT_BESIDE = (
    "A note that it corrects, or that corrects it, is left out. It may say the same again, so it is decided by itself."
)
HELD_BACK_BESIDE = (
    "A note that it corrects, or that corrects it, is one that is decided by itself, and is not decided yet. "
    "So is this one: it may say the same again."
)

VERDICTS = {Verdict.INCLUDE: "Give it out", Verdict.WITHHOLD: "Leave it out"}

DECIDED = {Verdict.INCLUDE: "Given out", Verdict.WITHHOLD: "Left out"}

EXEMPTIONS = {
    Exemption.THIRD_PARTY: "It would tell them about somebody else, or who told us",
    Exemption.NOT_THEIRS: "It is not about them: it came into this file by mistake",
    Exemption.WISH: "A child told us in confidence and would not want them to see it",
    Exemption.SCHOOL_RECORD: "It is part of a school’s own record: they can ask the school",
    Exemption.LEGAL_ADVICE: "It is confidential legal advice",
    Exemption.HEALTH_HARM: "It is about health, and a health professional says it could cause serious harm",
    Exemption.HEALTH_NO_OPINION: "It is about health, is new to them, and no health professional has been asked",
    Exemption.SOCIAL_WORK: "It is from social care and could cause serious harm: social care was asked",
    Exemption.CHILD_ABUSE: "It is about possible abuse of a child, and giving it out is not best for the child",
    Exemption.CRIME: "Giving it out would hinder the prevention or detection of crime",
}

#: how the letter says why something is not there; those that leave no trace have no words (D3.13)
EXEMPTIONS_IN_LETTER = {
    Exemption.THIRD_PARTY: "Some information about other people has been left out, to protect their privacy.",
    Exemption.NOT_THEIRS: "Some papers that are not about you have been left out.",
    Exemption.SCHOOL_RECORD: "Some papers are part of a school’s own records. You can ask the school for them.",
    Exemption.LEGAL_ADVICE: "Some confidential legal advice has been left out.",
    Exemption.HEALTH_NO_OPINION: "Some information about health has been left out, because the law asks us to "
    "consult a health professional first.",
    Exemption.SOCIAL_WORK: "Some information from social care has been left out, as the law on social work "
    "records says.",
}

PACK_STATES = {
    PackState.WAITING: "Waiting to be made",
    PackState.DRAWING: "Being made",
    PackState.READY: "Ready",
    PackState.FAILED: "Could not be made",
}

PROBLEMS = {
    Problem.TIME: "took too long to draw.",
    Problem.MEMORY: "needed too much memory to draw.",
    Problem.TOO_NESTED: "is nested too deeply.",
    Problem.TOO_LONG: "is too long to be drawn in one piece.",
    Problem.MISSING_LETTERS: "has letters that no font on this machine can draw.",
    Problem.NOT_ACCESSIBLE: "would not be accessible to people who use a screen reader.",
    Problem.NOT_COMPLETE: "was checked, and something was missing or out of order.",
    Problem.ENGINE: "could not be drawn. Try again, or tell whoever looks after the system.",
    Problem.CHANGED: "has changed since it was decided. Look again for what is new and decide it.",
}

LIGHTS = {
    Light.WAITING: "Waiting for identity",
    Light.GREEN: "In time",
    Light.AMBER: "Soon",
    Light.RED: "Urgent",
    Light.OVERDUE: "Overdue",
}
LIGHT_COLOURS = {
    Light.WAITING: "blue",
    Light.GREEN: "green",
    Light.AMBER: "yellow",
    Light.RED: "red",
    Light.OVERDUE: "red",
}

WAITS_FOR_SECOND_PERSON = "Waits for a second person to sign"
#: to whoever decided or searched: they cannot be the second person
WAITS_FOR_ANOTHER = "Waits for somebody else to sign"

IDENTITY = {
    Identity.KNOWN: "Handed to them in person: we know them",
    Identity.DOCUMENT: "Handed to them in person: they showed a document with their photograph",
    Identity.POSTED: "Posted to their address in the file, tracked",
}


#: words of our work that a parent may not know, for the last pages of a pack
GLOSSARY = (
    ("Annual review", "The yearly meeting that looks at whether an EHC plan still fits."),
    (
        "Authority",
        "What allows us to keep or share something: your permission, a decision, or the law itself.",
    ),
    ("Cover", "A colleague opened your case while its officer was away. We note who, when and why."),
    (
        "Disagreement resolution",
        "A way to settle a disagreement with an independent person, without a tribunal.",
    ),
    (
        "EHC needs assessment",
        "The council’s look at whether a child needs an education, health and care plan.",
    ),
    ("EHC plan", "Education, health and care plan: says what help a child must have, and where."),
    (
        "ICO",
        "The Information Commissioner’s Office, which watches over data protection in the United Kingdom.",
    ),
    ("Level", "How much work a case is: 1 is information and advice, 4 is a tribunal or as complex."),
    ("Mediation", "A meeting with an independent mediator before an appeal to the Tribunal."),
    ("SEN", "Special educational needs."),
    (
        "SEN support",
        "The help that a school gives to a child with special educational needs without an EHC plan.",
    ),
    ("SENCO", "The teacher who looks after special educational needs in a school."),
    ("SEND", "Special educational needs and disability."),
    ("Tribunal", "The First-tier Tribunal (Special Educational Needs and Disability), which hears appeals."),
)

#: how an address became one to which a pack may go: there is no other way (D8.03)
VERIFIED = "They read the code that was sent there back to {by} by telephone, on {day}"

ACTIONS = {
    "subject_access.list": "Looked at the requests for data",
    "subject_access.view": "Looked at a request for data",
    "subject_access.view_items": "Read items of a request for data",
    "subject_access.view_pack": "Opened a pack",
    "subject_access.log_request": "Logged a request for data",
    "subject_access.record_event": "Recorded what happened to a request for data",
    "subject_access.record_searches": "Recorded where was looked for data",
    "subject_access.gather": "Gathered what a client asked for",
    "subject_access.decide": "Decided about an item of a request",
    "subject_access.include_shown": "Decided about several items of a request",
    "subject_access.sign": "Signed a request as the second person",
    "subject_access.ask_for_pack": "Asked for a pack to be made",
    "subject_access.keep_fragment": "Drew a part of a pack",
    "subject_access.finish_pack": "Finished a pack",
    "subject_access.fail_pack": "Could not make a pack",
    "subject_access.release": "Released a pack",
    "subject_access.withdraw_note": "Stopped a pack because a note in it was sealed off",
    "subject_access.hand_over": "Handed a pack over on paper",
    "subject_access.tell_password": "Told the password of a pack",
}
wording_of_the_record.describe(ACTIONS)
wording_of_the_record.describe_details(
    {
        "auth.opened": {
            "subject_access.build": "Make the pack",
            "subject_access.decide": "Decide about one item",
            "subject_access.event": "Something happened to a request for data",
            "subject_access.gather": "Look again for what is new",
            "subject_access.hand_over": "A pack was handed over on paper",
            "subject_access.include_shown": "Give out several items",
            "subject_access.items": "Items of the request",
            "subject_access.log": "Log a request for data",
            "subject_access.pack_file": "The pack",
            "subject_access.release": "Release a pack",
            "subject_access.searches": "Say where was looked",
            "subject_access.show": "The request",
            "subject_access.sign": "Sign as the second person",
            "subject_access.told": "The password was told",
        },
        "subject_access.fail_pack": {problem: f"It {words}" for problem, words in PROBLEMS.items()},
        "subject_access.hand_over": IDENTITY,
        "subject_access.record_event": HAPPENED,
        "subject_access.release": {"again": "Once more, with a new password"},
        "subject_access.tell_password": TOLD,
    }
)
