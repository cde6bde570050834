"""Whatever happens in whatever order: no act without an authority in force at its time or a breach (C3, C7, D4.03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from peewee import IntegrityError

from ppsweb.authorities.models import Authority, Category, Purpose
from ppsweb.consents.models import Outcome
from ppsweb.disclosures import deciding, rules
from ppsweb.disclosures.actions import ending
from tests.disclosures.histories import Step, Story
from tests.disclosures.steps_of_permission import Days, Decide, Disagree, End, EndFile, Grant, KeepAgain
from tests.disclosures.steps_outside import Other, Past, Plans, Through, Without
from tests.disclosures.test_rules import HELD
from tests.given.sharing import a_body
from tests.given.tampering import without_guards
from tests.whole_site.guards import GUARDS

pytestmark = pytest.mark.usefixtures("db")

EXAMPLES = 25

which = st.integers(0, 3)
#: what happened lately as often as what happened long ago
ago = st.one_of(st.integers(0, 5), st.integers(0, 40))
days = st.integers(0, 4)
kinds = st.sampled_from([frozenset({Category.NEEDS}), frozenset({Category.NEEDS, Category.HEALTH})])
other = st.sampled_from([Other.NOTHING] * 5 + [Other.BODY, Other.PURPOSE, Other.KINDS])

grants = st.builds(
    Grant,
    body=st.sampled_from([0, 0, 0, 1]),
    purpose=st.sampled_from([Purpose.DISCUSS, Purpose.DISCUSS, Purpose.MEETING]),
    kinds=kinds,
    of_a_parent=st.sampled_from([True, True, True, False]),
    ago=ago,
    days=days,
)
done = st.builds(Through, which, other, ago)
planned = st.builds(Through, which, other, days, st.just(True))
past = st.one_of(
    st.builds(Past, which, other, ago), st.builds(Past, which, other, days, st.just(True))
)
disagree, decides = st.just(Disagree()), st.builds(Decide, st.sampled_from(Outcome))
settles = st.just(Decide(Outcome.SETTLED))
meanwhile = st.builds(Through, st.just(0), st.just(Other.NOTHING), st.integers(2, 7))
ends_all = st.just(Decide(Outcome.ENDS))
ends_file, keep_again = st.builds(EndFile, st.booleans()), st.just(KeepAgain())
carry_out = st.builds(Plans, which, st.just(True), st.integers(0, 3), st.just(frozenset({Category.NEEDS})))
cancel = st.builds(Plans, st.just(0), st.just(False))
plans = st.builds(Plans, which, st.booleans(), ago, kinds)
ends = st.builds(End, which, st.booleans())

#: what happens one after the other, since most other orders come to nothing
EPISODES: list[list[st.SearchStrategy[Step]]] = [
    [grants],
    [grants, done],
    [done, done],
    [past, past],
    [st.builds(Without, which, other, ago)],
    [planned, carry_out],
    [planned, plans],
    [planned, cancel, cancel],
    [planned, ends],
    [done, ends, done],
    [ends, ends],
    [disagree, done],
    [disagree, grants, past],
    [disagree, planned, decides],
    [disagree, ends_all, grants],
    [grants, disagree, settles, disagree, meanwhile],
    [decides, done],
    [decides, plans],
    [ends_file, done, keep_again],
    [ends_file, keep_again, past],
    [ends_file, ends_file, grants, disagree, keep_again, keep_again],
    [st.builds(Days, st.integers(1, 3)), done],
]


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Most episodes, in any order; one in eight is left out, and as many as can be where a history fails."""
    steps: list[Step] = [draw(grants)]
    for episode in draw(st.permutations(EPISODES)):
        if draw(st.integers(0, 7)):
            steps += draw(st.tuples(*episode))
    return steps


def hold(officer: Any, manager: Any, *, shrink: bool = True) -> set[str]:
    """Play the histories, each with a family of its own; what was seen in them. Fails where the site and the model
    differ.
    """
    there = [a_body(officer), a_body(officer, "Mill Lane Surgery")]
    seen: set[str] = set()
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)

    @settings(max_examples=EXAMPLES, phases=phases, report_multiple_bugs=False)
    @given(histories())
    def hold_in(history: list[Step]) -> None:
        story = Story(officer, manager, there)
        for step in history:
            story.play(step)
        seen.update(story.seen)

    hold_in()
    return seen


#: what the histories have to have come to, or what they prove is less than it seems
MUST_BE_SEEN = {
    *(f"{each} {answer}" for each in ("grant", "plan", "record", "carry out", "past", "take back", "invalidate",
                                      "keep again", "end file", "disagree", "cancel")
      for answer in ("taken", "refused")),
    *(f"decide {each} taken" for each in Outcome), "record without taken", "plan cancelled", "breach found",
}  # fmt: skip


@pytest.mark.policy("C3", guard="disclosures.cover")
@pytest.mark.policy("C7", guard="disclosures.cover")
@pytest.mark.policy("I5", guard="disclosures.cover")
@pytest.mark.policy("C3", guard="disclosures.covered")
@pytest.mark.policy("C7", guard="disclosures.covered")
@pytest.mark.policy("I5", guard="disclosures.covered")
def test_no_act_exists_without_an_authority_in_force_or_a_breach(officer: Any, manager: Any) -> None:
    assert hold(officer, manager) >= MUST_BE_SEEN


def _nothing_is_compared(patch: pytest.MonkeyPatch) -> None:
    GUARDS["disclosures.cover"](patch)


def _nothing_follows_an_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Authority, "when_ends", [])


def _no_breach_is_found(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ending, "_open_breach", lambda *_: None)


def _nobody_waits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rules, "_waited", lambda *_: False)


def _only_the_last_time_counts(patch: pytest.MonkeyPatch) -> None:
    """Of several times at which a permission waited."""
    patch.setattr(deciding, "Asked", lambda *asked, **known: rules.Asked(*asked, **{**known, "disagreed": False}))


#: a permission to hold data that nobody takes back
FOR_EVER = replace(HELD, given_at=datetime(1970, 1, 1))


def _files_are_kept_for_ever(patch: pytest.MonkeyPatch) -> None:
    real = rules.cover
    patch.setattr(deciding, "cover", lambda asked, found, held: real(asked, found, [*held, FOR_EVER]))


@pytest.mark.parametrize(
    "defect",
    [
        _nothing_is_compared,
        _nothing_follows_an_end,
        _no_breach_is_found,
        _nobody_waits,
        _only_the_last_time_counts,
        _files_are_kept_for_ever,
    ],
)
def test_a_defect_that_is_planted_is_found(
    officer: Any, manager: Any, monkeypatch: pytest.MonkeyPatch, defect: Any
) -> None:
    """The positive control: within the same examples."""
    defect(monkeypatch)
    with pytest.raises((AssertionError, IntegrityError)):
        hold(officer, manager, shrink=False)


def test_a_database_without_guards_is_found(officer: Any, manager: Any, store: Any) -> None:
    """The positive control of what goes past the gate."""
    with without_guards(store), pytest.raises(AssertionError, match="past: taken"):
        hold(officer, manager, shrink=False)
