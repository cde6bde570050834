"""Reports as mail servers write them, and what must not be taken for one."""

from __future__ import annotations

from dataclasses import fields
from email.parser import BytesParser

import pytest

from ppsweb.mail.bounces import Bounce, Nature, Reading, What, read
from ppsweb.mail.config import MailConfig
from tests.mail.conftest import ROW

CONFIG = MailConfig(
    host="mail.send.example",
    port=587,
    sender="documents@send.example",
    sender_name="Documents",
    domain="send.example",
    return_path="post+{}@send.example",
)
RETURN_PATH = f"post+{ROW}@send.example"


def report(
    *,
    to: str = RETURN_PATH,
    action: str = "failed",
    status: str = "5.1.1",
    per_message: str = "Reporting-MTA: dns; mx.home.example\n",
    returned: str = "Subject: A document you asked for\n",
    returned_type: str = "text/rfc822-headers",
    kind: str = 'multipart/report; report-type="delivery-status"',
) -> bytes:
    """A delivery report as Postfix writes it."""
    return f"""Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.home.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: {kind}; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

<sam.taylor@home.example>: the mailbox of Sam Taylor is gone

--b1
Content-Type: message/delivery-status

{per_message}
Final-Recipient: rfc822; sam.taylor@home.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} sam.taylor@home.example unknown

--b1
Content-Type: {returned_type}

{returned}
--b1--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("action", "status", "nature", "kept"),
    [
        ("failed", "5.1.1", Nature.HARD, "5.1.1"),
        ("Failed", "5.1.10 (recipient not found)", Nature.HARD, "5.1.10"),
        ("failed", "5.7.133", Nature.HARD, "5.7.133"),
        ("failed", "4.4.7", Nature.RETURNED, "4.4.7"),
        ("failed", "gone away", Nature.RETURNED, ""),
        ("delayed", "4.4.1", Nature.DELAYED, "4.4.1"),
    ],
)
def test_a_report_is_as_bad_as_it_says(action: str, status: str, nature: Nature, kept: str) -> None:
    bounce = Bounce(ROW, nature, kept)
    assert read(report(action=action, status=status), CONFIG) == Reading(What.BOUNCE, bounce)
    assert bounce.hard == (nature is Nature.HARD)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_nothing_to_do(action: str) -> None:
    assert read(report(action=action, status="2.0.0"), CONFIG) == Reading(What.NOTHING)


def test_the_worst_of_several_recipients_counts() -> None:
    """Behind one address there may be a forwarding to others."""
    several = report(
        action="delayed",
        status="4.4.1\n\nFinal-Recipient: rfc822; b@home.example\nAction: failed\nStatus: 5.2.1"
        "\n\nFinal-Recipient: rfc822; c@home.example\nAction: delivered\nStatus: 2.0.0",
    )
    assert read(several, CONFIG).bounce == Bounce(ROW, Nature.HARD, "5.2.1")


@pytest.mark.parametrize(
    "to",
    [RETURN_PATH, RETURN_PATH.upper(), f"<{RETURN_PATH}>", f'"Post" <{RETURN_PATH}>'],
)
def test_the_return_path_names_the_message_however_it_is_written(to: str) -> None:
    assert read(report(to=to), CONFIG).bounce == Bounce(ROW, Nature.HARD, "5.1.1")


@pytest.mark.parametrize(
    "found_in",
    [
        {"per_message": f"Reporting-MTA: dns; x\nOriginal-Envelope-Id: {ROW}\n"},
        {"returned": f"From: x\nMessage-ID: <{ROW}@send.example>\n"},
        {"returned": f"Message-ID: <{ROW}@send.example>\n\nbody\n", "returned_type": "message/rfc822"},
    ],
)
def test_without_the_return_path_the_message_is_found_otherwise(found_in: dict[str, str]) -> None:
    assert read(report(to="post@send.example", **found_in), CONFIG).bounce == Bounce(
        ROW, Nature.HARD, "5.1.1"
    )


@pytest.mark.parametrize(
    "to",
    [
        "post@send.example",
        f"post+{ROW}@elsewhere.example",
        f"post+{ROW}@send.example.evil.example",
        f"xpost+{ROW}@send.example",
        f"post+{ROW[:-1]}@send.example",
        f"post+{ROW}0@send.example",
        f"post+{ROW[:-1]}i@send.example",
    ],
)
def test_a_report_about_nothing_of_ours_is_for_a_person(to: str) -> None:
    assert read(report(to=to), CONFIG) == Reading(What.FOR_A_PERSON)


def test_a_message_id_of_another_domain_is_not_ours() -> None:
    other = report(to="post@send.example", returned=f"Message-ID: <{ROW}@elsewhere.example>\n")
    assert read(other, CONFIG) == Reading(What.FOR_A_PERSON)


def test_a_report_wrapped_by_a_gateway_is_still_read() -> None:
    plain = report()
    head, _, body = plain.partition(b"\r\n\r\n")
    inner = b'Content-Type: multipart/report; boundary="b1"\r\n\r\n' + body
    wrapped = (
        head.replace(b'boundary="b1"', b'boundary="b0"') + b"\r\n\r\n--b0\r\n" + inner + b"\r\n--b0--\r\n"
    )
    assert read(wrapped, CONFIG).bounce == Bounce(ROW, Nature.HARD, "5.1.1")


def test_a_report_that_somebody_forwarded_is_not_a_report() -> None:
    forwarded = (
        f"""To: {RETURN_PATH}
