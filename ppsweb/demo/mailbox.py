"""Where the caught messages lie, and `python -m ppsweb.demo.mailbox`: the mail catcher in a process of its own."""

from __future__ import annotations

import logging
import signal
import threading
from pathlib import Path

from ppsweb import settings
from ppsweb.demo.catcher import Catcher, Caught, caught, find_caught
from ppsweb.demo.instance import Instance
from ppsweb.settings import Settings

ROOT = Path(__file__).parents[2]


def messages(current: Settings) -> list[Caught]:
    """Every message that was caught, the newest first."""
    return caught(_folder(current))


def message(current: Settings, message_id: str) -> Caught | None:
    """One caught message."""
    return find_caught(_folder(current), message_id)


def catcher(current: Settings) -> Catcher:
    """The mail server that these settings send to. Raises NotInProduction."""
    instance = Instance(Path(current.instance_folder))
    files = instance.mail_certificate()
    return Catcher(
        instance.mail_folder,
        mode=current.mode,
        certificate=files.cert_file,
        key=files.key_file,
        username=current.mail_user,
        password=current.mail_password,
        port=current.mail_port,
    )


def serve() -> None:
    """Catch until SIGTERM or Ctrl-C."""
    ended = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ended.set())
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd warns of its own old names
    running = catcher(settings.load(ROOT))
    running.start()
    ended.wait()
    running.stop()


def _folder(current: Settings) -> Path:
    return Instance(Path(current.instance_folder)).mail_folder


if __name__ == "__main__":
    serve()
