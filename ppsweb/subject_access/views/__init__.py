"""Pages of requests for data, and what they add to the pages of a case and of a client."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from peewee import ModelSelect

from ppsweb.auth import current_member
from ppsweb.cases.models import Case
from ppsweb.cases.views.files import room_satellites as of_case
from ppsweb.database import written
from ppsweb.people.models import Person
from ppsweb.people.views import room_satellites as of_person
from ppsweb.subject_access import leaving, tasks  # noqa: F401 (say what a leaver has open, and what waits)
from ppsweb.subject_access.models import DataRequest
from ppsweb.subject_access.views import (  # noqa: F401 (each opens its pages in the room)
    deciding,
    receiving,
    releasing,
    showing,
    signing,
)
from ppsweb.subject_access.views.listing import lines_of
from ppsweb.subject_access.views.room import room

__all__ = ["room"]


def _of_person(person: Person) -> Markup:
    """The requests of a client, with their dates, and the way to log one."""
    requests: list[DataRequest] = []
    # Most clients never asked: whether this one did is asked first, because the scoped query is a long one.
    if _any_of(person.id):
        requests = list(
            DataRequest.visible_to(current_member())
            .where(DataRequest.person == person)
            .order_by(DataRequest.received_on.desc())
        )
    page = render_template("subject_access/_of_person.html", lines=lines_of(requests), person=person)
    return Markup(page)  # noqa: S704 (a template of our own, escaped where it was drawn)


@written
def _any_of(person_id: str) -> ModelSelect[DataRequest]:
    return DataRequest.select(DataRequest.id).where(DataRequest.person == person_id).limit(1)


def _of_case(case: Any) -> Markup:
    found: Case = case
    return _of_person(found.person)


of_person.append(_of_person)
of_case.append(_of_case)
