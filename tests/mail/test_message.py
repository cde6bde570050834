"""What a message looks like, and what never leaves."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

import pytest

from ppsweb.mail.message import BadMessage, compose, to_wire
from ppsweb.mail.wording import Kind
from tests.mail.conftest import PDF, ROW, ConfigMaker, message_to


def test_headers_reveal_nothing(configured: ConfigMaker) -> None:
    mail = compose(message_to(), configured())
    assert {name: str(value) for name, value in mail.items() if not name.startswith("Content")} == {
        "From": "Documents <documents@send.example>",
        "To": "sam.taylor@home.example",
        "Subject": "A document you asked for, reference 7Q4K-2MXD",
        "Date": "Tue, 24 Nov 2026 09:30:00 +0000",
        "Message-ID": f"<{ROW}@send.example>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
    }


def test_body_is_plain_text_and_the_document_has_a_neutral_name(configured: ConfigMaker) -> None:
    message = message_to()
    mail = compose(message, configured())
    body = mail.get_body()
    assert body is not None
    assert body.get_content_type() == "text/plain"
    assert body.get_content() == message.body
    (document,) = mail.iter_attachments()
    assert document.get_filename() == "document-7Q4K.pdf"
    assert document.get_content() == PDF


def test_several_documents_are_numbered(configured: ConfigMaker) -> None:
    mail = compose(message_to(documents=(PDF, PDF)), configured())
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == ["document-7Q4K-1.pdf", "document-7Q4K-2.pdf"]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_subject_with_its_reference(kind: Kind, configured: ConfigMaker) -> None:
    mail = compose(message_to(kind=kind, documents=()), configured())
    assert mail["Subject"].endswith(", reference 7Q4K-2MXD")


def test_written_again_it_is_the_same_message(configured: ConfigMaker) -> None:
    first, second = (compose(message_to(), configured()) for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    other = compose(message_to(row_id=ROW[::-1]), configured())
    assert other["Message-ID"] != first["Message-ID"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"to": "sam@home.example\nBcc: eve@elsewhere.example"}, "bad_address"),
        ({"to": "sam@home.example\r\n"}, "bad_address"),
        ({"to": "sam@home.example, eve@elsewhere.example"}, "bad_address"),
        ({"to": ""}, "bad_address"),
        ({"reference": "7Q4K-2MXD\nBcc: eve@elsewhere.example"}, "bad_message"),
        ({"reference": "Taylor"}, "bad_message"),
        ({"row_id": f"{ROW}\n"}, "bad_message"),
        ({"row_id": "../../etc"}, "bad_message"),
        ({"body": "lone \ud800 surrogate"}, "bad_message"),
        ({"body": "nul \0 nul"}, "bad_message"),
        ({"documents": (b"PK\x03\x04 a zip",)}, "bad_message"),
    ],
)
def test_refused(change: dict[str, Any], reason: str, configured: ConfigMaker) -> None:
    with pytest.raises(BadMessage) as refused:
        compose(message_to(**change), configured())
    assert refused.value.reason == reason


def test_size_counts_all_documents_together(configured: ConfigMaker) -> None:
    config = configured(max_bytes=2 * len(PDF))
    assert compose(message_to(documents=(PDF, PDF)), config)["Subject"]
    with pytest.raises(BadMessage, match="larger than") as refused:
        compose(message_to(documents=(PDF, PDF, PDF)), config)
    assert refused.value.reason == "too_big"


def test_the_wire_has_no_bare_line_ends_and_no_lone_dot(configured: ConfigMaker) -> None:
    tricky = "one\rtwo\nthree\r\n.\r\n.four\n"
    wire = to_wire(compose(message_to(body=tricky, documents=()), configured()))
    without_pairs = wire.replace(b"\r\n", b"")
    assert b"\r" not in without_pairs
    assert b"\n" not in without_pairs
    assert b"\r\n.\r\n" not in wire
    assert b"\r\n..four" in wire
    assert wire.endswith(b"\r\n")


def test_an_international_domain_is_written_in_ascii(configured: ConfigMaker) -> None:
    wire = to_wire(compose(message_to("sam@bücher.example"), configured()))
    assert b"To: sam@xn--bcher-kva.example\r\n" in wire
    parsed = message_from_bytes(wire, policy=policy.SMTP)
    assert parsed["To"] == "sam@xn--bcher-kva.example"


def test_address_and_text_are_not_in_the_repr() -> None:
    message = message_to(body="about a child", written_at=datetime(2026, 11, 24))
    assert ROW in repr(message)
    assert "taylor" not in repr(message)
    assert "child" not in repr(message)
