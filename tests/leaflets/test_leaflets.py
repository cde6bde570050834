"""A leaflet from draft to page and PDF: a second person, a hash, editions that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb import files
from ppsweb.authorities import actions as authorities
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.leaflets import actions
from ppsweb.leaflets.forms import source_of
from ppsweb.leaflets.jobs import make_pdf
from ppsweb.leaflets.models import Edition, Leaflet, LeafletSent, State
from ppsweb.leaflets.rules import reasons_against_publishing, review_by, slug_of
from ppsweb.mail import outbox
from ppsweb.mail.models import OutboxMessage
from ppsweb.people import actions as people
from ppsweb.people.models import ContactKind
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.worker import jobs
from tests.given.families import a_case, a_client
from tests.given.leaflets import a_draft, a_leaflet, a_pdf
from tests.given.verapdf import accessible
from tests.mail.families import Family
from tests.subject_access.requests import a_verified_address

TODAY = date(2026, 11, 24)


@pytest.fixture
def editor(staff: Any) -> Any:
    return staff.member(Role.LEAFLET_EDITOR)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, None),
        ({"body": " "}, "no text"),
        ({"sources": 0}, "no source"),
        ({"review_on": TODAY}, "has passed"),
        ({"review_on": date(2027, 11, 25)}, "twelve months"),
        ({"by_writer": True}, "neither wrote"),
    ],
)
def test_what_is_needed_to_publish(changes: dict[str, Any], word: str | None) -> None:
    values = {
        "body": "text", "sources": 1, "review_on": date(2027, 11, 24), "today": TODAY, "by_writer": False, **changes,
    }  # fmt: skip
    reasons = reasons_against_publishing(**values)
    assert bool(reasons) == (word is not None)
    assert word is None or word in reasons[0]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Asking for an EHC needs assessment", "asking-for-an-ehc-needs-assessment"),
        ("Your child’s plan", "your-childs-plan"),
        ("Write", "leaflet-write"),
        ("!!!", ""),
    ],
)
def test_an_address_is_made_from_a_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_leap_day_is_reviewed_on_the_twenty_eighth() -> None:
    assert review_by(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.policy("I4", guard="leaflets.reasons_against_publishing")
def test_neither_writer_nor_last_editor_approves(staff: Any, editor: Any, officer: Any, manager: Any) -> None:
    edition = a_draft(editor)
    actions.change_draft(
        manager, edition, edition.version, title=edition.title, summary=edition.summary, audience="All",
        body=edition.body, sources=edition.source_list, review_on=edition.review_on,
    )  # fmt: skip
    for writer in (editor, manager):
        with pytest.raises(Refused, match="neither wrote"):
            actions.publish(writer, clock.now(), clock.today(), edition, content_hash=edition.content_hash)
    actions.publish(officer, clock.now(), clock.today(), edition, content_hash=edition.content_hash)
    assert Edition.get_by_id(edition.id).state == State.PUBLISHED


@pytest.mark.policy("I4", guard="leaflets.second_person")
def test_the_database_itself_refuses_an_approval_by_the_writer_and_any_later_edit(
    editor: Any, officer: Any
) -> None:
    draft = a_draft(editor)
    with pytest.raises(IntegrityError), database.atomic():
        Edition.update(state="published", approved_by=editor, published_at=clock.now()).where(
            Edition.id == draft.id
        ).execute()
    edition = a_leaflet(editor, officer, "Another hedge")
    with pytest.raises(IntegrityError), database.atomic():
        Edition.update(review_on=date(2030, 1, 1)).where(Edition.id == edition.id).execute()
    with pytest.raises(IntegrityError), database.atomic():
        Edition.update(state="draft").where(Edition.id == edition.id).execute()
    with pytest.raises(IntegrityError), database.atomic():
        Edition.delete().execute()


@pytest.mark.policy("I4", guard="leaflets.content_hash")
def test_an_edit_after_reading_voids_the_approval(editor: Any, officer: Any) -> None:
    edition = a_draft(editor)
    read = edition.content_hash
    actions.change_draft(
        editor, edition, edition.version, title="Changed", summary="s", audience="a", body="<p>x</p>",
        sources=edition.source_list, review_on=edition.review_on,
    )  # fmt: skip
    with pytest.raises(Refused, match="edited after you opened it"):
        actions.publish(officer, clock.now(), clock.today(), edition, content_hash=read)


@pytest.mark.policy("I3", guard="leaflets.approval_form")
def test_from_draft_to_published_page_in_the_browser(staff: Any) -> None:
    editor, officer, reader = staff(Role.LEAFLET_EDITOR), staff(Role.OFFICER), staff(Role.COUNCIL)
    page = (
        editor.get("/leaflets/write")
        .form("Save the draft and look at it")
        .submit(
            title="The hedge plan",
            summary="What a hedge plan is.",
            audience="Parents",
            body="<h2>What it is</h2><p onclick='x()'>A plan.</p><script>alert(1)</script>",
            sources="The Hedge Act 2014 | legislation.gov.uk | 2026-11-23",
        )
    )
    assert "Somebody else in the service has to approve it" in page.text
    assert "onclick" not in page.html
    assert "<script>alert" not in page.html
    reader.get("/leaflets/the-hedge-plan", expect=404)
    edition = Edition.get()
    page = officer.get(f"/leaflets/editions/{edition.id}").form("Approve and publish").submit(expect=422)
    assert "Check the sources and tick the box" in page.text
    page = (
        officer.get(f"/leaflets/editions/{edition.id}")
        .form("Approve and publish")
        .submit(balanced=True, accurate=True)
    )
    assert "A plan." in reader.get("/leaflets/the-hedge-plan").text
    assert "The PDF is being made" in reader.get("/leaflets/the-hedge-plan").text


def test_a_new_edition_replaces_the_old_one_which_is_kept(staff: Any) -> None:
    editor, officer = staff(Role.LEAFLET_EDITOR), staff(Role.OFFICER)
    first = a_leaflet(editor.member, officer.member)
    editor.get("/leaflets/asking-for-a-hedge").form("Write a new edition").submit()
    second = Edition.get(Edition.number == 2)
    assert "version 1.0" in officer.get("/leaflets/asking-for-a-hedge").text.lower()
    actions.publish(officer.member, clock.now(), clock.today(), second, content_hash=second.content_hash)
    assert Edition.get_by_id(first.id).state == State.SUPERSEDED
    assert "Replaced by a newer edition" in officer.get("/leaflets/asking-for-a-hedge/editions").text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<p>" + "<b>" * 200 + "x", "levels deep"),
        ("<p>x</p>" * 60_000, "kB long"),
    ],
)
def test_markup_over_a_limit_is_told_beside_the_field_and_kept(staff: Any, body: str, message: str) -> None:
    editor = staff(Role.LEAFLET_EDITOR)
    page = editor.get("/leaflets/write").form("Save the draft and look at it").submit(
        expect=422, title="Deep", summary="s", audience="a", body=body,
        sources="The Hedge Act 2014 | legislation.gov.uk | 2026-11-23",
    )  # fmt: skip
    (error,) = page.errors
    assert message in error
    (field,) = [each for each in page.root.iter("textarea") if each.get("name") == "body"]
    assert field.get("aria-describedby", "").endswith("body-error")
    assert (field.text or "").strip() == body
    assert Leaflet.select().count() == 0


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("The Hedge Act 2014", "Line 2 is not “title"),
        ("The Hedge Act 2014 | | 2026-11-23", "Line 2 is not “title"),
        ("The Hedge Act 2014 | a | b | 2026-11-23", "Line 2 is not “title"),
        ("The Hedge Act 2014 | legislation.gov.uk | 23.11.2026", "Line 2 is not “title"),
        ("The Hedge Act 2014 | legislation.gov.uk | 2026-02-30", "Line 2 has a day that does not exist"),
        ("The Hedge Act 2014 | legislation.gov.uk | 2126-01-01", "Line 2 has a day in the future"),
    ],
)
def test_a_source_is_told_what_is_wrong_with_it_beside_the_field(staff: Any, line: str, problem: str) -> None:
    good = "The Hedge Act 2014 | legislation.gov.uk | 2026-11-23"
    form = staff(Role.LEAFLET_EDITOR).get("/leaflets/write").form("Save the draft and look at it")
    answers = {"title": "Hedges", "summary": "s", "audience": "a", "body": "<p>x</p>"}
    page = form.submit(expect=422, **answers, sources=f"{good}\n{line}")
    (error,) = page.errors
    assert error.startswith(problem)
    assert Leaflet.select().count() == 0
    page.form("Save the draft and look at it").submit(**answers, sources=f"{good}\n\n{good}")
    assert len(Edition.get().source_list) == 2


def test_a_long_line_of_sources_is_read_at_once() -> None:
    with pytest.raises(ValueError, match="is not"):
        source_of(" " * 8000 + "|" + " " * 8000 + "x")
    assert source_of("a" + " " * 8000 + "|b|2026-11-23").reference == "b"


@pytest.mark.pdf
def test_the_pdf_is_made_once_and_passes_the_validator(app: Any, staff: Any, verapdf: Any) -> None:
    editor, reader = staff(Role.LEAFLET_EDITOR), staff(Role.COUNCIL)
    edition = a_leaflet(editor.member, staff.member(Role.OFFICER))
    with app.app_context():
        assert jobs.do_due(clock.now() + timedelta(minutes=1)) == 1
    first = Edition.get_by_id(edition.id).pdf_id
    answer = reader.fetch("/leaflets/asking-for-a-hedge/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'inline; filename="asking-for-a-hedge.pdf"'
    for verdict in verapdf(answer.data):
        accessible(verdict)
    job = jobs.latest("leaflets.make_pdf", edition.id)
    assert job is not None
    make_pdf(job)
    assert Edition.get_by_id(edition.id).pdf_id == first


def test_a_pdf_that_could_not_be_made_is_shown_and_tried_again(
    app: Any, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(job: Any) -> None:
        raise jobs.CannotDo("pdf_time")

    monkeypatch.setitem(jobs._handlers, "leaflets.make_pdf", refuse)
    editor, officer, reader = staff(Role.LEAFLET_EDITOR), staff(Role.OFFICER), staff(Role.COUNCIL)
    edition = a_leaflet(editor.member, officer.member)
    address = "/leaflets/asking-for-a-hedge"
    for browser in (editor, reader):
        assert "The PDF is being made" in browser.get(address).text
    with app.app_context():
        assert jobs.do_due(clock.now() + timedelta(minutes=1)) == 1
    assert "There is no PDF of this leaflet at the moment" in reader.get(address).text
    page = editor.get(address)
    assert "The PDF could not be made" in page.text
    page = page.form("Make the PDF again").submit()
    assert "The PDF is being made" in page.text
    job = jobs.latest("leaflets.make_pdf", edition.id)
    assert job is not None
    assert job.state == "waiting"
    with pytest.raises(Refused, match="is being made"):
        actions.make_pdf_again(officer.member, edition)


@pytest.fixture
def client_with_address(officer: Any) -> Any:
    case = a_case(officer)
    return case, _verified(officer, case)


def _verified(officer: Any, case: Any) -> Any:
    people.change_person(officer, case.person, case.person.version, safe_to_email=True)
    contact = people.add_contact(officer, case.person, ContactKind.EMAIL, "petra@larch.example")
    code = people.start_verifying(officer, clock.now(), contact)
    return people.verify_contact(officer, clock.now(), contact, code)


def test_a_leaflet_is_sent_through_the_outbox_to_a_verified_address(
    app: Any, client_with_address: Any, officer: Any, manager: Any
) -> None:
    case, contact = client_with_address
    edition = a_leaflet(manager, officer)
    with pytest.raises(Refused, match="still being made"):
        actions.send_leaflet(officer, clock.now(), case, edition, contact)
    edition.pdf = a_pdf(edition)
    edition.save_changed()
    with app.app_context():
        actions.send_leaflet(officer, clock.now(), case, edition, contact)
    assert OutboxMessage.get().contact == contact
    assert LeafletSent.get().edition_id == edition.id
    assert LeafletSent.get().message == OutboxMessage.get()

    other = a_case(officer, a_client(officer, "Victor Vine"))
    with pytest.raises(IntegrityError, match="was sent to whom is not changed"), database.atomic():
        LeafletSent.update(case=other).execute()


def test_whoever_would_send_a_leaflet_is_told_that_its_pdf_failed_and_what_to_do(
    app: Any, client_with_address: Any, officer: Any, manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(job: Any) -> None:
        raise jobs.CannotDo("pdf_time")

    case, contact = client_with_address
    edition = a_leaflet(manager, officer)
    monkeypatch.setitem(jobs._handlers, "leaflets.make_pdf", refuse)
    jobs.do_due(clock.now() + timedelta(minutes=1))
    with pytest.raises(Refused, match="could not be made. Open the leaflet and choose “Make the PDF again”"):
        actions.send_leaflet(officer, clock.now(), case, edition, contact)
    actions.make_pdf_again(officer, edition)
    with pytest.raises(Refused, match="still being made"):
        actions.send_leaflet(officer, clock.now(), case, edition, contact)


def test_the_page_of_an_edition_says_in_title_and_heading_what_it_is(staff: Any) -> None:
    editor, officer = staff(Role.LEAFLET_EDITOR), staff(Role.OFFICER)
    draft = a_draft(editor.member)
    address = f"/leaflets/editions/{draft.id}"

    def says(state: str) -> None:
        page = officer.get(address)
        assert page.heading == page.title.partition(" – ")[0] == f"Asking for a hedge, {state}"

    says("draft")
    actions.publish(officer.member, clock.now(), clock.today(), draft, content_hash=draft.content_hash)
    says("published")
    second = actions.start_edition(editor.member, draft.leaflet)
    actions.publish(officer.member, clock.now(), clock.today(), second, content_hash=second.content_hash)
    says("replaced by a newer edition")


def with_a_file(edition: Edition) -> Edition:
    """The edition with something that stands for its PDF."""
    edition.pdf = files.store(
        b"%PDF-1.7", kind=files.Kind.LEAFLET, media=files.MediaType.PDF, name="x.pdf", owner=edition
    )
    edition.save_changed()
    return edition


@pytest.fixture
def to_send(app: Any, staff: Any) -> Any:
    """An officer at a browser, a case of theirs whose client has a verified address, and a leaflet to send."""
    officer = staff(Role.OFFICER)
    with app.app_context():
        case = a_case(officer.member)
        contact = _verified(officer.member, case)
        edition = with_a_file(a_leaflet(staff.member(Role.MANAGER), officer.member))
    return officer, case, contact, edition


def test_the_only_address_is_chosen_already_and_one_of_two_is_not(app: Any, to_send: Any) -> None:
    officer, case, contact, edition = to_send
    form = officer.get(f"/leaflets/send/{case.id}").form("Put it in the outbox")
    assert dict(form.pairs())["contact"] == contact.id
    form.submit(edition=edition.id)
    assert OutboxMessage.get().contact.id == contact.id
    with app.app_context():
        a_verified_address(officer.member, case.person, "second@home.example")
    form = officer.get(f"/leaflets/send/{case.id}").form("Put it in the outbox")
    assert dict(form.pairs())["contact"] == ""
    assert form.submit(edition=edition.id, expect=422).errors == ["Choose a verified address"]


def test_where_nothing_can_be_sent_the_page_says_what_to_do(app: Any, staff: Any) -> None:
    officer = staff(Role.OFFICER)
    with app.app_context():
        case = a_case(officer.member)
        with_a_file(a_leaflet(staff.member(Role.MANAGER), officer.member))
    page = officer.get(f"/leaflets/send/{case.id}")
    assert "Petra Plum has not said that it is safe to e-mail them." in page.text
    assert page.links["Change details"] == f"/people/{case.person_id}/details"
    assert "Put it in the outbox" not in page.text
    page.follow("Change details").form("Save details").submit(safe=["safe_to_email"])
    page = officer.get(f"/leaflets/send/{case.id}")
    assert page.links["Add an e-mail address"] == f"/people/{case.person_id}/email"
    page.follow("Add an e-mail address").form("Add").submit(email="petra@home.example", again="petra@home.example")
    page = officer.get(f"/leaflets/send/{case.id}")
    assert "Send a code to petra@home.example" in page.text
    assert "Put it in the outbox" not in page.text


def test_the_same_form_sent_twice_sends_one_leaflet(to_send: Any) -> None:
    officer, case, contact, edition = to_send
    form = officer.get(f"/leaflets/send/{case.id}").form("Put it in the outbox")
    for _ in range(2):
        page = form.submit(edition=edition.id, contact=contact.id)
        assert "version 1.0" in page.text
    assert OutboxMessage.select().count() == LeafletSent.select().count() == 1


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (10, "You can cancel it for 10 minutes in Messages."),
        (1, "You can cancel it for 1 minute in Messages."),
        (0, "It leaves at once; see Messages."),
    ],
)
def test_it_is_said_how_long_a_leaflet_can_be_cancelled_and_where(
    app: Any, to_send: Any, monkeypatch: Any, minutes: int, said: str
) -> None:
    officer, case, contact, edition = to_send
    monkeypatch.setitem(
        app.extensions, "settings", replace(app.extensions["settings"], cancel_minutes=minutes)
    )
    form = officer.get(f"/leaflets/send/{case.id}").form("Put it in the outbox")
    page = form.submit(edition=edition.id, contact=contact.id)
    assert f"The leaflet is in the outbox. {said}" in page.text
    assert 'class="govuk-notification-banner__link" href="/outbox">Messages</a>' in page.html


def test_a_message_says_which_leaflet_it_carries(app: Any, to_send: Any) -> None:
    officer, case, contact, edition = to_send
    form = officer.get(f"/leaflets/send/{case.id}").form("Put it in the outbox")
    form.submit(edition=edition.id, contact=contact.id)
    message = OutboxMessage.get()
    page = officer.get(f"/outbox/{message.id}")
    assert "Leaflet Asking for a hedge, version 1.0" in page.text
    with app.app_context():
        other = Family(officer.member, now=clock.now()).put()
    assert "Asking for a hedge" not in officer.get(f"/outbox/{other.id}").text


def test_the_case_says_what_became_of_a_leaflet(app: Any, to_send: Any) -> None:
    officer, case, contact, edition = to_send
    form = officer.get(f"/leaflets/send/{case.id}").form("Put it in the outbox")
    assert "Waiting" in form.submit(edition=edition.id, contact=contact.id).text
    with app.app_context():
        outbox.cancel(officer.member, clock.now(), OutboxMessage.get())
    page = officer.get(f"/cases/{case.id}")
    assert "Cancelled" in page.text
    assert "Waiting" not in page.text


def test_after_the_permission_was_withdrawn_no_leaflet_is_sent_or_offered(app: Any, to_send: Any) -> None:
    officer, case, contact, edition = to_send
    assert "Send a leaflet" in officer.get(f"/cases/{case.id}").links
    form = officer.get(f"/leaflets/send/{case.id}").form("Put it in the outbox")
    with app.app_context():
        authorities.withdraw(officer.member, clock.now(), case.authority, because="No more help wanted.")
    page = form.submit(expect=422, edition=edition.id, contact=contact.id)
    assert page.errors == ["The permission that it rests on has ended."]
    assert "Send a leaflet" not in officer.get(f"/cases/{case.id}").links
    page = officer.get(f"/leaflets/send/{case.id}")
    assert "has ended, so nothing is sent" in page.text
    assert "Put it in the outbox" not in page.text
    assert OutboxMessage.select().count() == 0


def test_no_leaflet_goes_to_somebody_who_did_not_say_that_e_mail_is_safe(
    client_with_address: Any, officer: Any, manager: Any
) -> None:
    case, contact = client_with_address
    case.person.safe_to_email = False
    edition = a_leaflet(manager, officer)
    edition.pdf = a_pdf(edition)
    edition.save_changed()
    with pytest.raises(Refused, match="safe to e-mail"):
        actions.send_leaflet(officer, clock.now(), case, edition, contact)
    assert OutboxMessage.select().count() == 0
