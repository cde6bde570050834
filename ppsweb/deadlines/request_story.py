"""The story of a request as its events are told one by one: where the time runs from and which days do not count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ppsweb.deadlines import counting
from ppsweb.deadlines.law.subject_access import EXTENDED_MONTHS, MONTHS
from ppsweb.deadlines.request_events import (
    REASONS,
    About,
    ClarificationAnswered,
    ClarificationAsked,
    Event,
    ExtensionSent,
    IdentityAsked,
    IdentityConfirmed,
    Received,
)
from ppsweb.deadlines.wording import count, listed, long_date


@dataclass
class Pause:
    """The days from a question to its answer; without an answer it is still open."""

    asked: date
    answered: date | None = None

    def days(self, anchor: date, until: date) -> set[date]:
        """The days from the relevant time on that do not count, both ends included (Art 12A(5))."""
        last = until if self.answered is None else min(self.answered, until)
        return set(counting.each_day(max(self.asked, anchor), last))


@dataclass
class Story:
    """What is known after the events told so far. `anchor` is the relevant time; None while identity is awaited."""

    received: date
    anchor: date | None
    identity_asked: date | None = None
    extended: bool = False
    pauses: dict[str, Pause] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    #: what was told and moves no date: staff are told so when they record it, and not left to find out
    without_effect: list[tuple[Event, str]] = field(default_factory=list)

    @property
    def months(self) -> int:
        """The months that the request may take."""
        return EXTENDED_MONTHS if self.extended else MONTHS

    def paused_days(self, until: date) -> int:
        """Days that do not count, up to and including `until`; a day in two pauses counts once (D3.07)."""
        if self.anchor is None:
            return 0
        anchor = self.anchor
        return len(set().union(*(each.days(anchor, until) for each in self.pauses.values())))

    def last_day(self, on: date, months: int) -> date | None:
        """The unrolled end of the period as it stands on a day; None while the time does not run."""
        if self.anchor is None:
            return None
        return counting.add_days(counting.add_months_clamped(self.anchor, months), self.paused_days(on))

    def over(self, on: date) -> bool:
        """Has the period already ended? What is asked after that can neither restart nor pause it."""
        last = self.last_day(on, self.months)
        return last is not None and on > last

    def tell(self, event: Event) -> None:
        """Take in one event; events come in order."""
        match event:
            case IdentityAsked():
                self._identity_asked(event)
            case IdentityConfirmed():
                self._identity_confirmed(event)
            case ClarificationAsked():
                self._clarification_asked(event)
            case ClarificationAnswered():
                self._clarification_answered(event)
            case ExtensionSent():
                self._extension_sent(event)
            case Received():
                self.said.append(
                    f"The request was received on {long_date(event.on)}; the time runs from that day."
                )

    def _has_no_effect(self, event: Event, why: str) -> None:
        self.said.append(why)
        self.without_effect.append((event, why))

    def _identity_asked(self, event: IdentityAsked) -> None:
        if self.over(event.on):
            self._has_no_effect(
                event,
                f"Identity was asked for on {long_date(event.on)}, after the last day, so nothing restarts.",
            )
        elif self.identity_asked is None:
            self.identity_asked, self.anchor = event.on, None

    def _identity_confirmed(self, event: IdentityConfirmed) -> None:
        on = event.on
        if self.identity_asked is None:
            self._has_no_effect(
                event, f"Identity came on {long_date(on)} without having been asked for, so nothing restarts."
            )
            return
        self.said.append(
            f"Identity was asked for on {long_date(self.identity_asked)} and confirmed on {long_date(on)}. "
            f"The time runs afresh from {long_date(on)}."
        )
        self.identity_asked, self.anchor = None, on

    def _clarification_asked(self, event: ClarificationAsked) -> None:
        if event.about is About.FORMAT:
            self.said.append(
                f"The question of {long_date(event.on)} is about the format, so the clock goes on."
            )
        elif self.over(event.on):
            self._has_no_effect(
                event, f"The question of {long_date(event.on)} came after the last day, so nothing pauses."
            )
        else:
            self.pauses[event.question] = Pause(event.on)

    def _clarification_answered(self, event: ClarificationAnswered) -> None:
        # A question that never paused the clock has an answer that does not start it.
        if event.question in self.pauses:
            self.pauses[event.question].answered = event.on

    def _extension_sent(self, event: ExtensionSent) -> None:
        by = self.last_day(event.on, MONTHS)
        sent = f"Notice of an extension was sent on {long_date(event.on)}"
        if not event.reasons:
            self._has_no_effect(event, f"{sent} without reasons, so it does not count.")
        elif by is not None and event.on > by:
            self._has_no_effect(event, f"{sent}, after {long_date(by)}, so it does not count.")
        elif not self.extended:
            why = listed(REASONS[reason] for reason in sorted(set(event.reasons)))
            self.extended = True
            self.said.append(
                f"{sent}, in time, with the reason: {why}. "
                f"So the request may take {count(EXTENDED_MONTHS, 'month')} in all."
            )
