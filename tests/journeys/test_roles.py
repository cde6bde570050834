"""What each role can open, at both widths: accessible, nothing to scroll sideways, a picture of each kept.

The site is the training copy with its invented families, so that the pages have on them what they will have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from ppsweb.auth.actions import signing
from ppsweb.auth.models import Member
from ppsweb.cases.models import Case, Note, Status
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.demo.data import families
from ppsweb.demo.data.loading import load
from ppsweb.demo.directory.people import OFFICERS
from ppsweb.demo.instance import Instance
from ppsweb.people import actions as people
from ppsweb.people.models import Contact, ContactKind, Person
from ppsweb.permissions.roles import Role
from ppsweb.safeguarding.models import Concern, ConcernDecision, DecisionApproval
from ppsweb.subject_access import actions as requests
from ppsweb.subject_access.models import DataRequest
from ppsweb.subject_access.standing import decided
from ppsweb.worker import jobs
from tests.demo.test_mailbox import put
from tests.given.browser import Visits, keep, serving
from tests.given.leaflets import a_draft
from tests.given.staff import entry
from tests.given.staff_directory import PASSWORD, CouncilDirectory
from tests.journeys import at_work
from tests.journeys.walking import Walk
from tests.subject_access.requests import a_request, decide_everything
from tests.subject_access.test_releasing import release

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.only_engine("sqlcipher")]

FAMILY = families.PLUM
CASEWORK = {
    "home.today", "cases.find", "cases.find-errors", "cases.index", "cases.index-show", "cases.show",
    "cases.show-before", "cases.write_note", "cases.write_note-errors", "cases.correct_note", "cases.close",
    "cases.conflict", "cases.enquiry", "people.by_telephone", "people.by_telephone-errors", "people.by_form",
    "people.sheet", "people.show", "people.details", "people.name", "people.add_email", "people.add_phone",
    "people.add_address", "people.withdraw", "consents.show", "consents.record_sharing",
    "consents.record_sharing-errors", "consents.take_back", "organisations.index", "organisations.add",
    "consents.disagree", "consents.disagree-errors", "consents.give_copy", "consents.give_copy-errors",
    "consents.talk", "consents.talk-errors", "people.change_named",
    "disclosures.show", "disclosures.record_act", "disclosures.record_act-errors", "disclosures.carry_out",
    "disclosures.carry_out-errors", "disclosures.deal_with_end", "disclosures.deal_with_end-errors",
    "safeguarding.index", "safeguarding.show", "safeguarding.record_concern", "safeguarding.record_concern-errors",
    "safeguarding.decide", "safeguarding.decide-errors", "safeguarding.decide_not_to_share",
    "safeguarding.decide_not_to_share-errors", "safeguarding.follow_up", "safeguarding.follow_up-errors",
    "safeguarding.link", "safeguarding.link-errors", "safeguarding.close", "safeguarding.close-errors",
    "safeguarding.approve", "safeguarding.approve-errors",
    "referrals.index", "referrals.record_referral", "referrals.record_referral-errors",
    "people.verify", "cases.open_case",
    "subject_access.index", "subject_access.show", "subject_access.items",
    "subject_access.decide", "subject_access.decide-errors", "subject_access.log", "subject_access.sign",
    "subject_access.searches", "subject_access.event", "leaflets.index", "leaflets.show", "leaflets.editions",
    "leaflets.preview", "leaflets.send", "mail.index", "mail.show", "home.safeguarding", "home.accessibility",
    "demo.mail", "demo.message",
}  # fmt: skip
PAGES = {
    "manager": {kind for kind in CASEWORK if not kind.endswith("-errors")} - {"consents.talk"}
    | {"auth.members", "auth.member", "auth.appoint", "auth.appoint-errors", "auth.let_go", "audit.index"}
    | {"cases.file_elsewhere", "cases.hand_over", "people.give_again", "people.recorded_wrongly"}
    | {"consents.recorded_wrongly", "consents.decide", "consents.decide-errors"}
    | {"disclosures.breaches", "disclosures.close_breach", "disclosures.close_breach-errors"}
    | {"leaflets.write", "leaflets.write-errors", "leaflets.edit"}
    | {"auth.admit", "subject_access.told", "subject_access.told-errors"}
    | {"subject_access.release", "subject_access.release-errors", "subject_access.hand_over"},
    "officer": CASEWORK | {"cases.cover", "cases.cover-errors"},
    "editor": {"home.today", "leaflets.index", "leaflets.show", "leaflets.write", "leaflets.write-errors"}
    | {"leaflets.edit", "leaflets.preview", "leaflets.editions", "demo.mail", "demo.message"},
    "council": {"home.today", "leaflets.index", "leaflets.show", "home.safeguarding", "home.accessibility"},
}
ACCOUNTS = {"manager": "marigold", "officer": "oak", "editor": "laurel", "council": "clover"}


@pytest.fixture
def training_copy(
    council_directory: CouncilDirectory, make_app: Callable[..., Flask], tmp_path: Path
) -> Flask:
    """The training copy as a stranger finds it, and besides something for each page that nothing there leads to."""
    app = make_app(mode="demo", instance_folder=str(tmp_path), **council_directory.settings)
    Instance(tmp_path).mail_folder.mkdir(parents=True, exist_ok=True)
    put(tmp_path, "A document that you asked for, with a subject that is longer than a narrow page is wide")
    with app.app_context(), database.connection_context():
        load(tmp_path)
        a_draft(_member("laurel"), "Moving to the next school")
        _words_that_do_not_fit()
        _pack_to_release()
        _password_to_tell()
        signing.sign_in(entry(Role.OFFICER, "Rosalind Rowan-Hollyberry"))  # whom the manager has not admitted
    return app


def _member(account: str) -> Member:
    found = Member.of_account(account)
    assert found is not None
    return found


def _words_that_do_not_fit() -> None:
    """An address longer than a narrow page is wide, to which a code was sent."""
    person = Case.get_by_id(_case_of(FAMILY.name)).person
    officer = _member(OFFICERS[0].account)
    address = "petronella.plumtree-applegarth@mail.larkshire.example"
    contact = people.add_contact(officer, person, ContactKind.EMAIL, address)
    people.start_verifying(officer, clock.now(), contact)


def _password_to_tell() -> None:
    """A pack that has left, whose password nobody has told yet."""
    request = _pack_to_release(families.TEASEL, by=1)
    contact = Contact.get((Contact.person == request.person) & (Contact.kind == ContactKind.EMAIL))
    release(_member("marigold"), request, contact)


def _pack_to_release(family: families.Family = families.ROSEHIP, by: int = 0) -> DataRequest:
    """A request of a family of this officer's: decided, made, signed by a colleague."""
    officer, second = _member(OFFICERS[by].account), _member(OFFICERS[1 - by].account)
    person = Case.get_by_id(_case_of(family.name)).person
    request = a_request(officer, person=person)
    decide_everything(officer, request)
    requests.ask_for_pack(officer, clock.now(), request)
    jobs.do_due()
    requests.sign(second, clock.now(), request, seen=decided(request).content_hash)
    return request


