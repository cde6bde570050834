"""What waits for the manager: parents who disagree (D4.24)."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from ppsweb import keys
from ppsweb.consents.models import Disagreement
from ppsweb.consents.rules import decide_by
from ppsweb.deadlines import clock
from ppsweb.deadlines.calendars import known
from ppsweb.people.models import Person
from ppsweb.web.filters import day
from ppsweb.web.tasks import KINDS, Task, Tasks


def disagreements_to_decide(member: Any, today: date) -> list[Task]:
    """Disagreements that wait, each with the last of its two working days."""
    query: Any = (
        Disagreement.select(Disagreement, Person)
        .join(Person)
        .where(Disagreement.decided_at.is_null(), Person.id.in_(_ids(Person.visible_to(member))))
        .order_by(Disagreement.said_at, Disagreement.id)
    )
    rows = list(query)
    keys.fetch([row.data_key_id for row in rows])
    found = []
    for row in rows:
        due = decide_by(clock.local(row.said_at).date(), known(()).england)
        late = " It is late." if due < today else ""
        found.append(
            Task(
                row.person.name,
                url_for("consents.decide", person=row.person_id, disagreement=row.id),
                f"decide by {day(due)}.{late}",
                due,
            )
        )
    return found


def _ids(people: Any) -> Any:
    return people.select(Person.id)


KINDS.append(Tasks("Parents who disagree about sharing", "consents.decide", disagreements_to_decide))
