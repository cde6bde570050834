"""What a decision about a child at risk must say, what is still to be done about it, and by when (D4.15-D4.21). Pure.

Nothing here slows anybody: what is urgent is told first, and the rest is due the next working day (D4.18).
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from ppsweb.deadlines.counting import WorkingDays, add_working_days
from ppsweb.safeguarding.codes import Basis, Check, Sought

#: the bases that the service's own policy names; any other carries a banner and is reviewed by the manager (D4.15)
IN_POLICY = frozenset({Basis.PERMISSION, Basis.CHILD_AT_RISK, Basis.SUBJECT_ACCESS})
#: a request for a person's own data has a room of its own, and is no decision about a child at risk
NOT_DECIDED_HERE = frozenset({Basis.SUBJECT_ACCESS})
#: working days for the second person, the rest of the record, and the manager's review
NEXT = 1
#: working days until what was told is confirmed in writing; the local procedure may ask for it sooner
IN_WRITING = 2


class Due(enum.StrEnum):
    """What is still to be done about a concern."""

    DECIDE = "decide"
    SECOND_PERSON = "second_person"
    MANAGER = "manager_review"
    DECIDE_ANEW = "decide_anew"
    TELL = "tell"
    IN_WRITING = "in_writing"
    REPLY = "reply"
    REVIEW = "review"
    AGREE_NOT_TO_TELL = "agree_not_to_tell_family"
    REVIEW_NOT_TO_TELL = "review_not_to_tell_family"


#: what does not keep a concern open: its review, and what the family is not told, which goes on after the end
GOES_ON = frozenset({Due.REVIEW, Due.AGREE_NOT_TO_TELL, Due.REVIEW_NOT_TO_TELL})


@dataclass(frozen=True)
class Outstanding:
    """One thing to do, by a day, of a decision if it is about one."""

    what: Due
    by: date
    decision: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What the second person or the manager said of a decision."""

    agrees: bool
    by_manager: bool


@dataclass(frozen=True)
class Decided:
    """A decision as far as what is still to be done depends on it; days are London days."""

    id: str
    on: date
    shared: bool
    urgent: bool
    basis: str
    by_manager: bool
    review_due: date
    verdicts: Sequence[Verdict] = ()
    told_on: Sequence[date] = ()
    untold: Sequence[Untold] = ()

    @property
    def is_rejected(self) -> bool:
        """Whether somebody who was asked disagrees."""
        return any(not each.agrees for each in self.verdicts)

    @property
    def may_be_told(self) -> bool:
        """What is urgent at once, anything else once the second person has agreed (D4.16)."""
        return self.shared and (self.urgent or any(each.agrees for each in self.verdicts))


@dataclass(frozen=True)
class Marked:
    """One word about telling the family that something was told, as far as it matters what was last."""

    kind: str
    on: date
    review_due: date | None = None


@dataclass(frozen=True)
class Untold:
    """Whether the family is not told of one thing that was told, since when, until when, and who agreed (D4.20)."""

    now: bool = False
    since: date | None = None
    review_due: date | None = None
    agreed: bool = False


@dataclass(frozen=True)
class Stepped:
    """A step as far as what is still to be done depends on it."""

    kind: str
    on: date
    due: date | None = None


@dataclass(frozen=True)
class Story:
    """A concern, its decisions and steps in the order in which they were recorded."""

    recorded_on: date
    closed: bool
    decisions: Sequence[Decided] = ()
    steps: Sequence[Stepped] = ()


def is_in_policy(basis: str) -> bool:
    """Whether the service's published policy names this basis (D4.15)."""
    return basis in IN_POLICY


def untold(marks: Sequence[Marked]) -> Untold:
    """How it stands after these words, in their order: the last one counts, and an agreement is to the one before."""
    found = Untold()
    for mark in marks:
        if mark.kind == "agreed":
            found = replace(found, agreed=found.now)
        elif mark.kind == "not_to_be_told":
            found = Untold(True, mark.on, mark.review_due)
        else:
            found = Untold()
    return found


def outstanding(story: Story, calendar: WorkingDays) -> list[Outstanding]:
    """What is still to be done, soonest first. Of a closed concern only what the family is not told is left."""
    kept = [each for decided in story.decisions for each in _not_told(decided, calendar)]
    if story.closed:
        return sorted(kept, key=lambda each: (each.by, each.what))
    if not story.decisions:
        return [Outstanding(Due.DECIDE, add_working_days(story.recorded_on, NEXT, calendar))]
    found = [each for decided in story.decisions for each in _of_decision(decided, calendar)]
    latest = story.decisions[-1]
    if latest.is_rejected:
        found.append(Outstanding(Due.DECIDE_ANEW, add_working_days(latest.on, NEXT, calendar), latest.id))
    found += _of_steps(story, calendar) + kept
    return sorted(found, key=lambda each: (each.by, each.what))


def _of_decision(decided: Decided, calendar: WorkingDays) -> list[Outstanding]:
    """Second person, manager, and telling. A decision that somebody disagrees with waits for another one."""
    by = add_working_days(decided.on, NEXT, calendar)
    found = [] if decided.verdicts else [Outstanding(Due.SECOND_PERSON, by, decided.id)]
    seen_by_manager = decided.by_manager or any(each.by_manager for each in decided.verdicts)
    if not is_in_policy(decided.basis) and not seen_by_manager:
        found.append(Outstanding(Due.MANAGER, by, decided.id))
    if decided.may_be_told and not decided.told_on and not decided.is_rejected:
        found.append(Outstanding(Due.TELL, by, decided.id))
    return found


