"""The way out, against a real server: TLS and nothing else, one recipient, and what is known afterwards."""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ppsweb.mail.states import Reason
from ppsweb.mail.transport import Outcome, Result, Transport
from tests.given.smtp import DROP, HANG, MailServer
from tests.mail.conftest import PDF, ROW, ConfigMaker, config_for, message_to

pytestmark = pytest.mark.smtp


def test_sent_to_exactly_one_recipient_over_tls(mail_server: MailServer) -> None:
    outcome = Transport(config_for(mail_server)).send(message_to())
    taken = mail_server.only
    assert outcome == Outcome(Result.SENT, Reason.ANSWER, 250, taken.tls)
    assert taken.recipients == ("sam.taylor@home.example",)
    assert mail_server.recipients_named == ["sam.taylor@home.example"]
    assert taken.message["Message-ID"] == f"<{ROW}@send.example>"
    assert taken.message["Cc"] is None
    assert taken.message["Bcc"] is None
    assert taken.documents == [PDF]


def test_the_text_arrives_as_written(mail_server: MailServer) -> None:
    message = message_to(documents=())
    Transport(config_for(mail_server)).send(message)
    assert mail_server.only.message.get_content().replace("\r\n", "\n") == message.body


def test_the_return_path_names_the_row_and_a_bounce_brings_back_no_document(mail_server: MailServer) -> None:
    Transport(config_for(mail_server)).send(message_to())
    assert mail_server.only.sender == f"post+{ROW}@send.example"
    assert mail_server.dsn_asked == ["RET=HDRS", f"ENVID={ROW}", "NOTIFY=FAILURE"]


def test_sent_again_it_has_the_same_message_id(mail_server: MailServer) -> None:
    transport = Transport(config_for(mail_server))
    transport.send(message_to())
    transport.send(message_to())
    first, second = mail_server.taken
    assert first.message["Message-ID"] == second.message["Message-ID"]


@pytest.mark.parametrize("stage", ["mail", "rcpt", "at_data", "after_data"])
@pytest.mark.parametrize(
    ("answer", "result", "code"),
    [
        ("451 4.7.1 Come back later", Result.TRY_LATER, 451),
        ("421 4.3.2 Closing", Result.TRY_LATER, 421),
        ("550 5.1.1 No such mailbox", Result.STOPPED, 550),
        ("530 5.7.0 Authentication required", Result.STOPPED, 530),
        ("552 5.3.4 Too big", Result.STOPPED, 552),
    ],
)
def test_a_refusal_is_understood_wherever_it_comes(
    stage: str, answer: str, result: Result, code: int, mail_server: MailServer
) -> None:
    setattr(mail_server.script, stage, answer)
    outcome = Transport(config_for(mail_server)).send(message_to())
    assert (outcome.result, outcome.reason, outcome.code) == (result, "answer", code)
    assert mail_server.taken == []


@pytest.mark.parametrize("lost", [HANG, DROP])
def test_no_answer_after_the_message_was_taken_is_unknown(lost: str, mail_server: MailServer) -> None:
    mail_server.script.after_data = lost
    outcome = Transport(config_for(mail_server, answer_timeout=0.5)).send(message_to())
    assert (outcome.result, outcome.reason) == (Result.UNKNOWN, "no_answer")
    assert mail_server.only.documents == [PDF]


def test_a_line_that_drops_before_the_final_dot_may_be_tried_again(mail_server: MailServer) -> None:
    mail_server.script.at_data = DROP
    outcome = Transport(config_for(mail_server)).send(message_to(documents=(PDF * 400,)))
    assert (outcome.result, outcome.reason) == (Result.TRY_LATER, "connection")
    assert mail_server.taken == []


def test_wrong_password_is_a_refusal_after_one_try(mail_server: MailServer) -> None:
    outcome = Transport(config_for(mail_server, password="another")).send(message_to())
    assert (outcome.result, outcome.code) == (Result.STOPPED, 535)
    assert mail_server.sign_ins == 1
    assert mail_server.recipients_named == []


def test_signing_in_where_the_server_requires_it(mail_server: MailServer) -> None:
    outcome = Transport(config_for(mail_server, username="", password="")).send(message_to())
    assert (outcome.result, outcome.code) == (Result.STOPPED, 530)
    assert mail_server.recipients_named == []


def test_an_unknown_authority_is_refused_before_anything_is_said(mail_server: MailServer) -> None:
    config = config_for(mail_server, ca_file=mail_server.certificates.stranger)
    assert Transport(config).send(message_to()) == Outcome(Result.TRY_LATER, Reason.CERTIFICATE)
    assert mail_server.recipients_named == []


def test_without_an_authority_of_ones_own_the_system_decides(mail_server: MailServer) -> None:
    config = config_for(mail_server, ca_file=None)
    assert Transport(config).send(message_to()) == Outcome(Result.TRY_LATER, Reason.CERTIFICATE)
    assert mail_server.recipients_named == []


