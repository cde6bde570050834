"""The whole story once, with every component real: from signing in to the pack that a parent opens at home.

The directory is Samba's Active Directory, the mail server takes STARTTLS and a sign-in, the pages are Chromium's.
The same story by hand is the README's first hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from ppsweb.deadlines import clock
from ppsweb.worker import queue
from tests.given.browser import DESKTOP, PHONE, Visits, axe, fits, keep
from tests.given.samba import Samba
from tests.given.smtp import MailServer, Taken
from tests.given.verapdf import accessible
from tests.journeys import at_work
from tests.journeys.documents import Document

pytestmark = [pytest.mark.browser, pytest.mark.samba, pytest.mark.smtp, pytest.mark.pdf, pytest.mark.slow]

PARENT, CHILD, ADDRESS = "Petra Plum", "Pip Plum", "petra.plum@home.example"
NOTES, TYPED = 60, 2
MARKER = "Journey note {:02}."
LEAFLET = "Asking for a needs assessment"
LEAFLET_TEXT = """<h2>How to ask</h2>
<p>Write to the council. You can use your own words, and nobody has to agree before you ask.</p>
<h2>What happens then</h2>
<ul><li>The council has six weeks to answer.</li><li>If it says no, you can appeal.</li></ul>"""
#: words that would tell somebody who looks over a shoulder whose help was asked for
TELLING = ("plum", "larkshire", "partnership", "parent", "child", "send ", "education", "case", "data")


class Story:
    """Who is at which browser, and what the world outside has received."""

    def __init__(self, visits: Visits, site: Flask, samba: Samba, mail: MailServer) -> None:
        self.visits, self.site, self.samba, self.mail = visits, site, samba, mail
        self.case = ""

    def arrives(self, account: str) -> Page:
        page = self.visits()
        at_work.sign_in(page, account, self.samba.password)
        return page

    def worker_looks(self) -> None:
        queue.one_round(self.site)

    def received(self) -> Taken:
        """The one message that a round of the worker sends, to one recipient, told to the server once."""
        before, named = len(self.mail.taken), len(self.mail.recipients_named)
        self.worker_looks()
        (new,) = self.mail.taken[before:]
        assert new.recipients == tuple(self.mail.recipients_named[named:]) == (ADDRESS,)
        assert new.tls in ("TLSv1.2", "TLSv1.3")
        assert new.message["Cc"] is new.message["Bcc"] is None
        return new

    def sends_nothing_yet(self) -> None:
        before = len(self.mail.taken)
        self.worker_looks()
        assert len(self.mail.taken) == before


@pytest.fixture
def story(visit_whole_site: Visits, whole_site: Flask, samba: Samba, mail_server: MailServer) -> Story:
    return Story(visit_whole_site, whole_site, samba, mail_server)


def test_from_signing_in_to_the_pack_that_the_parent_opens(
    story: Story, tmp_path: Path, verapdf: Callable[..., Any]
) -> None:
    manager, officer, second, editor = staff_is_admitted(story)
    permission_and_case(story, officer)
    sixty_notes(officer, story.case)
    address_is_verified(story, officer)
    leaflet_is_published(story, editor, officer)
    leaflet_reaches_the_parent(story, officer, tmp_path, verapdf)
    request = request_is_decided(officer, second)
    pack_is_made_and_signed(story, officer, second, request)
    message, password = pack_is_released(story, manager, request)
    the_message_tells_nothing(message)
    (data,) = message.documents
    the_pack_is_whole(Document(data, tmp_path, password), verapdf)
    for_council_staff_there_is_no_case(story)


def look(page: Page, name: str) -> None:
    """At both widths, as everywhere: axe, nothing to scroll sideways, a picture."""
    for viewport in (PHONE, DESKTOP):
        page.set_viewport_size(viewport)
        axe(page)
        fits(page)
        keep(page, f"journey/{name}-{viewport['width']}")


def staff_is_admitted(story: Story) -> tuple[Page, Page, Page, Page]:
    """The first manager by command, everybody else by the manager in the browser."""
    manager = story.arrives("marigold")
    expect(manager.get_by_role("link", name="Staff")).to_have_count(0)
    done = story.site.test_cli_runner().invoke(args=["auth", "admit", "marigold@pps-test.example"])
    assert "Maya Marigold is admitted as the first manager." in done.output, done.output
    manager.reload()
    officer, second, editor = (story.arrives(each) for each in ("oak", "orchid", "laurel"))
    expect(officer.get_by_text("A manager must admit you.")).to_be_visible()
    for name in ("Oliver Oak", "Olive Orchid", "Lena Laurel"):
        at_work.admit(manager, name)
    for page in (officer, second, editor):
        page.reload()
    return manager, officer, second, editor


def permission_and_case(story: Story, officer: Page) -> None:
    at_work.take_on_by_telephone(officer, PARENT, CHILD)
    at_work.open_case(officer)
    story.case = officer.url


def sixty_notes(officer: Page, case: str) -> None:
    """The first ones typed and saved on the page, the others through the same form."""
    first_day = clock.today() - timedelta(days=NOTES)
    for number in range(1, NOTES + 1):
        facts, day = MARKER.format(number), first_day + timedelta(days=number)
        if number <= TYPED:
            at_work.write_note(officer, facts, day)
        else:
            at_work.send_note(officer, case, facts, day)
    officer.goto(case)
    expect(officer.get_by_text("Journey note")).to_have_count(50)
    look(officer, "case-of-60-notes")
    at_work.follow(officer, "Older notes")
    expect(officer.get_by_text("Journey note")).to_have_count(NOTES - 50)
    officer.goto(case)


def address_is_verified(story: Story, officer: Page) -> None:
    """A code goes to the address; what the parent reads back is what the mail server took."""
    at_work.follow(officer, f"Everything about {PARENT}")
    at_work.add_email(officer, ADDRESS)
    code = re.search(r"code you asked for is (\d{6})", story.received().message.get_content())
    assert code is not None
    at_work.read_code_back(officer, code[1])


def leaflet_is_published(story: Story, editor: Page, officer: Page) -> None:
    at_work.write_leaflet(editor, LEAFLET, LEAFLET_TEXT)
    at_work.approve_leaflet(officer, LEAFLET)
    expect(officer.get_by_text("The PDF is being made.")).to_be_visible()
    story.worker_looks()
    officer.reload()
    expect(officer.get_by_role("link", name="Print or keep it (PDF)")).to_be_visible()


def leaflet_reaches_the_parent(
    story: Story, officer: Page, folder: Path, verapdf: Callable[..., Any]
) -> None:
    officer.goto(story.case)
    at_work.send_leaflet(officer, LEAFLET, ADDRESS)
    story.sends_nothing_yet()
    clock.move(timedelta(minutes=11))
    (data,) = story.received().documents
    leaflet = Document(data, folder)
    leaflet.check()
    leaflet.keep_pictures("journey/leaflet")
    assert "The council has six weeks to answer." in leaflet.pages()[0]
    assert leaflet.numbers() == [(1, 1)]
    accessible(verapdf(data)[0])


def request_is_decided(officer: Page, second: Page) -> str:
    """Logged by the officer, opened by a colleague who is to sign, decided by the officer; gives its address."""
    at_work.follow(officer, f"Everything about {PARENT}")
    at_work.log_request(officer, "Can I have everything you hold about me?")
    request = officer.url
    at_work.cover_case(second, "plum", "To read and sign their request for data.")
    at_work.look_everywhere(officer)
    at_work.decide_every_item(officer)
    return request


def pack_is_made_and_signed(story: Story, officer: Page, second: Page, request: str) -> None:
    at_work.press(officer, "Make the pack")
    at_work.told(officer, "The pack is being made.")
    story.worker_looks()
    officer.goto(request)
    expect(officer.get_by_role("link", name="Read the pack")).to_be_visible()
    second.goto(request)
    at_work.begin_to_sign(second)
    look(second, "sign")
    at_work.sign(second)
    officer.goto(request)
    look(officer, "request-ready")


def pack_is_released(story: Story, manager: Page, request: str) -> tuple[Taken, str]:
    """The message that left after the time in which it could be cancelled, and the password from the screen."""
    manager.goto(request)
    password = at_work.release(manager, ADDRESS, story.samba.password)
    look(manager, "released")
    story.sends_nothing_yet()
    at_work.follow(manager, "note that you told it")
    manager.get_by_label("By telephone, on a number we know").check()
    look(manager, "told")
    at_work.press(manager, "Note it")
    at_work.told(manager, "Noted that the password was told.")
    clock.move(timedelta(minutes=22))
    message = story.received()
    manager.goto(request)
    expect(manager.get_by_text("Answered on")).to_be_visible()
    assert password not in manager.content()
    return message, password


def the_message_tells_nothing(taken: Taken) -> None:
    """Subject, sender and file name are the same for everybody (D8.06)."""
    message = taken.message
    (attached,) = message.iter_attachments()
    subject, name = str(message["Subject"]), attached.get_filename() or ""
    assert re.fullmatch(r"A document you asked for, reference \w{4}-\w{4}", subject)
    assert re.fullmatch(r"document-\w{4}\.pdf", name)
    assert str(message["From"]) == "Documents <documents@send.example>"
    body = message.get_body()
    assert body is not None
    shown = f"{subject} {name} {body.get_content()}".lower()
    assert "document" in shown
    assert not [word for word in TELLING if word in shown]


def the_pack_is_whole(pack: Document, verapdf: Callable[..., Any]) -> None:
    """It opens with the password only, is sound and accessible, and has every note once and in order."""
    assert not pack.opens_without_password()
    with pikepdf.open(pack.path, password=pack.password) as opened:
        assert opened.encryption.R == 6
        pages = len(opened.pages)
    pack.check()
    pack.keep_pictures("journey/pack")
    accessible(verapdf(pack.opened())[0])
    text = "\n".join(pack.pages())
    assert re.findall(r"Journey note \d+\.", text) == [MARKER.format(number + 1) for number in range(NOTES)]
    assert pack.numbers() == [(number + 1, pages) for number in range(pages)]
    assert f"Dear {PARENT}," in text
    assert "The words you agreed to" in text


def for_council_staff_there_is_no_case(story: Story) -> None:
    """A colleague from elsewhere in the council gets what anybody gets for a page that does not exist."""
    outsider = story.arrives("clover")
    path = story.case.removeprefix(story.visits.address)
    there, not_there = answer(outsider, path), answer(outsider, f"/cases/{'0' * 26}")
    assert there == not_there
    assert there[0] == 404
    status, body = answer(story.arrives("oak"), path)
    assert status == 200, "the case is there to be seen"
    assert PARENT.encode() in body


def answer(page: Page, path: str) -> tuple[int, bytes]:
    """Status and bytes of what is at a path."""
    response = page.goto(path)
    assert response is not None
    return response.status, response.body()
