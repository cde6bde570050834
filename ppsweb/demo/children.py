"""Programs that this one starts and that never outlive it, however it ends.

Each has a process group of its own, so that Ctrl-C in the terminal reaches this program alone, which then stops
them in order; and the kernel ends each of them should this program be killed outright.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1
PATIENCE = 10.0
LIBC = ctypes.CDLL(None)


class Children:
    """Started programs by name; use it in a `with`, at whose end all of them have ended."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self.folder, self.environ = folder, dict(environ)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *arguments: str) -> None:
        """Start `python` with these arguments."""
        self.running[name] = self._start(arguments)

    def run(
        self,
        *arguments: str,
        told: threading.Event,
        environ: Mapping[str, str] | None = None,
        quiet: bool = False,
    ) -> int | None:
        """Run `python` with these arguments to its end; answers its status, or None when `told` to stop before."""
        child = self._start(arguments, environ or {}, quiet=quiet)
        self.running["-"] = child
        while child.poll() is None:
            if told.wait(0.05):
                self.stop()
                return None
        del self.running["-"]
        return child.returncode

    def ended(self) -> str | None:
        """The name of one that has ended by itself, if any has."""
        return next((name for name, child in self.running.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """Stop all, the last started first: ask each, and after a while insist."""
        for child in reversed(self.running.values()):
            with suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in reversed(self.running.values()):
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            # Also what it has started itself and left behind.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        self.running.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(
        self, arguments: Sequence[str], environ: Mapping[str, str] | None = None, *, quiet: bool = False
    ) -> subprocess.Popen[bytes]:
        parent = os.getpid()
        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own modules
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environ | dict(environ or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if quiet else None,
            start_new_session=True,
            preexec_fn=lambda: _end_with(parent),  # noqa: PLW1509 - this program has one thread
        )


def _end_with(parent: int) -> None:
    """Have the kernel end this process when `parent` does, and end at once if that has happened already."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
