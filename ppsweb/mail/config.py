"""How this service sends: the mail server, the way back for what bounces, and the neutral sender.

Checked once when it is made, so that a wrong value stops the start and not the first parent's message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ppsweb.mail.address import BadAddress, checked
from ppsweb.settings import Settings

MEBIBYTE = 1024 * 1024
# A lock screen shows the sender: it must not say whose help somebody asked for (D6.20, D8.06).
TELLING = frozenset(
    {"advice", "advocacy", "carer", "carers", "child", "children", "disability", "education", "ehc", "family"}
    | {"needs", "parent", "parents", "partnership", "pps", "school", "sen", "send", "sendias", "sendiass"}
    | {"sendist", "special", "support", "tribunal"}
)


class BadMailConfig(ValueError):
    """A mail setting that the service must not start with."""


@dataclass(frozen=True)
class MailConfig:
    """One mail server and one identity.

    `return_path` is the envelope sender with exactly one `{}` where the reference of the message goes,
    like `post+{}@mail.example.gov.uk`, so that a bounce names its message and nothing else (D8.07).
    `domain` ends every Message-ID and is the name given in EHLO. `max_bytes` is for all attachments
    of a message together (D8.10). `answer_timeout` is the wait for the answer after the final dot,
    long because giving up there leaves nobody knowing whether the message was taken.
    Raises BadMailConfig.
    """

    host: str
    port: int
    sender: str
    sender_name: str
    domain: str
    return_path: str
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    timeout: float = 30.0
    answer_timeout: float = 120.0
    max_bytes: int = 8 * MEBIBYTE

    def __post_init__(self) -> None:
        if not self.host or not 0 < self.port < 65536:
            raise BadMailConfig("The mail server needs a host name and a port.")
        if bool(self.username) != bool(self.password):
            raise BadMailConfig("The mail server's user name and password come together or not at all.")
        if not (self.username + self.password).isascii():
            raise BadMailConfig("The mail server's user name and password must be ASCII.")
        if self.return_path.count("{}") != 1:
            raise BadMailConfig("The return path needs exactly one {} for the reference of the message.")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 .-]{0,63}", self.sender_name):
            raise BadMailConfig("The sender's name must be plain words on one line.")
        for name in ("sender", "return_path"):
            _need_address(name, getattr(self, name).replace("{}", "0" * 26))
        _need_address("domain", f"x@{self.domain}")
        self._need_neutral_sender()

    def _need_neutral_sender(self) -> None:
        shown = f"{self.sender_name} {self.sender.partition('@')[0]}".lower()
        told = TELLING & set(re.split(r"[^a-z0-9]+", shown))
        if told:
            raise BadMailConfig(f"The sender tells too much about the service: {', '.join(sorted(told))}.")


def from_settings(settings: Settings) -> MailConfig:
    """The configuration that the site's settings describe. Raises BadMailConfig.

    What bounces comes back to `return+REFERENCE@` the mail domain, so that domain's server must sort by what
    follows the plus sign.
    """
    return MailConfig(
        host=settings.mail_host,
        port=settings.mail_port,
        sender=settings.mail_sender,
        sender_name=settings.mail_sender_name,
        domain=settings.mail_domain,
        return_path=f"return+{{}}@{settings.mail_domain}",
        username=settings.mail_user,
        password=settings.mail_password,
        ca_file=Path(settings.mail_ca_file) if settings.mail_ca_file else None,
    )


def _need_address(name: str, address: str) -> None:
    try:
        checked(address)
    except BadAddress as bad:
        raise BadMailConfig(f"Mail setting {name}: {bad}") from bad
