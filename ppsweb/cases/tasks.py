"""What waits for the officer of a case on their first page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for

from ppsweb import keys
from ppsweb.authorities.models import SHARING, Authority
from ppsweb.authorities.rules import WARNED_DAYS
from ppsweb.authorities.wording import COPIES
from ppsweb.cases.models import Case, Status
from ppsweb.consents.copying import without_copy
from ppsweb.consents.models import Talk
from ppsweb.consents.rules import must_talk
from ppsweb.deadlines import clock
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import NamedPerson, Person
from ppsweb.people.rules import TALK_BEFORE
from ppsweb.web.filters import day
from ppsweb.web.tasks import KINDS, Task, Tasks


def sharing_that_ends_soon(member: Any, today: date) -> list[Task]:
    """Permissions to share in the member's own open cases that end within 30 days: they are asked again or it stops
    (D4.01). One for each client and body, by its first day.
    """
    query: Any = (
        Authority.select(Authority, Organisation, Person)
        .join(Organisation, on=(Authority.organisation == Organisation.id))
        .switch(Authority)
        .join(Person, on=(Person.data_key == Authority.data_key), attr="person")
        .where(
            Person.id.in_(_own_open(member).select(Case.person)),
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


def copies_to_give(member: Any, today: date) -> list[Task]:
    """What clients of the member's own open cases permitted by word of mouth and have not got in writing (D4.04)."""
    clients: Any = Person.select().where(Person.id.in_(_own_open(member).select(Case.person)))
    by_key = {person.data_key_id: person for person in clients}
    keys.fetch(by_key)
    return [
        Task(
            by_key[row.data_key_id].name,
            url_for("consents.give_copy", person=by_key[row.data_key_id].id, sharing=row.id),
            f"agreed {day(row.given_at)}, {COPIES[row.copy].lower()}",
            clock.local(row.given_at).date(),
        )
        for row in without_copy(list(by_key))
    ]


def young_people_to_talk_to(member: Any, today: date) -> list[Task]:
    """Children of the member's own open cases who will decide for themself within 60 days, or do so by now, and with
    whom nobody has talked about it since (D2.20).
    """
    query: Any = (
        _own_open(member)
        .where(
            Case.child.in_(
                NamedPerson.select(NamedPerson.id).where(NamedPerson.decides_from <= today + TALK_BEFORE)
            )
        )
        .order_by(Case.opened_at, Case.id)
    )
    cases = list(query)
    keys.fetch([case.data_key_id for case in cases])
    tasks = []
    for child in {case.child_id: case.child for case in cases}.values():
        begins, talk = child.decides_from, Talk.last_with(child)
        if must_talk(decides_from=begins, talked_on=talk.talked_on if talk else None, today=today):
            address = url_for("consents.talk", person=child.person_id, named=child.id)
            tasks.append(Task(child.name, address, f"decides for themself from {day(begins)}", begins))
    return tasks


def _own_open(member: Any) -> Any:
    """A query of the member's own cases that are not closed."""
    return Case.visible_to(member).where((Case.officer == member) & (Case.status != Status.CLOSED))


KINDS.append(Tasks("What was agreed by telephone, to be given in writing", "cases.list", copies_to_give))
KINDS.append(Tasks("Talk to the young person about who decides", "cases.list", young_people_to_talk_to))
KINDS.append(Tasks("Permissions to share that end soon", "cases.list", sharing_that_ends_soon))
