"""What can happen to the clock of a subject-access request: stored as it happened, never edited (section 3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class About(StrEnum):
    """What a clarification asks. Only a question needed to find the information pauses the clock (D3.07)."""

    INFORMATION = "information"
    FORMAT = "format"


class Reason(StrEnum):
    """Why a request may take two months more (UK GDPR Art 12A(3))."""

    COMPLEX = "complexity"
    NUMBER = "number_of_requests"


REASONS = {
    Reason.COMPLEX: "the request is complex",
    Reason.NUMBER: "the number of requests from the same person",
}


@dataclass(frozen=True)
class Received:
    """The request came, on a working day or not."""

    on: date


@dataclass(frozen=True)
class IdentityAsked:
    """Proof of identity or authority was asked for, on reasonable doubt."""

    on: date


@dataclass(frozen=True)
class IdentityConfirmed:
    """What was asked to confirm identity has come."""

    on: date


@dataclass(frozen=True)
class ClarificationAsked:
    """A question was put to the requester; `question` is any mark that its answer repeats."""

    on: date
    question: str
    about: About = About.INFORMATION


@dataclass(frozen=True)
class ClarificationAnswered:
    """The answer to a question came."""

    on: date
    question: str


@dataclass(frozen=True)
class ExtensionSent:
    """The requester was told of the extension, with these reasons. Without a reason it has no effect."""

    on: date
    reasons: tuple[Reason, ...]


Event = (
    Received | IdentityAsked | IdentityConfirmed | ClarificationAsked | ClarificationAnswered | ExtensionSent
)

_ORDER = (
    Received,
    IdentityAsked,
    IdentityConfirmed,
    ClarificationAsked,
    ClarificationAnswered,
    ExtensionSent,
)


class EventsDoNotFit(ValueError):
    """The events cannot all have happened; the message says which, in words that may be shown."""


def _place(event: Event) -> tuple[date, int, str]:
    return event.on, _ORDER.index(type(event)), getattr(event, "question", "")


def in_order(events: Iterable[Event], as_of: date) -> list[Event]:
    """The events up to and including `as_of`, by day, and within a day by kind: the order given does not matter.

    EventsDoNotFit without exactly one receipt, or with anything before it, an answer without its question,
    or the same question twice.
    """
    known = sorted((each for each in events if each.on <= as_of), key=_place)
    if sum(isinstance(each, Received) for each in known) != 1:
        raise EventsDoNotFit("A request is received once, and not after the day for which the clock is read.")
    if not isinstance(known[0], Received):
        raise EventsDoNotFit("Nothing can happen before the request is received.")
    asked: set[str] = set()
    answered: set[str] = set()
    for event in known:
        if isinstance(event, ClarificationAsked):
            _once(event.question, asked, "asked")
        if isinstance(event, ClarificationAnswered):
            if event.question not in asked:
                raise EventsDoNotFit("An answer cannot come before its question.")
            _once(event.question, answered, "answered")
    return known


def _once(question: str, seen: set[str], how: str) -> None:
    if question in seen:
        raise EventsDoNotFit(f"The same question cannot be {how} twice; a new question has its own mark.")
    seen.add(question)
