"""The training copy as a program of its own: started on free ports, asked over HTTP, told to stop."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
PATIENCE = 180.0


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on just now."""
    probes = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class RunningCopy:
    """`python -m ppsweb.demo` in a folder; use it in a `with`, at whose end it is gone."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder = folder
        self.port, directory, mail = free_ports(3)
        ports = {"PORT": str(self.port), "DIRECTORY_PORT": str(directory), "MAIL_PORT": str(mail)}
        self.said = folder.with_suffix(".said")
        with open(self.said, "wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ppsweb.demo"],
                cwd=ROOT,
                env=os.environ | {"PPSWEB_INSTANCE_FOLDER": str(folder)} | ports | environ,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_it_answers(self) -> str:
        """What it printed by the time that it answers."""
        deadline = time.monotonic() + PATIENCE
        while "Ctrl-C" not in (said := self.said.read_text()):
            assert self.process.poll() is None, f"It ended:\n{said}"
            assert time.monotonic() < deadline, f"It does not answer:\n{said}"
            time.sleep(0.05)
        return said

    def end(self, how: signal.Signals) -> int:
        """Send it a signal, and wait for its end."""
        self.process.send_signal(how)
        return self.process.wait(30)

    def programs(self) -> set[int]:
        """The processes that it has started, and those that these have started."""
        return _descendants(self.process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGTERM)


class Visitor:
    """Somebody at a browser that knows cookies and forms, and nothing else."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._ask("GET", path)

    def sign_in(self, name: str, password: str) -> tuple[int, str]:
        """Through the page of signing in; gives the page that comes after it."""
        status, text = self.send("/sign-in", name=name, password=password)
        return self.get("/") if status == 303 else (status, text)

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        """Fill in the form of a page and send it; what the page holds in hidden fields goes with it."""
        _, page = self.get(path)
        main = page.partition("<main")[2]
        hidden = dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]+)"', main))
        hidden |= dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', main))
        assert "csrf_token" in hidden, page
        return self._ask("POST", path, urlencode(hidden | fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{each.key}={each.value}" for each in self.cookies.values())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        text = answer.read().decode()
        connection.close()
        return answer.status, text


def still_there(pids: Iterable[int], within: float = 15.0) -> set[int]:
    """Which of these processes are still there when the time is over, or nobody at once when all have ended."""
    deadline = time.monotonic() + within
    left = set(pids)
    while left and time.monotonic() < deadline:
        left = {pid for pid in left if _parent(pid) is not None}
        time.sleep(0.05)
    return left


def _descendants(pid: int) -> set[int]:
    parents = {int(each.name): _parent(int(each.name)) for each in Path("/proc").glob("[0-9]*")}
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        above = waiting.pop()
        below = [each for each, parent in parents.items() if parent == above]
        found.update(below)
        waiting.extend(below)
    return found


def _parent(pid: int) -> int | None:
    """The parent of a process; None when it is gone, or dead and not yet buried."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state in "ZX" else int(parent)
