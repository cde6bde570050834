"""Requests that wait for their answer, on the first page: a date that nobody reads is a date that is missed (D3.04)."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from ppsweb.cases.models import Case
from ppsweb.people.models import Person
from ppsweb.subject_access.models import DataRequest
from ppsweb.subject_access.views.listing import Line, lines_of
from ppsweb.subject_access.waiting import unanswered
from ppsweb.web.filters import day
from ppsweb.web.tasks import KINDS, Task, Tasks


def requests_to_answer(member: Any, today: date) -> list[Task]:
    """Requests of clients of the member's own cases and those that the member logged; for the manager all."""
    query: Any = unanswered(member).select(DataRequest, Person).join(Person)
    if not member.manages:
        own = Case.select(Case.person).where(Case.officer == member)
        query = query.where((DataRequest.logged_by == member) | Person.id.in_(own))
    return [
        Task(
            f"{line.request.person.name}, {line.request.shown_reference}",
            url_for("subject_access.show", request=line.request.id),
            _about(line),
            line.due,
        )
        for line in lines_of(list(query))
    ]


def _about(line: Line) -> str:
    parts = [f"due {day(line.due)}" if line.due else "", line.note]
    said = ", ".join(filter(None, parts))
    return f"{said}. {line.waits}" if line.waits else said


KINDS.append(Tasks("Requests for data to answer", "subject_access.list", requests_to_answer))
