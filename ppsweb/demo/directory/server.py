"""The demo directory: a small LDAP server over TLS, on this machine only, never in service.

It answers binds and searches as Active Directory does, so that the training copy signs in through the very
code that speaks to a council's domain controllers.
"""

from __future__ import annotations

import ipaddress
import os
import signal
import ssl
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ppsweb.demo.directory.conversation import Listener
from ppsweb.demo.directory.people import (
    DOMAIN,
    GROUPS,
    PEOPLE,
    SERVICE_ACCOUNT,
    Domain,
    Group,
    Person,
    role_groups,
)
from ppsweb.demo.directory.tree import Tree
from ppsweb.directory import DirectoryConfig
from ppsweb.keys.certificates import make_certificate

PORT = 6360


class DemoRefused(RuntimeError):
    """The demo directory does not start here."""


@dataclass(frozen=True)
class DemoDirectoryConfig:
    """Where it listens, where its certificate lies, who is in it. Raises DemoRefused.

    mode: the site's mode. The passwords are in the source, so in production nobody may sign in with them.
    """

    folder: Path
    mode: str
    host: str = "127.0.0.1"
    port: int = PORT
    domain: Domain = DOMAIN
    people: tuple[Person, ...] = PEOPLE
    groups: tuple[Group, ...] = GROUPS

    def __post_init__(self) -> None:
        if "production" in (self.mode, os.environ.get("PPSWEB_MODE")):
            raise DemoRefused("The demo directory does not run in production mode.")
        try:
            loopback = ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            raise DemoRefused(f"The demo directory listens on a loopback address only, not on {self.host}.")


class DemoDirectory:
    """A running demo directory; use it in a `with`, or call stop()."""

    def __init__(self, config: DemoDirectoryConfig) -> None:
        self._config = config
        self._files = make_certificate(config.folder, names=("localhost",), addresses=(config.host,))
        self.tree = Tree(config.domain, config.people, config.groups)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._files.cert_file, self._files.key_file)
        self._listener = Listener((config.host, config.port), lambda: self.tree, context)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on; another than asked for when that was 0."""
        return int(self._listener.server_address[1])

    def change(self, people: Iterable[Person] | None = None, groups: Iterable[Group] | None = None) -> None:
        """Replace everybody, or every group, from the next question on."""
        tree = self.tree
        self.tree = Tree(
            tree.domain,
            tree.people.values() if people is None else people,
            tree.groups.values() if groups is None else groups,
        )

    def directory_config(self, **changes: Any) -> DirectoryConfig:
        """What the site needs to know to sign in here."""
        return directory_config(self._config, port=self.port, **changes)

    def stop(self) -> None:
        """Stop listening and end every conversation."""
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()


def directory_config(config: DemoDirectoryConfig, **changes: Any) -> DirectoryConfig:
    """The DirectoryConfig that reaches a demo directory, running or not; its certificate is made if need be."""
    files = make_certificate(config.folder, names=("localhost",), addresses=(config.host,))
    given: dict[str, Any] = {
        "hosts": ((config.host, changes.pop("port", config.port), "ldaps"),),
        "ca_file": str(files.ca_file),
        "base_dn": config.domain.base_dn,
        "netbios": config.domain.netbios,
        "upn_suffix": config.domain.dns,
        "service_account": f"{SERVICE_ACCOUNT.account}@{config.domain.dns}",
        "service_password": SERVICE_ACCOUNT.password,
        "groups": role_groups(config.domain),
    }
    return DirectoryConfig(**(given | changes))


def serve(config: DemoDirectoryConfig) -> None:
    """Run until SIGTERM or Ctrl-C; call it from the main thread of a process of its own."""
    ended = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ended.set())
    with DemoDirectory(config):
        ended.wait()
