"""The gate's own lines of the account of what was told (D4.15)."""

from __future__ import annotations

from typing import Any

from flask import has_request_context, url_for
from peewee import JOIN

from ppsweb import keys
from ppsweb.auth.models import names_of
from ppsweb.authorities.models import Authority, Kind, Purpose
from ppsweb.cases.models import Case
from ppsweb.cases.wording import CHANNELS
from ppsweb.disclosures import ledger, wording
from ppsweb.disclosures.ledger import Line
from ppsweb.disclosures.models import Act, Breach, State, Told
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import Person
from ppsweb.web.filters import day


def lines_of_acts(person: Person) -> list[Line]:
    """What was done with bodies outside in all cases of a client: one line for each act that was done."""
    query: Any = (
        Act.select(Act, Case, Organisation, Authority, Breach)
        .join(Case, on=(Act.case == Case.id))
        .switch(Act)
        .join(Organisation, JOIN.LEFT_OUTER, on=(Act.organisation == Organisation.id))
        .switch(Act)
        .join(Authority, JOIN.LEFT_OUTER, on=(Act.authority == Authority.id))
        .switch(Act)
        .join(Breach, JOIN.LEFT_OUTER, on=(Act.breach == Breach.id))
        .where((Case.person == person.id) & (Act.state == State.DONE))
    )
    acts = list(query)
    keys.fetch({act.data_key_id for act in acts})
    names = names_of(act.done_by_id for act in acts)
    return [_line(act, names) for act in acts]


def whom(act: Any) -> str:
    """With whom an act was or is to be done: the body, and who it was there."""
    body = act.organisation.name if act.organisation_id else ""
    return ": ".join(each for each in (body, act.recipient or "") if each)


def on_what(act: Any) -> str:
    """On what authority an act rests, in words for the client and for staff."""
    if act.breach_id is not None:
        return "Without permission"
    if act.authority.kind == Kind.DECISION:
        return "Our decision to keep a child safe"
    return f"Permission of {day(act.authority.given_at)}"


def _line(act: Any, names: dict[str, str]) -> Line:
    also = f"{whom(act)}; also there, with the client present and agreed: {act.also_present}"
    return Line(
        happened_at=act.happened_at,
        recorded_at=act.recorded_at,
        what=act.shared,
        to_whom=also if act.also_present else whom(act),
        on_what=on_what(act),
        by=names.get(act.done_by_id, "a former member of staff"),
        purpose=wording.DONE[Purpose(act.purpose)],
        channel=CHANNELS[act.channel],
        not_to_be_told=act.breach_id is not None and act.breach.told == Told.NO,
        in_confidence=act.told_in_confidence,
        breach=act.breach_id is not None,
        address=_address(act),
    )


def _address(act: Any) -> str | None:
    """Where staff read more: how it came to be done without permission."""
    if act.breach_id is None or not has_request_context():
        return None
    return url_for("disclosures.explain", breach=act.breach_id)


ledger.SOURCES.append(lines_of_acts)
