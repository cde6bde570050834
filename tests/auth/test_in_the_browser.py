"""Signing in with a real browser: the cookie, the warning before the end, every page at both widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from ppsweb.auth import looking_up
from ppsweb.auth.actions import membership
from ppsweb.auth.models import Member, Session
from ppsweb.deadlines import clock
from ppsweb.directory import DirectoryDown
from tests.given.browser import DESKTOP, PHONE, Visits, axe, fits, keep, serving
from tests.given.staff import ensure_connection
from tests.given.staff_directory import PASSWORD, CouncilDirectory

pytestmark = pytest.mark.browser


@pytest.fixture
def address(directory_site: Flask) -> Iterator[str]:
    with serving(directory_site) as address:
        yield address


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    visits = Visits(chromium, address)
    yield visits
    visits.close()


def sign_in(page: Page, account: str) -> None:
    page.goto("/")
    page.get_by_label("Your user name").fill(account)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def admit(app: Flask, account: str, by: str | None = None) -> None:
    with app.app_context(), ensure_connection():
        member = Member.of_account(account)
        assert member is not None
        if by is None:
            membership.admit_first(clock.now(), member)
        else:
            manager = Member.of_account(by)
            assert manager is not None
            membership.admit(manager, clock.now(), member)


def test_a_real_browser_keeps_the_cookie_and_gives_it_to_no_script(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "marigold")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work today")
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (
        "__Host-ppsweb",
        True,
        True,
        "Strict",
    )
    assert page.evaluate("document.cookie") == ""


def test_the_back_button_shows_nothing_after_sign_out(
    open_page: Callable[..., Page], directory_site: Flask
) -> None:
    page = open_page()
    sign_in(page, "marigold")
    admit(directory_site, "marigold")
    page.goto("/members")
    expect(page.get_by_role("heading", level=1)).to_have_text("Staff")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_link_from_another_site_takes_one_step_and_keeps_the_session(
    open_page: Callable[..., Page], address: str, chromium: Browser
) -> None:
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    sign_in(page, "marigold")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work today")
    page.goto(f"{address.replace('127.0.0.1', 'localhost')}/accessibility")  # another site, to a browser
    page.evaluate(f"location.href = '{address}/'")
    expect(page.get_by_role("heading", level=1)).to_have_text("Go on to the page")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work today")
    context.close()


def test_somebody_is_warned_two_minutes_before_the_end_and_stays_by_one_key(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.clock.install()
    sign_in(page, "marigold")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work today")
    with ensure_connection():
        before = Session.get(Session.member.is_null(False)).seen_at
    expect(page.locator("body.js-enabled")).to_be_visible()  # the script that counts has begun
    page.clock.fast_forward("13:06")
    stay = page.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    with page.expect_response("**/session/extend") as answered:
        page.keyboard.press("Enter")
    assert answered.value.status == 204
    expect(stay).to_have_count(0)
    with ensure_connection():
        assert Session.get(Session.member.is_null(False)).seen_at > before


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_these_rooms_is_accessible_at_both_widths(
    open_page: Callable[..., Page],
    directory_site: Flask,
    viewport: Any,
    monkeypatch: pytest.MonkeyPatch,
    council_directory: CouncilDirectory,
) -> None:
    def look(page: Page, name: str) -> None:
        axe(page)
        fits(page)
        keep(page, f"auth/{name}-{viewport['width']}")

    page = open_page(viewport)
    for path in ("/sign-in", "/safeguarding", "/accessibility"):
        page.goto(path)
        look(page, path.strip("/"))
    page.goto("/sign-in")
    page.get_by_label("Your user name").fill("oak")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("The name or password is not right")
    look(page, "sign-in-refused")

    officer, waiting = open_page(viewport), open_page(viewport)
    sign_in(page, "marigold")
    admit(directory_site, "marigold")
    sign_in(officer, "oak")
    admit(directory_site, "oak", by="marigold")
    sign_in(waiting, "orchid")
    look(waiting, "today-waiting")
    officer.goto("/")
    look(officer, "today-officer")
    page.goto("/")
    look(page, "today-manager")
    page.goto("/members")
    look(page, "members")
    page.get_by_role("link", name="Olive Orchid").click()
    look(page, "member")
    page.get_by_role("button", name="Admit").click()
    look(page, "admit")
    page.get_by_role("button", name="Admit to the service").click()
    expect(page.get_by_role("alert")).to_contain_text("Olive Orchid is admitted")
    page.goto("/deputies/new")
    look(page, "appoint")
    page.get_by_role("button", name="Appoint").click()
    look(page, "appoint-errors")
    page.get_by_label("Officer").select_option(label="Oliver Oak")
    for box, number in zip(page.get_by_role("textbox").all(), ["1", "2", "2027"] * 2, strict=True):
        box.fill(number)
    clock.move(timedelta(minutes=6))

    def silent() -> Any:
        raise DirectoryDown

    with monkeypatch.context() as patch:
        patch.setattr(looking_up, "directory", silent)
        page.get_by_role("button", name="Appoint").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your work is paused")
        look(page, "suspended")
    page.goto("/deputies/new")
    expect(page.get_by_text("What you had typed is kept")).to_be_visible()
    look(page, "kept")
    page.get_by_role("button", name="Appoint").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Staff")
    look(page, "members-with-deputy")
    page.get_by_role("link", name="Olive Orchid").click()
    page.get_by_role("button", name="Let go").click()
    look(page, "let-go")
    page.goto("/audit")
    look(page, "record")
    council_directory.stop()
    stranger = open_page(viewport)
    sign_in(stranger, "clover")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Nobody can sign in just now")
    look(stranger, "directory-down")
