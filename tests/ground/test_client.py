"""The checking client sends what a browser would send, and refuses what a person could not do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask, g, jsonify, redirect, request
from werkzeug.wrappers import Response

from tests.client import Answer, Client, Page

FORM = """<form method="post" action="/send" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="the token">
<label for="name">Name</label><input id="name" name="name" value="as it was">
<label for="note">Note</label><textarea id="note" name="note">
 kept</textarea>
<fieldset><legend>Born</legend>
<label for="d">Day</label><input id="d" name="born"><label for="m">Month</label><input id="m" name="born">
<label for="y">Year</label><input id="y" name="born"></fieldset>
<fieldset><legend>Ring</legend>
<input type="radio" id="r1" name="ring" value="yes"><label for="r1">Yes</label>
<input type="radio" id="r2" name="ring" value="no" checked><label for="r2">No</label></fieldset>
<input type="checkbox" id="sure" name="sure" value="1"><label for="sure">Sure</label>
<label for="level">Level</label><select id="level" name="level"><option value="1">One<option value="2">Two</select>
<button name="act" value="save">Save</button> <button name="act" value="drop">Drop</button></form>
<form action="/send"><label for="q">Search</label><input id="q" name="q"><button>Find</button></form>"""


def page(heading: str, inside: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{heading} - Site</title></head>'
        f"<body><main><h1>{heading}</h1>{inside}</main></body></html>"
    )


@pytest.fixture
def site() -> Flask:
    """A small site with a form, an echo and some ways to misbehave."""
    app = Flask(__name__)
    app.testing = True

    @app.get("/")
    def form() -> str:
        return page("Form", FORM + '<p><a href="/send?q=linked">Look</a></p>')

    @app.route("/send", methods=["GET", "POST"])
    def send() -> Response:
        return jsonify({**{name: request.values.getlist(name) for name in request.values}})

    @app.post("/moved/<int:code>")
    def moved(code: int) -> Response:
        return redirect("/", code)

    @app.get("/away")
    def away() -> Response:
        return redirect("https://elsewhere.example/")

    @app.get("/bad")
    def bad() -> str:
        return page("Bad", "<p>no end tag</b>")

    @app.get("/seen")
    def seen() -> Response:
        before, g.mark = g.get("mark"), "set"
        return jsonify(before=before, referrer=request.headers.get("Referer"), secure=request.is_secure)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


@pytest.fixture
def visitor(site: Flask) -> Iterator[Client]:
    visitor = Client(site)
    yield visitor
    visitor.close()


def test_a_form_is_sent_as_a_browser_sends_it(visitor: Client) -> None:
    form = visitor.get("/").form("Save")
    sent = form.send(
        name="Zoë", born=date(2011, 4, 3), ring="yes", sure=True, level="2", note="a\nb", expect=200
    )
    assert sent.response.json == {
        "csrf_token": ["the token"],
        "name": ["Zoë"],
        "note": ["a\r\nb"],
        "born": ["3", "4", "2011"],
        "ring": ["yes"],
        "sure": ["1"],
        "level": ["2"],
        "act": ["save"],
    }


def test_what_is_not_filled_in_goes_as_the_page_gave_it(visitor: Client) -> None:
    sent = visitor.get("/").form("Drop").send(expect=200).response.json
    assert sent == {
        "csrf_token": ["the token"],
        "name": ["as it was"],
        "note": [" kept"],
        "born": ["", "", ""],
        "ring": ["no"],
        "level": ["1"],
        "act": ["drop"],
    }


def test_a_form_that_gets_puts_its_answers_in_the_address(visitor: Client) -> None:
    assert visitor.get("/").form("Find").send(q="Ann", expect=200).response.json == {"q": ["Ann"]}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("nonesuch", "x", "no field"),
        ("ring", "perhaps", "offers"),
        ("level", "9", "offers"),
        ("csrf_token", "forged", "hidden"),
        ("born", "3", "3 fields"),
        ("name", 3, "takes text"),
    ],
)
def test_what_a_person_could_not_fill_in_is_refused(
    visitor: Client, field: str, value: object, message: str
) -> None:
    form = visitor.get("/").form("Save")
    with pytest.raises(AssertionError, match=message):
        form.submit({field: value})


def test_a_page_with_a_fault_fails_whoever_passes_through(visitor: Client) -> None:
    with pytest.raises(AssertionError, match="not a good page"):
        visitor.get("/bad")


def test_the_status_is_part_of_what_is_expected(visitor: Client) -> None:
    with pytest.raises(AssertionError, match="not 200"):
        visitor.get("/nowhere")
    assert visitor.answer(visitor.request("GET", "/send"), 200).status == 200


def test_a_post_is_answered_by_see_other(visitor: Client) -> None:
    assert visitor.post("/moved/303", {}).location == "/"
    with pytest.raises(AssertionError, match="303"):
        visitor.post("/moved/302", {}, expect=302)


def test_a_redirect_away_from_the_site_is_not_followed(visitor: Client) -> None:
    with pytest.raises(AssertionError, match="leads away"):
        visitor.get("/away")


def test_the_way_in_is_https_with_a_referrer_and_each_request_stands_alone(visitor: Client) -> None:
    with visitor.app.app_context():
        g.mark = "the test's"
        first = visitor.fetch("/seen").response.json
        visitor.get("/")
        second = visitor.fetch("/seen").response.json
    assert first == {"before": None, "referrer": None, "secure": True}
    assert second == {"before": None, "referrer": "https://localhost/", "secure": True}


def test_links_and_kinds_of_answer(visitor: Client) -> None:
    shown = visitor.get("/")
    assert isinstance(shown, Page)
    assert shown.links == {"Look": "/send?q=linked"}
    assert shown.heading == "Form"
    linked = visitor.fetch(shown.links["Look"])
    assert type(linked) is Answer
    assert linked.response.json == {"q": ["linked"]}
    with pytest.raises(AssertionError, match="is not a page"):
        shown.follow("Look")
