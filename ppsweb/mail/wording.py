"""Every word of a message that a stranger could see without opening it, its text, and the labels on screen.

A subject, a sender and a file name are read over a shoulder, on a lock screen and in relays' logs: they say
that something was sent and nothing else (D8.06). There is no way to pass in other words.
"""

from __future__ import annotations

from flask import current_app

from ppsweb.audit.wording import describe, describe_details
from ppsweb.mail.bounces import Nature
from ppsweb.mail.passwords import Told
from ppsweb.mail.states import Kind, Reason, State

SUBJECTS = {
    Kind.DOCUMENT: "A document you asked for, reference {reference}",
    Kind.LEAFLET: "A document you asked for, reference {reference}",
    Kind.ADDRESS_CHECK: "A code you asked for, reference {reference}",
}

KINDS = {
    Kind.DOCUMENT: "Document with a password",
    Kind.LEAFLET: "Leaflet",
    Kind.ADDRESS_CHECK: "Code to check the address",
}

STATES = {
    State.WAITING: "Waiting",
    State.SENDING: "Being sent",
    State.SENT: "Sent",
    State.CANCELLED: "Cancelled",
    State.STOPPED: "Not sent",
    State.UNKNOWN: "May have been sent",
    State.RETURNED: "Came back",
}

#: colours of the tag; the words say the same
COLOURS = {
    State.WAITING: "yellow",
    State.SENDING: "yellow",
    State.SENT: "green",
    State.CANCELLED: "grey",
    State.STOPPED: "red",
    State.UNKNOWN: "red",
    State.RETURNED: "red",
}

#: what one try came to
RESULTS = {
    "sent": "Sent",
    "try_later": "Not sent, to be tried again",
    "stopped": "Not sent",
    "unknown": "May have been sent",
}

NATURES = {
    Nature.HARD: "The address does not take mail",
    Nature.RETURNED: "The mail provider gave up delivering it",
    Nature.DELAYED: "The mail provider still tries",
}

#: why a message is where it is, in a sentence for the officer; the codes are of transport, rules and sending
REASONS = {
    Reason.ANSWER: "The mail server refused it.",
    Reason.CONNECTION: "The mail server could not be reached, or the line was lost before it had the message.",
    Reason.NO_TLS: "The mail server offered no encryption, so nothing was sent.",
    Reason.CERTIFICATE: "The mail server could not prove who it is, so nothing was sent.",
    Reason.TLS: "No encrypted connection could be made, so nothing was sent.",
    Reason.NO_AUTH: "The mail server offered no way to sign in.",
    Reason.SIGN_IN: "The mail server refused this service's user name and password.",
    Reason.NO_ANSWER: "The mail server had the whole message but its answer was lost.",
    Reason.WORKER_LOST: "The program stopped while it was sending, so nobody knows whether the message left.",
    Reason.BAD_ADDRESS: "The address is not one that can be written to.",
    Reason.BAD_MESSAGE: "The message cannot be sent as it is.",
    Reason.TOO_BIG: "The documents are too large for e-mail. Send them by post, or in parts.",
    Reason.GAVE_UP: "It was tried for 24 hours without success.",
    Reason.NOT_EMAIL: "The contact is not an e-mail address.",
    Reason.ADDRESS_ENDED: "The address is no longer in use.",
    Reason.DIED: "A death was recorded: nothing more is sent.",
    Reason.NOT_SAFE: "The client said that e-mail is not safe.",
    Reason.NOT_VERIFIED: "The address is not verified.",
    Reason.VERIFIED_LONG_AGO: "The address was verified more than six months ago. Verify it again.",
    Reason.AUTHORITY_ENDED: "The permission that it rests on has ended.",
    Reason.DOCUMENT_GONE: "The document has left the queue. Make it again.",
    Reason.NOT_GIVEN_OUT: "The leaflet was replaced or withdrawn, or is being checked. Send what is published now.",
    Reason.UNREADABLE: "A document or the text could not be opened. Tell whoever looks after the system.",
    Reason.ERROR: "Something went wrong before anything was sent. Tell whoever looks after the system.",
    Reason.BOUNCED: "The address does not take mail. It is no longer verified: ask the client for another.",
    Reason.UNDELIVERED: "The client's mail provider gave up delivering it, perhaps because the mailbox is full.",
    Reason.CONFIRMED: "Somebody found out that it arrived.",
    Reason.BY_HAND: "Somebody cancelled it.",
    Reason.CONTENT_SEALED_OFF: "A note in its document was sealed off, because it belongs to another file.",
}


#: how the password of a document was told
TOLD = {Told.TELEPHONE: "By telephone, on a number we know", Told.IN_PERSON: "In person"}


def subject(kind: Kind, reference: str) -> str:
    """The subject line: the same for everybody but for the reference."""
    return SUBJECTS[kind].format(reference=reference)


def file_name(reference: str, number: int, of: int) -> str:
    """`document-7Q4K.pdf`, or `document-7Q4K-2.pdf` where a message has several."""
    first_half = reference.partition("-")[0]
    return f"document-{first_half}.pdf" if of == 1 else f"document-{first_half}-{number}.pdf"


def body(kind: Kind, reference: str, *, code: str | None = None) -> str:
    """The plain text of a message, from templates/mail/<kind>.txt, by the running application."""
    template = current_app.jinja_env.get_template(f"mail/{kind}.txt")
    return template.render(reference=reference, code=code)


describe(
    {
        "mail.view": "Looked at the messages",
        "mail.show": "Looked at a message",
        "mail.put": "Wrote a message",
        "mail.cancel": "Cancelled a message",
        "mail.withdraw": "Kept a document from being sent",
        "mail.cancel_resting_on": "Cancelled what rested on a permission",
        "mail.send_again": "Had a message sent again",
        "mail.confirm_arrival": "Found out that a message arrived",
        "mail.deal_with": "Dealt with a message that was not sent",
        "mail.begin_sending": "Began to send a message",
        "mail.end_sending": "Ended a try to send a message",
        "mail.stop": "Did not send a message",
        "mail.lose_track": "Lost track of a message",
        "mail.let_documents_go": "Let the documents of a message go",
        "mail.bounce": "A message came back",
        "mail.unverify_contact": "Took an address's verification away",
    }
)
describe_details(
    {
        "auth.opened": {
            "mail.arrived": "The message arrived",
            "mail.cancel": "Cancel the message",
            "mail.dealt_with": "The message was dealt with",
            "mail.send_again": "Send the message again",
            "mail.show": "The message",
        },
        "mail.put": KINDS,
        "mail.stop": REASONS,
        "mail.end_sending": RESULTS,
        "mail.bounce": NATURES,
        "mail.cancel": {
            reason: REASONS[reason] for reason in (Reason.CONTENT_SEALED_OFF, Reason.AUTHORITY_ENDED)
        },
        "mail.withdraw": STATES,
        "mail.deal_with": STATES,
    }
)
