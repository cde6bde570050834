"""What a child told in confidence is marked when it is written, and stands in nothing that a parent is given (D4.09).

Every paper and message of the site is drawn for a family whose file has such a note. A paper that is added has no line
in PAPERS below, and fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from ppsweb import files
from ppsweb.authorities.models import Authority, Purpose
from ppsweb.cases.actions.noting import PARTS
from ppsweb.cases.models import Case, Note
from ppsweb.consents import copying
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.disclosures.ledger import lines_for, lines_to_tell
from ppsweb.disclosures.papers import account_pdf, permission_pdf
from ppsweb.leaflets.actions import send_leaflet
from ppsweb.leaflets.models import Edition
from ppsweb.mail import outbox
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.wording import Kind
from ppsweb.people.models import Contact
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions as requests
from ppsweb.subject_access.codes import Exemption, Mark
from ppsweb.subject_access.models import DataRequest, Pack
from ppsweb.subject_access.standing import decided
from ppsweb.worker import jobs
from tests.client import Page
from tests.given.disclosing import a_breach, an_act, words
from tests.given.families import a_case, a_client, a_note
from tests.given.leaflets import a_leaflet
from tests.given.sharing import a_body, a_sharing
from tests.given.staff import SignedIn, Staff
from tests.page_checks import named
from tests.page_checks import text_of as text_in
from tests.subject_access.requests import (
    a_request,
    a_verified_address,
    decide_everything,
    include,
    items_of,
    withhold,
)
from tests.subject_access.test_releasing import release

TEMPLATES = Path(__file__).parents[2] / "templates"
#: in every part of what was told in confidence, and in what was not
SECRET, PLAIN = "Quillwort", "Butterbur"


@dataclass
class Family:
    """A family with a note that was told in confidence, another that was not, and all that can be given to them."""

    officer: Any
    manager: Any
    second: Any
    case: Case
    address: Contact
    sharing: Authority
    edition: Edition


@pytest.fixture
def family(app: Flask, staff: Staff) -> Any:
    officer, manager = staff.member(Role.OFFICER), staff.member(Role.MANAGER)
    second = staff.member(Role.OFFICER, "Olive Orchid")
    with app.test_request_context(), database.connection_context():
        case = a_case(officer, a_client(officer, safe={"safe_to_email": True, "safe_to_write": True}))
        parts = {name: f"{SECRET} in {name}." for name in PARTS}
        a_note(officer, case, parts.pop("facts"), told_in_confidence=True, **parts)
        a_note(officer, case, f"{PLAIN} was told to everybody.")
        school = a_body(officer)
        (sharing,) = a_sharing(officer, case.person, school, conditions=f"Only about {PLAIN}.")
        an_act(officer, case, school)
        secret = words(shared=f"What {SECRET} had told us.", told_in_confidence=True)
        an_act(officer, case, school, said=secret)
        a_breach(officer, case, a_body(officer, "Mill Lane Surgery"))
        address = a_verified_address(officer, case.person)
        edition = a_leaflet(manager, officer)
        jobs.do_due(clock.now() + timedelta(minutes=1))
        yield Family(officer, manager, second, case, address, sharing, Edition.get_by_id(edition.id))


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(each.get_textpage().get_text_bounded() for each in document).split())


def the_account(family: Family) -> str:
    person = family.case.person
    return text_of(account_pdf(person, lines_to_tell(person), clock.today()))


def the_form(family: Family) -> str:
    return text_of(permission_pdf(family.sharing.organisation, Purpose.DISCUSS))


def the_copy(family: Family) -> str:
    signing = copying.signing_of(family.case.person, family.sharing.id)
    assert signing is not None
    return text_of(copying.draw_copy(family.case.person, signing, clock.today()))


def the_leaflet(family: Family) -> str:
    assert family.edition.pdf is not None
    return text_of(
        files.read(family.edition.pdf, kind=files.Kind.LEAFLET, data_key=None, owner=family.edition)
    )


def the_pack(family: Family) -> str:
    request = a_request(family.officer, person=family.case.person)
    decide_everything(family.officer, request)
    return text_of(made(family, request).data())


def made(family: Family, request: DataRequest) -> Pack:
    pack = requests.ask_for_pack(family.officer, clock.now(), request)
    jobs.do_due()
    return Pack.get_by_id(pack.id)


def message(kind: Kind) -> str:
    return str(OutboxMessage.select().where(OutboxMessage.kind == kind).get().body)


def the_address_check(family: Family) -> str:
    rests_on = Authority.get_by_id(family.case.person.authority_id)
    outbox.put(
        family.officer,
        clock.now(),
        contact=family.address,
        authority=rests_on,
        kind=Kind.ADDRESS_CHECK,
        code="123456",
    )
    return message(Kind.ADDRESS_CHECK)


def the_sent_leaflet(family: Family) -> str:
    send_leaflet(family.officer, clock.now(), family.case, family.edition, family.address)
    return message(Kind.LEAFLET)


def the_sent_pack(family: Family) -> str:
    request = a_request(family.officer, person=family.case.person)
    decide_everything(family.officer, request)
    made(family, request)
    requests.sign(family.second, clock.now(), request, seen=decided(request).content_hash)
    release(family.manager, request, family.address)
    return message(Kind.DOCUMENT)


#: by the templates of which it is made: how it is drawn, and what stands in it, so that it is known to be there
PAPERS: dict[tuple[str, ...], tuple[Callable[[Family], str], str]] = {
    ("disclosures/account.pdf.html",): (the_account, "That Pip gets help with reading."),
    ("disclosures/permission.pdf.html",): (the_form, "Hedgerow Primary School"),
    ("consents/copy.pdf.html",): (the_copy, PLAIN),
    (
        "subject_access/pack_front.pdf.html",
        "subject_access/pack_item.pdf.html",
        "subject_access/pack_words.pdf.html",
    ): (the_pack, PLAIN),
    ("leaflets/edition.pdf.html",): (the_leaflet, "hedge"),
    ("mail/address_check.txt",): (the_address_check, "123456"),
    ("mail/leaflet.txt",): (the_sent_leaflet, "reference"),
    ("mail/document.txt",): (the_sent_pack, "reference"),
}


def test_every_paper_and_message_is_looked_at() -> None:
    drawn = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.pdf.html")}
    sent = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "mail").glob("*.txt")}
    assert drawn | sent == {name for names in PAPERS for name in names}


@pytest.mark.pdf
@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS, ids=lambda names: names[0])
def test_what_was_told_in_confidence_stands_in_no_paper_and_no_message(
    family: Family, paper: tuple[str, ...]
) -> None:
    draw, there = PAPERS[paper]
    text = draw(family)
    assert there.casefold() in text.casefold(), "the control: this is the paper, and it is not empty"
    assert SECRET not in text


@pytest.mark.policy("C3", guard="disclosures.may_be_told")
@pytest.mark.pdf
@pytest.mark.slow
def test_the_account_leaves_out_what_was_said_of_it_outside(family: Family) -> None:
    """The page of the account shows it to staff, with a mark; the paper for the client has the other lines only."""
    lines = lines_for(family.case.person)
    assert [SECRET in line.what for line in lines] == [False, True, False]
    assert [line.in_confidence for line in lines] == [False, True, False]
    text = the_account(family)
    assert SECRET not in text
    assert text.count("That Pip gets help with reading.") == 2, "the control"


@pytest.mark.policy("C3", guard="subject_access.decided_together")
@pytest.mark.pdf
@pytest.mark.slow
def test_only_a_decision_about_it_alone_puts_it_into_a_pack(family: Family) -> None:
    """Without one there is no pack at all; left out, no word of it stands there; given out, all of it does."""
    request = a_request(family.officer, person=family.case.person)
    silent = [item for item in items_of(request) if item.mark is Mark.IN_CONFIDENCE]
    decide_everything(family.officer, request)
    for item in silent:
        include(family.officer, item)
    assert text_of(made(family, request).data()).count(SECRET) == len(PARTS) + 1, "the control"
    for item in silent:
        withhold(family.officer, item, Exemption.WISH)
    assert SECRET not in text_of(made(family, request).data())
    again = a_request(family.officer, person=family.case.person)
    requests.include_shown(
        family.officer, clock.now(), again, {item.id: item.content_mac for item in items_of(again)}
    )
    assert [item.mark for item in decided(again).undecided].count(Mark.IN_CONFIDENCE) == 2
    with pytest.raises(Refused):
        requests.ask_for_pack(family.officer, clock.now(), again)


def test_it_is_marked_when_it_is_written(as_officer: SignedIn) -> None:
    """One tick on the form of a note; its note says so to staff, and one without the tick says nothing. The same of
    what is done outside, planned first or not."""
    with as_officer.app.app_context(), database.connection_context():
        case = a_case(as_officer.member)
    for facts, ticked in (("She is afraid.", True), ("They rang.", False)):
        form = as_officer.get(f"/cases/{case.id}/note").form("Save the note")
        page = form.submit(facts=facts, told_in_confidence=ticked)
        assert page.text.count("Told in confidence") == 1, "the note before stands there still"
    with as_officer.app.app_context(), database.connection_context():
        assert [
            (each.facts, each.told_in_confidence) for each in Note.select().order_by(Note.created_at)
        ] == [
            ("She is afraid.", True),
            ("They rang.", False),
        ]
    with as_officer.app.app_context(), database.connection_context():
        a_sharing(as_officer.member, case.person, a_body(as_officer.member))
    body = "Hedgerow Primary School"
    answers: dict[str, Any] = {
        "purpose": "discuss",
        "shared": "She is afraid.",
        "categories": ["needs"],
        "told_in_confidence": True,
    }
    page = as_officer.get(f"/disclosures/{case.id}").follow("Record what we did or will do")
    page = page.form("Save").submit(when="planned", body=body_id(page, body), **answers)
    assert page.text.count("Told in confidence") == 1
    done = as_officer.get(next(href for href in page.links.values() if href.endswith("/done")))
    assert done.form("Save").submit().text.count("Told in confidence") == 1, "the tick stood in the form"


def body_id(page: Page, name: str) -> str:
    """The value of a body in the list of a form."""
    return next(str(each.get("value")) for each in named(page.root, "option") if name in text_in(each))
