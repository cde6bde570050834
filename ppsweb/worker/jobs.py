"""Asking for a job, and doing those that are due.

A job is claimed in a transaction of its own before it is begun, so two workers never do one job, and a worker
that dies leaves a row that says so: after `LEASE` another takes it up. Handlers must bear being begun again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from ppsweb import keys
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.worker.models import Job, State

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
ATTEMPTS = 3
Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}


class CannotDo(Exception):
    """A handler's word that trying again is no use; `code` is shown to staff."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register what does jobs of this kind (`room.what`)."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def ask(kind: str, subject: str, *, not_before: datetime | None = None) -> Job:
    """Write the job into the caller's transaction and say "look now" after it commits.

    A job of this kind for this subject that is still waiting is not written twice.
    """
    waiting = Job.get_or_none((Job.kind == kind) & (Job.subject == subject) & (Job.state == State.WAITING))
    if waiting is not None:
        return waiting
    job = Job(kind=kind, subject=subject, due_at=not_before or clock.now()).insert_new()
    from ppsweb.worker import queue  # the queue imports this module to do the work

    queue.look_now()
    return job


def latest(kind: str, subject: str) -> Job | None:
    """The newest job of a kind for a subject, to show its state."""
    return (
        Job.select()
        .where((Job.kind == kind) & (Job.subject == subject))
        .order_by(Job.created_at.desc())
        .first()
    )


def do_due(now: datetime | None = None) -> int:
    """Do every job that is due; returns how many were begun.

    The clock is read at each claim: a job that is begun late in a long round would else look as old as the round,
    and another worker would take it up too soon. `now` is instead of the clock.
    """
    begun = 0
    while (job := _claim(now or clock.now())) is not None:
        begun += 1
        _do(job, now)
    return begun


def _claim(now: datetime) -> Job | None:
    """Take the oldest due job, or one whose worker has been silent for LEASE."""
    with database.atomic():
        due = (Job.state == State.WAITING) & (Job.due_at <= now)
        lost = (Job.state == State.RUNNING) & (Job.started_at <= now - LEASE)
        job: Job | None = Job.select().where(due | lost).order_by(Job.due_at).first()
        if job is None:
            return None
        if job.state == State.RUNNING and job.attempts >= ATTEMPTS:
            # Its workers died of it, each time: it is shown, not tried for ever.
            _finish(job, State.FAILED, "worker_lost")
            return _claim(now)
        taken = (
            Job.update(
                state=State.RUNNING, started_at=now, attempts=Job.attempts + 1, version=Job.version + 1
            )
            .where((Job.id == job.id) & (Job.version == job.version))
            .execute()
        )
        return Job.get_by_id(job.id) if taken else None


def _do(job: Job, now: datetime | None) -> None:
    try:
        doer = _handlers.get(job.kind)
        if doer is None:
            raise CannotDo("no_handler")
        doer(job)
    except CannotDo as problem:
        _finish(job, State.FAILED, problem.code)
    except Exception as error:
        log.error("job %s of kind %s failed with %s", job.id, job.kind, type(error).__name__)
        if job.attempts >= ATTEMPTS:
            _finish(job, State.FAILED, "error")
        else:
            _again(job, now or clock.now())
    else:
        _finish(job, State.DONE, None)
    finally:
        keys.forget()


def _finish(job: Job, state: State, problem: str | None) -> None:
    job.state, job.problem, job.finished_at = state, problem, clock.now()
    job.save_changed()


def _again(job: Job, now: datetime) -> None:
    job.state, job.due_at = State.WAITING, now + timedelta(minutes=job.attempts)
    job.save_changed()
