"""What one drawing may use before it is stopped.

Measured: a leaflet needs 0.1 s and a few MB, a chunk of 25 notes 0.5 s; the pathological layouts that are known
(a million columns, 20,000 line breaks) would run for minutes or fill the memory.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """The limits of one drawing; each is enforced by the kernel on the process that draws."""

    cpu_seconds: int = 20
    #: by the clock on the wall, for a process that waits instead of working
    wall_seconds: int = 60
    #: bytes on top of what the warm process holds already
    memory: int = 768 * MIB
    #: open files: fonts are opened by path, and nothing else is
    files: int = 64
    #: bytes of HTML
    html: int = 4 * MIB


DEFAULT = Limits()
