"""Every setting of the site, read once into one frozen object that refuses to start on a doubtful value.

A setting comes from the environment (`PPSWEB_NAME`) or from `[ppsweb]` in instance/settings.cfg. A missing,
unknown or default value stops the start, because a half-configured service is a leak waiting for a day.
"""

from __future__ import annotations

import configparser
import dataclasses
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import unquote, urlsplit

from flask import current_app

PREFIX = "PPSWEB_"
NOT_SAID = -1
#: what stands in the training copy, which everybody may read: nothing of it is a secret or a reference
PUBLISHED = {"directory_password": "Demo-reader-2026", "dpia_reference": "invented"}
EXAMPLE = re.compile(r"change[-_ ]?me", re.IGNORECASE)
LOOPBACK = re.compile(r"://(localhost|127\.[0-9.]+|\[::1\])(:|/|$)", re.IGNORECASE)
SHORTEST_SECRET = 12
RANGES = {
    "mail_port": (1, 65_535),
    "idle_minutes": (1, 60),
    "absolute_hours": (1, 24),
    "cancel_minutes": (0, 120),
    "trusted_proxies": (NOT_SAID, 5),
}
MODES = ("production", "demo", "test")


class SettingsRefused(RuntimeError):
    """The settings are not fit to start with; the message names each problem."""


def _setting(help: str, default: Any = dataclasses.MISSING, *, secret: bool = False) -> Any:
    metadata = {"help": help, "secret": secret}
    if default is dataclasses.MISSING:
        return field(metadata=metadata, repr=not secret)
    return field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings, by name. `help` is what the README's table says; lists are separated by `;`."""

    mode: str = _setting("`production`, `demo` (the training copy) or `test`")
    instance_folder: str = _setting(
        "Folder of the key, the queue and the embedded database; set by the start"
    )
    database_url: str = _setting("`sqlcipher:///PATH` or `postgresql://ROLE:PASSWORD@HOST/NAME`", secret=True)
    database_owner_url: str = _setting(
        "PostgreSQL only: the role that owns the tables, for migrations", "", secret=True
    )
    master_key_file: str = _setting(
        "File of the master key, mode 0600 (or systemd credential `ppsweb-master-key`)"
    )

    service_name: str = _setting("The service's name, as parents know it")
    council_name: str = _setting("The council on whose network this runs")
    controller_name: str = _setting("The data controller: the council or the provider of the service")
    service_phone: str = _setting("The service's telephone number")
    service_email: str = _setting("The service's e-mail address")
    service_address: str = _setting("The service's postal address, lines separated by `;`")
    safeguarding_numbers: tuple[str, ...] = _setting(
        "Whom to ring about a child at risk: `Label: number; Label: number`. Shown without sign-in"
    )
    complaints_contact: str = _setting("Who answers data protection complaints: name and address or e-mail")
    public_address: str = _setting("The address of this site, as staff type it: `https://…`")
    dpia_reference: str = _setting(
        "Reference of the data protection impact assessment (needed in production)", ""
    )

    directory_hosts: tuple[str, ...] = _setting(
        "Domain controllers: `ldaps://dc1.example:636; starttls://dc2.example:389`"
    )
    directory_ca_file: str = _setting(
        "Certificate authority that signed the domain controllers' certificates"
    )
    directory_base: str = _setting("Where accounts are searched: `DC=council,DC=example`")
    directory_domain: str = _setting("UPN suffix that completes a bare name: `council.example`")
    directory_netbios: str = _setting("NetBIOS domain for `DOMAIN\\name`: `COUNCIL`")
    directory_account: str = _setting("Read-only service account, as UPN")
    directory_password: str = _setting("Its password", secret=True)
    manager_group: str = _setting("Distinguished name of the managers' group")
    officer_group: str = _setting("Distinguished name of the officers' group")
    leaflet_editor_group: str = _setting("Distinguished name of the leaflet editors' group")
    council_group: str = _setting(
        "Distinguished name of the group of all council staff who may read leaflets"
    )

    mail_host: str = _setting("Mail relay")
    mail_port: int = _setting("Its port", 587)
    mail_user: str = _setting("User for the relay")
    mail_password: str = _setting("Password for the relay", secret=True)
    mail_ca_file: str = _setting("Certificate authority of the relay; empty: the system's", "")
    mail_sender: str = _setting("Address that messages come from; nothing in it may name the service")
    mail_sender_name: str = _setting("Name that messages come from; nothing in it may name the service")
    mail_domain: str = _setting("Domain for message ids and return paths")

    idle_minutes: int = _setting("Sign-out after this long without a click", 15)
    absolute_hours: int = _setting("Sign-out after this long in any case", 8)
    directory_minutes: int = _setting(
        "The directory is asked again whether a member still belongs, at most every", 5
    )
    cancel_minutes: int = _setting("A message waits this long, in which it can be cancelled", 10)
    synchronous: str = _setting(
        "SQLCipher: `full` (a commit survives a power cut) or `off` (tests only)", "full"
    )
    trusted_proxies: int = _setting(
        "Reverse proxies in front of the site whose forwarded address is believed; "
        "to be said in production, `0` where there is none",
        NOT_SAID,
    )

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if self.mode == "production":
            problems += self._production_problems()
        if problems:
            raise SettingsRefused("\n".join(problems))

    @property
    def demo(self) -> bool:
        return self.mode == "demo"

    @property
    def production(self) -> bool:
        return self.mode == "production"

    def _problems(self) -> list[str]:
        problems = []
        if self.mode not in MODES:
            problems.append(f"mode is one of {', '.join(MODES)}.")
        if not self.database_url.startswith(("sqlcipher:///", "postgresql://")):
            problems.append("database_url begins with sqlcipher:/// or postgresql:// (no unencrypted file).")
        for host in self.directory_hosts:
            if not host.startswith(("ldaps://", "starttls://")):
                problems.append(f"directory_hosts: {host} is neither ldaps:// nor starttls://.")
        for setting in dataclasses.fields(self):
            if EXAMPLE.search(str(getattr(self, setting.name))):
                problems.append(f"{setting.name} still has its example value.")
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                problems.append(f"{name} is {max(least, 0)} to {most}.")
        if not 1 <= self.directory_minutes <= 5:
            problems.append(
                "directory_minutes is 1 to 5 (somebody who leaves must be out within five minutes)."
            )
        return problems

    def _production_problems(self) -> list[str]:
        problems = self._published() + self._short_secrets()
        if not self.public_address.startswith("https://"):
            problems.append("public_address begins with https://.")
        if not self.dpia_reference:
            problems.append("dpia_reference is missing: no live data without an impact assessment.")
        if self.trusted_proxies == NOT_SAID:
            # behind a proxy that is not believed all staff share one address, and one who guesses stops them all
            problems.append("trusted_proxies is missing: 1 behind nginx, 0 if nothing stands in front.")
        if self.synchronous != "full":
            problems.append("synchronous is full.")
        if self.database_url.startswith("postgresql://") and not self.database_owner_url:
            problems.append(
                "database_owner_url is missing: the tables must not belong to the application's role."
            )
        if self.database_owner_url and _role(self.database_owner_url) == _role(self.database_url):
            problems.append("database_owner_url names the application's own role: it must be another one.")
        return problems

    def _published(self) -> list[str]:
        problems = [
            f"{name} is the training copy's, which everybody can read."
            for name, published in PUBLISHED.items()
            if getattr(self, name) == published
        ]
        if any(LOOPBACK.search(host) for host in self.directory_hosts):
            problems.append("directory_hosts names this machine: that is the training copy's directory.")
        return problems

    def _short_secrets(self) -> list[str]:
        problems = []
        for name in ("directory_password", "mail_password"):
            if len(getattr(self, name)) < SHORTEST_SECRET:
                problems.append(f"{name} is shorter than {SHORTEST_SECRET} characters.")
        for name in ("database_url", "database_owner_url"):
            password = urlsplit(getattr(self, name)).password  # none at all: the machine's own word is enough
            if password is not None and len(unquote(password)) < SHORTEST_SECRET:
                problems.append(f"{name}: its password is shorter than {SHORTEST_SECRET} characters.")
        return problems


