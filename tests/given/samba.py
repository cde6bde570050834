"""A real Active Directory domain: Samba's domain controllers, with an account for everything that can be wrong.

The domain is made once in a run (3 s) and copied for each controller (0.2 s). Root gives every controller an
address of its own below 127.0.0.0/8; others get a private network with a relay (samba_relay.py), because
Samba listens on ports 389 and 636 and nowhere else. Nothing listens outside this machine.
"""

from __future__ import annotations

import dataclasses
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from ppsweb.demo.directory.people import (
    DEMO_PASSWORD,
    GROUPS,
    PEOPLE,
    SERVICE_ACCOUNT,
    Domain,
    Group,
    Person,
    State,
    role_groups,
)
from ppsweb.directory import DirectoryConfig, Host, Mode
from ppsweb.keys.certificates import make_certificate
from tests.given import NotInstalled

DOMAIN = Domain("PPSTEST", "pps-test.example")
HOST_NAME = f"dc1.{DOMAIN.dns}"
PASSWORD = DEMO_PASSWORD
#: failed sign-ins until an account is locked
LOCKOUT = 10

#: Besides the training copy's staff. What a test changes, no other test uses.
ODD_PEOPLE = (
    Person("o'brien(x)", "Owen O'Brien (x)"),
    Person("ünal", "Ümit Ünal"),
    Person("long", "Lotte Longpass", password="Ünïcode ﬁve wörds " + "0123456789" * 8 + " "),
    Person("is-disabled", "Dan Disabled", State.DISABLED),
    Person("is-expired", "Eve Expired", State.EXPIRED),
    Person("pw-expired", "Pat Expired", State.PASSWORD_EXPIRED),
    Person("must-change", "Mo Change", State.MUST_CHANGE),
    Person("is-locked", "Lou Locked", State.LOCKED),
    Person("willow", "Wanda Willow"),
    Person("rowan", "Rob Rowan"),
    Person("hazel", "Hans Hazel"),
    Person("elder", "Ella Elder"),
    # each test that changes somebody has somebody of its own, whatever ran before it
    Person("juniper", "Jo Juniper"),
    Person("myrtle", "Mia Myrtle"),
    Person("abell", "Anna Bell", upn_name="anna.bell"),
)
NOBODYS = Person("nettle", "Nora Nettle")  # in no group
ALL_PEOPLE = (*PEOPLE, *ODD_PEOPLE, NOBODYS)

ODD_TEAM = Group("PPS Odd Team", tuple(person.account for person in ODD_PEOPLE))
ALL_GROUPS = (
    *(
        dataclasses.replace(group, members=(*group.members, ODD_TEAM.name))
        if "Officers" in group.name
        else group
        for group in GROUPS
    ),
    ODD_TEAM,
)

_HERE = Path(__file__).parent
_SAMBA, _PYTHON = Path("/usr/sbin/samba"), Path("/usr/bin/python3")
_PORTS = (389, 636)
_FIRST_ADDRESS = "127.0.0.1"


