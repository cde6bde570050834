"""What a concern about a child says to the client in whose file it is: one item with all that was added to it.

It is decided by itself, never among others: what was told, and that it was told, can put a child at risk. While any of
it is not to be told, it can only be left out (D4.20).
"""

from __future__ import annotations

from typing import Any

from ppsweb import keys
from ppsweb.cases import wording as case_wording
from ppsweb.safeguarding import wording
from ppsweb.safeguarding.reading import Whole, whole
from ppsweb.subject_access.codes import Kind, Mark
from ppsweb.subject_access.showing import DESCRIBERS, Described, Names, Shown
from ppsweb.web.filters import day, moment

FORMER = "a former member of staff"


def _concern(concern: Any, names: Names) -> Described:
    keys.prove(concern.link)  # a row that was written into the database puts nothing into anybody's pack
    found = whole(concern)
    shown = Shown(
        title=f"A concern about a child, {day(concern.created_at)}",
        facts=(
            ("When", moment(concern.happened_at)),
            ("Recorded by", names.get(concern.recorded_by_id, FORMER)),
            ("Recorded", moment(concern.created_at)),
        ),
        texts=(
            ("What was seen, heard or told", concern.facts),
            ("Whom it is about", concern.about_whom),
            ("Why a child may be at risk", concern.opinion),
            *_decisions(found, names),
            *((wording.STEPS[step.kind], f"{day(step.happened_on)}: {step.words}") for step in found.steps),
            *((("What came of it", found.closing.words),) if found.closing is not None else ()),
        ),
    )
    hidden = any(found.untold_of(telling).now for telling in found.tellings)
    mark = Mark.NOT_TO_BE_TOLD if hidden else Mark.SAFEGUARDING
    return Described(Kind.OTHER, shown, concern.created_at, mark)


def _decisions(found: Whole, names: Names) -> list[tuple[str, str]]:
    texts = []
    for decision in found.decisions:
        who = names.get(decision.decided_by_id, FORMER)
        what = "to tell somebody" if decision.shared else "not to tell anybody"
        said = [
            f"{who} decided {what}: {wording.BASES[decision.basis]}",
            *(each for each in (decision.reasons, decision.alternatives, decision.relevance) if each),
        ]
        texts.append((f"Decision of {day(decision.created_at)}", "\n".join(said)))
        for telling in found.tellings_of(decision):
            how = case_wording.CHANNELS[telling.channel]
            whom = f"{telling.recipient}, {telling.organisation}"
            texts.append((f"Told {moment(telling.happened_at)}: {whom} ({how.lower()})", telling.what))
    return texts


DESCRIBERS["concerns"] = _concern
