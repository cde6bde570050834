"""Writing the record: no audit row, no act.

`action` is one verb in one transaction. It counts the rows that were recorded while it ran; a verb that
recorded nothing is rolled back, because an act that leaves no trace must not happen.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol, TypeVar

from peewee import ModelSelect

from ppsweb import keys
from ppsweb.audit import wording
from ppsweb.audit.models import AuditRow
from ppsweb.audit.vocabulary import Subject
from ppsweb.database import Table, database

P = ParamSpec("P")
R = TypeVar("R")

_recorded: ContextVar[int] = ContextVar("recorded", default=0)


class HasAuditRef(Protocol):
    """A case or client: named in the record by a reference that dies with it."""

    audit_ref: str


@dataclass(frozen=True)
class Reference:
    """The reference of a case or client, without its row."""

    audit_ref: str


def referred_to(query: ModelSelect[Any]) -> Reference | None:
    """The reference that a query selects, or None where it finds no row or none is selected.

    One statement, the same words whatever there is: what it takes to record a refusal must not tell whether the
    record exists (C3, D6.19).
    """
    found = query.tuples().first()
    return Reference(found[0]) if found and found[0] else None


class NoAuditRow(RuntimeError):
    """A verb left no trace; it was rolled back."""


def record(
    action: str,
    *,
    by: Table | None,
    case: HasAuditRef | None = None,
    subject: Table | None = None,
    kind: Subject | None = None,
    detail: str | None = None,
) -> AuditRow:
    """Write one row: `action` is `room.verb`, `by` the member of staff (None before sign-in).

    `kind` is worked out from the subject's table; `detail` is a short code, never contents. It has words
    (`wording.describe_details`): one without is written all the same, with a warning that fails the tests.
    """
    row = _row(action, by, case, subject, kind, detail)
    row.insert_new()
    _recorded.set(_recorded.get() + 1)
    return row


def record_each(action: str, *, by: Table | None, files: Iterable[Any], detail: str | None = None) -> None:
    """Write one row for each case or client that one look showed, in one statement: a list shows many at once."""
    rows = [_row(action, by, file, file, None, detail) for file in files]
    AuditRow.insert_all(rows)
    _recorded.set(_recorded.get() + len(rows))


def _row(
    action: str,
    by: Table | None,
    case: HasAuditRef | None,
    subject: Table | None,
    kind: Subject | None,
    detail: str | None,
) -> AuditRow:
    if detail is not None and not wording.has_words(action, detail):
        warnings.warn(f"{action}: the detail {detail!r} has no words", stacklevel=3)
    row = AuditRow(
        actor=by.id if by is not None else None,
        action=action,
        audit_ref=case.audit_ref if case is not None else None,
        subject_kind=kind or _kind_of(subject),
        subject=subject.id if subject is not None else None,
        detail=detail,
    )
    row.signed()
    return row


def rows_written() -> int:
    """How many rows this request or job has written: of two answers only the difference tells anything."""
    return _recorded.get()


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Make a function one act: one transaction, with its audit row inside.

    Raises NoAuditRow, and rolls back, if it recorded none. Inside another act it is a part of that one.
    """

    @functools.wraps(verb)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        before = _recorded.get()
        try:
            with database.atomic():
                result = verb(*args, **kwargs)
                if _recorded.get() == before:
                    raise NoAuditRow(f"{verb.__module__}.{verb.__name__}")
        except BaseException:
            keys.forget()  # a rolled-back act may have made keys that do not exist
            _recorded.set(before)  # and its rows are gone: an outer act that goes on needs one of its own
            raise
        return result

    act.is_action = True  # type: ignore[attr-defined]
    return act


_KINDS: dict[str, Subject] = {}


def names(kind: Subject) -> Callable[[Any], Any]:
    """Class decorator: rows of this table are subjects of this kind."""

    def mark(table: Any) -> Any:
        _KINDS[table._meta.table_name] = kind
        return table

    return mark


def _kind_of(subject: Table | None) -> Subject:
    if subject is None:
        return Subject.NONE
    return _KINDS.get(subject._meta.table_name, Subject.OTHER)
