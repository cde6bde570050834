"""Steps of a history: what is permitted, ended, disagreed about and decided, and time that goes by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority, Capacity, Category, Method, Purpose
from ppsweb.authorities.wording import HOLD_DATA
from ppsweb.consents import actions as consents
from ppsweb.consents import disagreeing
from ppsweb.consents.models import Disagreement, Outcome
from ppsweb.people.actions import give_again
from tests.disclosures.histories import Step, Story
from tests.disclosures.model import Permit, Span
from tests.given.sharing import said


@dataclass(frozen=True)
class Grant(Step):
    """The client permits something; it may be typed later than it was said."""

    body: int
    purpose: Purpose
    kinds: frozenset[Category]
    of_a_parent: bool
    ago: int
    days: int

    def play(self, story: Story) -> None:
        given_at = story.moment(self.ago)
        last = story.day(given_at) + timedelta(days=self.days)
        body = story.bodies[self.body].id
        permitted = said(
            bodies=[body], purposes=[self.purpose], categories=sorted(self.kinds), valid_until=last, given_at=given_at,
            capacity=Capacity.PARENT if self.of_a_parent else Capacity.COMPETENT_CHILD,
        )  # fmt: skip
        rows = story.tries(
            "grant",
            story.family.is_held(),
            lambda: consents.record_sharing(story.officer, story.now, story.case.person, **permitted),
        )
        for row in rows or ():
            story.family.permits[row.id] = Permit(
                given_at, None, False, body, self.purpose, self.kinds, self.of_a_parent, last
            )


@dataclass(frozen=True)
class End(Step):
    """A permission is taken back, or was recorded wrongly."""

    which: int
    wrong: bool

    def play(self, story: Story) -> None:
        found = story.permit(self.which)
        if found is None:
            return
        row, permit = Authority.get_by_id(found[0]), found[1]
        allowed, person = permit.is_open, story.case.person
        if self.wrong:
            story.tries(
                "invalidate",
                allowed,
                lambda: consents.invalidate(story.manager, story.now, person, row, because="Misheard."),
            )
            permit.wrong = permit.wrong or allowed
        else:
            story.tries(
                "take back",
                allowed,
                lambda: consents.take_back(story.officer, story.now, person, row, because="Enough."),
            )
            permit.ended = story.now if allowed else permit.ended


@dataclass(frozen=True)
class EndFile(Step):
    """The permission to keep a record at all ends, or was recorded wrongly."""

    wrong: bool

    def play(self, story: Story) -> None:
        row, span = story.case.person.authority, story.family.held[-1]
        allowed = span.is_open
        act = authorities.invalidate if self.wrong else authorities.withdraw
        story.tries("end file", allowed, lambda: act(story.officer, story.now, row, because="Enough."))
        if allowed:
            span.wrong, span.ended = self.wrong, None if self.wrong else story.now


@dataclass(frozen=True)
class KeepAgain(Step):
    """They permit again that a record is kept."""

    def play(self, story: Story) -> None:
        row = story.tries(
            "keep again",
            not story.family.is_held(),
            lambda: give_again(
                story.officer, story.now, story.case.person, giver="Petra Plum", capacity=Capacity.PARENT,
                method=Method.PHONE, given_at=story.now, wording_version=HOLD_DATA.version, read_back=True,
            ),
        )  # fmt: skip
        if row is not None:
            story.family.held.append(Span(row.given_at))


@dataclass(frozen=True)
class Disagree(Step):
    """Another parent does not agree."""

    def play(self, story: Story) -> None:
        row = story.tries(
            "disagree",
            story.family.is_held(),
            lambda: disagreeing.disagree(
                story.officer, story.now, story.case.person, objector="Paul Plum", said="No.", said_at=story.now
            ),
        )
        if row is not None:
            story.family.disagreements[row.id] = Span(story.now)


@dataclass(frozen=True)
class Decide(Step):
    """The manager decides about the disagreement that waits longest."""

    outcome: Outcome

    def play(self, story: Story) -> None:
        waiting = [(key, span) for key, span in story.family.disagreements.items() if span.is_open]
        if not waiting:
            return
        row, span = Disagreement.get_by_id(waiting[0][0]), waiting[0][1]
        story.tries(
            f"decide {self.outcome}",
            True,
            lambda: disagreeing.decide(story.manager, story.now, row, outcome=self.outcome, because="So it is."),
        )
        span.ended = story.now
        if self.outcome is Outcome.ENDS:
            story.family.end_what_parents_permit(story.now)


@dataclass(frozen=True)
class Days(Step):
    """Time goes by: permissions run out."""

    days: int

    def play(self, story: Story) -> None:
        story.now += timedelta(days=self.days)
        story.set_clock()
