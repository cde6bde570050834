"""What members of staff do at the browser, in the words that are on the screen."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

#: fills the note's form once more and sends it, as the page's own button would: 60 notes without 60 drawn pages
SEND_FORM = """async ({address, answers}) => {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const form = page.querySelector("main form[method=post]");
    const data = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(answers)) data.set(name, value);
    return (await fetch(address, {method: "POST", body: data})).url;
}"""


def sign_in(page: Page, account: str, password: str) -> None:
    """Type name and password on the page of signing in."""
    page.goto("/")
    page.get_by_label("Your user name").fill(account)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")
    sees(page, "My work today")


def press(page: Page | Locator, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def follow(page: Page | Locator, link: str) -> None:
    page.get_by_role("link", name=link, exact=True).click()


def open_from_menu(page: Page, entry: str) -> None:
    """Follow an entry of the navigation."""
    follow(page.get_by_role("navigation", name="Main"), entry)


def sees(page: Page, heading: str) -> None:
    """The heading of the page, once it is there."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def told(page: Page, words: str) -> None:
    """A message of the site after something was done."""
    expect(page.get_by_role("alert")).to_contain_text(words)


def type_day(page: Page, question: str, day: date) -> None:
    """Fill the three boxes of a date."""
    boxes = page.get_by_role("group", name=question)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label, exact=True).fill(str(number))


def admit(manager: Page, name: str) -> None:
    """The manager lets somebody in who has signed in once."""
    open_from_menu(manager, "Staff")
    follow(manager, name)
    press(manager, "Admit")
    sees(manager, f"Admit {name}")
    press(manager, "Admit to the service")
    told(manager, f"{name} is admitted")


def take_on_by_telephone(page: Page, name: str, child: str) -> None:
    """Permission by telephone, as the words are read out."""
    open_from_menu(page, "Cases")
    press(page, "New family: permission by telephone")
    sees(page, "Permission by telephone")
    page.get_by_label("Their name").fill(name)
    page.get_by_label("They are").select_option("parent_with_responsibility")
    page.get_by_label("Telephone number").fill("01632 960 001")
    for way in ("Ring them", "Leave a message", "E-mail them"):
        page.get_by_label(way).check()
    page.get_by_label("The child’s name").fill(child)
    page.get_by_label("I read the words out and they said yes").check()
    press(page, "Record their permission")
    sees(page, "Client")
    told(page, "Their permission is recorded.")


def open_case(page: Page) -> None:
    """From the client's page."""
    press(page, "Open a case")
    page.get_by_label("What it is about").select_option("draft_plan")
    page.get_by_label("2: help over a period").check()
    press(page, "Open the case")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case ")


def write_note(page: Page, facts: str, day: date) -> None:
    """From the page of the case."""
    press(page, "Write a note")
    type_day(page, "Day", day)
    page.get_by_label("What happened").fill(facts)
    page.get_by_label("The parent’s view").fill("She is worried.")
    press(page, "Save the note")
    expect(page.get_by_text(facts)).to_be_visible()


def send_note(page: Page, case: str, facts: str, day: date) -> None:
    """The same form by the same session, without drawing the page."""
    answers = {
        "happened_on-day": str(day.day),
        "happened_on-month": str(day.month),
        "happened_on-year": str(day.year),
        "facts": facts,
    }
    landed = page.evaluate(SEND_FORM, {"address": f"{case}/note", "answers": answers})
    assert landed.endswith(case), f"the note was not taken: {landed}"


def add_email(page: Page, address: str) -> None:
    """From the client's page: an address, and a code sent to it."""
    follow(page, "Add an e-mail address")
    page.get_by_label("E-mail address", exact=True).fill(address)
    page.get_by_label("E-mail address once more").fill(address)
    press(page, "Add")
    told(page, "Added.")
    press(page, "Send a code")
    told(page, "The code is on its way.")


def read_code_back(page: Page, code: str) -> None:
    """The six figures, as the client read them out."""
    follow(page, "They read it back")
    page.get_by_label("The six figures they read to you").fill(code)
    press(page, "Check the code")
    told(page, "The address is verified.")


