"""What was done with bodies outside, as items of a pack: acts, breaches, permissions that ended.

What the client is not told of because that would put somebody at risk can only be left out (D4.20); what a child told
in confidence is decided by itself (D4.09).
"""

from __future__ import annotations

from typing import Any

from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import Purpose
from ppsweb.cases import wording as case_wording
from ppsweb.disclosures import wording
from ppsweb.disclosures.models import Breach, State, Told
from ppsweb.disclosures.telling import on_what, whom
from ppsweb.subject_access.codes import Kind, Mark
from ppsweb.subject_access.showing import DESCRIBERS, Described, Names, Shown
from ppsweb.web.filters import day, moment

FORMER = "a former member of staff"


def _act(act: Any, names: Names) -> Described:
    at = act.happened_at or act.created_at
    done = act.state == State.DONE
    what = wording.DONE[Purpose(act.purpose)] if done else authority_wording.PURPOSES[act.purpose]
    texts = [
        ("What was told or asked" if done else "What was to be told or asked", act.shared),
        ("Who else was there", act.also_present),
        ("What the parent asked for", act.parents_words),
    ]
    facts = [
        ("What", what),
        ("With whom", whom(act)),
        ("How", case_wording.CHANNELS[act.channel]),
        ("State", wording.STATES[act.state]),
        ("Planned for", day(act.planned_for)),
        ("When", moment(act.happened_at)),
        ("Written down", moment(act.recorded_at)),
        ("By", names.get(act.done_by_id or act.member_id, FORMER)),
        ("Kinds of information", wording.categories_of(act)),
        ("On what it rested", on_what(act)),
    ]
    shown = Shown(
        f"Done outside, {day(at)}" if done else f"Planned outside, {day(at)}", _said(facts), _said(texts)
    )
    if act.breach_id is not None and act.breach.told == Told.NO:
        return Described(Kind.OTHER, shown, at, Mark.NOT_TO_BE_TOLD)
    return Described(Kind.OTHER, shown, at, Mark.IN_CONFIDENCE if act.told_in_confidence else None)


def _breach(breach: Breach, names: Names) -> Described:
    facts = [
        ("What was missing", wording.CAUSES[breach.cause]),
        ("Found or recorded by", names.get(breach.opened_by_id, FORMER)),
        ("Whether you know", wording.TOLD.get(breach.told or "", "")),
        ("The data protection officer was told", _yes(breach.reported)),
        ("Closed", moment(breach.closed_at)),
    ]
    texts = [
        ("How it came to happen", breach.why),
        ("Why you were not told", breach.told_because),
        ("What is different from now on", breach.learned),
    ]
    shown = Shown(f"Done without permission, {day(breach.created_at)}", _said(facts), _said(texts))
    hidden = breach.told == Told.NO
    return Described(Kind.OTHER, shown, breach.created_at, Mark.NOT_TO_BE_TOLD if hidden else None)


def _end(end: Any, names: Names) -> Described:
    facts = [
        ("What became of it", wording.OUTCOMES.get(end.outcome, "")),
        ("By", names.get(end.dealt_by_id, FORMER) if end.dealt_by_id else ""),
        ("When", moment(end.dealt_at)),
    ]
    shown = Shown(
        f"A permission ended, {day(end.created_at)}", _said(facts), _said([("In words", end.words)])
    )
    return Described(Kind.OTHER, shown, end.created_at)


def _yes(said: bool | None) -> str:
    return "" if said is None else "yes" if said else "no"


def _said(pairs: list[tuple[str, Any]]) -> tuple[tuple[str, str], ...]:
    """The pairs that say something."""
    return tuple((label, str(value)) for label, value in pairs if value not in (None, ""))


DESCRIBERS["acts"] = _act
DESCRIBERS["breaches"] = _breach
DESCRIBERS["sharing_ends"] = _end