class DomainController:
    """One running Samba. `address` and `ports` are where it is reached: (LDAP, LDAPS)."""

    def __init__(self, template: Path, folder: Path) -> None:
        shutil.copytree(template, folder, symlinks=True)
        self.folder = folder
        self.smb_conf = folder / "etc" / "smb.conf"
        self.ca_file = folder / "tls" / "ca.pem"
        self.address, self.ports, self._listening = _place()
        text = self.smb_conf.read_text().replace(str(template), str(folder))
        inner = _FIRST_ADDRESS if self._listening else self.address
        self.smb_conf.write_text(text.replace(f"{_FIRST_ADDRESS}/8", f"{inner}/8"))

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self.folder / "output").open("ab") as output:
            if self._listening:
                self._start_in_private_network(output)
            else:
                samba = [str(_SAMBA), "-i", "-M", "single", "-s", str(self.smb_conf)]
                self.process = subprocess.Popen(
                    ["setpriv", "--pdeathsig", "KILL", *samba],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
                self.pid = self.process.pid
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Stop, whatever state it is in."""
        if self.process.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.process.wait(10)

    def discard(self) -> None:
        """Stop for good."""
        self.stop()
        for each in self._listening:
            each.close()

    @contextmanager
    def hung(self) -> Iterator[None]:
        """Accepts connections and says nothing, as a machine does whose disk has gone."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    @contextmanager
    def dead(self) -> Iterator[None]:
        """Refuses connections, and is back afterwards."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def host(self, mode: Mode = Mode.LDAPS) -> Host:
        """Its entry in a DirectoryConfig."""
        return Host(self.address, self.ports[mode is Mode.LDAPS], mode)

    def tool(self, *command: str) -> None:
        """Run samba-tool on the live database, such as tool("group", "removemembers", GROUP, ACCOUNT)."""
        done = subprocess.run(
            [_PYTHON, "/usr/bin/samba-tool", *command, *self._database()], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _database(self) -> list[str]:
        return ["-s", str(self.smb_conf), "-H", str(self.folder / "private" / "sam.ldb")]

    def _start_in_private_network(self, output: IO[bytes]) -> None:
        handles = [each.fileno() for each in self._listening]
        self.process = subprocess.Popen(
            ["unshare", "-rn", _PYTHON, "-I", _HERE / "samba_relay.py", self.smb_conf, *map(str, handles)],
            pass_fds=handles,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
        )
        assert self.process.stdout is not None
        with self.process.stdout as answer:
            first_line = answer.readline().strip()
        assert first_line.isdigit(), f"No private network for Samba: {self._output()}"
        self.pid = int(first_line)

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                self._say_hello()
                return
            except OSError:
                try:
                    self.process.wait(0.03)
                except subprocess.TimeoutExpired:
                    continue
                break
        raise AssertionError(f"Samba does not answer: {self._output()}")

    def _say_hello(self) -> None:
        """An anonymous bind in clear, which any LDAP server answers in some way."""
        with socket.create_connection((self.address, self.ports[0]), timeout=2) as connection:
            connection.sendall(bytes.fromhex("300c020101600702010304008000"))
            if not connection.recv(1):
                raise ConnectionError

    def _output(self) -> str:
        return (self.folder / "output").read_text(errors="replace")[-2000:]


class Samba:
    """The domain: its accounts, its first controller, and more controllers on request."""

    domain = DOMAIN
    password = PASSWORD

    def __init__(self, template: Path, folder: Path) -> None:
        self._template = template
        self._folder = folder
        self.controller = self._copy()

    def _copy(self) -> DomainController:
        return DomainController(self._template, self._folder / secrets.token_hex(4))

    @contextmanager
    def another_controller(self) -> Iterator[DomainController]:
        """One more controller with the accounts as they were in the beginning; it does not replicate."""
        controller = self._copy()
        controller.start()
        try:
            yield controller
        finally:
            controller.discard()

    def directory_config(self, *hosts: Host, **changes: Any) -> DirectoryConfig:
        """What the site needs to know to sign in here (by default at the first controller, LDAPS)."""
        given: dict[str, Any] = {
            "hosts": hosts or (self.controller.host(),),
            "ca_file": str(self.controller.ca_file),
            "valid_names": (HOST_NAME,),
            "base_dn": DOMAIN.base_dn,
            "netbios": DOMAIN.netbios,
            "upn_suffix": DOMAIN.dns,
            "service_account": f"{SERVICE_ACCOUNT.account}@{DOMAIN.dns}",
            "service_password": SERVICE_ACCOUNT.password,
            "groups": role_groups(DOMAIN),
        }
        return DirectoryConfig(**(given | changes))


@pytest.fixture(scope="session")
def samba(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samba]:
    """The domain with one controller running, for this test process."""
    if not _SAMBA.exists():
        raise NotInstalled("Samba", "samba samba-dsdb-modules samba-ad-provision")
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    domain = Samba(_made_once(shared / "samba-domain"), own / "samba")
    domain.controller.start()
    yield domain
    domain.controller.discard()


def _made_once(template: Path) -> Path:
    """The domain as it is in the beginning, made by whichever test process comes first."""
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            unfinished = template.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            _provision(unfinished, template)
            unfinished.rename(template)
    return template


def _provision(folder: Path, later: Path) -> None:
    tls = make_certificate(folder / "tls", names=(HOST_NAME,), addresses=())
    given = {
        "folder": str(folder),
        "address": _FIRST_ADDRESS,
        "realm": DOMAIN.dns,
        "netbios": DOMAIN.netbios,
        "hostname": HOST_NAME.partition(".")[0],
        "administrator_password": secrets.token_urlsafe(24) + "aA1!",
        "lockout": LOCKOUT,
        "tls": {"cafile": str(tls.ca_file), "certfile": str(tls.cert_file), "keyfile": str(tls.key_file)},
        "units": ["Staff", "Groups"],
        "accounts": [_account(person) for person in ALL_PEOPLE],
        "groups": [{"name": each.name, "unit": "Groups", "members": each.members} for each in ALL_GROUPS],
    }
    # isolated, or `import samba` there would find this module
    done = subprocess.run(
        [_PYTHON, "-I", _HERE / "samba_provision.py"], input=json.dumps(given), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    smb_conf = folder / "etc" / "smb.conf"
    smb_conf.write_text(smb_conf.read_text().replace(str(folder), str(later)))


def _account(person: Person) -> dict[str, str]:
    return {
        "account": person.account,
        "password": person.password,
        "display_name": person.name,
        "upn": f"{person.upn_name or person.account}@{DOMAIN.dns}",
        "email": f"{person.account}@{DOMAIN.dns}",
        "unit": "Staff",
        "state": person.state.value,
    }


def _place() -> tuple[str, tuple[int, int], list[socket.socket]]:
    """Address, ports, and (unless root) the sockets that are listening there for the relay."""
    if os.geteuid() == 0:
        return _free_address(), _PORTS, []
    listening = [socket.create_server(("127.0.0.1", 0)) for _ in _PORTS]
    plain, encrypted = (each.getsockname()[1] for each in listening)
    return "127.0.0.1", (plain, encrypted), listening


def _free_address() -> str:
    """An address of this machine on which nobody listens yet."""
    for _ in range(20):
        address = f"127.{secrets.randbelow(100) + 100}.{secrets.randbelow(256)}.{secrets.randbelow(254) + 1}"
        try:
            for port in _PORTS:
                socket.create_server((address, port)).close()
        except OSError:
            continue
        return address
    raise AssertionError("No private address for Samba: ports 389 and 636 are taken on all of them")
