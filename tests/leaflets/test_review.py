"""A leaflet whose review is more than 30 days late: its page says so, and it is neither printed nor sent (D9.03)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.deadlines.working_out import work_out
from ppsweb.leaflets import actions
from ppsweb.leaflets.models import Edition
from ppsweb.leaflets.rules import Review, is_being_checked, review_by, review_stage
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.sending import send_due
from ppsweb.mail.states import Reason
from ppsweb.mail.states import State as MailState
from ppsweb.mail.transport import Transport
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.web import filters
from tests.given.families import a_case
from tests.given.leaflets import a_leaflet, a_pdf
from tests.given.staff import Staff
from tests.mail.conftest import config_for
from tests.subject_access.requests import a_verified_address

ADDRESS = "/leaflets/asking-for-a-hedge"
REVIEW_ON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("today", "checked"),
    [
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), False),
        (date(2026, 11, 25), False),
        (date(2026, 12, 24), False),
        (date(2026, 12, 25), True),
        (date(2027, 11, 24), True),
    ],
)
def test_when_a_leaflet_is_being_checked(today: date, checked: bool) -> None:
    assert is_being_checked(REVIEW_ON, today) == checked


def test_it_is_the_day_that_the_rule_of_the_dates_names() -> None:
    approved = date(2026, 2, 28)
    dates = work_out("LEAFLET.review", {"approved": approved, "interval_months": 12}).dates
    withheld_from = dates["withheld_from"]
    assert isinstance(withheld_from, date)
    assert review_by(approved) == dates["review_due"]
    assert is_being_checked(review_by(approved), withheld_from)
    assert not is_being_checked(review_by(approved), withheld_from - timedelta(days=1))


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (61, None),
        (60, Review.COMES),
        (31, Review.COMES),
        (30, Review.NEAR),
        (1, Review.NEAR),
        (0, Review.DUE),
        (-30, Review.DUE),
        (-31, Review.TOO_LATE),
    ],
)
def test_a_review_is_told_in_steps(days: int, stage: Review | None) -> None:
    assert review_stage(REVIEW_ON, REVIEW_ON - timedelta(days=days)) is stage


def test_the_first_step_is_the_warning_of_the_rule_of_the_dates() -> None:
    approved = date(2026, 2, 28)
    warn_from = work_out("LEAFLET.review", {"approved": approved, "interval_months": 12}).dates["warn_from"]
    assert isinstance(warn_from, date)
    assert review_stage(review_by(approved), warn_from) is Review.COMES
    assert review_stage(review_by(approved), warn_from - timedelta(days=1)) is None


def test_whoever_keeps_a_leaflet_and_the_manager_are_told_on_their_first_page(staff: Staff) -> None:
    editor, other, manager = (
        staff(Role.LEAFLET_EDITOR), staff(Role.LEAFLET_EDITOR, "Lily Lime"), staff(Role.MANAGER)
    )  # fmt: skip
    today = clock.today()
    with editor.app.app_context():
        a_leaflet(editor.member, manager.member, review_on=today + timedelta(days=60))
        a_leaflet(editor.member, manager.member, "Asking for a fence", review_on=today + timedelta(days=61))
        a_leaflet(other.member, manager.member, "Asking for a gate", review_on=today + timedelta(days=20))
    page = editor.get("/")
    assert "Leaflets to review" in page.text
    assert page.links["Asking for a hedge"] == ADDRESS
    assert f"Asking for a hedge: review it by {filters.day(today + timedelta(days=60))}" in page.text
    assert "fence" not in page.text, "there is time"
    assert "gate" not in page.text, "it is another editor's"
    page = manager.get("/")
    assert "Asking for a hedge" in page.links
    assert "Asking for a gate: less than a month left" in page.text
    assert page.text.index("gate") < page.text.index("hedge"), "what is due first stands first"
    assert "Leaflets to review" not in staff(Role.OFFICER).get("/").text

    with editor.app.app_context():
        hedge = Edition.get(Edition.author == editor.member, Edition.review_on == today + timedelta(days=60))
        actions.start_edition(editor.member, hedge.leaflet)
    assert "a new edition is being written" in editor.get("/").text


@pytest.fixture
def late_in(app: Any, staff: Any) -> Any:
    """`late_in(31)`: a published leaflet with a PDF, and the clock so many days after its review was due."""

    def make(days: int) -> Edition:
        with app.app_context():
            edition = a_leaflet(
                staff.member(Role.MANAGER),
                staff.member(Role.OFFICER),
                review_on=clock.today() + timedelta(days=5),
            )
            edition.pdf = a_pdf(edition)
            edition.save_changed()
        clock.move(timedelta(days=5 + days))
        return edition

    return make


@pytest.mark.parametrize("days", [30, 31])
@pytest.mark.parametrize("role", [Role.COUNCIL, Role.OFFICER])
def test_readers_are_told_and_get_no_pdf(staff: Any, late_in: Any, role: Role, days: int) -> None:
    edition, late = late_in(days), days > 30
    reader = staff(role)
    page = reader.get(ADDRESS)
    assert ("This leaflet is being checked" in page.text) == late
    assert ("Print or keep it (PDF)" in page.links) != late
    assert "You can use your own words." in page.text, "its text can still be read"
    assert ("Being checked" in reader.get("/leaflets/").text) == late
    for address in (f"{ADDRESS}/pdf", f"/leaflets/editions/{edition.id}/pdf"):
        answer = reader.fetch(address, expect=303 if late else 200)
        assert answer.data.startswith(b"%PDF-") != late
    if role is Role.OFFICER:
        page = reader.get(f"{ADDRESS}/editions")
        assert ("Being checked" in page.text) == late
        assert any(each.startswith("PDF") for each in page.links) != late


@pytest.mark.policy("I4", guard="leaflets.is_being_checked")
def test_it_is_not_sent(app: Any, staff: Any, late_in: Any) -> None:
    edition = late_in(30)
    officer = staff(Role.OFFICER)
    with app.app_context():
        case = a_case(officer.member)
        contact = a_verified_address(officer.member, case.person)
        case = Case.get_by_id(case.id)
        actions.send_leaflet(officer.member, clock.now(), case, edition, contact)
        assert OutboxMessage.select().count() == 1
    assert f'value="{edition.id}"' in officer.get(f"/leaflets/send/{case.id}").html
    clock.move(timedelta(days=36))
    officer = staff(Role.OFFICER)
    with app.app_context(), pytest.raises(Refused, match="is being checked"):
        actions.send_leaflet(officer.member, clock.now(), case, edition, contact)
    page = officer.get(f"/leaflets/send/{case.id}")
    assert "No leaflet can be sent: none is published with its PDF, or all of them are being checked." in page.text
    with app.app_context():
        other = a_leaflet(staff.member(Role.MANAGER), officer.member, "Asking for a fence")
        other.pdf = a_pdf(other)
        other.save_changed()
    page = officer.get(f"/leaflets/send/{case.id}")
    assert f'value="{other.id}"' in page.html
    assert f'value="{edition.id}"' not in page.html
    honest = dict(page.form("Put it in the outbox").pairs("Put it in the outbox"))
    officer.post(
        f"/leaflets/send/{case.id}", {**honest, "edition": edition.id, "contact": contact.id}, expect=422
    )
    assert OutboxMessage.select().count() == 1


@pytest.mark.parametrize("what", ["nothing", "its review runs out", "it is withdrawn"])
def test_what_waits_in_the_outbox_is_stopped_when_it_is_not_given_out_any_more(
    app: Any, staff: Any, late_in: Any, mail_server: Any, what: str
) -> None:
    edition = late_in(30)
    officer = staff(Role.OFFICER)
    with app.app_context():
        case = a_case(officer.member)
        contact = a_verified_address(officer.member, case.person)
        actions.send_leaflet(officer.member, clock.now(), Case.get_by_id(case.id), edition, contact)
        if what == "it is withdrawn":
            actions.withdraw_leaflet(staff.member(Role.MANAGER), edition.leaflet)
        clock.move(timedelta(days=36 if what == "its review runs out" else 35, hours=1))
        send_due(transport=Transport(config_for(mail_server)))
        message = OutboxMessage.get()
    if what == "nothing":
        assert message.state == MailState.SENT
    else:
        assert (message.state, message.reason) == (MailState.STOPPED, Reason.NOT_GIVEN_OUT)


def test_a_new_edition_ends_it_and_what_was_replaced_is_kept(app: Any, staff: Any, late_in: Any) -> None:
    first = late_in(31)
    editor, officer = staff(Role.LEAFLET_EDITOR), staff(Role.OFFICER)
    with app.app_context():
        second = actions.start_edition(editor.member, first.leaflet)
        second = actions.change_draft(
            editor.member, second, second.version, title=second.title, summary=second.summary,
            audience=second.audience, body=second.body, sources=second.source_list,
            review_on=review_by(clock.today()),
        )  # fmt: skip
        actions.publish(officer.member, clock.now(), clock.today(), second, content_hash=second.content_hash)
    assert "being checked" not in officer.get(ADDRESS).text
    answer = officer.fetch(f"/leaflets/editions/{first.id}/pdf")
    assert answer.data.startswith(b"%PDF-"), "what parents were told then is still there to be read (D5.10)"
