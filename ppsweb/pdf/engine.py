"""The site's side of drawing: starts the warm process on first use, sends it work, starts it again when it has died.

The site and its worker have threads, and a fork of a threaded process may hang; so they never fork. Each process of
the site has a warm process of its own, which ends when the site does.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ppsweb.pdf import frames
from ppsweb.pdf.drawn import Rendered
from ppsweb.pdf.limits import DEFAULT, Limits
from ppsweb.pdf.refusals import CannotRender, NoEngine, Reason

PROJECT = Path(__file__).parents[2]
#: drawings at the same time: one for each of the two processors a small server has
AT_ONCE = 2
START_SECONDS = 60
GRACE_SECONDS = 10
#: what the warm process is told of the site's environment: nothing secret, only where programs and fonts are
ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "FONTCONFIG_PATH",
    "FONTCONFIG_FILE",
    "XDG_CACHE_HOME",
    "TMPDIR",
)

TOO_SLOW = {-signal.SIGXCPU, -signal.SIGALRM}
#: Pango and its libraries end the process when memory is refused; the kernel kills when there is none left
TOO_BIG = {-signal.SIGTRAP, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGKILL}


class _Warm:
    """One running warm process and the line to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.folder = tempfile.mkdtemp(prefix="ppsweb-fonts-")
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  our own module, no shell
                [sys.executable, "-m", "ppsweb.pdf.warm", str(theirs.fileno()), self.folder],
                pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, cwd=PROJECT, env=_environment(),
            )  # fmt: skip
        self.control.settimeout(START_SECONDS)
        try:
            answer, _ = frames.receive(self.control)
        except (OSError, frames.BadFrame) as error:
            answer = {"ready": False, "error": f"it ended before it was ready ({type(error).__name__})"}
        if not answer.get("ready"):
            self.end()
            raise NoEngine(f"PDFs cannot be drawn: {answer.get('error')}")

    def ask(self, request: dict[str, Any], body: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        """The answer of a new child. Raises _Gone when this process is dead: it reports each child that dies."""
        ours, theirs = socket.socketpair()
        with ours:
            try:
                with theirs:
                    socket.send_fds(self.control, [b"."], [theirs.fileno()])
                # The alarm of the process that draws comes first; this is for a warm process that does not answer.
                ours.settimeout(limits.wall_seconds + GRACE_SECONDS)
                frames.send(ours, request, body)
                return frames.receive(ours)
            except TimeoutError:
                return {"reason": Reason.TIME}, b""
            except (frames.Nothing, OSError) as error:
                raise _Gone(self) from error
            except frames.BadFrame:
                return {"reason": Reason.ENGINE, "problems": ["answer broken off"]}, b""

    def end(self) -> None:
        """Close the line, upon which it ends; kill it only if it does not."""
        self.control.close()
        if self.owner != os.getpid():
            self.process.returncode = 0  # the process of whom we were forked from: not ours to wait for
            return
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)  # it does so itself, unless it was killed


class _Gone(Exception):
    def __init__(self, warm: _Warm) -> None:
        super().__init__()
        self.warm = warm


class Engine:
    """One warm process and the way to it; every method may be called from any thread."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._warm: _Warm | None = None

    def draw(self, html: str, *, style: str, number: int = 0, limits: Limits = DEFAULT) -> Rendered:
        """The PDF of a whole HTML document. Raises CannotRender, and NoEngine when nothing can be drawn at all."""
        body = html.encode("utf-8", "replace")
        if len(body) > limits.html:
            raise CannotRender(Reason.TOO_LONG)
        answer, data = self._asked({"what": "draw", "style": style, "number": number}, body, limits)
        return Rendered.from_parts(answer, data)

    def check(self, data: bytes, *, limits: Limits = DEFAULT) -> list[str]:
        """What `structure.check_structure` finds, beside whatever this process does meanwhile.

        Raises CannotRender and NoEngine.
        """
        answer, _ = self._asked({"what": "check"}, data, limits)
        return [str(each) for each in answer["problems"]]

    def stop(self) -> None:
        """End the warm process; the next drawing starts another."""
        with self._starting:
            if self._warm is not None:
                self._warm.end()
                self._warm = None

    def forget(self) -> None:
        """In a fork of this process: close its copy of the line, or the warm process would outlive the site."""
        if self._warm is not None:
            self._warm.end()
        # Locks may be held by threads that did not come along.
        self._starting, self._room, self._warm = threading.Lock(), threading.BoundedSemaphore(AT_ONCE), None

    def start(self) -> None:
        """Start the warm process before the first drawing asks for it. Raises NoEngine."""
        self._running()

    def process_id(self) -> int:
        """The warm process, started if need be."""
        return self._running().process.pid

    def _asked(self, what: dict[str, Any], body: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        request = {**what, "limits": asdict(limits)}
        with self._room:
            try:
                answer, data = self._running().ask(request, body, limits)
            except _Gone as gone:
                # No request can bring the warm process down, so somebody killed it: once more, with a new one.
                answer, data = self._once_more(gone.warm, request, body, limits)
        _raise_refusal(answer, limits)
        return answer, data

    def _once_more(
        self, dead: _Warm, request: dict[str, Any], body: bytes, limits: Limits
    ) -> tuple[dict[str, Any], bytes]:
        try:
            return self._running(dead).ask(request, body, limits)
        except _Gone:
            raise CannotRender(Reason.ENGINE, problems=["died twice"]) from None

    def _running(self, dead: _Warm | None = None) -> _Warm:
        """The warm process; a new one if there is none, or if it is still the one known to be dead.

        Two drawings that were lost together so agree on one new process, instead of ending each other's.
        """
        with self._starting:
            if self._warm is not None and self._warm is dead:
                self._warm.end()
                self._warm = None
            if self._warm is None:
                self._warm = _Warm()
            return self._warm


def _environment() -> dict[str, str]:
    kept = {name: value for name in ENVIRONMENT if (value := os.environ.get(name)) is not None}
    # Dates in a PDF's properties would make equal input unequal; WeasyPrint writes none, fontTools obeys this.
    return {**kept, "PYTHONPATH": str(PROJECT), "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}


def _raise_refusal(answer: dict[str, Any], limits: Limits) -> None:
    """Raise what the drawing process said, or what it died of."""
    if "reason" in answer:
        raise CannotRender(Reason(answer["reason"]), problems=answer.get("problems", ()))
    if "died" not in answer:
        return
    died = int(answer["died"])
    if died in TOO_SLOW:
        raise CannotRender(Reason.TIME)
    if died in TOO_BIG:
        raise CannotRender(Reason.MEMORY)
    if died == -signal.SIGSEGV:
        # The stack ran out, or memory was refused to a library that does not ask what it was given: what tells them
        # apart is how much it had taken before.
        took_most = int(answer["grew"]) > limits.memory // 2
        raise CannotRender(Reason.MEMORY if took_most else Reason.TOO_NESTED)
    raise CannotRender(Reason.ENGINE, problems=[f"ended with {died}"])


engine = Engine()
atexit.register(engine.stop)
os.register_at_fork(after_in_child=engine.forget)
