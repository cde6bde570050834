"""Words of the leaflets room."""

from ppsweb.audit.wording import describe, describe_details
from ppsweb.leaflets.models import State

STATES = {
    State.DRAFT: "Draft",
    State.PUBLISHED: "Published",
    State.SUPERSEDED: "Replaced by a newer edition",
    State.WITHDRAWN: "Withdrawn",
}

NOT_LEGAL_ADVICE = "This leaflet gives information. It is not legal advice."

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
