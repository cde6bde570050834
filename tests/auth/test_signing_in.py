"""The sign-in page against a directory that speaks real LDAP: who gets in, who does not, and what they are told."""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from ppsweb.audit import AuditRow
from ppsweb.auth import rules, signed_out, signing_in, wording
from ppsweb.auth.models import Member, Session, SignInAttempt, account_hash
from ppsweb.auth.session import COOKIE
from ppsweb.deadlines import clock
from ppsweb.demo.directory import State, binding
from ppsweb.demo.directory.binding import SUCCESS, answer
from ppsweb.directory import NotAdmitted
from ppsweb.permissions.roles import Role
from tests.client import Client
from tests.given.staff import ensure_connection
from tests.given.staff_directory import PASSWORD, STATES, CouncilDirectory, sign_in


@pytest.fixture
def browser(directory_site: Flask) -> Any:
    client = Client(directory_site)
    yield client
    client.close()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals answer as soon as they can; one test below is about the time they take."""
    monkeypatch.setattr(signing_in, "REFUSAL_TAKES", 0.0)


def recorded(name: str) -> list[AuditRow]:
    with ensure_connection():
        return list(AuditRow.select().where(AuditRow.action == name).order_by(AuditRow.at))


@pytest.mark.parametrize(
    ("account", "role"),
    [
        ("marigold", Role.MANAGER),
        ("oak", Role.OFFICER),
        ("oleander", Role.OFFICER),  # through a group in the group
        ("laurel", Role.LEAFLET_EDITOR),
        ("clover", Role.COUNCIL),
        ("o'brien(x)", Role.OFFICER),
    ],
)
@pytest.mark.parametrize("form", ["{}", "DEMO\\{}", "{}@demo.example"])
def test_each_role_gets_in_by_each_form_of_the_name(
    browser: Client, account: str, role: Role, form: str
) -> None:
    page = sign_in(browser, form.format(account))
    assert page.heading == "My work today"
    with ensure_connection():
        member = Member.get()
    assert member.role == role
    (row,) = recorded("auth.signed_in")
    assert row.actor == member.id
    assert row.is_genuine


def test_a_first_sign_in_makes_a_member_who_is_not_admitted(browser: Client) -> None:
    page = sign_in(browser, "marigold")
    assert "A manager must admit you." in page.text
    with ensure_connection():
        member = Member.get()
    assert (member.is_admitted, member.is_manager, member.in_service) == (False, False, False)
    assert "Staff" not in page.links


def test_a_second_sign_in_is_the_same_member_under_the_name_of_today(
    browser: Client, council_directory: CouncilDirectory
) -> None:
    sign_in(browser, "oak")
    council_directory.change("oak", name="Oliver Ash")
    sign_in(_signed_out(browser), "oak")
    with ensure_connection():
        (member,) = Member.select()
        assert member.name == "Oliver Ash"


def test_signing_in_forgets_that_somebody_signed_out_before(browser: Client) -> None:
    sign_in(browser, "oak")
    _signed_out(browser)
    assert browser.browser.get_cookie(signed_out.COOKIE) is not None
    sign_in(browser, "oak")
    assert browser.browser.get_cookie(signed_out.COOKIE) is None


def _signed_out(browser: Client) -> Client:
    browser.get("/").form("Sign out").submit()
    return browser


REFUSED = [
    ("nobody", PASSWORD, "wrong"),
    ("oak", "wrong", "wrong"),
    ("oak", PASSWORD + " ", "wrong"),
    ("outsider", PASSWORD, "no_group"),
    ("OTHER\\oak", PASSWORD, "bad_name"),
    ("*", PASSWORD, "bad_name"),
    ("a)(|(uid=*", PASSWORD, "bad_name"),
    ("CN=x,DC=y", PASSWORD, "bad_name"),
    ("o\u034fak", PASSWORD, "bad_name"),
    ("x" * 250, PASSWORD, "wrong"),
    ("oak", "   ", "empty_password"),
    ("oak", PASSWORD + "\x00", "bad_password"),
    ("oak", "\x00", "bad_password"),
    *[(account, PASSWORD, state.value) for state, account in STATES.items()],
]


@pytest.mark.parametrize(("name", "password", "code"), REFUSED)
def test_every_refusal_is_one_sentence_and_only_the_record_tells_them_apart(
    browser: Client, name: str, password: str, code: str
) -> None:
    page = sign_in(browser, name, password, expect=422)
    assert page.errors == [wording.NOT_LET_IN]
    assert browser.fetch("/", expect=303).location.startswith("/sign-in")
    (row,) = recorded("auth.sign_in_refused")
    assert (row.detail, row.actor) == (code, None)
    assert recorded("auth.signed_in") == []
    with ensure_connection():
        assert Session.select().where(Session.member.is_null(False)).count() == 0


def test_the_pages_of_refusals_differ_in_nothing_but_what_was_typed(browser: Client) -> None:
    tried = [("aaa", PASSWORD), ("oak", "bad"), ("off", PASSWORD), ("outsider", PASSWORD)]
    pages = [sign_in(browser, name, password, expect=422) for name, password in tried]
    # tokens and ids are new on every page, whoever asks
    assert len({re.sub(r'value="[^"]*"', "", page.html) for page in pages}) == 1
    assert len({page.html for page in pages}) == len(pages)


def test_a_refusal_takes_its_time_whatever_was_wrong(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(signing_in, "REFUSAL_TAKES", 60.0)
    monkeypatch.setattr(signing_in.time, "sleep", waited.append)
    for name, password in [("nobody", PASSWORD), ("oak", " "), ("off", PASSWORD)]:
        sign_in(browser, name, password, expect=422)
    assert len(waited) == 3
    assert all(55 < seconds <= 60 for seconds in waited)


def test_a_record_of_a_refusal_names_the_member_whose_name_was_typed_and_never_what_was_typed(
    browser: Client,
) -> None:
    sign_in(browser, "oak")
    _signed_out(browser)
    sign_in(browser, "DEMO\\OAK", "wrong", expect=422)
    sign_in(browser, "someone-else", "wrong", expect=422)
    with ensure_connection():
        member = Member.get()
    assert [row.subject for row in recorded("auth.sign_in_refused")] == [member.id, None]


@pytest.mark.parametrize(
    ("name", "password", "message"), [("", "x", "Enter your user name"), ("oak", "", "Enter your password")]
)
def test_an_empty_box_is_asked_for_and_no_bind_is_made(
    browser: Client, name: str, password: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "directory", lambda: pytest.fail("the directory was asked"))
    assert sign_in(browser, name, password, expect=422).errors == [message]


def test_an_empty_password_opens_nothing_although_this_directory_would_take_it(
    directory_site: Flask, council_directory: CouncilDirectory
) -> None:
    # the positive control: the directory itself answers success
    assert answer(council_directory.running.tree, "oak@demo.example", b"")[0] == SUCCESS
    with directory_site.app_context(), ensure_connection(), pytest.raises(signing_in.NotLetIn):
        signing_in.show("oak", "", address="192.0.2.1")
    with directory_site.app_context(), pytest.raises(NotAdmitted):
        signing_in.directory().sign_in("oak", "")


def test_the_directory_being_down_is_said_plainly_with_the_numbers(
    browser: Client, council_directory: CouncilDirectory
) -> None:
    page = browser.get("/sign-in")
    council_directory.stop()
    down = page.form("Sign in").submit(name="oak", password=PASSWORD, expect=503)
    assert down.heading == "Nobody can sign in just now"
    assert "01632 960111" in down.text
    assert [row.detail for row in recorded("auth.sign_in_refused")] == ["directory_down"]
    with ensure_connection():
        assert SignInAttempt.select().count() == 0


def test_no_password_reaches_a_page_or_a_log(
    browser: Client, council_directory: CouncilDirectory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    typed = "Zaubernuss-7731"
    page = sign_in(browser, "oak", typed, expect=422)
    assert typed not in page.html
    assert 'value="oak"' in page.html  # the positive control: what is kept is seen
    council_directory.change("oak", password=typed)
    sign_in(browser, "oak", typed)
    council_directory.stop()
    _signed_out(browser)
    sign_in(browser, "oak", typed, expect=503)
    said = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "gave no answer" in said  # the positive control: the log was listening
    assert typed not in said


def test_the_third_wrong_password_is_the_last_that_reaches_the_directory(
    browser: Client, council_directory: CouncilDirectory
) -> None:
    for spelling in ("oak", "DEMO\\Oak", "OAK@demo.example"):
        sign_in(browser, spelling, "wrong", expect=422)
    page = sign_in(browser, "oak", PASSWORD, expect=429)
    assert page.errors == [wording.TOO_MANY]
    assert [row.detail for row in recorded("auth.sign_in_refused")][-1] == "too_many"
    assert (
        sign_in(browser, "orchid").heading == "My work today"
    )  # a colleague at the same desk is not held up


def test_the_two_names_of_an_account_are_counted_as_one(
    browser: Client, council_directory: CouncilDirectory
) -> None:
    """The first part of the UPN is another word than the account's name (D6.09)."""
    council_directory.change("oak", upn_name="oliver.oak")
    sign_in(browser, "oliver.oak@demo.example")
    _signed_out(browser)
    for spelling in ("oak", "oliver.oak@demo.example", "DEMO\\oak"):
        sign_in(browser, spelling, "wrong", expect=422)
    for spelling in ("oak", "oliver.oak@demo.example"):
        sign_in(browser, spelling, PASSWORD, expect=429)
    with ensure_connection():
        member = Member.get()
        assert member.account_hash != member.upn_hash
        assert {row.subject for row in recorded("auth.sign_in_refused")} == {member.id}
    clock.move(timedelta(minutes=16))
    sign_in(browser, "oak")
    with ensure_connection():
        assert SignInAttempt.select().count() == 0


