"""The pages in a real browser: reachable, narrow, without JavaScript, and a warning before the session ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Request

from tests.given.browser import DESKTOP, PHONE, WCAG, Visits, axe, fits, keep, serving
from tests.web.conftest import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {"view": "/things", "form": "/things/new", "sign-in": "/enter", "not-found": "/nowhere"}


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["1280", "320"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(visit: Callable[..., Page], name: str, width: dict[str, int]) -> None:
    page = visit(width)
    page.goto(PAGES[name])
    axe(page)
    fits(page)
    keep(page, f"web/{name}-{width['width']}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["1280", "320"])
def test_a_form_with_everything_wrong_is_accessible(
    visit: Callable[..., Page], width: dict[str, int]
) -> None:
    page = visit(width)
    page.goto("/things/new")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_label("Day").first.fill("31")
    page.get_by_label("Month").first.fill("April")
    page.get_by_label("Year").first.fill("2015")
    page.get_by_role("button", name="Record").click()
    axe(page)
    fits(page)
    assert page.title().startswith("Error: ")
    keep(page, f"web/errors-{width['width']}")


#: the words of an element that stand in more than one line, a hyphen being a place to break
BROKEN = """(element) => {
  const broken = [], walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/[^\\s-]+/g)) {
    const range = document.createRange();
    range.setStart(walk.currentNode, word.index);
    range.setEnd(walk.currentNode, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map((each) => each.top)).size > 1) broken.push(word[0]);
  }
  return broken;
}"""


def test_on_a_narrow_page_words_and_tags_stay_whole_and_a_long_address_does_not(narrow_page: Page) -> None:
    narrow_page.goto("/things")
    fits(narrow_page)
    tasks = narrow_page.locator(".govuk-task-list")
    tasks.locator(".govuk-task-list__hint").first.evaluate(
        "(hint) => { hint.textContent += ' ' + 'petra.plum'.repeat(8) + '@mail.example.org'; }"
    )
    fits(narrow_page)
    assert all("petra" in word for word in tasks.evaluate(BROKEN)), tasks.evaluate(BROKEN)
    assert tasks.evaluate(BROKEN), "an address that is wider than the page is broken"
    for tag in narrow_page.locator(".govuk-tag").all():
        assert tag.evaluate(BROKEN) == []


def test_focus_goes_to_the_error_summary_and_from_there_to_the_box_that_is_wrong(page: Page) -> None:
    page.goto("/things/new")
    page.get_by_label("Name").fill("Jan")
    page.get_by_label("Day").first.fill("1")
    page.get_by_label("Month").first.fill("2")
    page.get_by_label("Year").first.fill("15")
    page.get_by_role("button", name="Record").press("Enter")
    page.locator(".govuk-error-summary:focus").wait_for()
    summary = page.locator(".govuk-error-summary")
    summary.get_by_role("link", name="Year must include 4 numbers").press("Enter")
    assert page.evaluate("document.activeElement.id") == "born-year"


def test_everything_works_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    page.goto("/things/new")
    page.get_by_label("Name").fill("Jan")
    page.get_by_label("By telephone").check()
    page.get_by_label("About").select_option("Exclusion")
    for box, text in (("Day", "5"), ("Month", "May"), ("Year", "2015")):
        page.get_by_label(box).first.fill(text)
    page.get_by_label("What happened").fill("They rang.")
    page.get_by_role("button", name="Record").click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.title().startswith("Error: ")
    page.get_by_label("The words were read out").check()
    page.get_by_role("button", name="Record").click()
    page.get_by_text("The thing is recorded.").wait_for()
    yes = page.get_by_role("button", name="Yes, close it")
    assert not yes.is_visible()
    page.get_by_text("Close the case").click()
    yes.click()
    assert page.url.endswith("/things")


def test_a_table_is_a_stop_of_the_keyboard_only_where_it_must_be_scrolled(visit: Callable[..., Page]) -> None:
    for width, stop in ((DESKTOP, ":not([tabindex])"), (PHONE, "[tabindex='0']")):
        page = visit(width)
        page.goto("/things")
        page.locator(f".table-frame{stop}").wait_for()


def test_text_may_be_spaced_out_and_enlarged(visit: Callable[..., Page]) -> None:
    """WCAG 1.4.12 and 1.4.4: what the reader sets is not cut off."""
    page = visit({"width": 640, "height": 900})
    page.goto("/things")
    page.evaluate(
        """() => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } p { margin-bottom: 2em !important } html { font-size: 200% !important }`)
        document.adoptedStyleSheets = [sheet]
    }"""
    )
    fits(page)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')].filter(each => {
        const style = getComputedStyle(each)
        return style.overflow === 'hidden' && each.scrollHeight > each.clientHeight + 1 && each.clientHeight > 2
    }).map(each => each.outerHTML.slice(0, 100))"""
    )
    assert cut == []


def test_what_is_pressed_is_large_enough(page: Page) -> None:
    """WCAG 2.5.8: 24 pixels each way, but for links in a line of text."""
    for path in ("/things", "/things/new"):
        page.goto(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                'button, summary, input, select, textarea, header a, nav a, footer a')]
            .filter(each => each.getClientRects().length && !each.closest('.govuk-visually-hidden, .govuk-skip-link'))
            .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([html, box]) => [html, box.width, box.height])"""
        )
        assert small == []


def test_on_paper_there_is_only_the_page(page: Page) -> None:
    page.goto("/things")
    page.emulate_media(media="print")
    for gone in (".site-header", ".site-footer", ".govuk-service-navigation", ".site-back", ".inline-form"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_text("She rang.").is_visible()
    links = page.locator("main .govuk-link").all()
    assert {link.evaluate('each => getComputedStyle(each, "::after").content') for link in links} == {"none"}


def test_nothing_is_asked_of_another_host_and_the_fonts_are_ours(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto("/things", wait_until="networkidle")
    fonts = [each.url for each in asked if each.resource_type == "font"]
    assert len(fonts) == 2
    assert page.evaluate("document.fonts.check('16px \\'Source Sans 3\\'')")
    assert {each.url.split("/")[2] for each in asked} == {page.url.split("/")[2]}


@pytest.fixture
def slow_site(chromium: Browser, make_site: Callable[..., Flask]) -> Iterator[Visits]:
    """The site with a way to stay signed in, and a sign-in page."""
    app = make_site(member=Staff())
    app.extensions["stayed"] = []

    @app.post("/session/extend")
    def extend() -> tuple[str, int]:
        app.extensions["stayed"].append(1)
        return "", 204 if len(app.extensions["stayed"]) == 1 else 403

    @app.get("/sign-in")
    def sign_in() -> str:
        return "<!DOCTYPE html><title>Sign in</title>"

    with serving(app) as address:
        visits = Visits(chromium, address)
        yield visits
        visits.close()


def axe_in_dialog(page: Page) -> None:
    """As `axe`, where a dialog puts the rest of the page out of reach, for axe too."""
    response = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
    assert response["violations"] == []
    assert "color-contrast" in {rule["id"] for rule in response["passes"]}


def test_somebody_is_warned_and_may_stay_by_keyboard(slow_site: Visits) -> None:
    page = slow_site()
    page.clock.install()
    page.goto("/things/new")
    dialog = page.get_by_role("dialog")
    page.clock.run_for("12:55")
    assert not dialog.is_visible()
    page.clock.run_for("00:10")
    assert "You will be signed out in 2 minutes" in dialog.inner_text()
    assert page.get_by_role("button", name="Stay signed in").evaluate(
        "each => each === document.activeElement"
    )
    axe_in_dialog(page)
    keep(page, "web/idle-warning")
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    page.clock.run_for("12:55")
    assert not dialog.is_visible(), "the whole time begins anew"
    page.clock.run_for("00:10")
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="You have been signed out").wait_for()


def test_a_page_that_was_left_alone_hides_what_it_showed(slow_site: Visits) -> None:
    page = slow_site()
    page.clock.install()
    page.goto("/things")
    page.clock.run_for("15:05")
    assert page.get_by_role("heading", name="You have been signed out").is_visible()
    assert not page.get_by_text("She rang.").is_visible()
    assert page.title() == "Signed out"
    axe_in_dialog(page)
    keep(page, "web/signed-out")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/sign-in?next=%2Fthings")


def test_what_was_typed_is_sent_to_be_kept(slow_site: Visits) -> None:
    page = slow_site()
    page.clock.install()
    page.goto("/things/new")
    page.get_by_label("What happened").fill("Half a note")
    page.clock.run_for("15:05")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Keep it and sign in").click()
    assert "Half+a+note" in (sent.value.post_data or "") or "Half a note" in (sent.value.post_data or "")


def test_work_in_one_tab_counts_for_the_other(slow_site: Visits) -> None:
    page = slow_site()
    page.clock.install()
    page.goto("/things")
    page.clock.run_for("13:30")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    other = page.context.new_page()
    other.goto("/things")
    now = page.evaluate("Date.now()")
    other.evaluate("now => localStorage.setItem('ppsweb.seen', String(now))", now)
    dialog.wait_for(state="hidden")
