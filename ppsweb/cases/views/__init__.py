"""Pages of the cases."""

from flask import render_template
from markupsafe import Markup

from ppsweb import keys
from ppsweb.auth import acting_member
from ppsweb.cases import leaving, tasks, wording  # noqa: F401 (say what a leaver has open, and what waits)
from ppsweb.cases.models import Case
from ppsweb.cases.rules import may_open_another
from ppsweb.cases.views import (  # noqa: F401 (each opens its pages in the room)
    access,
    closing,
    files,
    filing,
    finding,
    notes,
    opening,
)
from ppsweb.cases.views.finding import families_found
from ppsweb.cases.views.room import room
from ppsweb.people.models import Person
from ppsweb.people.views import people_found
from ppsweb.people.views import room_satellites as of_person

__all__ = ["room"]


def _cases_of(person: Person) -> Markup:
    """The cases of a client, for their page."""
    member = acting_member()
    cases = list(Case.visible_to(member).where(Case.person == person).order_by(Case.opened_at.desc()))
    keys.fetch([case.data_key_id for case in cases])
    page = render_template(
        "cases/_of_person.html",
        cases=cases,
        person=person,
        another=may_open_another(member, {case.officer_id for case in cases}),
        wording=wording,
    )
    return Markup(page)  # noqa: S704


of_person.append(_cases_of)
people_found.append(families_found)
