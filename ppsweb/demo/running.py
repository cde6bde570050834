"""Running the training copy: its folder, its data, then directory, mail catcher, worker and site until told to stop."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import TextIO

import click

from ppsweb.demo import instance as instances
from ppsweb.demo.children import Children
from ppsweb.demo.directory import DemoRefused
from ppsweb.demo.directory.people import COUNCIL_STAFF, LEAFLET_EDITOR, MANAGER, OFFICERS
from ppsweb.demo.instance import LOOPBACK, Instance, Ports

START_WITHIN = 60.0
THREADS = 8
WORDS = {"site": "PORT", "directory": "DIRECTORY_PORT", "mail": "MAIL_PORT"}
ACCOUNTS = (
    ("Manager", MANAGER),
    *(("Officer", each) for each in OFFICERS),
    ("Leaflet editor", LEAFLET_EDITOR),
    *(("Other council staff", each) for each in COUNCIL_STAFF),
)


def run(root: Path, environ: Mapping[str, str]) -> int:
    """Prepare and run until Ctrl-C, SIGTERM or the end of a part; answers the exit status.

    Raises DemoRefused in production, for a port that is taken and for a folder of another site.
    """
    os.umask(0o077)  # whatever any part writes is for this account only
    ports = Ports.of(environ)
    folder = Path(environ.get("PPSWEB_INSTANCE_FOLDER", root / "instance"))
    instance = instances.prepare(folder, ports, environ)
    lock = _alone(instance)
    for name, word in WORDS.items():
        _refuse_taken(getattr(ports, name), word)
    told = _told_to_stop()
    with lock, Children(root, {**environ, **instance.environment(ports)}) as children:
        if not _bring_up_to_date(children, instance, told):
            return _say_ended(children, told)
        _start(children, instance, ports)
        if not _answer(children, ports, told):
            return _say_ended(children, told)
        click.echo(welcome(ports))
        while not told.wait(0.5) and children.ended() is None:
            pass
        return _say_ended(children, told)


def welcome(ports: Ports) -> str:
    """What is printed once the site answers: where it is and as whom to sign in."""
    rows = [("Role", "User name", "Password", "Name")]
    rows += [(role, person.account, person.password, person.name) for role, person in ACCOUNTS]
    table = "\n".join(
        f"    {role:<22}{account:<12}{password:<20}{name}" for role, account, password, name in rows
    )
    return (
        f"\nThe training copy answers at  {instances.address(ports)}\n\n{table}\n\n"
        "Everything in it is invented, and no e-mail leaves this machine (see “Caught mail”).\n"
        "What you enter is kept in the folder instance. Ctrl-C stops it.\n"
    )


def _alone(instance: Instance) -> TextIO:
    """The folder's lock, held while this program lives. Raises DemoRefused when another copy runs on the folder."""
    lock = open(instance.folder / "running.lock", "w")  # noqa: SIM115 - open as long as the copy runs
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise DemoRefused(
            f"Another training copy is running on the folder {instance.folder}. Stop that one first, or give this "
            "one a folder of its own: PPSWEB_INSTANCE_FOLDER=…"
        ) from None
    return lock


def _bring_up_to_date(children: Children, instance: Instance, told: threading.Event) -> bool:
    """Migrate the database that is there; the first time, make it with all invented data in it. False: told to stop.

    It gets its name only when it is complete, so that a run broken off in the middle leaves no half of it.
    """
    if instance.database.exists():
        status = children.run("-m", "flask", "--app", "wsgi", "database", "migrate", told=told, quiet=True)
        if status:
            raise DemoRefused("The database could not be brought up to date.")
        return status is not None
    click.echo("Making the invented families. This takes a minute, the first time only.")
    unfinished = instance.unfinished_database
    for path in (unfinished, *(Path(f"{unfinished}{end}") for end in ("-wal", "-shm", "-journal"))):
        path.unlink(missing_ok=True)
    status = children.run("-m", "ppsweb.demo.data", told=told, environ=instance.loading())
    if status:
        raise DemoRefused("The invented data could not be made.")
    if status is None:
        return False
    unfinished.rename(instance.database)
    return True


def _start(children: Children, instance: Instance, ports: Ports) -> None:
    children.start(
        "the demo directory",
        *("-m", "ppsweb.demo.directory", str(instance.directory_folder), "--port", str(ports.directory)),
    )
    children.start("the mail catcher", "-m", "ppsweb.demo.mailbox")
    children.start("the worker", "-m", "flask", "--app", "wsgi", "worker", "run")
    children.start(
        "the site",
        *("-m", "gunicorn", "wsgi:app", "--bind", f"{LOOPBACK}:{ports.site}", "--workers", "1"),
        *("--worker-class", "gthread", "--threads", str(THREADS), "--graceful-timeout", "3"),
        *("--log-level", "warning", "--no-control-socket"),
    )


def _answer(children: Children, ports: Ports, told: threading.Event) -> bool:
    """Wait until every server takes connections; False when that will not happen."""
    deadline = time.monotonic() + START_WITHIN
    waiting = [ports.directory, ports.mail, ports.site]
    while waiting and time.monotonic() < deadline and children.ended() is None:
        waiting = [port for port in waiting if not _is_open(port)]
        if told.wait(0.1 if waiting else 0):
            return False
    return not waiting and children.ended() is None


def _say_ended(children: Children, told: threading.Event) -> int:
    if told.is_set():
        click.echo("\nStopping.")
        return 0
    name = children.ended()
    what = f"{name} ended by itself" if name else f"It does not answer after {START_WITHIN:.0f} seconds"
    click.echo(f"{what[0].upper()}{what[1:]}; what it said stands above. Stopping.", err=True)
    return 1


def _told_to_stop() -> threading.Event:
    """An event that is set by Ctrl-C, by SIGTERM and by a terminal that is closed."""
    told = threading.Event()

    def tell(_signal: int, _frame: FrameType | None) -> None:
        if told.is_set():
            return
        told.set()

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, tell)
    return told


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _refuse_taken(port: int, word: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            why = "is taken by another program" if error.errno == errno.EADDRINUSE else "cannot be used"
            other = port + 1 if port < 65535 else port - 1
            raise DemoRefused(f"Port {port} {why}. Take another: make run {word}={other}") from None
