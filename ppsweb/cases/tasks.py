"""What waits for the officer of a case on their first page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for

from ppsweb import keys
from ppsweb.authorities.models import SHARING, Authority
from ppsweb.authorities.rules import WARNED_DAYS
from ppsweb.cases.models import Case, Status
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import Person
from ppsweb.web.filters import day
from ppsweb.web.tasks import KINDS, Task, Tasks


def sharing_that_ends_soon(member: Any, today: date) -> list[Task]:
    """Permissions to share in the member's own open cases that end within 30 days: they are asked again or it stops
    (D4.01). One for each client and body, by its first day.
    """
    own = Case.visible_to(member).where((Case.officer == member) & (Case.status != Status.CLOSED))
    query: Any = (
        Authority.select(Authority, Organisation, Person)
        .join(Organisation, on=(Authority.organisation == Organisation.id))
        .switch(Authority)
        .join(Person, on=(Person.data_key == Authority.data_key), attr="person")
        .where(
            Person.id.in_(own.select(Case.person)),
            Authority.purpose.in_(SHARING),
            Authority.withdrawn_at.is_null(),
            Authority.invalidated_at.is_null(),
            Authority.valid_until.between(today, today + timedelta(days=WARNED_DAYS)),
        )
        .order_by(Authority.valid_until, Authority.id)
    )
    first: dict[tuple[str, str], Any] = {}
    for row in query:
        first.setdefault((row.person.id, row.organisation_id), row)
    keys.fetch([row.data_key_id for row in first.values()])
    return [
        Task(
            f"{row.person.name}, {row.organisation.name}",
            url_for("consents.show", person=row.person.id),
            f"until {day(row.valid_until)}",
            row.valid_until,
        )
        for row in first.values()
    ]


KINDS.append(Tasks("Permissions to share that end soon", "cases.list", sharing_that_ends_soon))