From: eve@elsewhere.example
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b9"

--b9
Content-Type: message/rfc822

""".encode()
        + report().replace(b"\r\n", b"\n")
        + b"\n--b9--\n"
    )
    assert read(forwarded, CONFIG) == Reading(What.FOR_A_PERSON)


OUT_OF_OFFICE = f"""To: {RETURN_PATH}
From: sam.taylor@home.example
Subject: Out of office
{{header}}
Content-Type: text/plain

My sister Jo is ill; write to 07700 900123.
"""


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-replied (vacation)", "Precedence: auto_reply", "X-Autoreply: yes"]
)
def test_an_automatic_reply_is_thrown_away_unread(header: str) -> None:
    """A holiday message may be about somebody else (D8.07): nothing of it is in what comes back."""
    reading = read(OUT_OF_OFFICE.format(header=header).encode(), CONFIG)
    assert reading == Reading(What.NOTHING)


@pytest.mark.parametrize("header", ["X-Mailer: some", "Auto-Submitted: no"])
def test_a_persons_own_reply_is_for_a_person(header: str) -> None:
    assert read(OUT_OF_OFFICE.format(header=header).encode(), CONFIG) == Reading(What.FOR_A_PERSON)


def test_nothing_that_is_kept_can_hold_text_of_the_report() -> None:
    bounce = read(report(status="5.1.1 sam.taylor@home.example"), CONFIG).bounce
    assert bounce is not None
    assert [str(getattr(bounce, item.name)) for item in fields(bounce)] == [ROW, "hard", "5.1.1"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\xff\xfe\x80" * 100,
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report\n\nno boundary\n",
        b"To: =?utf-8?q?=ff=fe?= \xff\nContent-Type: \xff/\xfe\n\n",
        b"Content-Type: text/plain; charset=no-such\n\n\xff",
    ],
)
def test_rubbish_is_not_a_bounce(data: bytes) -> None:
    assert read(data, CONFIG).bounce is None


@pytest.mark.parametrize(
    "layer",
    ["Content-Type: multipart/mixed; boundary={0}\n\n--{0}\n", "Content-Type: message/rfc822\n\n"],
)
def test_thousands_of_nested_parts_do_not_stop_the_reading(layer: str) -> None:
    nested = "".join(layer.format(number) for number in range(3000)).encode()
    with pytest.raises(RecursionError):
        BytesParser().parsebytes(nested)
    assert read(nested, CONFIG) == Reading(What.FOR_A_PERSON)