def _case_of(name: str) -> str:
    person = next(each for each in Person.select() if each.name == name)
    return str(Case.get(Case.person == person).id)


@pytest.fixture
def visit_training(chromium: Browser, training_copy: Flask) -> Iterator[Visits]:
    with serving(training_copy) as address:
        visits = Visits(chromium, address)
        yield visits
        visits.close()


@pytest.mark.parametrize("role", list(ACCOUNTS))
def test_every_page_that_a_role_can_reach_is_accessible_at_both_widths(
    visit_training: Visits, training_copy: Flask, role: str
) -> None:
    page = visit_training()
    # what the manager's forms say is what the officer's say; only those of the manager alone are tried there
    walk = Walk(page, training_copy, role, tried_elsewhere=CASEWORK if role == "manager" else frozenset())
    page.goto("/sign-in")
    walk.look("auth.sign_in")
    at_work.sign_in(page, ACCOUNTS[role], PASSWORD)
    walk.everywhere([f"{visit_training.address}{path}" for path in _to_begin_with(training_copy, role)])
    if role in ("manager", "officer"):
        find(page, "plum")
        walk.look("cases.find-results")
    if role == "officer":
        find(page, "teasel")
        cover = page.get_by_role("link", name="open for cover").evaluate("link => link.href")
        walk.everywhere([cover])
    page.goto("/nowhere")
    walk.look("not-found")
    assert not walk.faults, "\n".join(walk.faults)
    assert walk.looked_at >= PAGES[role], f"not reached by links: {sorted(PAGES[role] - walk.looked_at)}"
    if role in ("council", "editor"):
        assert not [
            kind for kind in walk.looked_at if kind.startswith(("cases", "people", "subject", "mail"))
        ]


