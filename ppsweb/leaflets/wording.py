"""Words of the leaflets room."""

from ppsweb.audit.wording import describe, describe_details
from ppsweb.leaflets.models import State
from ppsweb.leaflets.rules import Review

STATES = {
    State.DRAFT: "Draft",
    State.PUBLISHED: "Published",
    State.SUPERSEDED: "Replaced by a newer edition",
    State.WITHDRAWN: "Withdrawn",
}

NOT_LEGAL_ADVICE = "This leaflet gives information. It is not legal advice."

#: beside a leaflet on the first page of whoever keeps it; after it comes the day
REVIEWS = {
    Review.COMES: "review it by",
    Review.NEAR: "less than a month left, review it by",
    Review.DUE: "review it now, due on",
    Review.TOO_LATE: "neither printed nor sent until it is reviewed, which was due on",
}
BEING_REVIEWED = "a new edition is being written"

#: why no PDF of a leaflet leaves
BEING_CHECKED = (
    "This leaflet is being checked, because its review is overdue. It is not printed or sent until then"
)
PDF_WAITS = "Its PDF is still being made. Try again in a minute"
PDF_FAILED = "Its PDF could not be made. Open the leaflet and choose “Make the PDF again”"

describe(
    {
        "leaflets.write_leaflet": "Wrote a leaflet",
        "leaflets.change_draft": "Changed a draft",
        "leaflets.start_edition": "Began a new edition",
        "leaflets.publish": "Approved and published an edition",
        "leaflets.withdraw_leaflet": "Withdrew a leaflet",
        "leaflets.make_pdf_again": "Had a leaflet's PDF tried again",
        "leaflets.keep_pdf": "The worker made a leaflet's PDF",
        "leaflets.send_leaflet": "Sent a leaflet to a client",
    }
)
describe_details({"auth.opened": {"leaflets.send": "Send a leaflet"}})
