"""Job rows: the truth about what is to be done. The queue beside them only says "look now"."""

from __future__ import annotations

import enum

from peewee import DateTimeField, IntegerField

from ppsweb.audit import Subject, names
from ppsweb.database import CodeField, IdField, Table, grows, kept_once_set
from ppsweb.deadlines import clock


class State(enum.StrEnum):
    """Where a job is; a failed one is shown and started again by hand."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@names(Subject.JOB)
class Job(Table):
    """One thing to do for one subject. Ids and codes only."""

    kind = CodeField(max_length=60)
    subject = IdField(index=True)
    state = CodeField(State, default=State.WAITING, index=True)
    due_at = DateTimeField(default=clock.now, index=True)
    started_at = DateTimeField(null=True)
    finished_at = DateTimeField(null=True)
    attempts = IntegerField(default=0)
    problem = CodeField(null=True, max_length=60)

    GUARDS = (
        kept_once_set(("finished_at",), "a job that has ended is not begun again: another one is asked for"),
        grows(("attempts",), "how often a job was tried is not taken back"),
    )

    class Meta:
        table_name = "jobs"
