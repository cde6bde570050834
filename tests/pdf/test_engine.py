"""The drawing process: it ends with the site, knows none of its secrets, and its death loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ppsweb.pdf import NoEngine, Reason, Rendered
from ppsweb.pdf import engine as module
from ppsweb.pdf.engine import Engine
from ppsweb.pdf.limits import DEFAULT, MIB

pytestmark = [pytest.mark.pdf, pytest.mark.slow]

PAGE = "<html lang='en'><title>t</title><h1>One</h1>" + "<p>A line of words to read.</p>" * 600
SMALL = "<html lang='en'><title>t</title><h1>One</h1></html>"


@pytest.fixture
def own() -> Iterator[Engine]:
    """An engine of the test's own, because the tests kill it."""
    own = Engine()
    yield own
    own.stop()


def alive(pid: int) -> bool:
    """A process that is neither gone nor a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def comes_true(what: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def children(pid: int) -> list[int]:
    """Those of the drawing process, the oldest first; the last one waits for the next request."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_killed_process_is_replaced(own: Engine) -> None:
    own.draw(SMALL, style="leaflet")
    first = own.process_id()
    os.kill(first, signal.SIGKILL)
    assert own.draw(SMALL, style="leaflet").pages == 1
    assert own.process_id() != first


def test_two_drawings_lost_together_are_both_drawn_again(own: Engine) -> None:
    own.start()
    pid = own.process_id()
    drawn: list[Rendered] = []
    threads = [
        threading.Thread(target=lambda: drawn.append(own.draw(PAGE, style="leaflet"))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    assert comes_true(lambda: len(children(pid)) == 3)
    lost = children(pid)
    os.kill(pid, signal.SIGKILL)
    for thread in threads:
        thread.join()
    assert len(drawn) == 2
    assert drawn[0].data == drawn[1].data
    assert comes_true(lambda: not any(map(alive, lost))), "children outlive the process that they came from"


@pytest.mark.parametrize(
    ("with_signal", "reason"), [(signal.SIGKILL, Reason.MEMORY), (signal.SIGSEGV, Reason.TOO_NESTED)]
)
def test_a_killed_child_is_a_reason_and_not_the_end(
    own: Engine, with_signal: signal.Signals, reason: Reason
) -> None:
    own.start()
    pid = own.process_id()
    failures: list[BaseException] = []

    def draw() -> None:
        try:
            own.draw(PAGE * 4, style="leaflet")
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=draw)
    thread.start()
    assert comes_true(lambda: len(children(pid)) == 2)
    os.kill(children(pid)[0], with_signal)
    thread.join()
    assert [str(failure) for failure in failures] == [reason]
    assert own.process_id() == pid
    assert own.draw(SMALL, style="leaflet").pages == 1


@pytest.mark.parametrize(("grew", "reason"), [(9, Reason.TOO_NESTED), (700, Reason.MEMORY)])
def test_what_a_child_that_broke_had_taken_tells_why(grew: int, reason: Reason) -> None:
    with pytest.raises(module.CannotRender) as refused:
        module._raise_refusal({"died": -signal.SIGSEGV, "grew": grew * MIB}, DEFAULT)
    assert refused.value.reason == reason


def test_a_child_that_is_killed_while_it_waits_is_not_missed(own: Engine) -> None:
    own.start()
    pid = own.process_id()
    assert comes_true(lambda: len(children(pid)) == 1)
    waiting = children(pid)[0]
    os.kill(waiting, signal.SIGKILL)
    assert comes_true(lambda: not alive(waiting))
    assert own.draw(SMALL, style="leaflet").pages == 1
    assert own.process_id() == pid
    assert waiting not in children(pid)


def test_every_request_has_a_child_of_its_own_that_holds_no_other_line(own: Engine) -> None:
    own.start()
    pid = own.process_id()
    assert comes_true(lambda: len(children(pid)) == 1)
    first = children(pid)
    assert comes_true(lambda: sockets(first[0]) == 1), "it keeps a line that is not its own"
    thread = threading.Thread(target=own.draw, args=(PAGE,), kwargs={"style": "leaflet"})
    thread.start()
    assert comes_true(lambda: len(children(pid)) == 2)
    second = children(pid)[1]
    assert second not in first
    assert comes_true(lambda: sockets(second) == 1), "the next one can read what this one is sent"
    thread.join()


def sockets(pid: int) -> int:
    """How many sockets a process has open."""
    links = (os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir())
    return sum(link.startswith("socket:") for link in links)


def test_no_more_than_two_at_once(own: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    own.start()
    lock, asked, now, most = threading.Lock(), module._Warm.ask, 0, 0

    def counted(*arguments: Any) -> Any:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        try:
            return asked(*arguments)
        finally:
            with lock:
                now -= 1

    monkeypatch.setattr(module._Warm, "ask", counted)
    threads = [threading.Thread(target=own.draw, args=(PAGE,), kwargs={"style": "leaflet"}) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == module.AT_ONCE


def test_it_knows_no_secret(own: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPSWEB_DIRECTORY_PASSWORD", "planted-secret")
    monkeypatch.setenv("XDG_CACHE_HOME", "/tmp/planted-cache")  # noqa: S108
    environment = Path(f"/proc/{own.process_id()}/environ").read_bytes()
    assert b"planted-secret" not in environment
    assert b"planted-cache" in environment


def test_it_holds_no_file_of_the_sites_open(own: Engine, tmp_path: Path) -> None:
    with (tmp_path / "of-the-site").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        held = [os.readlink(each) for each in Path(f"/proc/{own.process_id()}/fd").iterdir()]
    assert not [name for name in held if "of-the-site" in name]
    assert [name for name in held if name.startswith("socket:")]


@pytest.mark.parametrize("killed", [False, True])
def test_it_leaves_nothing_behind(
    own: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, killed: bool
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    own.draw(SMALL, style="leaflet")
    assert [each for each in tmp_path.rglob("*") if each.is_file()], "the fonts are kept elsewhere"
    pid = own.process_id()
    if killed:
        os.kill(pid, signal.SIGKILL)
    own.stop()
    assert not alive(pid)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", ["sys.exit()", "os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_it_ends_with_the_site_and_leaves_nothing_behind(end: str, tmp_path: Path) -> None:
    program = f"""
import os, sys
from ppsweb.pdf.engine import engine
print(engine.process_id(), flush=True)
{end}
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
    )
    assert comes_true(lambda: not alive(int(done.stdout))), done.stderr
    assert comes_true(lambda: list(tmp_path.iterdir()) == [])


def test_a_fork_of_the_site_has_a_process_of_its_own() -> None:
    program = """
import os, sys, time
from ppsweb.pdf.engine import engine
mine = engine.process_id()
child = os.fork()
if not child:
    print("child", engine.process_id() != mine, engine.draw(sys.argv[2], style="leaflet").pages, flush=True)
    engine.stop()
    time.sleep(60)
os.kill(child, 0)
engine.stop()
for _ in range(1000):
    if not os.path.exists(f"/proc/{mine}"):
        break
    time.sleep(0.01)
print("parent", not os.path.exists(f"/proc/{mine}"))
while True:
    time.sleep(0.05)
    if os.path.exists(sys.argv[1]):
        break
os.kill(child, 9)
os.waitpid(child, 0)
"""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told")
        with subprocess.Popen(
            [sys.executable, "-u", "-c", program, str(told), SMALL], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            lines = sorted([process.stdout.readline(), process.stdout.readline()])
            told.touch()
    assert lines == ["child True 1\n", "parent True\n"]


def test_where_it_cannot_start_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    with pytest.raises(NoEngine, match="before it was ready"):
        Engine().draw(SMALL, style="leaflet")


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    (tmp_path / "ppsweb").symlink_to(module.PROJECT / "ppsweb")
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    with pytest.raises(NoEngine, match="libpango"):
        Engine().draw(SMALL, style="leaflet")