def _not_told(decided: Decided, calendar: WorkingDays) -> list[Outstanding]:
    """What the family is not told counts at once; a second person agrees afterwards, and it is reviewed (D4.20)."""
    found = []
    for each in decided.untold:
        if each.now and each.since is not None and not each.agreed:
            by = add_working_days(each.since, NEXT, calendar)
            found.append(Outstanding(Due.AGREE_NOT_TO_TELL, by, decided.id))
        if each.now and each.review_due is not None:
            found.append(Outstanding(Due.REVIEW_NOT_TO_TELL, each.review_due, decided.id))
    return found


def _of_steps(story: Story, calendar: WorkingDays) -> list[Outstanding]:
    """In writing, reply and review: each looks for the last step that answers it."""
    found = []
    told = [day for decided in story.decisions for day in decided.told_on]
    if told and not any(each.kind == "written_follow_up" for each in story.steps):
        found.append(Outstanding(Due.IN_WRITING, add_working_days(min(told), IN_WRITING, calendar)))
    waited: date | None = None
    review: date | None = story.decisions[-1].review_due
    for step in story.steps:
        if step.kind == "reply":
            waited = None
        elif step.kind == "reviewed":
            review = step.due
        elif step.due is not None:
            waited = step.due
    found += [Outstanding(Due.REPLY, waited)] if waited is not None else []
    found += [Outstanding(Due.REVIEW, review)] if review is not None else []
    return found


def reasons_against_recording(
    *, facts: str, about_whom: str, opinion: str, happened_at: datetime, now: datetime
) -> dict[str | None, str]:
    """Why the four answers do not save a concern, by field; empty when they do (D4.18)."""
    reasons: dict[str | None, str] = {}
    if not facts.strip():
        reasons["facts"] = "Write what you saw, heard or were told"
    if not about_whom.strip():
        reasons["about_whom"] = "Write whom it is about, as far as you know"
    if not opinion.strip():
        reasons["opinion"] = "Write why you think that a child may be at risk"
    if happened_at > now:
        reasons["happened_time"] = "The time cannot be in the future"
    return reasons


def reasons_against_deciding(
    *,
    shared: bool,
    basis: str,
    reasons: str,
    alternatives: str,
    permission_sought: str,
    recipient: str = "",
    organisation: str = "",
    what: str = "",
    checks: Collection[str] = (),
    relevance: str = "",
    recipient_function: str = "",
    more_detrimental: bool | None = None,
    detriment: str = "",
    review_due: date,
    today: date,
) -> dict[str | None, str]:
    """Why this is no decision, by field; empty when it is one (D4.16). The same for one not to tell (D4.17)."""
    found: dict[str | None, str] = {}
    if basis in NOT_DECIDED_HERE:
        found["basis"] = "A request for somebody’s own data is answered under Requests for data"
    if basis == Basis.PERMISSION and permission_sought != Sought.AGREED:
        found["permission_sought"] = "A decision on their permission needs their permission"
    if not reasons.strip():
        found["reasons"] = "Write why, whether or not anything is told"
    if not alternatives.strip():
        found["alternatives"] = "Write what else you thought of, or that there was nothing else"
    if shared:
        found |= _missing(
            recipient=(recipient, "Enter the name of whoever is told"),
            organisation=(organisation, "Enter the body that they work for"),
            what=(what, "Write exactly what is told, and no more than is needed"),
        )
        if set(checks) != set(Check):
            found["checks"] = "Make sure of all four before anything is told"
    if review_due < today:
        found["review_due"] = "The day of the review cannot be in the past"
    if basis == Basis.DUTY_16LA:
        found |= _duty(shared, relevance, recipient_function, more_detrimental, detriment)
    return found


def _duty(
    shared: bool, relevance: str, recipient_function: str, more_detrimental: bool | None, detriment: str
) -> dict[str | None, str]:
    """What the duty of section 16LA asks for besides: relevance, function, and which would be more detrimental."""
    found = _missing(
        relevance=(relevance, "Write why it is relevant to the child’s safety or welfare"),
        detriment=(detriment, "Write why telling would, or would not, be more detrimental to the child"),
    )
    if shared and not recipient_function.strip():
        found["recipient_function"] = "Write which of the recipient’s functions it may help"
    if more_detrimental is None:
        found["more_detrimental"] = "Choose whether telling would be more detrimental to the child"
    elif more_detrimental == shared:
        found["more_detrimental"] = (
            "The duty does not ask you to tell what would be more detrimental to the child"
            if shared
            else "The duty is to tell, unless that would be more detrimental to the child"
        )
    return found


def _missing(**fields: tuple[str, str]) -> dict[str | None, str]:
    return {name: message for name, (value, message) in fields.items() if not value.strip()}


def why_not_close(story: Story, calendar: WorkingDays) -> str | None:
    """Why a concern cannot be closed; None when it can. Never without a decision, whichever it is (D4.17)."""
    if not story.decisions:
        return "Decide first whether to tell somebody or not, and why. A decision not to tell is a decision, too."
    open_still = {each.what for each in outstanding(story, calendar)} - GOES_ON
    if open_still:
        return "Something is still to be done. Do it first, or write down what came instead."
    return None
