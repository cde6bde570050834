"""The process that draws: `python -m ppsweb.pdf.warm`, single-threaded, warm, and forking a child for each drawing.

It has imported WeasyPrint and drawn every print sheet once, and keeps one child ready, so a request begins at once
and with its own limits. Each request comes with a line of its own, on which the child reads it and answers; when the
child is dead before it answered, this process says on that line what it died of. It ends when the site does.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import select
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ppsweb.pdf import frames
from ppsweb.pdf.limits import MIB, Limits
from ppsweb.pdf.refusals import CannotRender, Reason
from ppsweb.pdf.structure import check_structure

if TYPE_CHECKING:
    from ppsweb.pdf.drawing import Workshop

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
#: bytes: what a process that was refused memory needs to say so, and how near to its limit it must have been
ROOM_TO_SAY_SO, NEAR = 32 * MIB, 8 * MIB
#: without a request for so long it is quiet
QUIET_SECONDS = 1.0


def main(control: socket.socket, folder: str) -> None:
    """Serve drawings until the other end of `control` closes, and clear `folder` away."""
    # WeasyPrint writes our fonts there, for Pango to open. The site clears it away too, should this be killed.
    tempfile.tempdir = folder
    try:
        from ppsweb.pdf.drawing import Workshop

        workshop = Workshop()
        gc.collect()
        gc.freeze()
        gc.disable()
        frames.send(control, {"ready": True})
        _Server(control, workshop).serve()
    except Exception as error:
        frames.send(control, {"ready": False, "error": f"{type(error).__name__}: {error}"})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class _Child:
    """A process that waits for its one request, or works on it: then it has the line that the request came with."""

    pid: int
    hand: socket.socket
    line: socket.socket | None = None


class _Server:
    """Hands each request to a child that is there already, and forks the next one meanwhile: forking takes as long as
    a twentieth of a leaflet, and copying the memory that a fresh child writes to a fifth. So in a quiet moment the one
    that waits draws once to itself; never beside another that is at work, which it would slow down.
    """

    def __init__(self, control: socket.socket, workshop: Workshop) -> None:
        self.control, self.workshop = control, workshop
        self.selector = selectors.DefaultSelector()
        self.children: dict[int, _Child] = {}
        self.ready: _Child | None = None

    def serve(self) -> None:
        self.selector.register(self.control, selectors.EVENT_READ)
        try:
            self.ready = self._forked()
            while True:
                for key, _ in self.selector.select():
                    if key.fd in self.children:
                        self._buried(key.fd)
                    elif not self._asked():
                        return
        finally:
            for child in self.children.values():
                os.kill(child.pid, signal.SIGKILL)

    def _asked(self) -> bool:
        """Give a child the line that came with the request; False when the site has gone."""
        message, lines, _, _ = socket.recv_fds(self.control, 1, 1)
        if not message:
            return False
        line = socket.socket(fileno=lines[0])
        if self.ready is None or not self._handed(self.ready, line):
            self._handed(self._forked(), line)
        self.ready = self._forked()
        return True

    def _handed(self, child: _Child, line: socket.socket) -> bool:
        """Whether this child took the request; not if it was killed while it waited."""
        with child.hand:
            try:
                socket.send_fds(child.hand, [b"."], [line.fileno()])
            except OSError:
                return False
        child.line = line
        return True

    def _forked(self) -> _Child:
        hand, theirs = socket.socketpair()
        with theirs:
            pid = os.fork()
            if not pid:
                hand.close()
                self._close_what_is_others()
                _child(self.workshop, theirs)
        child = _Child(pid, hand)
        handle = os.pidfd_open(pid)
        self.children[handle] = child
        self.selector.register(handle, selectors.EVENT_READ)
        return child

    def _close_what_is_others(self) -> None:
        """In a child: it can read no request but its own."""
        self.control.close()
        self.selector.close()
        for handle, child in self.children.items():
            os.close(handle)
            child.hand.close()
            if child.line is not None:
                child.line.close()

    def _buried(self, handle: int) -> None:
        self.selector.unregister(handle)
        os.close(handle)
        child = self.children.pop(handle)
        _, status, used = os.wait4(child.pid, 0)
        if child is self.ready:
            self.ready = None
        if child.line is None:
            child.hand.close()
            return
        with child.line as line:
            if code := os.waitstatus_to_exitcode(status):
                line.setblocking(False)
                try:
                    frames.send(line, {"died": code, "grew": used.ru_maxrss * 1024 - _resident()})
                except OSError:
                    return  # whoever asked has stopped waiting


def _child(workshop: Workshop, hand: socket.socket) -> None:
    """Do one request and end without running anything that belongs to the parent."""
    status = 1
    line = None
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if not select.select([hand], [], [], QUIET_SECONDS)[0]:
            workshop.warm_up()
        _, lines, _, _ = socket.recv_fds(hand, 1, 1)
        if not lines:
            os._exit(0)
        line = socket.socket(fileno=lines[0])
        header, body = frames.receive(line)
        limit(Limits(**header["limits"]), _held())
        answer, data = _done(workshop, header, body)
        frames.send(line, answer, data)
        status = 0
    except BaseException as error:
        status = _said(line, error) if line is not None else 1
    finally:
        os._exit(status)


def _done(workshop: Workshop, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        if header["what"] == "check":
            return {"problems": check_structure(body)}, b""
        rendered = workshop.draw(body.decode(), header["style"], header["number"])
    except CannotRender as refused:
        return {"reason": refused.reason, "problems": refused.problems}, b""
    except Exception as error:
        # The message could quote the document.
        return {"reason": _reason(error), "problems": [type(error).__name__]}, b""
    return rendered.about(), rendered.data


def _reason(error: Exception) -> Reason:
    """Why a drawing failed.

    Memory that is refused comes out as MemoryError, SystemError, RecursionError or something else, as whoever asked
    for it takes it; so it is the highest that this process ever held that tells, and is asked first.
    """
    most, room = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    if isinstance(error, MemoryError) or _peak() > most - NEAR:
        return Reason.MEMORY
    if isinstance(error, RecursionError):
        return Reason.TOO_NESTED
    return Reason.ENGINE


def _said(line: socket.socket, error: BaseException) -> int:
    try:
        frames.send(line, {"reason": Reason.ENGINE, "problems": [type(error).__name__]})
    except OSError:
        return 1
    return 0


def limit(limits: Limits, held: int) -> None:
    """Put the limits on this process; nothing lifts them again, and time out is death without ceremony."""
    memory = held + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory + ROOM_TO_SAY_SO))
    for what, most in (
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # The soft limit comes as a signal of its own, so that it is told from a kill for want of memory.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.wall_seconds)


def _held() -> int:
    """The address space of this process in bytes."""
    return _pages(0)


def _resident() -> int:
    """What of it lies in memory, in bytes: a child begins with as much."""
    return _pages(1)


def _pages(which: int) -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[which]) * resource.getpagesize()


def _peak() -> int:
    """The largest address space that this process ever had, in bytes."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmPeak:"))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the site; this process ends with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
