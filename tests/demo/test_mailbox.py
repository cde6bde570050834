"""The page of caught mail: in the training copy only, with what was attached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from ppsweb.database import new_id
from ppsweb.demo.instance import Instance
from ppsweb.permissions.roles import Role
from tests.given.staff import SignedIn, Staff

PDF = b"%PDF-1.7 invented"


@pytest.fixture
def training_copy(make_app: Callable[..., Flask], tmp_path: Path) -> Flask:
    """The site in demo mode, with a folder of its own for what is caught."""
    app = make_app(mode="demo", instance_folder=str(tmp_path))
    Instance(tmp_path).mail_folder.mkdir(parents=True)
    return app


@pytest.fixture
def oak(training_copy: Flask) -> Iterator[SignedIn]:
    client = Staff(training_copy)(Role.OFFICER)
    yield client
    client.close()


def put(folder: Path, subject: str) -> str:
    """A message as the catcher writes it; answers its id."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "documents@send.example",
        "petra@mail.example",
        subject,
    )
    message.set_content("A document that you asked for is attached.\n\n<b>Not markup</b>")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="document.pdf")
    name = new_id()
    raw = b"X-Envelope-To: petra@mail.example\r\n" + message.as_bytes()
    (Instance(folder).mail_folder / f"20261124091500000000-{name}.eml").write_bytes(raw)
    return name


def test_nothing_caught_is_said_plainly(oak: SignedIn) -> None:
    page = oak.get("/demo/mail")
    assert page.heading == "Caught mail"
    assert "No message has been caught yet" in page.text
    assert "No mail leaves the training copy" in page.text


def test_a_caught_message_is_listed_shown_and_its_attachment_kept(oak: SignedIn, tmp_path: Path) -> None:
    put(tmp_path, "A document you asked for")
    page = oak.get("/demo/mail")
    assert "petra@mail.example" in page.text
    page = page.follow("A document you asked for")
    assert "24 November 2026 at 9:15am" in page.text
    assert "<b>Not markup</b>" in page.text
    file = oak.fetch(page.links["document.pdf"])
    assert file.data == PDF
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"] == "attachment; filename=document.pdf"


def test_what_is_not_there_is_not_found(oak: SignedIn, tmp_path: Path) -> None:
    there = put(tmp_path, "One")
    assert oak.fetch(f"/demo/mail/{there}").status == 200
    oak.get(f"/demo/mail/{new_id()}", expect=404)
    oak.get(f"/demo/mail/{there}/attachments/2", expect=404)
    oak.get(f"/demo/mail/{there}/attachments/0", expect=404)


def test_outside_the_training_copy_there_is_no_such_page(as_officer: SignedIn, oak: SignedIn) -> None:
    assert "/demo/mail" in oak.get("/").links.values()
    assert "/demo/mail" not in as_officer.get("/").links.values()
    as_officer.get("/demo/mail", expect=404)
