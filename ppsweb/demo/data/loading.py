"""All the stories of the training copy, told once into a fresh database."""

from __future__ import annotations

from pathlib import Path

from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.demo.data import concerns, data_request, leaflet_set, outside, sharing, stories
from ppsweb.demo.data.families import FAMILIES, FOUNDED
from ppsweb.demo.data.staff import Staff, arrive, entries
from ppsweb.demo.data.stories import Told
from ppsweb.demo.data.timeline import Past, tell


def load(folder: Path) -> None:
    """Fill a migrated database that has nobody in it. Call it inside the application, connected.

    `folder` is where the demo directory may keep a certificate.
    """
    past = Past(clock.today())
    arrived: dict[str, Member] = {}
    tell([arrive(past, entries(folder / "demo" / "directory"), arrived, FOUNDED)])
    staff, told = Staff(arrived), Told()
    tell(
        [
            *(stories.of_family(past, staff, told, family) for family in FAMILIES),
            *(stories.of_verifying(past, staff, told, family) for family in FAMILIES if family.verified),
            stories.of_enquiries(past, staff),
            sharing.of_bodies(past, staff),
            sharing.of_referrals(past, staff),
            sharing.of_permissions(past, staff, told),
            sharing.of_parents_who_disagree(past, staff, told),
            outside.of_acts(past, staff, told),
            outside.of_what_waits(past, staff, told),
            outside.of_breaches(past, staff, told),
            concerns.of_a_call_that_was_told(past, staff),
            stories.of_corrections(past, staff, told),
            concerns.of_one_that_was_not_told(past, staff, told),
            concerns.of_one_that_waits(past, staff, told),
            concerns.of_one_of_yesterday(past, staff),
            stories.of_cover(past, staff, told),
            stories.of_conflict(past, staff, told),
            stories.of_misfiled_note(past, staff, told),
            stories.of_withdrawal(past, staff, told),
            leaflet_set.of_leaflets(past, staff),
            leaflet_set.of_sending(past, told, staff),
            data_request.of_request(past, staff, told),
        ]
    )