def _role(address: str) -> str | None:
    return urlsplit(address).username


def load(root: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment and of instance/settings.cfg below `root` (environment first).

    Raises SettingsRefused naming every missing, unknown or unfit value.
    """
    folder = Path(environ.get(f"{PREFIX}INSTANCE_FOLDER", root / "instance"))
    values = {**_from_file(folder / "settings.cfg"), **_from_environment(environ)}
    values.setdefault("instance_folder", str(folder))
    return from_values(values, environ)


def from_values(values: Mapping[str, str], environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings of text values, converted to their types. A value with nothing in it is none.

    Raises SettingsRefused.
    """
    hints = get_type_hints(Settings)
    known = {each.name: each for each in dataclasses.fields(Settings)}
    problems = [f"{name} is not a setting." for name in sorted(set(values) - set(known))]
    values = {name: value for name, value in values.items() if value.strip("; \t\r\n")}
    problems += [
        f"{name} is missing."
        for name, each in known.items()
        if name not in values and each.default is dataclasses.MISSING
    ]
    if values.get("mode") == "production" and environ.get("FLASK_DEBUG", "0") not in ("", "0", "false"):
        problems.append("FLASK_DEBUG is on.")
    if problems:
        raise SettingsRefused("\n".join(problems))
    return Settings(**{name: _convert(name, values[name], hints[name]) for name in values})


def _convert(name: str, value: str, kind: Any) -> Any:
    if kind is int:
        if not value.strip().isdigit():
            raise SettingsRefused(f"{name} is a whole number.")
        return int(value)
    if kind is str:
        return value.strip()
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    if path.stat().st_mode & 0o077:
        raise SettingsRefused(f"{path} can be read by others: chmod 600 {path}")
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path, encoding="utf-8")
    return dict(parser["ppsweb"]) if parser.has_section("ppsweb") else {}


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX).lower(): value for name, value in environ.items() if name.startswith(PREFIX)
    }


def current() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found
