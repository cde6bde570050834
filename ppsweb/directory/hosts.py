"""Which domain controller to ask first: as listed, but those that lately gave no answer come last.

No ServerPool: ldap3's own does not leave a domain controller that hangs, and may wait for ever.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ppsweb.directory.config import Host

REMEMBERED_SECONDS = 60.0


class Hosts:
    """The listed hosts and the memory of the bad ones. One for all threads of a process."""

    def __init__(self, hosts: tuple[Host, ...], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._hosts = hosts
        self._monotonic = monotonic
        self._bad_until: dict[Host, float] = {}
        self._lock = threading.Lock()

    def in_order(self) -> list[Host]:
        """All hosts. A bad one is put last and not left out: it may be the only one, and back."""
        now = self._monotonic()
        with self._lock:
            return sorted(self._hosts, key=lambda host: self._bad_until.get(host, now) > now)

    def failed(self, host: Host) -> None:
        with self._lock:
            self._bad_until[host] = self._monotonic() + REMEMBERED_SECONDS

    def answered(self, host: Host) -> None:
        with self._lock:
            self._bad_until.pop(host, None)
