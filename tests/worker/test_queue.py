"""The queue: a round every minute, payloads that only this site can have written, nothing lost with its file."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from huey.consumer import Consumer, Scheduler
from huey.serializer import Serializer, SignedSerializer

from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.worker import jobs
from ppsweb.worker.models import Job, State

KIND = "sample.count"
opened: list[str] = []


def tell() -> None:
    opened.append("unpickled")


class Hostile:
    """A payload that tells when it has been unpickled."""

    def __reduce__(self) -> Any:
        return tell, ()


@pytest.fixture
def queue(app: Flask) -> Iterator[Any]:
    """The site's queue, empty."""
    app.extensions["queue"].flush()
    opened.clear()
    yield app.extensions["queue"]
    app.extensions["queue"].flush()


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subjects for which the sample job was done."""
    subjects: list[str] = []
    monkeypatch.setitem(jobs._handlers, KIND, lambda job: subjects.append(job.subject))
    return subjects


def test_a_round_is_due_every_minute_of_the_day(queue: Any) -> None:
    midnight = datetime(2026, 11, 24)
    for minute in range(24 * 60):
        due = [task.name for task in queue.read_periodic(midnight + timedelta(minutes=minute))]
        assert due == ["every_minute"], f"minute {minute} of the day"


def test_what_is_queued_carries_nothing(app: Flask, queue: Any, done: list[str]) -> None:
    with app.app_context():
        jobs.ask(KIND, new_id())
    (task,) = queue.pending() or queue.scheduled()
    assert (task.name, task.args, task.kwargs) == ("look", (), {})


@pytest.mark.parametrize("other", [Serializer(), SignedSerializer(secret="another site's", salt="ppsweb")])
def test_a_payload_that_another_wrote_is_refused_unread(queue: Any, other: Serializer) -> None:
    """Whoever can write into the queue's file must not have code of theirs run by the worker."""
    payload = other.serialize(Hostile())
    pickle.loads(payload.rpartition(b":")[0] if isinstance(other, SignedSerializer) else payload)  # noqa: S301 - our own
    assert opened == ["unpickled"], "whoever reads it runs it"
    opened.clear()
    queue.storage.enqueue(payload)
    with pytest.raises(ValueError, match=r"Signature|Separator"):
        queue.dequeue()
    assert opened == []
    queue.storage.enqueue(queue.serializer.serialize(Hostile()))
    with pytest.raises(Exception):  # noqa: B017, PT011 - it is no task, but it is read
        queue.dequeue()
    assert opened == ["unpickled"], "what this site has signed is read"


@contextmanager
def at_work(queue: Any) -> Iterator[Consumer]:
    """The worker as `worker run` has it, without its signal handlers: they belong to a program of its own."""
    consumer = queue.create_consumer(workers=1, periodic=True, check_worker_health=False, initial_delay=0.05)
    consumer._set_signal_handlers = lambda: None
    consumer.start()
    try:
        yield consumer
    finally:
        consumer.stop(graceful=True)
        for thread in [consumer.scheduler, *(process for _, process in consumer.worker_threads)]:
            joined = thread[1] if isinstance(thread, tuple) else thread
            if isinstance(joined, threading.Thread):
                joined.join(10)


@pytest.mark.slow
@pytest.mark.only_engine("sqlcipher")
def test_a_worker_whose_queue_is_deleted_still_does_the_job(
    app: Flask, queue: Any, done: list[str], instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scheduler, "periodic_task_seconds", 1)
    with at_work(queue):
        time.sleep(1)
        with app.app_context():
            for leftover in instance.glob("queue.db*"):
                leftover.unlink()
            with database.connection_context():
                subject = Job(kind=KIND, subject=new_id(), due_at=clock.now()).insert_new().subject
        deadline = time.monotonic() + 20
        while not done and time.monotonic() < deadline:
            time.sleep(0.1)
    assert done == [subject]
    with app.app_context(), database.connection_context():
        assert Job.get(Job.subject == subject).state == State.DONE
        jobs.ask(KIND, new_id())
    queue.storage.close()
    queue.flush()


def test_one_round_by_hand(app: Flask, done: list[str]) -> None:
    with app.app_context(), database.connection_context():
        subject = Job(kind=KIND, subject=new_id(), due_at=clock.now()).insert_new().subject
    run = app.test_cli_runner().invoke(args=["worker", "once"])
    assert (run.exit_code, run.output) == (0, "One round done.\n")
    assert done == [subject]
