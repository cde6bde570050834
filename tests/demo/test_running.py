"""`make run`: one command, and everything that it started ends with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppsweb.demo.directory import DEMO_PASSWORD
from ppsweb.demo.directory.people import COUNCIL_STAFF, LEAFLET_EDITOR, LEAVER, MANAGER, OFFICERS
from tests.demo.running_copy import HOST, ROOT, RunningCopy, Visitor, free_ports, still_there

pytestmark = [pytest.mark.slow, pytest.mark.only_engine("sqlcipher")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the training copy, filled by the first run of this module and kept for the others."""
    return tmp_path_factory.mktemp("training") / "instance"


@pytest.fixture(scope="module")
def filled(folder: Path) -> str:
    """What the first run printed; it has ended."""
    with RunningCopy(folder) as copy:
        return copy.wait_until_it_answers()


@pytest.fixture
def copy(folder: Path, filled: str) -> Iterator[RunningCopy]:
    """The training copy, running."""
    with RunningCopy(folder) as running:
        running.wait_until_it_answers()
        yield running


def test_it_says_where_it_is_and_names_an_account_of_each_role(filled: str) -> None:
    assert "http://127.0.0.1:" in filled
    for person in (MANAGER, *OFFICERS, LEAFLET_EDITOR, *COUNCIL_STAFF):
        assert person.account in filled
    assert DEMO_PASSWORD in filled
    assert LEAVER.account not in filled


@pytest.mark.parametrize(
    ("account", "sees", "not_this"),
    [
        (MANAGER.account, ("Staff", "Record of access", "Cases"), ()),
        *((each.account, ("Cases", "Messages"), ("Record of access",)) for each in OFFICERS),
        (LEAFLET_EDITOR.account, ("Leaflets",), ("Cases",)),
        (COUNCIL_STAFF[0].account, ("Leaflets",), ("Cases",)),
    ],
)
def test_each_role_signs_in_at_the_demo_directory(
    folder: Path,
    filled: str,
    running: RunningCopy,
    account: str,
    sees: tuple[str, ...],
    not_this: tuple[str, ...],
) -> None:
    status, page = Visitor(running.port).sign_in(account, DEMO_PASSWORD)
    assert status == 200
    assert "My work today" in page
    for words in sees:
        assert f">{words}" in page.replace("\n", "").replace("  ", "")
    for words in not_this:
        assert f">{words}" not in page.replace("\n", "").replace("  ", "")


@pytest.fixture(scope="module")
def running(folder: Path, filled: str) -> Iterator[RunningCopy]:
    """One training copy for all that only look at it."""
    with RunningCopy(folder) as made:
        made.wait_until_it_answers()
        yield made


def test_a_wrong_password_and_somebody_who_has_left_are_not_let_in(running: RunningCopy) -> None:
    assert Visitor(running.port).sign_in(MANAGER.account, "wrong")[0] == 422
    assert Visitor(running.port).sign_in(LEAVER.account, DEMO_PASSWORD)[0] == 422


def test_what_the_outbox_held_was_caught_and_can_be_read(running: RunningCopy) -> None:
    visitor = Visitor(running.port)
    visitor.sign_in("oak", DEMO_PASSWORD)
    status, page = visitor.get("/demo/mail")
    assert status == 200
    assert "No mail leaves the training copy" in page


def test_the_banner_says_that_it_is_the_training_copy(running: RunningCopy) -> None:
    assert "This is the training copy." in Visitor(running.port).get("/sign-in")[1]


def test_only_this_machine_can_reach_any_part(running: RunningCopy) -> None:
    inodes = {
        os.readlink(link)
        for pid in running.programs()
        for link in Path(f"/proc/{pid}/fd").glob("*")
        if link.is_symlink()
    }
    listening = [
        fields[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for fields in (line.split() for line in Path(table).read_text().splitlines()[1:])
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes
    ]
    assert len(listening) >= 3, "directory, mail catcher and site listen"
    assert {each.partition(":")[0] for each in listening} == {"0100007F"}, "127.0.0.1 and nothing else"


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
        Visitor(copy.port).sign_in("cowslip", DEMO_PASSWORD)
    assert "invented families" not in said
    assert "invented families" in filled
    assert before == after


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
