"""A concern with all that was added to it, and what is still to be done; many of them with a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ppsweb import keys
from ppsweb.database import among
from ppsweb.deadlines import clock
from ppsweb.deadlines.calendars import Calendar, known
from ppsweb.safeguarding import rules
from ppsweb.safeguarding.models import (
    Concern,
    ConcernClosing,
    ConcernDecision,
    DecisionApproval,
    Step,
    Telling,
    TellingMark,
)
from ppsweb.safeguarding.rules import Decided, Marked, Outstanding, Stepped, Story, Untold, Verdict


@dataclass(frozen=True)
class Whole:
    """A concern and everything about it, in the order in which it was recorded."""

    concern: Concern = field(repr=False)
    decisions: Sequence[ConcernDecision] = field(repr=False)
    approvals: Sequence[DecisionApproval] = field(repr=False)
    tellings: Sequence[Telling] = field(repr=False)
    steps: Sequence[Step] = field(repr=False)
    marks: Sequence[TellingMark] = field(repr=False)
    closing: ConcernClosing | None = field(repr=False)

    def approvals_of(self, decision: ConcernDecision) -> list[DecisionApproval]:
        """What was said of one decision, by those who really said it."""
        return [each for each in self.approvals if each.decision_id == decision.id]

    def tellings_of(self, decision: ConcernDecision) -> list[Telling]:
        """What was told on one decision."""
        return [each for each in self.tellings if each.decision_id == decision.id]

    def marks_of(self, telling: Telling) -> list[TellingMark]:
        """What was said of telling the family that this was told."""
        return [each for each in self.marks if each.telling_id == telling.id]

    def untold_of(self, telling: Telling) -> Untold:
        """Whether the family is not told of it. Raises Tampered if somebody changed a word in the database."""
        marks = self.marks_of(telling)
        for each in marks:
            keys.prove(each)
        return rules.untold([Marked(each.kind, _day(each.created_at), each.review_due) for each in marks])

    @property
    def story(self) -> Story:
        """What the rules need to know of it."""
        return Story(
            recorded_on=_day(self.concern.created_at),
            closed=self.closing is not None,
            decisions=[self._decided(each) for each in self.decisions],
            steps=[Stepped(each.kind, each.happened_on, each.due) for each in self.steps],
        )

    def _decided(self, decision: ConcernDecision) -> Decided:
        return Decided(
            id=decision.id,
            on=_day(decision.created_at),
            shared=decision.shared,
            urgent=decision.urgent,
            basis=decision.basis,
            by_manager=decision.by_manager,
            review_due=decision.review_due,
            verdicts=[Verdict(each.agrees, each.by_manager) for each in self.approvals_of(decision)],
            told_on=[_day(each.happened_at) for each in self.tellings_of(decision)],
            untold=[self.untold_of(each) for each in self.tellings_of(decision)],
        )

    def decided(self, decision: ConcernDecision) -> Decided:
        """One decision, as the rules see it."""
        return self._decided(decision)

    def may_be_told(self, decision: ConcernDecision) -> bool:
        """Whether what was told on a decision can be recorded now."""
        decided = self._decided(decision)
        return self.closing is None and decided.may_be_told and not decided.is_rejected

    def may_judge(self, decision: ConcernDecision, member: Any) -> bool:
        """Whether the member may say now whether a decision was right: who was asked, or the manager, once."""
        said = any(each.approved_by_id == member.id for each in self.approvals_of(decision))
        asked = member.manages or decision.asked_id == member.id
        return asked and not said and decision.decided_by_id != member.id

    @property
    def leaves_policy(self) -> bool:
        """Whether any decision rests on what the published policy does not name (D4.15)."""
        return any(not rules.is_in_policy(each.basis) for each in self.decisions)

    @property
    def outstanding(self) -> list[Outstanding]:
        """What is still to be done, soonest first."""
        return rules.outstanding(self.story, england())

    @property
    def members(self) -> set[str]:
        """Everybody whose name is needed to show it."""
        found = {self.concern.recorded_by_id, self.concern.about_member_id}
        found |= {each for row in self.decisions for each in (row.decided_by_id, row.asked_id)}
        found |= {row.approved_by_id for row in self.approvals} | {row.told_by_id for row in self.tellings}
        found |= {row.recorded_by_id for row in self.steps} | {row.marked_by_id for row in self.marks}
        found |= {self.closing.closed_by_id} if self.closing is not None else set()
        return {each for each in found if each is not None}


def england() -> Calendar:
    """The working days by which this room counts."""
    return known(()).england


def whole(concern: Concern) -> Whole:
    """One concern with all that was added to it."""
    return wholes([concern])[0]


def wholes(concerns: Iterable[Concern]) -> list[Whole]:
    """Several, with a few queries however many they are, and their keys unwrapped."""
    rows = list(concerns)
    keys.fetch([each.data_key_id for each in rows])
    ids = [each.id for each in rows]
    decisions = _of(ConcernDecision, ConcernDecision.concern, ids)
    decided = {each.id: each.concern_id for each in decisions}
    approvals = [
        each for each in _of(DecisionApproval, DecisionApproval.decision, list(decided)) if each.is_genuine
    ]
    tellings = _of(Telling, Telling.decision, list(decided))
    steps = _of(Step, Step.concern, ids)
    told = {each.id: decided[each.decision_id] for each in tellings}
    marks = _of(TellingMark, TellingMark.telling, list(told))
    closings = {each.concern_id: each for each in _of(ConcernClosing, ConcernClosing.concern, ids)}
    return [
        Whole(
            concern=row,
            decisions=[each for each in decisions if each.concern_id == row.id],
            approvals=[each for each in approvals if decided[each.decision_id] == row.id],
            tellings=[each for each in tellings if decided[each.decision_id] == row.id],
            steps=[each for each in steps if each.concern_id == row.id],
            marks=[each for each in marks if told[each.telling_id] == row.id],
            closing=closings.get(row.id),
        )
        for row in rows
    ]


def _of(table: Any, column: Any, ids: list[str]) -> list[Any]:
    """The rows of a table that belong to these, in the order in which they were recorded."""
    return list(table.select().where(among(column, ids)).order_by(table.created_at, table.id))


def _day(moment: Any) -> date:
    return clock.local(moment).date()
