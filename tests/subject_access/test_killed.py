"""A worker that is really killed while it makes a pack: begun again or shown, and nothing half made is left."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ppsweb.deadlines import clock
from ppsweb.files import File
from ppsweb.files import Kind as FileKind
from ppsweb.settings import Settings
from ppsweb.subject_access import actions
from ppsweb.subject_access.actions.packing import JOB
from ppsweb.subject_access.codes import PackState
from ppsweb.subject_access.models import DataRequest, Fragment, Pack
from ppsweb.worker import jobs
from ppsweb.worker.models import Job, State
from tests.given.by_hand import started
from tests.given.families import a_case, a_note
from tests.subject_access.requests import a_request, decide_everything

pytestmark = [pytest.mark.pdf, pytest.mark.slow]

LONG_AGO = datetime(2020, 1, 1)
PLANTED = "quincunx"


@pytest.fixture(autouse=True)
def _inside(app: Any) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Where the worker's processes put whatever they put into files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def worker(ordinary_settings: Settings, temporary: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start a worker that does one round."""
    processes = []

    def start() -> subprocess.Popen[str]:
        processes.append(started(ordinary_settings, "worker", "once", TMPDIR=str(temporary)))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate(timeout=60)


def a_pack(by: Any, notes: int) -> Pack:
    """A pack that was asked for and that nobody has begun; it is due by the clock of the other process too."""
    case = a_case(by)
    for number in range(1, notes + 1):
        at = clock.now() - timedelta(days=notes - number)
        a_note(by, case, f"Note number {number:03}, {PLANTED}.", happened_at=at)
    request = a_request(by, person=case.person)
    decide_everything(by, request)
    pack = actions.ask_for_pack(by, clock.now(), request)
    Job.update(due_at=LONG_AGO).execute()
    return pack


def comes_true(asked: Callable[[], object], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if asked():
            return True
        time.sleep(0.01)
    return False


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -9


def the_job() -> Job:
    return Job.get(Job.kind == JOB)


def as_if_long_ago() -> None:
    """The worker that has the job has been silent for longer than its lease."""
    Job.update(started_at=LONG_AGO).execute()


def begun(attempt: int) -> bool:
    return the_job().attempts == attempt


def packs_kept() -> int:
    return File.select().where(File.kind == FileKind.PACK).count()


def page_of(browser: Any, request: DataRequest) -> Any:
    return browser.get(f"/subject-access/{request.id}")


def one_round(process: subprocess.Popen[str]) -> None:
    """Let it do its round to the end."""
    said, complaints = process.communicate(timeout=120)
    assert (process.returncode, said) == (0, "One round done.\n"), complaints
    assert "failed with" not in complaints, complaints


def files_that_name_a_note(folder: Path) -> list[str]:
    """By a program of its own: whoever closes the file of a SQLite database loses the locks that they hold on it."""
    done = subprocess.run(
        ["grep", "--recursive", "--files-with-matches", "--text", PLANTED, "."],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.split()


def test_it_is_begun_again_and_nothing_half_made_is_kept(
    as_officer: Any, worker: Any, temporary: Path, instance: Path
) -> None:
    pack = a_pack(as_officer.member, 60)
    process = worker()
    assert comes_true(lambda: Fragment.select().count()), process.communicate(timeout=5)
    assert list(temporary.iterdir()), "what it writes into files is looked for in the right place"
    killed(process)

    # What is drawn and sealed stays, and that is all: there is no pack, and no process or file of the dead one's.
    kept = [each.id for each in Fragment.select()]
    found = Pack.get_by_id(pack.id)
    assert (found.state, found.file_id, packs_kept()) == (PackState.DRAWING, None, 0)
    assert (the_job().state, the_job().attempts) == (State.RUNNING, 1)
    assert comes_true(lambda: not list(temporary.iterdir()))
    assert files_that_name_a_note(instance) == []

    # Until the lease has run out it may be alive, so nobody begins it; then the next worker does.
    one_round(worker())
    assert Pack.get_by_id(pack.id).state is PackState.DRAWING
    assert "Being made" in page_of(as_officer, pack.request).text
    as_if_long_ago()
    one_round(worker())
    found = Pack.get_by_id(pack.id)
    assert (found.state, found.problem, packs_kept()) == (PackState.READY, None, 1)
    assert set(kept) <= {each.id for each in Fragment.select()}, "what was drawn is not drawn again"
    assert the_job().state is State.DONE
    assert found.data().startswith(b"%PDF-")
    assert "Ready" in page_of(as_officer, pack.request).text
    assert comes_true(lambda: not list(temporary.iterdir()))


def test_after_the_third_time_the_officer_is_told(as_officer: Any, worker: Any) -> None:
    pack = a_pack(as_officer.member, 1)
    for attempt in range(1, jobs.ATTEMPTS + 1):
        process = worker()
        assert comes_true(partial(begun, attempt)), process.communicate(timeout=5)
        killed(process)
        assert (the_job().state, packs_kept()) == (State.RUNNING, 0)
        assert "Being made" in page_of(as_officer, pack.request).text
        as_if_long_ago()
    one_round(worker())
    assert (the_job().state, the_job().problem) == (State.FAILED, "worker_lost")
    page = page_of(as_officer, pack.request)
    assert "The program that makes packs stopped three times" in page.text
    page = page.form("Make the pack").submit()
    assert "Being made" in page.text
    Job.update(due_at=LONG_AGO).where(Job.state == State.WAITING).execute()
    one_round(worker())
    assert "Ready" in page_of(as_officer, pack.request).text


def test_a_file_that_names_a_note_would_be_found(tmp_path: Path) -> None:
    """The control of the search above."""
    (tmp_path / "left.html").write_text(f"<p>Note number 001, {PLANTED}.</p>")
    assert files_that_name_a_note(tmp_path) == ["./left.html"]
