"""What waits at the gate: for the officer of a case, and for the manager."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from peewee import JOIN

from ppsweb import keys
from ppsweb.authorities.models import Authority
from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.disclosures.models import Act, Breach, SharingEnd, State
from ppsweb.disclosures.rules import look_by
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import Person
from ppsweb.web.filters import day
from ppsweb.web.tasks import KINDS, Task, Tasks


def planned_outside(member: Any, today: date) -> list[Task]:
    """What is planned outside for today or a day that is over, in the member's own cases."""
    acts = list(
        _own(Act, member, Act.organisation).where((Act.state == State.PLANNED) & (Act.planned_for <= today))
    )
    _open(acts)
    return [
        Task(
            f"{act.case.person.name}, {act.organisation.name}",
            url_for("disclosures.show", case=act.case_id),
            f"planned for {day(act.planned_for)}",
            act.planned_for,
        )
        for act in acts
    ]


def ended_permissions(member: Any, today: date) -> list[Task]:
    """Permissions that have ended on which something was told or planned, in the member's own cases (D4.05)."""
    query = _own(SharingEnd, member, None).join(Authority, on=(SharingEnd.authority == Authority.id))
    query = query.join(Organisation, JOIN.LEFT_OUTER, on=(Authority.organisation == Organisation.id))
    ends = list(query.where(SharingEnd.dealt_at.is_null()).select_extend(Authority, Organisation))
    _open(ends)
    return [
        Task(
            f"{end.case.person.name}, "
            + (end.authority.organisation.name if end.authority.organisation_id else "keeping a record"),
            url_for("disclosures.deal_with_end", sharing_end=end.id),
            "what it stopped, and who should hear",
            clock.local(end.created_at).date(),
        )
        for end in ends
    ]


def unexplained(member: Any, today: date) -> list[Task]:
    """What was found to be done without permission in the member's own cases, of which nobody has said how."""
    breaches = list(_own(Breach, member, None).where(Breach.why.is_null() & Breach.closed_at.is_null()))
    _open(breaches)
    return [_of_breach(each, "disclosures.explain") for each in breaches]


def unclosed(member: Any, today: date) -> list[Task]:
    """What was done without permission and is not closed, and what was typed late, for the manager (D3.22, D4.03)."""
    visible = Case.visible_to(member).select(Case.id)
    query = Breach.select(Breach, Case, Person).join(Case).join(Person, on=(Case.person == Person.id))
    breaches = list(query.where(Breach.closed_at.is_null() & Breach.case.in_(visible)))
    _open(breaches)
    tasks = [_of_breach(each, "disclosures.close_breach") for each in breaches]
    late = Act.select().where(Act.late & Act.late_seen_at.is_null() & Act.case.in_(visible)).count()
    if late:
        tasks.append(Task("Typed late", url_for("disclosures.breaches"), f"{late} to look at", today))
    return tasks


def _own(table: Any, member: Any, organisation: Any) -> Any:
    """A query of this table's rows in the member's own cases, with case and client."""
    wanted = (table, Case, Person) if organisation is None else (table, Case, Person, Organisation)
    query = table.select(*wanted).join(Case).join(Person, on=(Case.person == Person.id)).switch(table)
    if organisation is not None:
        query = query.join(Organisation, on=(organisation == Organisation.id)).switch(table)
    own = Case.visible_to(member).where(Case.officer == member).select(Case.id)
    return query.where(table.case.in_(own))


def _open(rows: list[Any]) -> None:
    keys.fetch({row.case.person.data_key_id for row in rows})


def _of_breach(breach: Any, endpoint: str) -> Task:
    by = look_by(breach.created_at)
    return Task(
        f"{breach.case.person.name}, {breach.case.reference}",
        url_for(endpoint, breach=breach.id),
        f"by {day(by)}",
        clock.local(by).date(),
    )


KINDS.append(Tasks("Planned outside", "cases.list", planned_outside))
KINDS.append(Tasks("Permissions that have ended", "cases.list", ended_permissions))
KINDS.append(Tasks("Done without permission: say how it came to happen", "cases.list", unexplained))
KINDS.append(Tasks("Done without permission: to close", "disclosures.close_breach", unclosed))