def test_a_spelling_with_a_letter_that_weighs_nothing_is_counted_and_never_shown_to_the_directory(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Active Directory reads them all as one name: each would be one more guess at its password (D6.09)."""
    shown: list[bytes] = []

    def noted(tree: Any, name: str, password: bytes) -> Any:
        shown.append(password)
        return answer(tree, name, password)

    monkeypatch.setattr(binding, "answer", noted)
    for spelling in ("o\u034fak", "oak\ufe0f", "oak\u3164"):
        sign_in(browser, spelling, "a guess", expect=422)
    assert b"a guess" not in shown
    with ensure_connection():
        assert SignInAttempt.select().count() == 3
    sign_in(browser, "oak", "a guess", expect=422)
    assert b"a guess" in shown, "the positive control: the name itself is asked of it"


def test_after_the_wait_the_right_password_opens_and_the_count_begins_anew(browser: Client) -> None:
    for _ in range(3):
        sign_in(browser, "oak", "wrong", expect=422)
    clock.move(timedelta(minutes=14))
    sign_in(browser, "oak", PASSWORD, expect=429)
    clock.move(timedelta(minutes=15, seconds=1))
    sign_in(browser, "oak", PASSWORD)
    with ensure_connection():
        assert SignInAttempt.select().count() == 0


def test_being_told_to_wait_does_not_make_the_wait_longer(browser: Client) -> None:
    for _ in range(3):
        sign_in(browser, "oak", "wrong", expect=422)
    clock.move(timedelta(minutes=10))
    for _ in range(5):
        sign_in(browser, "oak", "wrong", expect=429)
    clock.move(timedelta(minutes=16))
    sign_in(browser, "oak", PASSWORD)


def test_guessing_slowly_never_reaches_a_common_lock_out_of_five_in_an_hour(browser: Client) -> None:
    statuses = []
    for minute in range(0, 60, 4):
        clock.move(timedelta(minutes=minute))
        form = browser.get("/sign-in").form("Sign in")
        form.fill({"name": "oak", "password": "wrong"})
        statuses.append(browser.request("POST", "/sign-in", data=MultiDict(form.pairs())).status_code)
    assert statuses.count(422) == 4
    assert set(statuses) == {422, 429}


def test_one_address_cannot_try_one_password_on_everybody(browser: Client) -> None:
    limit, _ = rules.PER_ADDRESS[0]
    for number in range(limit):
        sign_in(browser, f"guess{number}", "Password1", expect=422)
    sign_in(browser, "oak", PASSWORD, expect=429)
    with ensure_connection():
        SignInAttempt.delete().where(SignInAttempt.address_hash != "x").execute()
    sign_in(browser, "oak", PASSWORD)


def test_attempts_are_kept_as_keyed_hashes(browser: Client) -> None:
    sign_in(browser, "oak", "wrong", expect=422)
    with ensure_connection():
        row = SignInAttempt.get()
    plain = {hashlib.sha256(each).hexdigest() for each in (b"oak", b"127.0.0.1")}
    assert row.name_hash == account_hash("DEMO\\OAK")  # the positive control: it is the name's hash
    assert not plain & {row.name_hash, row.address_hash}


def test_where_somebody_wanted_to_go_is_remembered(browser: Client) -> None:
    page = browser.get("/accessibility")
    first = browser.fetch("/members?a=1&b=2", expect=303)
    assert first.location == "/sign-in?next=/members?a%3D1%26b%3D2"
    assert page.status == 200
    answer = browser.get(first.location).form("Sign in").send(name="marigold", password=PASSWORD)
    assert answer.location == "/members?a=1&b=2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x=y",
        "javascript:alert(1)",
        "evil.example",
        "/sign-in",
        "/" + "x" * 3000,
    ],
)
def test_nobody_is_sent_to_another_site(browser: Client, elsewhere: str) -> None:
    page = browser.see(browser.request("GET", "/sign-in", query_string={"next": elsewhere}))
    answer = page.form("Sign in").send(name="oak", password=PASSWORD)
    assert answer.location == "/"


def test_a_link_from_another_site_costs_one_step_and_not_the_session(browser: Client) -> None:
    """The browser sends no cookie with it (SameSite=Strict), so the site must not hand out a new one."""
    sign_in(browser, "oak")
    stranger = Client(browser.app)
    answer = stranger.request("GET", "/sign-in?next=/accessibility", headers={"Sec-Fetch-Site": "cross-site"})
    page = stranger.see(answer)
    assert page.heading == "Go on to the page"
    assert page.links["Continue"] == "/accessibility"
    assert "Set-Cookie" not in page.headers
    stranger.close()


def test_a_new_token_is_given_at_sign_in_and_the_old_one_opens_nothing(browser: Client) -> None:
    browser.get("/sign-in")
    before = _cookie(browser)
    sign_in(browser, "oak")
    after = _cookie(browser)
    assert before != after
    thief = Client(browser.app)
    thief.browser.set_cookie(COOKIE, before, domain="localhost", secure=True)
    assert thief.fetch("/", expect=303).location.startswith("/sign-in")
    thief.browser.set_cookie(COOKIE, after, domain="localhost", secure=True)
    assert thief.get("/").heading == "My work today"
    thief.close()


def _cookie(browser: Client) -> str:
    cookie = browser.browser.get_cookie(COOKIE, domain="localhost")
    assert cookie is not None
    return str(cookie.value)


def test_the_cookie_is_locked_to_this_host_and_to_no_script(browser: Client) -> None:
    answer = browser.get("/sign-in").form("Sign in").send(name="oak", password=PASSWORD)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-ppsweb=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "Secure",
        "HttpOnly",
        "Path=/",
        "SameSite=Strict",
    }


def test_the_sign_in_form_wants_its_token(browser: Client) -> None:
    browser.get("/sign-in")
    browser.post("/sign-in", {"name": "oak", "password": PASSWORD}, expect=400)
    assert recorded("auth.signed_in") == []


def test_a_sign_in_page_left_open_overnight_is_drawn_anew(browser: Client) -> None:
    form = browser.get("/sign-in?next=/accessibility").form("Sign in")
    clock.move(timedelta(hours=16))
    page = form.submit(name="oak", password=PASSWORD)
    assert page.heading == "Sign in"
    assert "This page had been open for too long." in page.text
    assert recorded("auth.signed_in") == []
    assert page.form("Sign in").submit(name="oak", password=PASSWORD).heading == "Accessibility statement"


def test_a_member_who_is_signed_in_needs_no_second_sign_in(browser: Client) -> None:
    sign_in(browser, "oak")
    assert browser.get("/sign-in?next=/accessibility").heading == "Accessibility statement"


def test_every_state_of_an_account_is_covered() -> None:
    assert set(STATES) | {State.ORDINARY} == set(State)
