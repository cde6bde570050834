"""Opening a case, or recording an enquiry of somebody who stays anonymous."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.cases import rules
from ppsweb.cases.models import Case, Channel, Enquiry, Topic, new_reference
from ppsweb.keys import new_data_key
from ppsweb.people import search
from ppsweb.people.models import NamedPerson, Person
from ppsweb.refusal import Refused

NOT_WHILE_COVERING = "The officer of one of this client's cases, or the manager, opens another one for them."
NOT_THEIR_CHILD = "Choose a child from this client's file"


@action
def open_case(
    by: Member,
    when: datetime,
    person: Person,
    *,
    topic: Topic,
    level: int = 1,
    child: NamedPerson | None = None,
    identifier: str | None = None,
) -> Case:
    """Open a case for a client, resting on the permission that their record rests on. Raises Refused."""
    officers = {case.officer_id for case in Case.select(Case.officer).where(Case.person == person)}
    if not rules.may_open_another(by, officers):
        raise Refused(NOT_WHILE_COVERING)
    if not person.authority.in_force:
        raise Refused("The permission to hold data has ended. Ask for a new one first.")
    if child is not None and child.person_id != person.id:
        raise Refused({"child": NOT_THEIR_CHILD})
    chosen = {"id": identifier} if identifier else {}
    case: Case = Case(
        **chosen,
        data_key=new_data_key(),
        authority=person.authority,
        created_at=when,
        person=person,
        child=child,
        reference=new_reference(),
        officer=by,
        level=level,
        topic=topic,
        opened_at=when,
        last_contact_at=when,
    ).insert_new()
    search.index(person)
    record("cases.open_case", by=by, case=case, subject=None)
    return case


@action
def record_enquiry(
    by: Member,
    *,
    happened_on: date,
    channel: Channel,
    level: int,
    topic: Topic,
    identifier: str | None = None,
) -> Enquiry:
    """Count a contact without keeping anything about anybody (D1.07)."""
    chosen = {"id": identifier} if identifier else {}
    enquiry: Enquiry = Enquiry(
        **chosen, member=by, happened_on=happened_on, channel=channel, level=level, topic=topic
    ).insert_new()
    record("cases.record_enquiry", by=by, subject=enquiry)
    return enquiry


def references_of(person: Person) -> list[str]:
    """The references of a client's cases, for the search index."""
    return [case.reference for case in Case.select().where(Case.person == person)]


search.references.append(references_of)
