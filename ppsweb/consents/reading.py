"""A client's permissions to share, as they are shown: body by body, what stands first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ppsweb.authorities.models import SHARING, Authority, Ending
from ppsweb.authorities.rules import Standing, standing_of
from ppsweb.consents.models import Disagreement, Talk
from ppsweb.consents.rules import must_talk
from ppsweb.consents.talking import children_of, decides_from
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import NamedPerson, Person
from ppsweb.people.rules import TALK_BEFORE

#: how they are sorted under each body
ORDER = list(Standing)
STANDS = (Standing.IN_FORCE, Standing.ENDS_SOON)
#: what the end of a permission that was right is on the page
ENDED_AS = {
    Ending.TAKEN_BACK: Standing.WITHDRAWN,
    Ending.CASE_CLOSED: Standing.CLOSED,
    Ending.DISAGREED: Standing.DISAGREED,
}


@dataclass(frozen=True)
class Shared:
    """One permission to share and how it stands today."""

    authority: Authority = field(repr=False)
    standing: Standing

    @property
    def stands(self) -> bool:
        """Whether it counts today."""
        return self.standing in STANDS

    @property
    def waits(self) -> bool:
        """Whether it would count, if the parents agreed (D4.24)."""
        return self.standing is Standing.PAUSED


@dataclass(frozen=True)
class Body:
    """A body outside and all that was ever permitted for it."""

    organisation: Organisation = field(repr=False)
    shared: list[Shared] = field(default_factory=list)


def sharing_of(person: Person, today: date) -> list[Body]:
    """What the client permits and permitted, by the bodies' names."""
    query: Any = (
        Authority.select(Authority, Organisation)
        .join(Organisation, on=(Authority.organisation == Organisation.id))
        .where((Authority.data_key == person.data_key_id) & Authority.purpose.in_(SHARING))
        .order_by(Authority.given_at.desc(), Authority.id)
    )
    bodies: dict[str, Body] = {}
    for row in query:
        body = bodies.setdefault(row.organisation_id, Body(row.organisation))
        body.shared.append(Shared(row, _standing(row, today)))
    for body in bodies.values():
        body.shared.sort(key=lambda each: (ORDER.index(each.standing), SHARING.index(each.authority.purpose)))
    return sorted(bodies.values(), key=lambda body: body.organisation.name.casefold())


def sharing_not_ended(person: Person, today: date) -> list[Authority]:
    """The permissions to share that count today, or wait for parents who disagree."""
    shared = (each for body in sharing_of(person, today) for each in body.shared)
    return [each.authority for each in shared if each.stands or each.waits]


def disagreements_of(person: Person) -> list[Disagreement]:
    """What other parents said against sharing, the last first; those that wait for a decision before the others."""
    query: Any = Disagreement.select().where(Disagreement.person == person)
    found: list[Disagreement] = list(query.order_by(Disagreement.said_at.desc(), Disagreement.id))
    return sorted(found, key=lambda each: not each.is_open)


@dataclass(frozen=True)
class YoungPerson:
    """A child of a file who decides for themself, or will within 60 days, and what was settled with them last."""

    named: NamedPerson = field(repr=False)
    decides_from: date
    decides: bool
    talk: Talk | None = field(repr=False)
    must_talk: bool


def young_people_of(person: Person, today: date) -> list[YoungPerson]:
    """Those whom a file names (D2.20)."""
    found = []
    for child in children_of(person):
        begins = decides_from(child)
        if begins is None or today < begins - TALK_BEFORE:
            continue
        talk = Talk.last_with(child)
        due = must_talk(decides_from=begins, talked_on=talk.talked_on if talk else None, today=today)
        found.append(YoungPerson(child, begins, today >= begins, talk, due))
    return found


def _standing(row: Authority, today: date) -> Standing:
    return standing_of(
        valid_until=row.valid_until,
        withdrawn_at=row.withdrawn_at,
        invalidated_at=row.invalidated_at,
        today=today,
        paused=row.is_paused,
        ended_as=ENDED_AS.get(row.withdrawn_how, Standing.WITHDRAWN),
    )
