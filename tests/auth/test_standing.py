"""The directory is asked again every few minutes: who is out goes, and while it is silent nothing is served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from ppsweb.audit import AuditRow
from ppsweb.auth import confirm_password, drafts, looking_up, signing_in, wording
from ppsweb.auth.actions import membership
from ppsweb.auth.models import Draft, Member, Session, account_hash
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.demo.directory import State
from ppsweb.directory import Directory, DirectoryDown, Entry
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.worker import queue
from tests.client import Client, Page
from tests.given.staff import SignedIn, ensure_connection
from tests.given.staff_directory import PASSWORD, CouncilDirectory, sign_in

FIVE_MINUTES = timedelta(minutes=5)


class Browsers:
    """People at browsers of the site whose directory answers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clients: list[Client] = []

    def __call__(self, account: str, *, admitted: bool = True) -> Client:
        client = Client(self.app)
        self.clients.append(client)
        sign_in(client, account)
        if admitted:
            self._admit(account)
        return client

    def _admit(self, account: str) -> None:
        with self.app.app_context(), ensure_connection():
            member = Member.of_account(account)
            assert member is not None
            if member.is_admitted:
                return
            manager = next((each for each in Member.select() if each.is_manager), None)
            if manager is None:
                membership.admit_first(clock.now(), member)
            else:
                membership.admit(manager, clock.now(), member)


@pytest.fixture
def browsers(directory_site: Flask) -> Iterator[Browsers]:
    made = Browsers(directory_site)
    yield made
    for client in made.clients:
        client.close()


def recorded(name: str) -> list[AuditRow]:
    with ensure_connection():
        return list(AuditRow.select().where(AuditRow.action == name))


def status(client: Client) -> int:
    return client.request("GET", "/").status_code


def take_out(council: CouncilDirectory) -> None:
    council.leave("marigold", "PPS Managers")
    council.leave("marigold", "Council Staff")
    council.leave("PPS Managers", "Council Staff")


GONE: dict[str, Any] = {
    "out of every group": take_out,
    "disabled": lambda council: council.change("marigold", state=State.DISABLED),
    "expired": lambda council: council.change("marigold", state=State.EXPIRED),
}


@pytest.mark.parametrize("how", GONE)
def test_who_does_not_belong_any_more_is_out_at_the_next_request_after_five_minutes(
    browsers: Browsers, council_directory: CouncilDirectory, how: str
) -> None:
    manager, elsewhere = browsers("marigold"), browsers("marigold")
    GONE[how](council_directory)
    clock.move(FIVE_MINUTES - timedelta(seconds=5))
    assert status(manager) == 200
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    page = manager.get("/members")
    assert page.heading == "Sign in"
    assert "You have been signed out" in page.text
    (row,) = recorded("auth.sent_out")
    assert row.detail == "gone"
    with ensure_connection():
        assert row.subject == Member.get().id
        assert Session.select().where(Session.member.is_null(False)).count() == 0
    assert status(elsewhere) == 303


