"""Jobs: the rows are the truth, each is done once, a worker that dies loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.worker import jobs, queue
from ppsweb.worker.models import Job, State
from tests.given.site import Store

KIND = "sample.count"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subjects for which the sample job was done."""
    subjects: list[str] = []
    monkeypatch.setitem(jobs._handlers, KIND, lambda job: subjects.append(job.subject))
    return subjects


def later(**span: int) -> Any:
    return clock.now() + timedelta(**span)


def test_a_job_is_done_once(app: Flask, done: list[str]) -> None:
    subject = new_id()
    job = jobs.ask(KIND, subject)
    assert jobs.ask(KIND, subject).id == job.id, "one that waits is not written twice"
    assert jobs.do_due(later(seconds=1)) == 1
    assert jobs.do_due(later(seconds=1)) == 0
    assert done == [subject]
    assert Job.get_by_id(job.id).state == State.DONE


def test_the_clock_is_read_at_each_claim(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that is begun late in a long round is not begun as early as the round."""

    def take_long(job: Job) -> None:
        clock.move(timedelta(minutes=20))

    monkeypatch.setitem(jobs._handlers, KIND, take_long)
    asked = [jobs.ask(KIND, new_id(), not_before=later(seconds=-2 + each)) for each in range(2)]
    began = clock.now()
    assert jobs.do_due() == 2
    first, second = (Job.get_by_id(job.id).started_at or began for job in asked)
    assert first - began < timedelta(minutes=1)
    assert second - began >= timedelta(minutes=20)


def test_a_job_that_failed_late_is_tried_again_later(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(job: Job) -> None:
        clock.move(timedelta(minutes=20))
        raise ZeroDivisionError

    monkeypatch.setitem(jobs._handlers, KIND, fail)
    job = jobs.ask(KIND, new_id(), not_before=later(seconds=-1))
    assert jobs.do_due() == 1
    assert Job.get_by_id(job.id).due_at > clock.now()


def test_a_job_waits_until_it_is_due(app: Flask, done: list[str]) -> None:
    jobs.ask(KIND, new_id(), not_before=later(minutes=10))
    assert jobs.do_due(later(minutes=9)) == 0
    assert jobs.do_due(later(minutes=11)) == 1
    assert len(done) == 1


def test_a_failing_job_is_tried_again_later_and_then_shown(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(job: Job) -> None:
        raise ZeroDivisionError("a secret in the message")

    monkeypatch.setitem(jobs._handlers, KIND, fail)
    job = jobs.ask(KIND, new_id())
    for attempt in range(1, jobs.ATTEMPTS + 1):
        assert jobs.do_due(later(hours=attempt)) == 1
    row = Job.get_by_id(job.id)
    assert (row.state, row.problem, row.attempts) == (State.FAILED, "error", jobs.ATTEMPTS)
    assert jobs.do_due(later(hours=9)) == 0


def test_a_job_that_cannot_be_done_says_why_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(job: Job) -> None:
        raise jobs.CannotDo("too_big")

    monkeypatch.setitem(jobs._handlers, KIND, refuse)
    job = jobs.ask(KIND, new_id())
    jobs.do_due(later(seconds=1))
    assert (Job.get_by_id(job.id).state, Job.get_by_id(job.id).problem) == (State.FAILED, "too_big")
    unknown = jobs.ask("sample.nobody", new_id())
    jobs.do_due(later(seconds=1))
    assert Job.get_by_id(unknown.id).problem == "no_handler"


def test_a_job_of_a_worker_that_died_is_taken_up_after_a_while(app: Flask, done: list[str]) -> None:
    job = jobs.ask(KIND, new_id())
    claimed = jobs._claim(later(seconds=1))  # a worker took it and was killed
    assert claimed is not None
    assert jobs.do_due(later(minutes=1)) == 0, "it may still be at work"
    assert jobs.do_due(later(minutes=16)) == 1
    assert done == [job.subject]


def test_two_workers_do_not_take_the_same_job(app: Flask, done: list[str]) -> None:
    jobs.ask(KIND, new_id())
    first, second = jobs._claim(later(seconds=1)), jobs._claim(later(seconds=1))
    assert first is not None
    assert second is None


def test_the_queue_lost_is_nothing_lost(app: Flask, done: list[str], instance: Path) -> None:
    """The queue's whole store is thrown away after a job was asked for; the next round does the job."""
    with app.app_context():
        job = jobs.ask(KIND, new_id())
        app.extensions["queue"].flush()
        assert len(app.extensions["queue"]) == 0
        app.extensions["queue"].storage.close()  # or the site would go on writing to the file that is gone
    for leftover in instance.glob("queue.db*"):
        leftover.unlink()
    Job.update(due_at=clock.now() - timedelta(seconds=1)).where(Job.id == job.id).execute()
    queue.one_round(app)
    assert done == [job.subject]


def test_asking_says_look_now(app: Flask, done: list[str]) -> None:
    with app.app_context():
        app.extensions["queue"].flush()
        jobs.ask(KIND, new_id())
        assert app.extensions["queue"].pending_count() == 1


def test_a_queue_that_does_not_answer_stops_no_act(
    app: Flask, done: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(app.extensions["look"], "schedule", broken)
    with app.app_context():
        jobs.ask(KIND, new_id())
    assert Job.select().count() == 1
    assert "did not answer" in caplog.text


def test_one_failing_kind_of_work_stops_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(queue, "_rounds", [broken, lambda: seen.append("done")])
    queue.one_round(app)
    assert seen == ["done"]


def test_a_job_that_its_workers_die_of_is_shown_and_not_tried_for_ever(app: Flask, done: list[str]) -> None:
    job = jobs.ask(KIND, new_id())
    for attempt in range(1, jobs.ATTEMPTS + 1):
        assert jobs._claim(later(hours=attempt)) is not None
    assert jobs.do_due(later(hours=9)) == 0
    assert (Job.get_by_id(job.id).state, Job.get_by_id(job.id).problem) == (State.FAILED, "worker_lost")
    assert done == []


@pytest.mark.only_engine("postgresql")
def test_the_site_can_be_built_before_the_first_migration(
    make_app: Callable[..., Flask], store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    make_app(database_url=store.blank(), database_owner_url="")
    assert "the queue has no tables yet" in caplog.text
