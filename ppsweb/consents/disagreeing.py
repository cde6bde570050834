"""Parents who disagree: sharing for the child waits until the manager has decided (D4.24).

It stops nothing else: not the client's own papers, an appeal or safeguarding.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import PARENTAL, SHARING, Authority, Ending
from ppsweb.authorities.turns import take_turns
from ppsweb.consents.models import Disagreement, Outcome
from ppsweb.consents.rules import reasons_against_recording
from ppsweb.database import locked
from ppsweb.people.models import Person
from ppsweb.people.wording import PERMISSION_ENDED
from ppsweb.refusal import Refused

_WAITS = Authority.paused_at.is_null(False) & Authority.resumed_at.is_null()


@action
def disagree(
    by: Member,
    when: datetime,
    person: Person,
    *,
    objector: str,
    said: str,
    said_at: datetime,
    identifier: str | None = None,
) -> Disagreement:
    """Record that another parent does not agree that this client shares for the child; that sharing waits at once.

    `said_at` is naive UTC. Raises Refused.
    """
    if not person.is_permitted:
        raise Refused(PERMISSION_ENDED)
    reasons = reasons_against_recording(objector=objector, said=said, said_at=said_at, now=when)
    if reasons:
        raise Refused(reasons)
    keep_from_others(person)
    chosen = {"id": identifier} if identifier else {}
    row: Disagreement = Disagreement(
        **chosen,
        person=person,
        data_key=person.data_key_id,
        objector=objector.strip(),
        said=said.strip(),
        said_at=said_at,
        recorded_by=by,
        created_at=when,
    ).insert_new()
    for sharing in _as_a_parent(person):
        authorities.pause(by, when, sharing)
    record("consents.disagree", by=by, case=person, subject=row)
    return row


@action
def decide(
    by: Member, when: datetime, disagreement: Disagreement, *, outcome: Outcome, because: str
) -> Disagreement:
    """Decide about a disagreement: sharing goes on (either parent may act alone, Children Act 1989 s.2(7)), or ends.

    It goes on only when no other disagreement waits. Raises Refused.
    """
    person = disagreement.person
    keep_from_others(person)
    waiting = Disagreement.open_of(person)
    if disagreement not in waiting:
        raise Refused("This was decided already.")
    if not because.strip():
        raise Refused({"because": "Write why"})
    disagreement.decided_at, disagreement.decided_by = when, by
    disagreement.outcome, disagreement.because = outcome, because.strip()
    disagreement.save_changed()
    for sharing in _as_a_parent(person, paused=True):
        if outcome is Outcome.ENDS:
            authorities.withdraw(by, when, sharing, because=because.strip(), how=Ending.DISAGREED)
        elif len(waiting) == 1:
            authorities.resume(by, when, sharing)
    record("consents.decide", by=by, case=person, subject=disagreement, detail=str(outcome))
    return disagreement


def keep_from_others(person: Person) -> None:
    """Let a disagreement and a new permission of one client wait for each other: neither overlooks the other."""
    locked(Person.select(Person.id).where(Person.id == person.id)).get()


def pause_what_is_new(by: Member, when: datetime, person: Person, rows: list[Authority]) -> None:
    """Let what is permitted while parents disagree wait with the rest."""
    if not Disagreement.open_of(person):
        return
    for row in rows:
        if row.capacity in PARENTAL:
            authorities.pause(by, when, row)


def _as_a_parent(person: Person, *, paused: bool = False) -> list[Authority]:
    """What is shared for the child on this client's word as a parent and has not ended: a young person's own
    permission waits for nobody. Acts at the gate wait, and are waited for.
    """
    take_turns(person.data_key_id)
    query: Any = Authority.select().where(
        Authority.data_key == person.data_key_id,
        Authority.purpose.in_(SHARING),
        Authority.capacity.in_(PARENTAL),
        Authority.withdrawn_at.is_null(),
        Authority.invalidated_at.is_null(),
        _WAITS if paused else ~_WAITS,
    )
    return list(query.order_by(Authority.id))
