"""Steps of a history: what is done with a body outside or planned: through the gate, past it, without permission."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import IntegrityError

from ppsweb.authorities.models import Category, Purpose
from ppsweb.database import database
from ppsweb.disclosures import actions
from ppsweb.disclosures.gate import happening
from ppsweb.disclosures.models import Act, State
from ppsweb.refusal import Refused
from tests.disclosures.histories import Expected, Step, Story
from tests.disclosures.model import Deed
from tests.given.disclosing import words


class Other(enum.Enum):
    """In what an act differs from the permission that was thought of."""

    NOTHING = enum.auto()
    BODY = enum.auto()
    PURPOSE = enum.auto()
    KINDS = enum.auto()


@dataclass(frozen=True)
class Outside(Step):
    """Something is done with a body, or is planned for so many days later: what one of the permissions says, but for
    one thing perhaps.
    """

    which: int
    other: Other
    when: int
    planned: bool = False

    def deed(self, story: Story) -> Deed:
        found = story.permit(self.which)
        body, purpose, kinds = story.bodies[0].id, Purpose.DISCUSS, frozenset({Category.NEEDS})
        if found is not None:
            body, purpose, kinds = found[1].body, Purpose(found[1].purpose), found[1].kinds
        if self.other is Other.BODY:
            body = next(each.id for each in story.bodies if each.id != body)
        if self.other is Other.PURPOSE:
            purpose = Purpose.MEETING if purpose == Purpose.DISCUSS else Purpose.DISCUSS
        if self.other is Other.KINDS:
            kinds = frozenset({Category.NEEDS, Category.HEALTH})
        if self.planned:
            return Deed(body, purpose, kinds, story.day() + timedelta(days=self.when))
        at = story.moment(self.when)
        return Deed(body, purpose, kinds, story.day(at), at)


@dataclass(frozen=True)
class Through(Outside):
    """Through the gate."""

    def play(self, story: Story) -> None:
        deed = self.deed(story)
        if deed.at is not None:
            on: dict[str, Any] = {"happened_at": deed.at}
        else:
            on = {"planned_for": deed.on}
        shared: dict[str, Any] = {
            **on,
            "purpose": deed.purpose,
            "body": deed.body,
            "said": words(categories=sorted(deed.kinds)),
        }
        row = story.tries(
            "plan" if self.planned else "record",
            story.family.covered(deed),
            lambda: (actions.plan if self.planned else actions.record_done)(
                story.officer, story.now, story.case, **shared
            ),
        )
        if row is not None:
            state = State.PLANNED if self.planned else State.DONE
            story.acts[row.id] = Expected(deed, story.family.permits[row.authority_id], state)


@dataclass(frozen=True)
class Past(Outside):
    """Past the gate, straight into the table, on one of the client's permissions: the database itself decides. It
    knows no kinds of information.
    """

    def play(self, story: Story) -> None:
        found = story.permit(self.which)
        if found is None:
            return
        deed = self.deed(story)
        deed = Deed(deed.body, deed.purpose, frozenset(), deed.on, deed.at)
        row = story.tries("past", story.family.covers(found[1], deed), lambda: self._write(story, deed, found[0]))
        if row is not None:
            story.acts[row.id] = Expected(deed, found[1], State(row.state))

    def _write(self, story: Story, deed: Deed, authority: str) -> Any:
        case = story.case
        how: dict[str, Any] = {"state": State.PLANNED, "planned_for": deed.on}
        if deed.at is not None:
            how = happening(story.officer, story.now, deed.at)
        act = Act(
            created_at=story.now, case=case, data_key=case.data_key_id, authority=authority, purpose=deed.purpose,
            organisation=deed.body, member=story.officer, **how, **words().columns(),
        )  # fmt: skip
        try:
            with database.atomic():
                return act.insert_new()
        except IntegrityError as error:
            raise Refused(str(error)) from error


@dataclass(frozen=True)
class Without(Outside):
    """It has happened, and is recorded as done without permission, whether there was one or not."""

    def play(self, story: Story) -> None:
        deed: Any = self.deed(story)
        row = story.tries(
            "record without",
            True,
            lambda: actions.record_without_authority(
                story.officer, story.now, story.case, purpose=deed.purpose, body=deed.body, happened_at=deed.at,
                said=words(categories=sorted(deed.kinds)), why="They rang.",
            ),
        )  # fmt: skip
        story.acts[row.id] = Expected(deed, None, State.DONE, breach=True)


@dataclass(frozen=True)
class Plans(Step):
    """One of the acts that were planned is carried out, or called off."""

    which: int
    carry_out: bool
    ago: int = 0
    kinds: frozenset[Category] = frozenset()

    def play(self, story: Story) -> None:
        planned = [key for key, act in story.acts.items() if act.permit is not None and act.deed.at is None]
        if not planned:
            return
        key = planned[-1 - self.which % len(planned)]
        act, row = story.acts[key], Act.get_by_id(key)
        if not self.carry_out:
            allowed = act.state is State.PLANNED
            story.tries("cancel", allowed, lambda: actions.cancel(story.officer, story.now, row))
            act.state = State.CANCELLED if allowed else act.state
            return
        at = story.moment(self.ago)
        deed = Deed(act.deed.body, act.deed.purpose, self.kinds, story.day(at), at)
        permit = act.permit
        allowed = act.state is State.PLANNED and permit is not None and story.family.covers(permit, deed)
        told = words(categories=sorted(self.kinds))
        story.tries(
            "carry out", allowed, lambda: actions.carry_out(story.officer, story.now, row, happened_at=at, said=told)
        )
        if allowed:
            act.deed, act.state = deed, State.DONE
