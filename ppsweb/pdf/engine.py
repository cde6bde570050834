"""The site's side of drawing: starts the warm process on first use, sends it work, starts it again when it has died.

The site and its worker have threads, and a fork of a threaded process may hang; so they never fork. Each process of
the site has a warm process of its own, which ends when the site does.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
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
#: what the warm process is told of the site's environment: nothing secret, only where programs and fonts are
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME", "TMPDIR")

TOO_SLOW = {-signal.SIGXCPU, -signal.SIGALRM}
#: Pango and its libraries end the process when memory is refused; the kernel kills when there is none left
TOO_BIG = {-signal.SIGTRAP, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGKILL}


class Engine:
    """One warm process and the way to it; every method may be called from any thread."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def draw(self, html: str, *, style: str, number: int = 0, limits: Limits = DEFAULT) -> Rendered:
        """The PDF of a whole HTML document. Raises CannotRender, and NoEngine when nothing can be drawn at all."""
        body = html.encode("utf-8", "replace")
        if len(body) > limits.html:
            raise CannotRender(Reason.TOO_LONG)
        request = {"style": style, "number": number, "limits": asdict(limits)}
        with self._room:
            try:
                answer, data = self._ask(request, body, limits)
            except (OSError, frames.BadFrame):
                # The warm process was killed, or the site was forked and has none yet: one more try with a new one.
                self.stop()
                answer, data = self._ask_again(request, body, limits)
        _raise_refusal(answer)
        return Rendered.from_parts(answer, data)

    def stop(self) -> None:
        """End the warm process; the next drawing starts another."""
        with self._starting:
            if self._control is not None:
                self._control.close()
            if self._process is not None and self._owner == os.getpid():
                self._process.kill()
                self._process.wait()
            self._process = self._control = None

    def start(self) -> None:
        """Start the warm process before the first drawing asks for it. Raises NoEngine."""
        self._connected()

    def process_id(self) -> int:
        """The warm process, started if need be."""
        self._connected()
        assert self._process is not None
        return self._process.pid

    def _ask_again(self, request: dict[str, Any], body: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        try:
            return self._ask(request, body, limits)
        except (OSError, frames.BadFrame) as error:
            self.stop()
            raise CannotRender(Reason.ENGINE, problems=[type(error).__name__]) from error

    def _ask(self, request: dict[str, Any], body: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        control = self._connected()
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(control, [b"."], [theirs.fileno()])
            # The alarm of the process that draws comes first; this is for a warm process that does not answer.
            ours.settimeout(limits.wall_seconds + 10)
            frames.send(ours, request, body)
            return frames.receive(ours)

    def _connected(self) -> socket.socket:
        with self._starting:
            alive = self._process is not None and self._owner == os.getpid() and self._process.poll() is None
            if not alive or self._control is None:
                self._process, self._control = _started()
                self._owner = os.getpid()
            return self._control


def _started() -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603  our own module, no shell
            [sys.executable, "-m", "ppsweb.pdf.warm", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=PROJECT, env=_environment(),
        )  # fmt: skip
    ours.settimeout(START_SECONDS)
    try:
        answer, _ = frames.receive(ours)
    except (OSError, frames.BadFrame) as error:
        answer = {"ready": False, "error": f"it ended before it was ready ({type(error).__name__})"}
    if not answer.get("ready"):
        ours.close()
        process.kill()
        process.wait()
        raise NoEngine(f"PDFs cannot be drawn: {answer.get('error')}")
    ours.settimeout(None)
    return process, ours


def _environment() -> dict[str, str]:
    kept = {name: value for name in ENVIRONMENT if (value := os.environ.get(name)) is not None}
    # Dates in a PDF's properties would make equal input unequal; WeasyPrint writes none, fontTools obeys this.
    return {**kept, "PYTHONPATH": str(PROJECT), "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}


def _raise_refusal(answer: dict[str, Any]) -> None:
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
        raise CannotRender(Reason.TOO_NESTED)
    raise CannotRender(Reason.ENGINE, problems=[f"ended with {died}"])


engine = Engine()
atexit.register(engine.stop)
