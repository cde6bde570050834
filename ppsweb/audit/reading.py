"""Reading the record: newest first, by pages that stay put while it grows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from ppsweb.audit.models import AuditRow
from ppsweb.deadlines import clock

PAGE = 50

#: rooms say which rows somebody does not see: each answers, for the reader, a query for ids of subjects (D4.21)
hidden_from: list[Callable[[Any], Any]] = []


@dataclass(frozen=True)
class Wanted:
    """Which rows: of one act, of one member of staff (as actor or as subject), of one London day; None is all."""

    action: str | None = None
    member: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Rows:
    """One page of rows, and the id of its last row if there are older ones."""

    rows: list[AuditRow]
    older: str | None


def page(wanted: Wanted, before: str | None = None, *, reader: Any) -> Rows:
    """The newest rows, or those older than the row `before`, but for what is hidden from the reader."""
    query = AuditRow.select().where(*_conditions(wanted), *_not_hidden(reader))
    last = AuditRow.get_or_none(AuditRow.id == before) if before else None
    if last is not None:
        older = (AuditRow.at < last.at) | ((AuditRow.at == last.at) & (AuditRow.id < last.id))
        query = query.where(older)
    rows = list(query.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(PAGE + 1))
    return Rows(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def _conditions(wanted: Wanted) -> list[Any]:
    conditions: list[Any] = [AuditRow.id.is_null(False)]
    if wanted.action:
        conditions.append(AuditRow.action == wanted.action)
    if wanted.member:
        conditions.append((AuditRow.actor == wanted.member) | (AuditRow.subject == wanted.member))
    if wanted.day:
        first = _midnight(wanted.day)
        conditions.append((AuditRow.at >= first) & (AuditRow.at < _midnight(wanted.day + timedelta(days=1))))
    return conditions


def _not_hidden(reader: Any) -> list[Any]:
    return [AuditRow.subject.is_null() | AuditRow.subject.not_in(ids(reader)) for ids in hidden_from]


def _midnight(day: date) -> datetime:
    """When a London day begins, as rows are timed."""
    return clock.utc(datetime.combine(day, time()))