def test_somebody_whom_a_colleague_has_locked_by_guessing_goes_on_working(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    manager = browsers("marigold")
    council_directory.change("marigold", state=State.LOCKED)
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    assert status(manager) == 200


def test_the_directory_is_asked_at_most_every_five_minutes(
    browsers: Browsers, council_directory: CouncilDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = browsers("marigold")
    asked: list[UUID] = []
    real = Directory.look_up

    def counted(directory: Directory, guid: UUID) -> Entry | None:
        asked.append(guid)
        return real(directory, guid)

    monkeypatch.setattr(Directory, "look_up", counted)
    for second in range(0, 660, 30):
        clock.move(timedelta(seconds=second))
        assert status(manager) == 200
    assert len(asked) == 2


def test_a_role_that_the_directory_takes_away_is_gone_with_the_next_answer(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    manager = browsers("marigold")
    assert manager.get("/members").heading == "Staff"
    council_directory.join("marigold", "PPS Officers")
    council_directory.leave("marigold", "PPS Managers")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    manager.get("/members", expect=403)  # still in the service, and not its manager
    (row,) = recorded("auth.role_changed")
    assert row.detail == "officer"
    with ensure_connection():
        member = Member.get()
        assert (member.role, member.is_admitted) == (Role.OFFICER, True)


def test_a_role_forged_in_the_row_ends_admission_and_is_put_right(browsers: Browsers) -> None:
    browsers("marigold")
    officer = browsers("oak")
    with ensure_connection():
        Member.update(directory_role=Role.MANAGER).where(Member.account_hash == account_hash("oak")).execute()
        forged = Member.of_account("oak")
        assert forged is not None
        assert (forged.directory_role, forged.is_manager, forged.is_admitted) == (Role.MANAGER, False, False)
    officer.get("/members", expect=404)
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    assert status(officer) == 200
    with ensure_connection():
        member = Member.of_account("oak")
        assert member is not None
        assert (member.role, member.is_admitted) == (Role.OFFICER, True)  # the row says again what was signed


def member_of(account: str) -> Member:
    with ensure_connection():
        found = Member.of_account(account)
        assert found is not None
        return found


def test_the_admitted_role_written_into_the_row_opens_nothing_and_stays_forged(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    browsers("marigold")
    officer = browsers("oak")
    council_directory.join("oak", "PPS Managers")
    with ensure_connection():
        is_oak = Member.account_hash == account_hash("oak")
        Member.update(admitted_role=Role.MANAGER, directory_role=Role.MANAGER).where(is_oak).execute()
    for _ in range(2):
        assert (member_of("oak").is_admitted, member_of("oak").is_manager) == (False, False)
        officer.get("/members", expect=404)
        clock.move(FIVE_MINUTES + timedelta(seconds=5))


@pytest.mark.parametrize(("account", "role"), [("oak", Role.OFFICER), ("laurel", Role.LEAFLET_EDITOR)])
def test_whoever_is_put_into_the_managers_group_goes_on_as_before_until_the_manager_admits_them_as_one(
    browsers: Browsers, council_directory: CouncilDirectory, account: str, role: Role
) -> None:
    manager, colleague = browsers("marigold"), browsers(account)
    council_directory.join(account, "PPS Managers")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    colleague.get("/members", expect=403)
    colleague.get(f"/members/{member_of(account).id}/admit", expect=403)
    them = member_of(account)
    assert (them.role, them.directory_role, them.is_admitted) == (role, Role.MANAGER, True)
    assert (them.is_manager, them.manages) == (False, False)
    with browsers.app.app_context(), ensure_connection(), pytest.raises(Refused) as refused:
        membership.admit(them, clock.now(), them)
    assert str(refused.value) == wording.MANAGER_IN_PERSON
    assert [row.detail for row in recorded("auth.role_changed")] == ["manager"]

    page = manager.get("/members").follow(them.name)
    assert "they work as before: as " in page.text
    page.follow("Admit as manager").form("Admit to the service").submit()
    assert member_of(account).is_manager
    assert colleague.get("/members").heading == "Staff"


def test_what_waits_for_the_manager_is_on_the_first_page_and_among_those_who_wait(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    manager, officer = browsers("marigold"), browsers("oak")
    assert "waiting to be admitted" not in manager.get("/").text
    council_directory.join("oak", "PPS Managers")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    assert status(officer) == 200
    assert "1 waiting to be admitted." in manager.get("/").text
    page = manager.get("/members")
    assert "Nobody is waiting." not in page.text
    assert "Works as officer" in page.text


def test_a_role_that_comes_back_counts_as_it_was_admitted(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    manager = browsers("marigold")
    council_directory.join("marigold", "PPS Officers")
    council_directory.leave("marigold", "PPS Managers")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    manager.get("/members", expect=403)
    council_directory.join("marigold", "PPS Managers")
    clock.move(2 * (FIVE_MINUTES + timedelta(seconds=5)))
    assert manager.get("/members").heading == "Staff"


def test_a_lower_role_can_be_made_the_admitted_one_and_the_higher_one_waits_again(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    manager, officer = browsers("marigold"), browsers("oak")
    council_directory.join("oak", "PPS Leaflet Editors")
    council_directory.leave("oak", "PPS Officers")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    officer.get("/cases", expect=403)
    page = manager.get(f"/members/{member_of('oak').id}")
    page.follow("Admit as leaflet editor").form("Admit to the service").submit()
    council_directory.join("oak", "PPS Officers")
    clock.move(2 * (FIVE_MINUTES + timedelta(seconds=5)))
    officer.get("/cases", expect=403)
    them = member_of("oak")
    assert (them.role, them.directory_role, them.is_promoted) == (Role.LEAFLET_EDITOR, Role.OFFICER, True)


def test_the_directory_is_asked_before_a_managers_word_counts(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    """A role that only the row says, or that has changed since the page was drawn, is not admitted."""
    manager = browsers("marigold")
    browsers("oak", admitted=False)
    form = manager.get(f"/members/{member_of('oak').id}/admit").form("Admit to the service")
    with ensure_connection():
        Member.update(directory_role=Role.MANAGER).where(Member.account_hash == account_hash("oak")).execute()
    form.submit(expect=409)
    assert (member_of("oak").directory_role, member_of("oak").admitted_at) == (Role.OFFICER, None)

    form = manager.get(f"/members/{member_of('oak').id}/admit").form("Admit to the service")
    council_directory.change("oak", state=State.DISABLED)
    page = form.submit(expect=422)
    assert page.errors == [wording.GONE]
    assert member_of("oak").admitted_at is None


def test_nobody_is_admitted_while_the_directory_is_silent(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = browsers("marigold")
    browsers("oak", admitted=False)
    form = manager.get(f"/members/{member_of('oak').id}/admit").form("Admit to the service")
    with monkeypatch.context() as silent:
        _silence(silent)
        assert form.submit(expect=422).errors == [wording.DIRECTORY_DOWN]
    assert not member_of("oak").is_admitted
    form.submit()
    assert member_of("oak").is_admitted


def test_while_the_directory_is_silent_nothing_is_served_but_the_numbers(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    manager = browsers("marigold")
    council_directory.stop()
    assert status(manager) == 200  # the positive control: nothing is due yet
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    page = manager.get("/members", expect=503)
    assert page.heading == "Your work is paused"
    assert "01632 960111" in page.text
    assert "Maya Marigold" not in page.text
    assert page.headers["Retry-After"] == "60"
    assert recorded("auth.sent_out") == []
    assert "Maya Marigold" not in manager.get("/safeguarding").text


def test_when_the_directory_is_back_the_same_session_goes_on(
    browsers: Browsers, council_directory: CouncilDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = browsers("marigold")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    with monkeypatch.context() as silent:
        _silence(silent)
        assert status(manager) == 503
    assert status(manager) == 200


def _silence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def look_up(self, guid: Any) -> Any:
            raise DirectoryDown

    monkeypatch.setattr(looking_up, "directory", Silent)


def appoint(client: Client) -> Any:
    """The manager's form to appoint a deputy, filled in."""
    form = client.get("/deputies/new").form("Appoint")
    with ensure_connection():
        officer = Member.of_account("oak")
        assert officer is not None
    day = clock.today() + timedelta(days=3)
    form.fill({"member": officer.id, "first_day": day, "last_day": day + timedelta(days=4)})
    return form


def test_what_was_typed_is_kept_while_the_directory_is_silent_and_offered_when_it_is_back(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = browsers("marigold")
    browsers("oak")
    form = appoint(manager)
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    with monkeypatch.context() as silent:
        _silence(silent)
        page = form.submit(expect=503)
    assert "What you had just typed is kept." in page.text

    back = manager.get("/deputies/new")
    assert "What you had typed is kept" in back.text
    again = back.form("Appoint")
    typed = [(name, value) for name, value in form.pairs() if name not in ("csrf_token", "once")]
    assert typed
    assert [pair for pair in again.pairs() if pair in typed] == typed
    assert again.submit().heading == "Staff"
    with ensure_connection():
        assert Draft.select().count() == 0
    assert "What you had typed is kept" not in manager.get("/deputies/new").text


def test_a_draft_is_offered_to_nobody_else_and_on_no_other_page(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = browsers("marigold")
    browsers("oak")
    form = appoint(manager)
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    with monkeypatch.context() as silent:
        _silence(silent)
        form.submit(expect=503)
    with ensure_connection():
        (draft,) = Draft.select()
        raw = database.execute_sql("SELECT content FROM drafts").fetchone()[0]
        other = Member.of_account("oak")
        assert other is not None
        assert drafts.take(draft.member, "auth.appoint") is not None
        assert drafts.take(other, "auth.appoint") is None
        assert drafts.take(draft.member, "auth.members") is None
        assert drafts.take(draft.member, "auth.appoint", draft.id) is None
    day = clock.today() + timedelta(days=3)
    assert f'"{day.year}"' in draft.content  # the positive control of the next line
    assert str(day.year).encode() not in bytes(raw)
    assert "csrf_token" not in draft.content
    assert "kept" not in manager.get("/members").text


def test_a_draft_can_be_thrown_away(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = browsers("marigold")
    browsers("oak")
    form = appoint(manager)
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    with monkeypatch.context() as silent:
        _silence(silent)
        form.submit(expect=503)
    page = manager.get("/deputies/new").form("Throw it away").submit()
    assert page.heading == "Appoint a deputy"
    assert "What you had typed is kept" not in page.text
    with ensure_connection():
        assert Draft.select().count() == 0


def test_what_was_typed_too_long_is_kept_and_there_after_signing_in_again(browsers: Browsers) -> None:
    manager = browsers("marigold")
    browsers("oak")
    form = appoint(manager)
    clock.move(timedelta(minutes=20))
    page = form.submit()
    assert page.heading == "Sign in"
    assert "What you had typed is kept." in page.text
    back = page.form("Sign in").submit(name="marigold", password=PASSWORD)
    assert back.heading == "Appoint a deputy"
    assert "What you had typed is kept" in back.text
    with ensure_connection():
        officer = Member.of_account("oak")
        assert officer is not None
    assert ("member", officer.id) in back.form("Appoint").pairs()


def test_a_form_that_had_lapsed_is_kept_too(browsers: Browsers) -> None:
    manager = browsers("marigold")
    earlier = dict(browsers("oak").get("/").form("Sign out").pairs())["csrf_token"]
    form = appoint(manager)

    def sent_with(token: str) -> Page:
        pairs = [(name, token if name == "csrf_token" else value) for name, value in form.pairs()]
        lapsed = manager.post("/deputies/new", pairs, expect=400)
        assert isinstance(lapsed, Page)
        return lapsed

    for forged in ("", "forged"):
        sent_with(forged)
        with ensure_connection():
            assert Draft.select().count() == 0, "no page of ours sent this"
    again = sent_with(earlier).follow("Open the form again")
    assert again.path == "/deputies/new"
    assert "What you had typed is kept" in again.text


def test_nothing_that_another_site_sends_is_kept(browsers: Browsers) -> None:
    manager = browsers("marigold")
    browsers("oak")
    data = dict(appoint(manager).pairs())
    clock.move(timedelta(minutes=20))
    for sender, kept in (("cross-site", 0), ("same-site", 0), ("same-origin", 1)):
        manager.request("POST", "/deputies/new", data=data, headers={"Sec-Fetch-Site": sender})
        with ensure_connection():
            assert Draft.select().count() == kept


@pytest.mark.parametrize("silent", [False, True], ids=["over", "suspended"])
def test_nothing_is_kept_that_does_not_carry_the_sessions_token(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch, silent: bool
) -> None:
    manager = browsers("marigold")
    elsewhere = dict(browsers("oak").get("/").form("Sign out").pairs())["csrf_token"]
    data = dict(appoint(manager).pairs())
    clock.move(FIVE_MINUTES + timedelta(seconds=5) if silent else timedelta(minutes=20))
    if silent:
        _silence(monkeypatch)
    for token, kept in (("", 0), ("forged", 0), (elsewhere, 0), (data["csrf_token"], 1)):
        manager.request("POST", "/deputies/new", data=data | {"csrf_token": token})
        with ensure_connection():
            assert Draft.select().count() == kept


def test_secrets_are_never_kept(app: Flask, as_officer: SignedIn) -> None:
    data = {"password": "Zaubernuss", "new-password": "Zaubernuss", "csrf_token": "t", "note": "kept"}
    with app.test_request_context("/deputies/new", method="POST", data=data), ensure_connection():
        assert drafts.keep(as_officer.member)
        (draft,) = Draft.select()
    assert "kept" in draft.content
    assert "Zaubernuss" not in draft.content


def test_a_form_in_which_nothing_was_typed_leaves_no_draft(app: Flask, as_officer: SignedIn) -> None:
    with app.test_request_context("/deputies/new", method="POST", data={"note": "  "}), ensure_connection():
        assert not drafts.keep(as_officer.member)


def test_a_page_that_anybody_may_see_does_not_wait_for_the_directory(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = browsers("marigold")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    with monkeypatch.context() as silent:
        silent.setattr(looking_up, "directory", lambda: pytest.fail("the directory was asked"))
        assert "Sign out" not in manager.get("/accessibility").text
    assert "Sign out" in manager.get("/").text


def test_a_password_is_confirmed_by_the_directory_and_only_ones_own(browsers: Browsers) -> None:
    browsers("marigold")
    browsers("oak", admitted=False)
    with browsers.app.app_context(), ensure_connection():
        member = Member.of_account("oak")
        assert member is not None
        assert signing_in.confirm_password(member, PASSWORD)
        assert not signing_in.confirm_password(member, PASSWORD + "x")
        assert not signing_in.confirm_password(member, "")
    assert len(recorded("auth.password_confirmed")) == 1
    assert {row.detail for row in recorded("auth.password_not_confirmed")} == {"wrong"}


def test_confirming_is_refused_plainly_after_too_many_wrong_passwords(browsers: Browsers) -> None:
    browsers("oak", admitted=False)
    with browsers.app.app_context(), ensure_connection():
        member = Member.of_account("oak")
        assert member is not None
        for _ in range(3):
            assert not confirm_password(member, "wrong")
        with pytest.raises(Refused) as refused:
            confirm_password(member, PASSWORD)
    assert set(refused.value.reasons) == {"password"}


def gone(account: str) -> bool:
    found = member_of(account)
    return found.is_gone and not found.is_admitted and found.has_left


def test_who_is_gone_is_offered_for_nothing_until_the_directory_has_them_again(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    manager, officer = browsers("marigold"), browsers("oak")
    with ensure_connection():
        assert [each.name for each in Member.admitted_officers()] == ["Oliver Oak"]
    council_directory.change("oak", state=State.DISABLED)
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    assert status(officer) == 303
    assert gone("oak")
    with ensure_connection():
        assert Member.admitted_officers() == []
    assert "Not in the directory any more" in manager.get("/members").text
    assert "not in the directory's groups any more" in manager.get("/members").follow("Oliver Oak").text
    council_directory.change("oak", state=State.ORDINARY)
    sign_in(officer, "oak")
    assert not gone("oak")
    assert member_of("oak").is_admitted
    assert len(recorded("auth.came_back")) == 1
    assert "Not in the directory any more" not in manager.get("/members").text


def test_somebody_who_goes_to_another_office_of_the_council_is_listed_as_left(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    manager, officer = browsers("marigold"), browsers("oak")
    council_directory.join("oak", "Council Staff")
    council_directory.leave("oak", "PPS Officers")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    officer.get("/cases", expect=404)
    assert "Not in the directory any more" in manager.get("/members").text
    assert (member_of("oak").is_gone, member_of("oak").has_left) == (False, True)


def test_the_worker_asks_once_a_day_about_everybody_who_is_admitted(
    browsers: Browsers, council_directory: CouncilDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    browsers("marigold"), browsers("oak"), browsers("orchid", admitted=False)
    asked: list[str] = []
    real = looking_up.look_up

    def counted(member: Member) -> bool:
        asked.append(member.name)
        return real(member)

    monkeypatch.setattr(looking_up, "look_up", counted)
    council_directory.change("oak", state=State.DISABLED)
    with browsers.app.app_context(), ensure_connection():
        version = member_of("marigold").version
        for hours in (0, 1, 23):
            clock.move(timedelta(hours=hours))
            looking_up.look_up_all()
        assert sorted(asked) == ["Maya Marigold", "Oliver Oak"]
        assert member_of("marigold").version == version  # no open form is out of date for it
        assert gone("oak")
        assert not gone("marigold")
        clock.move(timedelta(hours=24))
        looking_up.look_up_all()
    assert len(asked) == 4
    assert len(recorded("auth.sent_out")) == 1  # said once, not every day
    assert looking_up.look_up_all in queue._rounds


def test_a_directory_that_is_down_makes_nobody_a_leaver_and_is_asked_again(
    browsers: Browsers, council_directory: CouncilDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    browsers("marigold")
    council_directory.change("marigold", state=State.DISABLED)
    with browsers.app.app_context(), ensure_connection():
        with monkeypatch.context() as silent:
            _silence(silent)
            looking_up.look_up_all()
        assert not gone("marigold")
        looking_up.look_up_all()
    assert gone("marigold")


def test_a_successor_can_be_admitted_by_command_when_the_only_manager_has_left(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    browsers("marigold")
    browsers("oak", admitted=False)
    council_directory.join("oak", "PPS Managers")
    runner = browsers.app.test_cli_runner()
    assert runner.invoke(args=["auth", "admit", "oak"]).exit_code == 1
    council_directory.change("marigold", state=State.DISABLED)
    with browsers.app.app_context(), ensure_connection():
        looking_up.look_up_all()
    assert runner.invoke(args=["auth", "admit", "oak"]).exit_code == 0
    assert member_of("oak").is_manager


def test_somebody_moved_out_of_the_group_minutes_ago_does_not_confirm_their_password(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    browsers("marigold")
    council_directory.join("marigold", "PPS Officers")
    council_directory.leave("marigold", "PPS Managers")
    member = member_of("marigold")
    with browsers.app.app_context(), ensure_connection():
        assert member.is_manager
        with pytest.raises(Refused) as refused:
            confirm_password(member, PASSWORD)
        assert refused.value.reasons == {"password": wording.ROLE_CHANGED}
        assert (member.is_manager, member_of("marigold").role) == (False, Role.OFFICER)
        assert recorded("auth.password_confirmed") == []
        assert [row.detail for row in recorded("auth.password_not_confirmed")] == ["role_changed"]
        assert confirm_password(member, PASSWORD)  # as what they are now


def test_a_higher_role_that_waits_does_not_hinder_confirming(
    browsers: Browsers, council_directory: CouncilDirectory
) -> None:
    browsers("marigold"), browsers("oak")
    council_directory.join("oak", "PPS Managers")
    with browsers.app.app_context(), ensure_connection():
        assert confirm_password(member_of("oak"), PASSWORD)


def test_signing_out_works_while_the_directory_is_silent(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = browsers("marigold")
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    with monkeypatch.context() as silent:
        _silence(silent)
        paused = manager.get("/", expect=503)
        manager.post("/sign-out", {"csrf_token": "forged"}, expect=400)
        assert recorded("auth.signed_out") == []
        assert "You have signed out." in paused.form("Sign out").submit().text
    assert status(manager) == 303
    assert len(recorded("auth.signed_out")) == 1
    with ensure_connection():
        assert Session.select().where(Session.member.is_null(False)).count() == 0


def test_a_suspended_session_and_a_form_without_its_token_leave_rows(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = browsers("marigold")
    manager.post("/drafts/discard", {"csrf_token": "forged"}, expect=400)
    clock.move(FIVE_MINUTES + timedelta(seconds=5))
    with monkeypatch.context() as silent:
        _silence(silent)
        manager.get("/members", expect=503)
    them = member_of("marigold")
    assert [(row.actor, row.detail) for row in recorded("auth.form_refused")] == [(them.id, None)]
    assert [(row.actor, row.subject) for row in recorded("auth.suspended")] == [(them.id, them.id)]
