"""The one way out: SMTP with STARTTLS, a verified certificate and a verified host name.

What matters is to know, at each step, whether the server may have taken the message. Up to the final dot
it cannot have (RFC 5321 4.1.1.4): trying again later is safe. Once the dot has been sent and no answer
came, nobody knows, and only a person may decide to send again. Ids and codes are logged, never an address,
a subject or a server's words, which often repeat the address.
"""

from __future__ import annotations

import contextlib
import logging
import smtplib
import ssl
from dataclasses import dataclass
from enum import StrEnum

from ppsweb.mail.config import MailConfig
from ppsweb.mail.message import BadMessage, OutgoingMessage, compose, recipient, return_path, to_wire
from ppsweb.mail.states import Reason

log = logging.getLogger(__name__)

READY_FOR_DATA = 354
QUIT_TIMEOUT = 5.0


class Result(StrEnum):
    """What is known after a try."""

    SENT = "sent"
    TRY_LATER = "try_later"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """What one try came to.

    `code` is the server's answer where there was one, `tls` the protocol that was in use ("TLSv1.3"),
    `reason` what it met with.
    """

    result: Result
    reason: Reason
    code: int | None = None
    tls: str | None = None


class _Stop(Exception):
    """Leaves the conversation with an outcome that no exception of smtplib expresses."""

    def __init__(self, result: Result, reason: Reason) -> None:
        super().__init__(reason)
        self.result = result
        self.reason = reason


class Transport:
    """Sends one message at a time, each over its own connection."""

    def __init__(self, config: MailConfig) -> None:
        self.config = config

    def send(self, message: OutgoingMessage) -> Outcome:
        """Try once. Never raises for what a mail server or a network can do; never sends twice."""
        try:
            wire = to_wire(compose(message, self.config))
            outcome = self._converse(message, wire)
        except BadMessage as bad:
            outcome = Outcome(Result.STOPPED, bad.reason)
        log.info("message %s: %s, %s, code %s", message.row_id, outcome.result, outcome.reason, outcome.code)
        return outcome

    def _converse(self, message: OutgoingMessage, wire: bytes) -> Outcome:
        config, tls = self.config, None
        try:
            smtp = smtplib.SMTP(config.host, config.port, config.domain, config.timeout)
        except OSError as error:  # every exception of smtplib is an OSError
            return _before_the_dot(error, tls)
        with contextlib.closing(smtp):
            try:
                tls = self._secure(smtp)
                self._sign_in(smtp)
                self._envelope(smtp, message, len(wire))
                smtp.send(wire)
            except (_Stop, OSError) as error:
                return _before_the_dot(error, tls)
            return self._final_dot(smtp, tls)

    def _secure(self, smtp: smtplib.SMTP) -> str:
        """Switch to TLS; without it nothing else is said. Returns the protocol in use."""
        smtp.ehlo_or_helo_if_needed()
        if not smtp.has_extn("starttls"):
            raise _Stop(Result.TRY_LATER, Reason.NO_TLS)
        context = ssl.create_default_context(cafile=self.config.ca_file)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        smtp.starttls(context=context)
        if not isinstance(smtp.sock, ssl.SSLSocket):
            raise _Stop(Result.TRY_LATER, Reason.NO_TLS)
        smtp.ehlo_or_helo_if_needed()
        return smtp.sock.version() or ""

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        """One try with one mechanism: smtplib's own login() would try three and lock the account sooner."""
        if not self.config.username:
            return
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        smtp.user, smtp.password = self.config.username, self.config.password
        if "PLAIN" in offered:
            smtp.auth("PLAIN", smtp.auth_plain)
        elif "LOGIN" in offered:
            smtp.auth("LOGIN", smtp.auth_login)
        else:
            raise _Stop(Result.TRY_LATER, Reason.NO_AUTH)

    def _envelope(self, smtp: smtplib.SMTP, message: OutgoingMessage, size: int) -> None:
        """MAIL, one RCPT, DATA: the only place that names a recipient to a server."""
        limit = smtp.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < size:
            raise _Stop(Result.STOPPED, Reason.TOO_BIG)
        options = [f"SIZE={size}"] if smtp.has_extn("size") else []
        notify = []
        if smtp.has_extn("dsn"):
            # A bounce then brings back the headers only and not the document.
            options += ["RET=HDRS", f"ENVID={message.row_id}"]
            notify = ["NOTIFY=FAILURE"]
        sender = return_path(message, self.config)
        code, answer = smtp.mail(sender, options)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, answer, sender)
        to = recipient(message)
        code, answer = smtp.rcpt(to, notify)
        if code not in (250, 251):
            raise smtplib.SMTPResponseException(code, answer)
        code, answer = smtp.docmd("DATA")
        if code != READY_FOR_DATA:
            raise smtplib.SMTPDataError(code, answer)

    def _final_dot(self, smtp: smtplib.SMTP, tls: str | None) -> Outcome:
        """Send the final dot on its own and wait: from here on a lost answer means that nobody knows."""
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self.config.answer_timeout)
            smtp.send(b".\r\n")
            code, _ = smtp.getreply()
        except OSError:
            return Outcome(Result.UNKNOWN, Reason.NO_ANSWER, tls=tls)
        result = {2: Result.SENT, 4: Result.TRY_LATER, 5: Result.STOPPED}.get(code // 100, Result.UNKNOWN)
        if result is Result.SENT:
            _say_goodbye(smtp)
        return Outcome(result, Reason.ANSWER, code, tls)


def _before_the_dot(error: Exception, tls: str | None) -> Outcome:
    """The outcome of an error that left the message certainly untaken."""
    if isinstance(error, _Stop):
        return Outcome(error.result, error.reason, tls=tls)
    if isinstance(error, smtplib.SMTPResponseException) and 400 <= error.smtp_code < 600:
        result = Result.STOPPED if error.smtp_code >= 500 else Result.TRY_LATER
        reason = Reason.SIGN_IN if isinstance(error, smtplib.SMTPAuthenticationError) else Reason.ANSWER
        return Outcome(result, reason, error.smtp_code, tls)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Outcome(Result.TRY_LATER, Reason.CERTIFICATE)
    if isinstance(error, ssl.SSLError) and tls is None:
        return Outcome(Result.TRY_LATER, Reason.TLS)
    return Outcome(Result.TRY_LATER, Reason.CONNECTION, tls=tls)


def _say_goodbye(smtp: smtplib.SMTP) -> None:
    """QUIT for politeness: the message is taken, so nothing that happens here changes the outcome."""
    with contextlib.suppress(OSError):
        if smtp.sock is not None:
            smtp.sock.settimeout(QUIT_TIMEOUT)
        smtp.quit()
