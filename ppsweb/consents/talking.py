"""Talking to a child who is or will be a young person about who decides (D2.20)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.consents.models import Settled, Talk
from ppsweb.deadlines import clock
from ppsweb.people import rules
from ppsweb.people.models import NamedPerson, Person, Relation
from ppsweb.people.wording import PERMISSION_ENDED
from ppsweb.refusal import Refused


@action
def talk(
    by: Member,
    when: datetime,
    person: Person,
    named: NamedPerson,
    *,
    talked_on: date,
    settled: Settled,
    said: str | None = None,
    identifier: str | None = None,
) -> Talk:
    """Record what was settled with a young person whom the file names. Raises Refused."""
    if not person.is_permitted:
        raise Refused(PERMISSION_ENDED)
    if talked_on > clock.local(when).date():
        raise Refused({"talked_on": "The day cannot be in the future"})
    chosen = {"id": identifier} if identifier else {}
    row: Talk = Talk(
        **chosen,
        created_at=when,
        person=person,
        data_key=person.data_key_id,
        named=named,
        talked_on=talked_on,
        settled=settled,
        said=(said or "").strip() or None,
        recorded_by=by,
    ).insert_new()
    record("consents.talk", by=by, case=person, subject=row, detail=str(settled))
    return row


def children_of(person: Person) -> list[NamedPerson]:
    """The children whom a file names."""
    query: Any = NamedPerson.select().where(
        (NamedPerson.person == person) & (NamedPerson.relation == Relation.CHILD)
    )
    return list(query.order_by(NamedPerson.created_at, NamedPerson.id))


def decides_from(named: NamedPerson) -> date | None:
    """From when a child decides, by the date of birth that is sealed: what stands in clear may have been changed."""
    return rules.decides_from(named.born_on) if named.born_on is not None else None
