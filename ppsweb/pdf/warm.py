"""The process that draws: `python -m ppsweb.pdf.warm`, single-threaded, warm, and forking a child for each drawing.

It has imported WeasyPrint and drawn every print sheet once, so a child begins at once and with the limits of its
request. Each request comes with a line of its own, on which the child reads it and answers; when the child is
dead before it answered, this process says on that line what it died of. It ends when the site does.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from ppsweb.pdf import frames
from ppsweb.pdf.limits import MIB, Limits
from ppsweb.pdf.refusals import CannotRender, Reason

if TYPE_CHECKING:
    from ppsweb.pdf.drawing import Workshop

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
#: bytes: what a process that was refused memory needs to say so, and how near to its limit it must have been
ROOM_TO_SAY_SO, NEAR = 32 * MIB, 8 * MIB


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


class _Server:
    def __init__(self, control: socket.socket, workshop: Workshop) -> None:
        self.control, self.workshop = control, workshop
        self.selector = selectors.DefaultSelector()
        self.children: dict[int, int] = {}
        self.held = _held()

    def serve(self) -> None:
        self.selector.register(self.control, selectors.EVENT_READ, None)
        try:
            while True:
                for key, _ in self.selector.select():
                    if key.data is not None:
                        self._buried(key.fd, *key.data)
                    elif not self._asked():
                        return
        finally:
            for pid in self.children.values():
                os.kill(pid, signal.SIGKILL)

    def _asked(self) -> bool:
        """Fork a child for the line that came with the request; False when the site has gone."""
        message, lines, _, _ = socket.recv_fds(self.control, 1, 1)
        if not message:
            return False
        line = socket.socket(fileno=lines[0])
        pid = os.fork()
        if not pid:
            self.control.close()
            _child(self.workshop, line, self.held)
        handle = os.pidfd_open(pid)
        self.children[handle] = pid
        self.selector.register(handle, selectors.EVENT_READ, (pid, line))
        return True

    def _buried(self, handle: int, pid: int, line: socket.socket) -> None:
        self.selector.unregister(handle)
        os.close(handle)
        del self.children[handle]
        _, status = os.waitpid(pid, 0)
        with line:
            if code := os.waitstatus_to_exitcode(status):
                line.setblocking(False)
                try:
                    frames.send(line, {"died": code})
                except OSError:
                    return  # whoever asked has stopped waiting


def _child(workshop: Workshop, line: socket.socket, held: int) -> None:
    """Draw one request and end without running anything that belongs to the parent."""
    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        header, html = frames.receive(line)
        limit(Limits(**header["limits"]), held)
        answer, data = _drawn(workshop, header, html.decode())
        frames.send(line, answer, data)
        status = 0
    except BaseException as error:
        status = _said(line, error)
    finally:
        os._exit(status)


def _drawn(workshop: Workshop, header: dict[str, Any], html: str) -> tuple[dict[str, Any], bytes]:
    try:
        rendered = workshop.draw(html, header["style"], header["number"])
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
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _peak() -> int:
    """The largest address space that this process ever had, in bytes."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmPeak:"))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the site; this process ends with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
