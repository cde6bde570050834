"""Histories of one family at the gate: what is permitted and ended, and what is done, in any order and at any time.

Each step is done by the same actions as on the site, and the model (tests/disclosures/model.py) says beforehand whether
it is refused and afterwards how every act stands. Nothing in a history is chosen by what the site answered, so the same
steps are played on every engine, and engines that agree with the model agree with each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.disclosures.models import Act, State
from ppsweb.refusal import Refused
from tests.disclosures.model import Deed, Family, Permit, Span
from tests.given.families import a_case, a_client

START = datetime(2026, 3, 2, 9)
MINUTE = timedelta(minutes=1)


@dataclass
class Expected:
    """One act as the model has it."""

    deed: Deed
    permit: Permit | None
    state: State
    breach: bool = False


class Story:
    """One family, beside its model. A step takes a minute; what it is about may have happened at any earlier moment."""

    def __init__(self, officer: Member, manager: Member, bodies: list[Any]) -> None:
        self.officer, self.manager, self.bodies = officer, manager, bodies
        self.now = START
        self.set_clock()
        self.case_id = a_case(officer, a_client(officer)).id
        self.family = Family(held=[Span(self.case.authority.given_at)])
        self.acts: dict[str, Expected] = {}
        self.moments = [self.now + MINUTE]
        self.seen: set[str] = set()

    @property
    def case(self) -> Case:
        """As the next request would read it."""
        case: Case = Case.get_by_id(self.case_id)
        return case

    def set_clock(self) -> None:
        clock.move(timedelta())
        clock.move(self.now - clock.now())

    def play(self, step: Step) -> None:
        """Do one step, and see that every act stands as the model says."""
        self.now += MINUTE
        self.moments.append(self.now)
        self.set_clock()
        step.play(self)
        self._follow()
        self._compare()

    def tries(self, name: str, allowed: bool, does: Callable[[], Any]) -> Any:
        """What it answers; None if it is refused. Fails unless the model said so."""
        try:
            answer, refused = does(), False
        except Refused:
            answer, refused = None, True
        assert refused is not allowed, f"{name}: {'refused' if refused else 'taken'} at {self.now}"
        self.seen.add(f"{name} {'refused' if refused else 'taken'}")
        return answer

    def moment(self, ago: int) -> datetime:
        """A moment at which something happened, or half a minute after the one before: even is the moment itself."""
        return self.moments[-1 - ago // 2 % len(self.moments)] - (MINUTE / 2 if ago % 2 else timedelta())

    def day(self, at: datetime | None = None) -> date:
        return clock.local(at or self.now).date()

    def permit(self, which: int) -> tuple[str, Permit] | None:
        permits = list(self.family.permits.items())
        return permits[-1 - which % len(permits)] if permits else None

    def _follow(self) -> None:
        """What an end does (D4.05): a plan goes with what it rests on, and what is not covered any more is a breach."""
        for act in self.acts.values():
            if act.permit is None:
                continue
            if act.state is State.PLANNED and not (act.permit.is_open and self.family.is_held()):
                act.state = State.CANCELLED
                self.seen.add("plan cancelled")
            if act.state is State.DONE and not self.family.covers(act.permit, act.deed) and not act.breach:
                act.breach = True
                self.seen.add("breach found")

    def _compare(self) -> None:
        rows: Any = Act.select().where(Act.case == self.case_id)
        stand = {row.id: (State(row.state), row.breach_id is not None) for row in rows}
        assert stand == {id_: (act.state, act.breach) for id_, act in self.acts.items()}
        for row in rows:
            if row.state == State.DONE and row.breach_id is None:
                assert self.family.covers(self.family.permits[row.authority_id], self.acts[row.id].deed)


class Step:
    """One thing that happens in a history."""

    def play(self, story: Story) -> None:
        raise NotImplementedError
