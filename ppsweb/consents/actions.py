"""Recording what a client permits the service to share, and that they take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority, Ending
from ppsweb.consents.disagreeing import keep_from_others, pause_what_is_new
from ppsweb.consents.reading import sharing_not_ended
from ppsweb.consents.rules import reasons_against_capacity
from ppsweb.consents.talking import children_of, decides_from
from ppsweb.consents.wording import BECAUSE_CLOSED
from ppsweb.deadlines import clock
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import Person
from ppsweb.people.wording import PERMISSION_ENDED
from ppsweb.refusal import Refused


@action
def record_sharing(by: Member, when: datetime, person: Person, **said: Any) -> list[Authority]:
    """Record one signing of a client, under the key of their file: `said` as `authorities.record_sharing` takes it.

    While parents disagree it waits with the rest (D4.24). Raises Refused: their permission to hold data has ended, a
    body is not offered any more, or the child decides for themself by now (D2.20).
    """
    if not person.is_permitted:
        raise Refused(PERMISSION_ENDED)
    offered = {each.id for each in Organisation.offered()}
    if not offered.issuperset(said["bodies"]):
        raise Refused({"bodies": "One of them is not offered any more. Load the page again"})
    born = [decides_from(child) for child in children_of(person)]
    reasons = reasons_against_capacity(said["capacity"], born, clock.local(when).date())
    if reasons:
        raise Refused(reasons)
    keep_from_others(person)
    rows = authorities.record_sharing(by, when, data_key=person.data_key, **said)
    pause_what_is_new(by, when, person, rows)
    record("consents.record_sharing", by=by, case=person, subject=rows[0])
    return rows


@action
def take_back(by: Member, when: datetime, person: Person, sharing: Authority, *, because: str) -> None:
    """Record that a client takes back one permission to share; it was right until now (D4.05). Raises Refused."""
    authorities.withdraw(by, when, sharing, because=because.strip())
    record("consents.take_back", by=by, case=person, subject=sharing)


@action
def end_with_closing(by: Member, when: datetime, person: Person) -> list[Authority]:
    """End what a client permitted to share, because their last open case closes (D4.01); returns what ended.

    It stays ended if the case is opened again: they are asked anew.
    """
    ended = sharing_not_ended(person, clock.local(when).date())
    for sharing in ended:
        authorities.withdraw(by, when, sharing, because=BECAUSE_CLOSED, how=Ending.CASE_CLOSED)
    record("consents.end_with_closing", by=by, case=person)
    return ended


@action
def invalidate(by: Member, when: datetime, person: Person, sharing: Authority, *, because: str) -> None:
    """Record that a permission to share was recorded wrongly and never counted (D4.01). Raises Refused."""
    authorities.invalidate(by, when, sharing, because=because)
    record("consents.invalidate", by=by, case=person, subject=sharing)
