"""What every act outside passes: what it must say, and the permission that covers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Category, Kind, Purpose
from ppsweb.cases.models import Case, Channel
from ppsweb.deadlines import clock
from ppsweb.deadlines.calendars import known
from ppsweb.disclosures.deciding import decide
from ppsweb.disclosures.models import State
from ppsweb.disclosures.rules import Gap, Verdict, is_late, reasons_against
from ppsweb.disclosures.wording import NO_REQUEST, missing
from ppsweb.refusal import Refused

#: beside which field it stands what is missing; otherwise beside the body
BESIDE = {Gap.NOT_THESE: "categories", Gap.LATER: "happened_time", Gap.NOT_HELD: None}


class NotCovered(Refused):
    """No permission covers it; `verdict` says what is missing."""

    def __init__(self, verdict: Verdict[Any]) -> None:
        self.verdict = verdict
        field = BESIDE.get(verdict.gap, "body") if verdict.gap else None
        super().__init__({field: missing(verdict)})


def happening(by: Member, when: datetime, happened_at: datetime) -> dict[str, Any]:
    """As an act keeps that it was done: when, when that was typed, by whom, and whether that was late (D4.03)."""
    on, typed_on = clock.local(happened_at).date(), clock.local(when).date()
    return {
        "state": State.DONE,
        "happened_at": happened_at,
        "happened_on": on,
        "recorded_at": when,
        "done_by": by,
        "late": is_late(on, typed_on, known(()).england),
    }


@dataclass(frozen=True)
class Said:
    """What is told or asked, to whom and how, as staff typed it."""

    channel: Channel
    shared: str = field(repr=False)
    recipient: str = field(default="", repr=False)
    categories: Sequence[Category] = ()
    also_present: str = field(default="", repr=False)
    client_agreed: bool = False
    parents_words: str = field(default="", repr=False)
    told_in_confidence: bool = False

    def columns(self) -> dict[str, Any]:
        """As an act keeps it."""
        return {
            "channel": self.channel,
            "shared": self.shared.strip(),
            "recipient": self.recipient.strip() or None,
            "categories": ".".join(sorted(set(self.categories))) or None,
            "also_present": self.also_present.strip() or None,
            "client_agreed": self.client_agreed,
            "parents_words": self.parents_words.strip() or None,
            "told_in_confidence": self.told_in_confidence,
        }


def refuse_unfit(
    said: Said,
    *,
    body: str | None,
    purpose: Purpose,
    now: datetime,
    happened_at: datetime | None = None,
    planned_for: date | None = None,
    permitted: bool = True,
) -> None:
    """Raise Refused unless it says what an act must say; what was done without permission needs no request for it."""
    reasons = reasons_against(
        body=body,
        recipient=said.recipient,
        shared=said.shared,
        happened_at=happened_at,
        planned_for=planned_for,
        now=now,
        today=clock.local(now).date(),
        also_present=said.also_present,
        client_agreed=said.client_agreed,
        is_meeting=purpose == Purpose.MEETING or said.channel == Channel.MEETING,
    )
    if permitted and purpose == Purpose.EARLY_HELP and not said.parents_words.strip():
        reasons["parents_words"] = NO_REQUEST
    if reasons:
        raise Refused(reasons)


def covering(
    case: Case,
    said: Said,
    *,
    body: str | None,
    purpose: Purpose,
    now: datetime,
    happened_at: datetime | None = None,
    planned_for: date | None = None,
    only: Authority | None = None,
) -> Authority:
    """The permission that covers it, which nobody takes back until the transaction ends. Raises NotCovered.

    `only`: whatever it rests on already has to cover it. A safeguarding decision covers what was decided (C10, D4.18).
    """
    if only is not None and only.kind == Kind.DECISION and only.purpose == purpose == Purpose.SAFEGUARDING:
        return only
    verdict = decide(
        case,
        organisation=body,
        purpose=purpose,
        now=now,
        happened_at=happened_at,
        planned_for=planned_for,
        categories=said.categories,
        only=only.id if only is not None else None,
    )
    if verdict.authority is None:
        raise NotCovered(verdict)
    found: Authority = verdict.authority
    return found
