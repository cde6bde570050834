"""`make run`: one command, and everything that it started ends with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppsweb.demo.directory import DEMO_PASSWORD
from ppsweb.demo.directory.people import LEAFLET_EDITOR
from tests.demo.running_copy import HOST, ROOT, RunningCopy, Visitor, free_ports, still_there

pytestmark = [pytest.mark.slow, pytest.mark.only_engine("sqlcipher")]

ENTERED = {
    "title": "A hedge that was entered",
    "summary": "How to ask for a hedge.",
    "audience": "Parents and carers",
    "body": "Write to the council.",
    "sources": "Children and Families Act 2014, section 36 | legislation.gov.uk | 2026-11-23",
    "review_on-day": "1",
    "review_on-month": "5",
    "review_on-year": "2027",
}


@pytest.fixture
def copy(folder: Path, filled: str) -> Iterator[RunningCopy]:
    """The training copy, running."""
    with RunningCopy(folder) as running:
        running.wait_until_it_answers()
        yield running


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_it_ends_all_that_it_started(copy: RunningCopy, how: signal.Signals) -> None:
    started = copy.programs()
    assert len(started) >= 4, "directory, mail catcher, worker and site"
    assert copy.end(how) == (-9 if how is signal.SIGKILL else 0)
    assert not still_there(started)


def test_a_part_that_ends_by_itself_ends_the_whole(copy: RunningCopy) -> None:
    started = copy.programs()
    directory = next(
        pid for pid in started if b"ppsweb.demo.directory" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.kill(directory, signal.SIGKILL)
    assert copy.process.wait(30) == 1
    assert "The demo directory ended by itself" in copy.said.read_text()
    assert not still_there(started)


def test_a_second_start_keeps_what_was_entered(folder: Path, filled: str) -> None:
    with RunningCopy(folder) as copy:
        copy.wait_until_it_answers()
        visitor = Visitor(copy.port)
        visitor.sign_in(LEAFLET_EDITOR.account, DEMO_PASSWORD)
        status, page = visitor.send("/leaflets/write", **ENTERED)
        assert status == 303, page
    database = folder / "ppsweb.db"
    before = (
        database.stat().st_ino,
        (folder / "master.key").read_text(),
        (folder / "settings.cfg").read_text(),
    )
    with RunningCopy(folder) as copy:
        said = copy.wait_until_it_answers()
        after = (
            database.stat().st_ino,
            (folder / "master.key").read_text(),
            (folder / "settings.cfg").read_text(),
        )
        visitor = Visitor(copy.port)
        visitor.sign_in(LEAFLET_EDITOR.account, DEMO_PASSWORD)
        assert ENTERED["title"] in visitor.get("/leaflets/")[1]
    assert "invented families" not in said
    assert "invented families" in filled
    assert before == after


def test_a_second_copy_on_the_same_folder_is_refused(folder: Path, copy: RunningCopy) -> None:
    """On other ports it would start, and two workers would send the same messages."""
    run = _run(folder)
    assert run.returncode == 1
    assert f"Another training copy is running on the folder {folder}" in run.stderr
    assert Visitor(copy.port).get("/sign-in")[0] == 200


def test_it_can_be_stopped_while_the_invented_data_are_made(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    with RunningCopy(folder) as copy:
        deadline = time.monotonic() + 30
        while not (folder / "ppsweb.db.unfinished").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        started = copy.programs()
        assert started, "the loader is at work"
        began = time.monotonic()
        assert copy.end(signal.SIGINT) == 0
        assert time.monotonic() - began < 12, "the loader was asked to stop, not waited for"
    assert "Stopping." in copy.said.read_text()
    assert not still_there(started)
    assert not (folder / "ppsweb.db").exists(), "half of the data is not taken for all of it"


def test_a_port_that_is_taken_is_named(folder: Path, filled: str) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        run = _run(folder, PORT=str(port))
        assert run.returncode == 1
        assert f"Port {port} is taken by another program" in run.stderr
        assert "make run PORT=" in run.stderr


def _run(folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A run that ends by itself."""
    ports = dict(zip(("PORT", "DIRECTORY_PORT", "MAIL_PORT"), map(str, free_ports(3)), strict=True))
    return subprocess.run(
        [sys.executable, "-m", "ppsweb.demo"],
        cwd=ROOT,
        env=os.environ | {"PPSWEB_INSTANCE_FOLDER": str(folder)} | ports | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_in_production_it_refuses_and_makes_nothing(tmp_path: Path) -> None:
    run = _run(tmp_path / "instance", PPSWEB_MODE="production")
    assert run.returncode == 1
    assert "does not run while PPSWEB_MODE says otherwise" in run.stderr
    assert not (tmp_path / "instance").exists()
