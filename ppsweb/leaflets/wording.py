"""Words of the leaflets room."""

from ppsweb.audit.wording import describe
from ppsweb.leaflets.models import State

STATES = {
    State.DRAFT: "Draft",
    State.PUBLISHED: "Published",
    State.SUPERSEDED: "Replaced by a newer edition",
    State.WITHDRAWN: "Withdrawn",
}

NOT_LEGAL_ADVICE = "This leaflet gives information. It is not legal advice."

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
