"""What the directory room must be told: which domain controllers, whom to trust, where to look, which groups."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from ppsweb.permissions.roles import Role


class DirectoryConfigRefused(ValueError):
    """The configuration is not one to sign people in with; the message names the value."""


class Mode(enum.StrEnum):
    """How a connection is encrypted. There is no third: a password never crosses the network in clear (D6.17)."""

    LDAPS = "ldaps"
    STARTTLS = "starttls"


@dataclass(frozen=True)
class Host:
    """One domain controller."""

    name: str
    port: int
    mode: Mode

    @classmethod
    def parse(cls, address: str) -> Self:
        """`ldaps://dc1.council.example:636` or `starttls://…:389`; anything else is refused, ldap:// first of all."""
        try:
            parts = urlsplit(address.strip())
            mode, port = Mode(parts.scheme), parts.port
        except ValueError:
            raise DirectoryConfigRefused(f"{address} is neither ldaps:// nor starttls://") from None
        if not parts.hostname or parts.path.strip("/") or parts.query or parts.username:
            raise DirectoryConfigRefused(f"{address} is not a host and a port")
        return cls(parts.hostname, port or (636 if mode is Mode.LDAPS else 389), mode)


@dataclass(frozen=True, kw_only=True)
class DirectoryConfig:
    """A domain, as the council's directory administrators describe it.

    hosts: asked in this order; tuples of (name, port, mode) will do.
    valid_names: names to admit in a certificate besides the host's own, when hosts are listed by address.
    groups: distinguished name of a group -> the role it gives, nested membership included. A primary group
        (usually Domain Users) never counts: Active Directory does not list it as membership.
    service_account: read-only, as UPN; asked whether somebody still belongs.
    Raises DirectoryConfigRefused.
    """

    hosts: tuple[Host, ...]
    ca_file: str
    base_dn: str
    netbios: str
    upn_suffix: str
    service_account: str
    service_password: str = field(repr=False)
    groups: Mapping[str, Role]
    valid_names: tuple[str, ...] = ()
    connect_timeout: int = 3
    receive_timeout: int = 5

    def __post_init__(self) -> None:
        object.__setattr__(self, "hosts", tuple(_host(each) for each in self.hosts))
        object.__setattr__(self, "groups", {dn: Role(role) for dn, role in self.groups.items()})
        for name in ("hosts", "ca_file", "base_dn", "service_account", "service_password", "groups"):
            if not getattr(self, name):
                raise DirectoryConfigRefused(f"{name} is empty")
        if not (self.netbios or self.upn_suffix):
            raise DirectoryConfigRefused(
                "netbios and upn_suffix are both empty: a bare name could not be completed"
            )
        if any("*" in name for name in self.valid_names):
            raise DirectoryConfigRefused("valid_names are whole names, without an asterisk")
        for name in ("connect_timeout", "receive_timeout"):
            # ldap3 packs it as a whole number; None or 0 would wait for ever
            if not isinstance(getattr(self, name), int) or getattr(self, name) < 1:
                raise DirectoryConfigRefused(f"{name} is a whole number of seconds, 1 or more")


def _host(given: Host | tuple[str, int, str]) -> Host:
    if isinstance(given, Host):
        return given
    name, port, mode = given
    try:
        return Host(name, port, Mode(mode))
    except ValueError:
        raise DirectoryConfigRefused(f"{name}: {mode} is neither ldaps nor starttls") from None
