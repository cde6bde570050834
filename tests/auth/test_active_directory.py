"""The same site against a real Active Directory domain, Samba's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from ppsweb.audit import AuditRow
from ppsweb.auth import signing_in, wording
from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.directory import Directory
from ppsweb.permissions.roles import Role
from tests.client import Client
from tests.given.samba import Samba
from tests.given.staff import ensure_connection
from tests.given.staff_directory import sign_in

pytestmark = pytest.mark.samba


@pytest.fixture
def site(samba: Samba, make_app: Callable[..., Flask]) -> Flask:
    """The site, asking the domain controller, whose certificate carries its name and not its address."""
    app = make_app()
    app.extensions["directory"].directory = Directory(samba.directory_config())
    return app


@pytest.fixture
def browser(site: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(signing_in, "REFUSAL_TAKES", 0.0)
    client = Client(site)
    yield client
    client.close()


def details(action: str) -> list[str | None]:
    with ensure_connection():
        return [
            row.detail for row in AuditRow.select().where(AuditRow.action == action).order_by(AuditRow.at)
        ]


@pytest.mark.parametrize(
    ("account", "role"),
    [
        ("marigold", Role.MANAGER),
        ("oak", Role.OFFICER),
        ("oleander", Role.OFFICER),
        ("laurel", Role.LEAFLET_EDITOR),
        ("clover", Role.COUNCIL),
    ],
)
@pytest.mark.parametrize("form", ["{}", "PPSTEST\\{}", "{}@pps-test.example"])
def test_each_role_signs_in(browser: Client, samba: Samba, account: str, role: Role, form: str) -> None:
    assert sign_in(browser, form.format(account), samba.password).heading == "My work today"
    with ensure_connection():
        assert Member.get().role == role


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("is-disabled", "disabled"),
        ("is-expired", "expired"),
        ("pw-expired", "password_expired"),
        ("must-change", "must_change"),
        ("is-locked", "locked"),
        ("nettle", "no_group"),
        ("no-such-account", "wrong"),
    ],
)
def test_every_refusal_is_the_same_sentence(browser: Client, samba: Samba, account: str, code: str) -> None:
    assert sign_in(browser, account, samba.password, expect=422).errors == [wording.NOT_LET_IN]
    assert details("auth.sign_in_refused") == [code]


def test_the_site_stops_asking_before_the_domain_locks_the_account(browser: Client, samba: Samba) -> None:
    for _ in range(12):
        page = browser.get("/sign-in").form("Sign in")
        page.fill({"name": "juniper", "password": "wrong"})
        browser.request("POST", "/sign-in", data=dict(page.pairs()))
    assert details("auth.sign_in_refused").count("wrong") == 3
    clock.move(timedelta(minutes=61))
    assert sign_in(browser, "juniper", samba.password).heading == "My work today"


def test_two_names_of_one_account_do_not_lock_it(browser: Client, samba: Samba) -> None:
    """The first part of the UPN is another word than the account's name: both are counted as one (D6.09)."""
    for form in ("abell", "PPSTEST\\abell", "anna.bell@pps-test.example"):
        assert sign_in(browser, form, samba.password).heading == "My work today"
        browser.get("/").form("Sign out").submit()
    for _ in range(4):
        for form in ("anna.bell@pps-test.example", "abell", "PPSTEST\\abell"):
            page = browser.get("/sign-in").form("Sign in")
            page.fill({"name": form, "password": "wrong"})
            browser.request("POST", "/sign-in", data=dict(page.pairs()))
    assert details("auth.sign_in_refused").count("wrong") == 3
    with ensure_connection():
        assert Member.select().count() == 1


def test_somebody_taken_out_of_the_group_is_out_within_five_minutes(browser: Client, samba: Samba) -> None:
    sign_in(browser, "myrtle", samba.password)
    samba.controller.tool("group", "removemembers", "PPS Odd Team", "myrtle")
    clock.move(timedelta(minutes=5, seconds=5))
    assert browser.get("/").heading == "Sign in"
    assert details("auth.sent_out") == ["gone"]


def test_a_domain_controller_that_hangs_suspends_the_session_until_it_answers(
    site: Flask, browser: Client, samba: Samba
) -> None:
    site.extensions["directory"].directory = Directory(
        samba.directory_config(connect_timeout=1, receive_timeout=1)
    )
    sign_in(browser, "oak", samba.password)
    clock.move(timedelta(minutes=5, seconds=5))
    with samba.controller.hung():
        assert browser.get("/", expect=503).heading == "Your work is paused"
    assert browser.get("/").heading == "My work today"