def write_leaflet(page: Page, title: str, body: str) -> None:
    """A draft, by the editor."""
    open_from_menu(page, "Leaflets")
    press(page, "Write a leaflet")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Summary").fill("How to ask the council for a needs assessment, and what happens then.")
    page.get_by_label("For whom").fill("Parents and carers")
    page.get_by_label("Text", exact=True).fill(body)
    page.get_by_label("Sources").fill(
        "Children and Families Act 2014, section 36 | legislation.gov.uk | 2026-11-23"
    )
    press(page, "Save the draft and look at it")
    told(page, "A second person has to approve it.")
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)


def approve_leaflet(page: Page, title: str) -> None:
    """A second person reads it and publishes it."""
    open_from_menu(page, "Leaflets")
    follow(page, title)
    page.get_by_label("Both sides and all options are described").check()
    page.get_by_label("Each statement agrees with its source").check()
    press(page, "Approve and publish")
    told(page, "The leaflet is published.")


def send_leaflet(page: Page, title: str, address: str) -> None:
    """From the page of the case."""
    follow(page, "Send a leaflet")
    page.get_by_label("Leaflet", exact=True).select_option(label=title)
    page.get_by_label("To", exact=True).select_option(label=address)
    press(page, "Put it in the outbox")
    told(page, "The leaflet is in the outbox.")


def log_request(page: Page, words: str) -> None:
    """From the client's page."""
    follow(page, "They ask for their data")
    page.get_by_label("What they asked for").fill(words)
    page.get_by_label("What we hold about themself").check()
    press(page, "Log the request")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Request for data ")


def cover_case(page: Page, words: str, reason: str) -> None:
    """A colleague finds the case and opens it, with a reason."""
    open_from_menu(page, "Find a family")
    page.get_by_label("Name, telephone number, reference").fill(words)
    press(page, "Find")
    page.get_by_role("link", name="open for cover").click()
    page.get_by_label("Reason").fill(reason)
    press(page, "Open the case")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case ")


def look_everywhere(page: Page) -> None:
    """From the page of the request: nothing outside the database."""
    follow(page, "Say where you looked")
    sees(page, "Where we looked")
    for place in page.get_by_role("main").get_by_role("combobox").all():
        place.select_option("nothing")
    press(page, "Save where we looked")
    told(page, "Where was looked is recorded.")
    press(page, "Look again for what is new")
    told(page, "New items: ")


def decide_every_item(page: Page) -> None:
    """A page at a time what may be decided together, then what needs a look of its own."""
    request = page.url
    number = 1
    while True:
        page.goto(f"{request}/items?page={number}")
        together = page.get_by_role("button", name="Give out the")
        if together.count():
            with page.expect_navigation():
                together.click()
            told(page, "given out")
        if not page.get_by_role("link", name="Next").count():
            break
        number += 1
    page.goto(request)
    left = re.search(r"(\d+) not decided", page.get_by_role("main").inner_text())
    assert left is not None
    follow(page, "The next one that is not decided")
    for _ in range(int(left[1])):
        sees(page, "Decide about one item")
        page.get_by_label("Give it out").check()
        with page.expect_navigation():
            press(page, "Decide and go on")
    told(page, "Every item is decided.")


def begin_to_sign(page: Page) -> None:
    """The second person, from the page of the request."""
    follow(page, "Sign as the second person")
    sees(page, "Sign as the second person")


def sign(page: Page) -> None:
    page.get_by_label("I have read every item").check()
    press(page, "Sign")
    told(page, "You have signed.")


def release(page: Page, address: str, password: str) -> str:
    """The manager, from the page of the request; gives the password that is shown once."""
    press(page, "Release the pack")
    page.get_by_label(address).check()
    page.get_by_label("Nothing in this pack is about anybody else").check()
    page.get_by_label("Your own password", exact=True).fill(password)
    press(page, "Release the pack")
    sees(page, "The pack is on its way")
    return page.locator("#password").inner_text()
