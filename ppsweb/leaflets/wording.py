"""Words of the leaflets room."""

from ppsweb.leaflets.models import State

STATES = {
    State.DRAFT: "Draft",
    State.PUBLISHED: "Published",
    State.SUPERSEDED: "Replaced by a newer edition",
    State.WITHDRAWN: "Withdrawn",
}

NOT_LEGAL_ADVICE = "This leaflet gives information. It is not legal advice."
