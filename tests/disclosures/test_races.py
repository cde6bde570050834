"""A permission is taken back, or begins to wait, while something is done on it: never an act after that which nobody
marked (D4.05, D4.24).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.authorities import actions as authorities
from ppsweb.authorities.models import Authority
from ppsweb.consents import actions as consents
from ppsweb.consents import disagreeing
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.disclosures import actions
from ppsweb.disclosures.actions import NotCovered
from ppsweb.disclosures.models import Act, Because, Cause, State
from tests.disclosures.test_gate import copied
from tests.given.disclosing import a_plan, an_act, words
from tests.given.families import a_case
from tests.given.sharing import a_body, a_sharing

pytestmark = pytest.mark.usefixtures("db")


def at_once(one: Callable[[], Any], other: Callable[[], Any]) -> list[Any]:
    """Run both from connections of their own, the other while the first has not committed; what each answers."""
    answers: list[Any] = [None, None]
    begun = threading.Event()

    def run(place: int, act: Callable[[], Any]) -> None:
        with database.connection_context():
            begun.set()
            try:
                answers[place] = act()
            except NotCovered as refused:
                answers[place] = refused

    thread = threading.Thread(target=run, args=(1, other))
    with database.atomic():
        answers[0] = one()
        thread.start()
        assert begun.wait(10)
        thread.join(0.4)
        assert thread.is_alive(), "the other waits until the first has committed"
    thread.join(10)
    assert not thread.is_alive()
    return answers


def unmarked() -> list[Act]:
    """Acts that stand although what they rest on had ended or waited, or the file was not to be kept, and that are no
    breach. What is planned may wait.
    """
    acts: Any = Act.select().where((Act.state != State.CANCELLED) & Act.breach.is_null())
    return [act for act in acts if _ended(act) or _waited(act)]


def _ended(act: Any) -> bool:
    ends = [row.withdrawn_at for row in (act.authority, act.case.authority) if row.withdrawn_at is not None]
    return any(act.happened_at is None or act.happened_at >= each for each in ends)


def _waited(act: Any) -> bool:
    since = act.authority.paused_at
    return bool(since is not None and act.happened_at is not None and act.happened_at >= since)


@pytest.fixture
def scene(officer: Any) -> dict[str, Any]:
    case, school = a_case(officer), a_body(officer)
    (permission,) = a_sharing(officer, case.person, school)
    hold = Authority.get_by_id(case.authority_id)
    return {
        "case": case,
        "school": school,
        "permission": permission,
        "hold": hold,
        "planned": a_plan(officer, case, school),
    }


def ends(officer: Any, scene: dict[str, Any], which: str) -> Callable[[], Any]:
    """Taking back what the act rests on, begun a moment before the act."""
    began = clock.now()
    if which == "pause":
        values: Any = {"objector": "Paul Plum", "said": "No.", "said_at": began}
        return lambda: disagreeing.disagree(officer, began, scene["case"].person, **values)
    if which == "hold":
        return lambda: authorities.withdraw(officer, began, scene["hold"], because="Enough.")
    return lambda: consents.take_back(
        officer, began, scene["case"].person, scene["permission"], because="Enough."
    )


def _carry_out(officer: Any, planned: Act) -> Act:
    now = clock.now()
    return actions.carry_out(officer, now, planned, happened_at=now, said=words())


def does(officer: Any, scene: dict[str, Any], what: str) -> Callable[[], Any]:
    if what == "plan":
        return lambda: a_plan(officer, scene["case"], scene["school"])
    if what == "carry out":
        return lambda: _carry_out(officer, Act.get_by_id(scene["planned"].id))
    return lambda: an_act(officer, scene["case"], scene["school"])


@pytest.mark.parametrize("which", ["permission", "hold", "pause"])
@pytest.mark.parametrize("what", ["plan", "record", "carry out"])
def test_an_act_waits_for_a_withdrawal_in_flight_and_is_refused(
    officer: Any, scene: dict[str, Any], which: str, what: str
) -> None:
    act = does(officer, scene, what)
    before = Act.select().count()
    answers = at_once(ends(officer, scene, which), act)
    assert isinstance(answers[1], NotCovered)
    assert Act.select().count() == before
    left = State.PLANNED if which == "pause" else State.CANCELLED
    assert Act.get_by_id(scene["planned"].id).state == left
    assert unmarked() == []


@pytest.mark.parametrize("which", ["permission", "hold", "pause"])
@pytest.mark.parametrize("what", ["plan", "record", "carry out"])
def test_a_withdrawal_waits_for_an_act_in_flight_and_marks_it(
    officer: Any, scene: dict[str, Any], which: str, what: str
) -> None:
    taken_back = ends(officer, scene, which)
    answers = at_once(does(officer, scene, what), taken_back)
    act: Any = Act.get_by_id(answers[0].id)
    if what == "plan":
        assert act.state == (State.PLANNED if which == "pause" else State.CANCELLED)
    else:
        assert act.breach.cause == (Cause.NO_PERMISSION if which == "pause" else Cause.ENDED)
    assert unmarked() == []


@pytest.mark.parametrize("which", ["permission", "hold"])
def test_a_withdrawal_waits_for_what_is_called_off_at_the_moment(
    officer: Any, scene: dict[str, Any], which: str
) -> None:
    """It takes effect at once all the same, and what was called off by hand stays so."""
    taken_back = ends(officer, scene, which)
    planned = Act.get_by_id(scene["planned"].id)
    at_once(lambda: actions.cancel(officer, clock.now(), planned), taken_back)
    assert Act.get_by_id(planned.id).ended_because == Because.BY_HAND
    ended = scene["permission" if which == "permission" else "hold"]
    assert not Authority.get_by_id(ended.id).in_force


@pytest.mark.parametrize("which", ["permission", "hold", "pause"])
def test_nobody_waits_in_a_ring(
    officer: Any, scene: dict[str, Any], which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act comes to the gate when an end has reached the permission, and not yet what rests on it."""
    an_act(officer, scene["case"], scene["school"])
    end, act = ends(officer, scene, which), does(officer, scene, "record")
    answers: list[Any] = []

    def run() -> None:
        with database.connection_context():
            try:
                answers.append(act())
            except NotCovered as refused:
                answers.append(refused)

    other = threading.Thread(target=run)

    def comes(*_: Any) -> None:
        other.start()
        other.join(0.4)

    for moment in ("when_ends", "when_waits"):
        monkeypatch.setattr(Authority, moment, [comes, *getattr(Authority, moment)])
    end()
    other.join(10)
    assert [type(each) for each in answers] == [NotCovered]
    assert unmarked() == []


def test_what_was_done_before_stays_as_it_is(officer: Any, scene: dict[str, Any]) -> None:
    """The positive control: not every act becomes a breach."""
    done = an_act(officer, scene["case"], scene["school"])
    later = done.happened_at + timedelta(seconds=1)
    consents.take_back(officer, later, scene["case"].person, scene["permission"], because="Enough.")
    assert Act.get_by_id(done.id).breach_id is None


def test_the_trigger_alone_waits_too(officer: Any, scene: dict[str, Any]) -> None:
    """Whoever writes past the gate waits for the withdrawal, and is refused by the database itself."""

    def past_the_gate() -> Any:
        try:
            copied(scene["planned"], state="planned", ended_at=None, ended_because=None)
        except IntegrityError as refused:
            return refused
        return "taken"

    assert past_the_gate() == "taken", "the positive control"
    answers = at_once(ends(officer, scene, "permission"), past_the_gate)
    assert "rests on a permission" in str(answers[1])
