"""Words of the bodies outside."""

from ppsweb.audit.wording import describe
from ppsweb.organisations.models import OrganisationKind

KINDS = {
    OrganisationKind.SCHOOL: "School",
    OrganisationKind.EARLY_YEARS: "Nursery or childminder",
    OrganisationKind.COLLEGE: "College or training",
    OrganisationKind.COUNCIL_TEAM: "Team of the council",
    OrganisationKind.HEALTH: "Health",
    OrganisationKind.VOLUNTARY: "Voluntary organisation",
    OrganisationKind.MEDIATION: "Mediation or advocacy",
    OrganisationKind.TRIBUNAL: "Court or Tribunal",
    OrganisationKind.POLICE: "Police",
    OrganisationKind.OTHER: "Another body",
}

describe(
    {
        "organisations.list": "Looked at the bodies outside",
        "organisations.add": "Added a body outside",
        "organisations.retire": "No longer offers a body outside",
    }
)