def _to_begin_with(site: Flask, role: str) -> list[str]:
    """The first page, from which the menu leads on; for whoever sees families also the one with most to show."""
    if role not in ("manager", "officer"):
        return ["/"]
    with site.app_context(), database.connection_context():
        case = Case.get_by_id(_case_of(FAMILY.name))
        closed = Case.get(Case.status == Status.CLOSED)
        half_way = DataRequest.get(DataRequest.case == case)
        ready, left = (
            DataRequest.get(DataRequest.case == _case_of(each.name))
            for each in (families.ROSEHIP, families.TEASEL)
        )
        # the officer decided the one and cannot sign it; the manager can release the other
        first = ready if role == "manager" else half_way
        ended = next(each for each in Person.select() if each.name == families.CHERVIL.name)
        concerns = [each for each in Concern.select() if each.closing is None]
        in_no_file = next(each for each in concerns if each.link is None)
        read = DecisionApproval.select(DecisionApproval.decision)
        not_agreed_to = ConcernDecision.get(ConcernDecision.id.not_in(read)).concern
        colleague, waiting = _member("orchid"), _member("rosalind.rowan-hollyberry")
        elsewhere = [f"/people/{ended.id}", f"/subject-access/{left.id}"]
        elsewhere += [f"/members/{each.id}" for each in (colleague, waiting)]
        return [
            "/",
            f"/cases/{case.id}",
            f"/people/{case.person_id}",
            *(elsewhere if role == "manager" else []),
            f"/subject-access/{first.id}",
            f"/subject-access/{first.id}/sign",
            f"/cases/{closed.id}",
            f"/safeguarding/{in_no_file.id}",
            f"/safeguarding/{not_agreed_to.id}",
            "/cases/?show=closed",
            "/subject-access/?show=answered",
        ]


def find(page: Page, words: str) -> None:
    at_work.open_from_menu(page, "Find a family")
    page.get_by_label("Name, telephone number, reference").fill(words)
    at_work.press(page, "Find")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("famil")


def test_an_officers_day_without_javascript(visit_training: Visits, training_copy: Flask) -> None:
    page = visit_training(java_script_enabled=False)
    at_work.sign_in(page, "oak", PASSWORD)
    at_work.take_on_by_telephone(page, "Wendy Woodruff", "Will Woodruff")
    at_work.open_case(page)
    at_work.write_note(page, "She rang about the draft plan.", clock.today())
    case = page.url
    at_work.follow(page, "Everything about Wendy Woodruff")
    at_work.add_email(page, "wendy@mail.example")
    at_work.log_request(page, "Can I have my notes?")
    at_work.look_everywhere(page)
    at_work.decide_every_item(page)
    at_work.press(page, "Make the pack")
    at_work.told(page, "The pack is being made.")
    page.goto(case)
    at_work.follow(page, "Close the case")
    page.get_by_label("The parent had the information they needed").check()
    at_work.press(page, "Close the case")
    expect(page.get_by_text("Closed", exact=True).first).to_be_visible()
    at_work.press(page, "Sign out")
    at_work.sees(page, "Sign in")
    with training_copy.app_context(), database.connection_context():
        made = next(each for each in Person.select() if each.name == "Wendy Woodruff")
        assert Case.get(Case.person == made).status == Status.CLOSED
        assert Note.select().where(Note.case == Case.get(Case.person == made)).count() == 1


def test_permission_by_telephone_by_keyboard_alone(visit_training: Visits, training_copy: Flask) -> None:
    page = visit_training()
    at_work.sign_in(page, "oak", PASSWORD)
    page.goto("/people/by-telephone")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    for answer in ("Wendy Woodruff", "Parent with", "01632 960 099", " ", "", "", " ", "Will Woodruff", " "):
        tab_to_the_next_field(page)
        page.keyboard.type(answer)
    keep(page, "roles/by-telephone-by-keyboard")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Record their permission")).to_be_focused()
    page.keyboard.press("Enter")
    at_work.told(page, "Their permission is recorded.")
    expect(page.get_by_text("Safe to ring")).to_be_visible()
    expect(page.get_by_text("Safe to e-mail")).to_be_visible()
    expect(page.get_by_text("Do not write")).to_be_visible()


def tab_to_the_next_field(page: Page) -> None:
    """Past the links that stand before the form. A field that cannot be reached ends in the button or the foot."""
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("['INPUT', 'SELECT', 'TEXTAREA'].includes(document.activeElement.tagName)"):
            return
    raise AssertionError(f"no field is reached by tab: {page.evaluate('document.activeElement.outerHTML')}")


def test_after_signing_out_the_back_button_shows_no_case(
    visit_training: Visits, training_copy: Flask
) -> None:
    with training_copy.app_context(), database.connection_context():
        case = f"/cases/{_case_of(FAMILY.name)}"
    page = visit_training()
    at_work.sign_in(page, "oak", PASSWORD)
    answer = page.goto(case)
    assert answer is not None
    assert answer.headers["cache-control"] == "no-store"
    expect(page.get_by_text(FAMILY.name).first).to_be_visible()
    at_work.press(page, "Sign out")
    at_work.sees(page, "Sign in")
    for _ in range(2):
        page.go_back()
        at_work.sees(page, "Sign in")
        assert FAMILY.name not in page.content()
