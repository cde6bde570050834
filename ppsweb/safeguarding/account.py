"""What was told on a safeguarding decision, in the account of all that was told about a client (D4.15, D4.20)."""

from __future__ import annotations

from collections.abc import Sequence

from ppsweb import keys
from ppsweb.auth.models import names_of
from ppsweb.cases.wording import CHANNELS
from ppsweb.disclosures.ledger import SOURCES, Line
from ppsweb.people.models import Person
from ppsweb.safeguarding.models import Concern, ConcernDecision, ConcernLink, Telling
from ppsweb.safeguarding.reading import Whole, wholes
from ppsweb.safeguarding.wording import BASES


def lines_of(person: Person) -> Sequence[Line]:
    """One line for whatever was told about a concern in this client's file. A concern in no file has none (D4.22).

    Raises Tampered where a link was written into the database.
    """
    links = {link.concern_id: link for link in ConcernLink.select().where(ConcernLink.person == person)}
    found = wholes(Concern.select().where(Concern.id.in_(list(links))))
    for link in links.values():
        keys.prove(link)
    names = names_of(each.told_by_id for one in found for each in one.tellings)
    return [
        _line(one, decision, telling, names)
        for one in found
        for decision in one.decisions
        for telling in one.tellings_of(decision)
    ]


def _line(one: Whole, decision: ConcernDecision, telling: Telling, names: dict[str, str]) -> Line:
    return Line(
        happened_at=telling.happened_at,
        recorded_at=telling.created_at,
        what=telling.what,
        to_whom=f"{telling.recipient}, {telling.organisation}",
        on_what="A safeguarding decision",
        by=names.get(telling.told_by_id, "A former member of staff"),
        purpose=BASES[decision.basis],
        channel=CHANNELS[telling.channel],
        not_to_be_told=one.untold_of(telling).now,
        # an address of our own, because the account is drawn by the worker as well, where no request is
        address=f"/safeguarding/{one.concern.id}",
    )


SOURCES.append(lines_of)
