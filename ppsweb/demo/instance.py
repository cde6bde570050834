"""The training copy's own folder: master key and settings, made once, readable by nobody else.

What is there is kept: a second run finds what was entered in the first. The settings are those of an invented
service, and of a directory and a mail server that listen on this machine only.
"""

from __future__ import annotations

import configparser
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ppsweb.demo.directory import DOMAIN, DemoRefused
from ppsweb.demo.directory.people import SERVICE_ACCOUNT
from ppsweb.keys import master
from ppsweb.keys.certificates import CertificateFiles, make_certificate

LOOPBACK = "127.0.0.1"
MAIL_USER = "training-copy"


@dataclass(frozen=True)
class Ports:
    """Where the three servers listen. Raises DemoRefused for what is no port."""

    site: int
    directory: int
    mail: int

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Ports:
        """The usual ports, or those that PORT, DIRECTORY_PORT and MAIL_PORT name."""
        return cls(
            site=_port("PORT", environ, 8000),
            directory=_port("DIRECTORY_PORT", environ, 6360),
            mail=_port("MAIL_PORT", environ, 2525),
        )


@dataclass(frozen=True)
class Instance:
    """The folder and what lies where in it."""

    folder: Path

    @property
    def settings_file(self) -> Path:
        return self.folder / "settings.cfg"

    @property
    def key_file(self) -> Path:
        return self.folder / "master.key"

    @property
    def database(self) -> Path:
        return self.folder / "ppsweb.db"

    @property
    def unfinished_database(self) -> Path:
        """Where invented data is written until all of it is there."""
        return self.folder / "ppsweb.db.unfinished"

    @property
    def directory_folder(self) -> Path:
        """The demo directory's certificate."""
        return self.folder / "demo" / "directory"

    @property
    def mail_folder(self) -> Path:
        """The messages that the mail catcher took."""
        return self.folder / "demo" / "mail"

    def mail_certificate(self) -> CertificateFiles:
        """The mail catcher's certificate, made once."""
        return make_certificate(self.folder / "demo" / "mail-server", addresses=(LOOPBACK,))

    def environment(self, ports: Ports) -> dict[str, str]:
        """What this run's programs are told beside the settings file: where the folder is and who listens where."""
        return {
            "PPSWEB_INSTANCE_FOLDER": str(self.folder),
            "PPSWEB_PUBLIC_ADDRESS": address(ports),
            "PPSWEB_DIRECTORY_HOSTS": f"ldaps://{LOOPBACK}:{ports.directory}",
            "PPSWEB_MAIL_PORT": str(ports.mail),
        }

    def loading(self) -> dict[str, str]:
        """What the loader of invented data is told: to write beside, and not to wait for the disk."""
        return {
            "PPSWEB_DATABASE_URL": _database_url(self.unfinished_database),
            "PPSWEB_SYNCHRONOUS": "off",
        }


def address(ports: Ports) -> str:
    """Where a browser finds the site."""
    return f"http://{LOOPBACK}:{ports.site}"


def prepare(folder: Path, ports: Ports, environ: Mapping[str, str]) -> Instance:
    """Make what is missing of the folder (0700), its master key and its settings (0600).

    Raises DemoRefused in production, and for a folder that belongs to a site that is not the training copy.
    """
    if environ.get("PPSWEB_MODE") not in (None, "demo"):
        raise DemoRefused("The training copy does not run while PPSWEB_MODE says otherwise.")
    instance = Instance(folder.resolve())
    if instance.settings_file.exists():
        _refuse_another_site(instance)
    instance.folder.mkdir(parents=True, exist_ok=True)
    instance.folder.chmod(0o700)
    for each in (instance.directory_folder, instance.mail_folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not instance.key_file.exists():
        if instance.database.exists():
            raise DemoRefused(
                f"{instance.database} is here without its master key, and nothing else opens it."
            )
        master.create(instance.key_file)
    if not instance.settings_file.exists():
        _write_settings(instance, ports)
    return instance


def _refuse_another_site(instance: Instance) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(instance.settings_file, encoding="utf-8")
    mode = parser.get("ppsweb", "mode", fallback="")
    if mode != "demo":
        raise DemoRefused(
            f"{instance.settings_file} says mode = {mode or '(nothing)'}: this folder does not belong to the "
            "training copy, which leaves it alone."
        )


def _write_settings(instance: Instance, ports: Ports) -> None:
    directory = make_certificate(instance.directory_folder, addresses=(LOOPBACK,))
    values = {
        "mode": "demo",
        "database_url": _database_url(instance.database),
        "master_key_file": str(instance.key_file),
        **_service(),
        "public_address": address(ports),
        "directory_hosts": f"ldaps://{LOOPBACK}:{ports.directory}",
        "directory_ca_file": str(directory.ca_file),
        "directory_base": DOMAIN.base_dn,
        "directory_domain": DOMAIN.dns,
        "directory_netbios": DOMAIN.netbios,
        "directory_account": f"{SERVICE_ACCOUNT.account}@{DOMAIN.dns}",
        "directory_password": SERVICE_ACCOUNT.password,
        "manager_group": DOMAIN.group_dn("PPS Managers"),
        "officer_group": DOMAIN.group_dn("PPS Officers"),
        "leaflet_editor_group": DOMAIN.group_dn("PPS Leaflet Editors"),
        "council_group": DOMAIN.group_dn("Council Staff"),
        "mail_host": LOOPBACK,
        "mail_port": str(ports.mail),
        "mail_user": MAIL_USER,
        "mail_password": secrets.token_urlsafe(24),
        "mail_ca_file": str(instance.mail_certificate().ca_file),
        "mail_sender": "documents@send.example",
        "mail_sender_name": "Documents",
        "mail_domain": "send.example",
        # A learner wants to see the message arrive; the live service waits for ten minutes.
        "cancel_minutes": "2",
    }
    parser = configparser.ConfigParser(interpolation=None)
    parser["ppsweb"] = values
    partial = instance.settings_file.with_suffix(".part")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("# The training copy, made by `make run`. Delete this folder to begin anew.\n")
        parser.write(file)
    partial.rename(instance.settings_file)


def _database_url(path: Path) -> str:
    return f"sqlcipher://{quote(str(path))}"


def _service() -> dict[str, str]:
    """An invented service: Larkshire is not a county, and 01632 960 is kept free for stories."""
    return {
        "service_name": "Larkshire Parent Partnership",
        "council_name": "Larkshire Council",
        "controller_name": "Larkshire Council",
        "service_phone": "01632 960100",
        "service_email": "partnership@larkshire.example",
        "service_address": "The Old School; 1 Mill Lane; Larkford; LK1 1AA",
        "safeguarding_numbers": (
            "Children’s social care, Monday to Friday: 01632 960111; Evenings and weekends: 01632 960112"
        ),
        "complaints_contact": "Data protection officer, Larkshire Council, dpo@larkshire.example",
        "dpia_reference": "invented",
    }


def _port(name: str, environ: Mapping[str, str], usual: int) -> int:
    given = environ.get(name, "").strip() or str(usual)
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise DemoRefused(f"{name}={given} is not a port: give a number from 1 to 65535.")
    return int(given)