def test_a_certificate_for_another_host_is_refused(mail_server_elsewhere: MailServer) -> None:
    config = config_for(mail_server_elsewhere)
    assert Transport(config).send(message_to()) == Outcome(Result.TRY_LATER, Reason.CERTIFICATE)
    assert mail_server_elsewhere.recipients_named == []


def test_a_server_without_starttls_gets_nothing(mail_server_without_tls: MailServer) -> None:
    config = config_for(mail_server_without_tls)
    assert Transport(config).send(message_to()) == Outcome(Result.TRY_LATER, Reason.NO_TLS)
    assert mail_server_without_tls.conversations == 1
    assert mail_server_without_tls.recipients_named == []


def test_the_connection_demands_what_was_promised(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The context that is really used: at least TLS 1.2, certificate and host name verified (D8.01)."""
    used: list[ssl.SSLContext] = []
    wrap = ssl.SSLContext.wrap_socket

    def seen(context: ssl.SSLContext, *args: object, **options: object) -> ssl.SSLSocket:
        used.append(context)
        return wrap(context, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", seen)
    assert Transport(config_for(mail_server)).send(message_to()).result is Result.SENT
    (context,) = used
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_the_final_dot_goes_alone_and_last(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is lost before it has certainly not delivered; with it in the same write nobody could tell."""
    written: list[bytes] = []
    send = smtplib.SMTP.send

    def seen(smtp: smtplib.SMTP, data: bytes | str) -> None:
        written.append(data if isinstance(data, bytes) else data.encode())
        send(smtp, data)

    monkeypatch.setattr(smtplib.SMTP, "send", seen)
    assert Transport(config_for(mail_server)).send(message_to()).result is Result.SENT
    content, dot = written[written.index(b"DATA\r\n") + 1 :][:2]
    assert dot == b".\r\n"
    assert content.endswith(b"\r\n")
    assert b"\r\n.\r\n" not in content
    assert mail_server.only.documents == [PDF]


@contextmanager
def _listener(answer: bytes | None) -> Iterator[int]:
    """A port that takes a connection and says `answer`, or nothing at all for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                if answer is not None:
                    line.sendall(answer)
                else:
                    done.wait(10)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        done.set()
        thread.join()


@pytest.mark.parametrize(
    ("greeting", "result", "code"),
    [
        (b"421 4.3.2 Too busy\r\n", Result.TRY_LATER, 421),
        (b"554 5.7.1 Go away\r\n", Result.STOPPED, 554),
        (b"", Result.TRY_LATER, None),
        (b"not a mail server\r\n", Result.TRY_LATER, None),
        (None, Result.TRY_LATER, None),
    ],
)
def test_greetings(greeting: bytes | None, result: Result, code: int | None, configured: ConfigMaker) -> None:
    with _listener(greeting) as port:
        outcome = Transport(configured(port=port, timeout=0.5)).send(message_to())
    assert (outcome.result, outcome.code) == (result, code)


def test_nobody_listening_is_tried_again(configured: ConfigMaker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert Transport(configured(port=port)).send(message_to()) == Outcome(Result.TRY_LATER, Reason.CONNECTION)


def test_an_address_with_a_line_break_goes_nowhere(mail_server: MailServer) -> None:
    message = message_to("sam@home.example\r\nRCPT TO:<eve@elsewhere.example>")
    assert Transport(config_for(mail_server)).send(message) == Outcome(Result.STOPPED, Reason.BAD_ADDRESS)
    assert mail_server.conversations == 0


def test_too_big_for_us_is_not_offered(mail_server: MailServer) -> None:
    outcome = Transport(config_for(mail_server, max_bytes=len(PDF) - 1)).send(message_to())
    assert outcome == Outcome(Result.STOPPED, Reason.TOO_BIG)
    assert mail_server.conversations == 0


def test_too_big_for_the_server_is_not_sent(mail_server: MailServer) -> None:
    huge = PDF + bytes(13 * 1024 * 1024)
    outcome = Transport(config_for(mail_server, max_bytes=len(huge))).send(message_to(documents=(huge,)))
    assert (outcome.result, outcome.reason) == (Result.STOPPED, "too_big")
    assert mail_server.recipients_named == []


def test_the_log_has_ids_and_codes_only(mail_server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    mail_server.script.rcpt = "550 5.1.1 <sam.taylor@home.example>: no such mailbox"
    with caplog.at_level(logging.DEBUG, logger="ppsweb"):
        Transport(config_for(mail_server)).send(message_to())
    assert f"message {ROW}: stopped, answer, code 550" in caplog.text
    for secret in ("taylor", "asked for", "7Q4K", "only in the tests"):
        assert secret not in caplog.text
