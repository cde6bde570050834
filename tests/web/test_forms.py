"""A form in use: seen, sent, refused, sent twice, changed meanwhile, kept; and markup in every field is only text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from ppsweb.database.fields import id_bytes
from ppsweb.refusal import Refused
from ppsweb.web.forms import Form, TextField
from tests.client import Client, Page
from tests.page_checks import named
from tests.web.kitchen_sink import Everything, Short, SignIn

GOOD = {
    "name": "Jan",
    "kind": "phone",
    "topic": "sen",
    "born": date(2015, 2, 1),
    "text": "They rang.",
    "sure": True,
}
HOSTILE = "\"><script>alert(1)</script>'{{ 7*7 }}&amp;</textarea>"


def values(page: Page) -> dict[str, list[str]]:
    """What the form of a page would send if its button were pressed now."""
    found: dict[str, list[str]] = {}
    for name, value in page.form("Record").pairs():
        found.setdefault(name, []).append(value)
    return found


def test_a_form_that_is_right_is_taken_and_the_next_page_says_so(client: Client) -> None:
    page = client.get("/things/new").form("Record").submit(GOOD)
    assert "The thing is recorded." in page.text
    assert "Important Tell the manager about it." in page.text
    assert "The thing is recorded." not in client.get("/things").text


def test_what_is_wrong_stands_at_the_top_and_beside_the_field_and_nothing_typed_is_lost(
    client: Client,
) -> None:
    page = (
        client.get("/things/new")
        .form("Record")
        .submit(
            {**GOOD, "email": "jan at home", "born": ["31", "April", "2015"], "safe": ["write"], "text": ""},
            expect=422,
        )
    )
    assert page.title == "Error: Record a thing – Larkshire Parent Partnership"
    assert page.errors == [
        "Enter one e-mail address, like name@example.com",
        "Date of birth must be a real date: April has 30 days",
        "Write what happened",
    ]
    for message in page.errors:
        assert page.text.count(message) == 2
    again = values(page)
    assert again["email"] == ["jan at home"]
    assert (again["born-day"], again["born-month"], again["born-year"]) == (["31"], ["April"], ["2015"])
    assert (again["kind"], again["topic"], again["safe"], again["sure"]) == (
        ["phone"],
        ["sen"],
        ["write"],
        ["y"],
    )
    assert page.form("Record").submit({**GOOD, "email": ""}).heading == "Case 7Q4K-2MXD"


def test_reasons_of_an_action_stand_beside_their_fields_or_above_the_form(client: Client) -> None:
    page = client.get("/things/new").form("Record").submit({**GOOD, "name": "refused"}, expect=422)
    assert page.errors == ["And it is late", "Not today", "That name is taken"]
    assert page.links["That name is taken"] == "#name"
    assert "Not today" not in page.links


def test_line_breaks_and_indents_come_back_as_they_were_typed(client: Client) -> None:
    text = "First line\n  second, set in\n\nlast"
    page = client.get("/things/new").form("Record").submit({**GOOD, "name": "", "text": text}, expect=422)
    assert values(page)["text"] == [text]


@pytest.mark.parametrize("field", ["name", "phone", "email", "postcode", "at", "text"])
def test_markup_in_a_field_is_only_text(client: Client, field: str) -> None:
    form = client.get("/things/new").form("Record")
    page = form.submit({**GOOD, "kind": "phone", field: HOSTILE, "born": ["1", "1", "27"]}, expect=422)
    assert values(page)[field] == [HOSTILE]
    assert not [each for each in named(page.root, "script") if each.get("src") is None]


def test_markup_where_no_person_can_put_it_is_only_text(client: Client) -> None:
    honest = [pair for pair in client.get("/things/new").form("Record").pairs() if pair[0] != "csrf_token"]
    token = values(client.get("/things/new"))["csrf_token"][0]
    forged = [(name, HOSTILE) for name, _ in honest] + [(f"born-{part}", HOSTILE) for part in ("day", "year")]
    page = client.post("/things/new", [("csrf_token", token), *forged], expect=422)
    assert isinstance(page, Page)
    assert not [each for each in named(page.root, "script") if each.get("src") is None]


@pytest.mark.parametrize("raw", [b"\x00", b"\xed\xa0\x80", b"\xff", b"\x07"])
def test_bytes_that_are_no_text_come_back_marked(client: Client, raw: bytes) -> None:
    token = values(client.get("/things/new"))["csrf_token"][0].encode()
    parts = [(b"csrf_token", token), (b"name", b"a" + raw + b"b")]
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n"
        for name, value in parts
    )
    response = client.request(
        "POST", "/things/new", data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    page = client.see(response, 422)
    assert page.errors[0].startswith("Name has a character that cannot be stored")
    assert re.fullmatch("a\ufffd+b", values(page)["name"][0])


def test_a_form_makes_one_id_and_keeps_it_however_often_it_is_sent(client: Client) -> None:
    first, other = client.get("/things/new"), client.get("/things/new")
    once = values(first)["once"]
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{26}", once[0])
    assert values(other)["once"] != once
    assert values(first.form("Record").submit({**GOOD, "name": ""}, expect=422))["once"] == once


@pytest.mark.parametrize(
    "forged", ["", "x", "../../etc", "0" * 27, "I" * 26, "8" + "0" * 25, "0" * 25 + "\x00"]
)
def test_a_forged_id_is_not_used(app: Flask, forged: str) -> None:
    with app.test_request_context("/", method="POST"):
        form = Short(MultiDict({"once": forged}))
        assert form.identifier[:13] != forged[:13]
        assert re.fullmatch("[0-7][0-9a-hjkmnp-tv-z]{25}", form.identifier)
        honest = Short(MultiDict({"once": "7" * 26}))
        assert honest.identifier[:13] == "7" * 13


def test_the_same_answers_have_the_same_id_and_other_answers_another(app: Flask) -> None:
    def id_of(**more: str) -> str:
        sent = {"once": "7" * 26, "csrf_token": "a", "version": "1", "name": "Jan", "kind": "phone"}
        return Everything(MultiDict({**sent, **more})).identifier

    with app.test_request_context("/", method="POST"):
        id_bytes(id_of())  # the database's guard takes it
        assert id_of() == id_of(csrf_token="b") == id_of(version="2") == id_of(name=" Jan ")
        others = [id_of(name="Ann"), id_of(safe="ring"), id_of(kind="form"), id_of(name="", text="Jan")]
        assert len({id_of(), *others}) == 5
        assert {each[:13] for each in others} == {"7" * 13}
        assert id_of(once="6" * 26)[13:] != id_of()[13:], "nobody else's half can be told from the answers"


def test_the_id_stays_when_the_answers_have_been_checked(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"once": "7" * 26, "postcode": "lk1 1aa"}):
        form = Everything()
        before = form.identifier
        form.validate()
        assert form.postcode.data == "LK1 1AA"
        assert form.identifier == before


def test_a_password_is_no_part_of_an_id(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        typed = [MultiDict({"once": "7" * 26, "name": "jan", "password": each}) for each in ("a", "b")]
        assert SignIn(typed[0]).identifier == SignIn(typed[1]).identifier


@pytest.mark.parametrize(
    ("sent", "seen"), [("3", 3), ("0", 0), ("", 0), ("-1", 0), ("x", 0), ("٣", 0), ("9" * 30, 0)]
)
def test_the_version_that_was_seen(app: Flask, sent: str, seen: int) -> None:
    with app.test_request_context("/", method="POST"):
        assert Everything(MultiDict({"version": sent})).seen_version == seen
        assert Short(MultiDict({"version": sent})).seen_version == 0, "this form has no version"


def test_a_form_that_was_sent_without_its_version_saw_none(app: Flask) -> None:
    row = SimpleNamespace(version=3)
    with app.test_request_context("/", method="POST"):
        assert Everything(MultiDict({"version": "3"}), obj=row).seen_version == 3
        assert Everything(MultiDict({"name": "Jan"}), obj=row).seen_version == 0
    with app.test_request_context("/"):
        assert Everything(obj=row).seen_version == 3, "drawn for the first time it shows the row's"


def test_a_reason_for_a_hidden_field_is_shown_above_the_form(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        form = Everything(MultiDict())
        form.refuse(Refused({"version": "Load the page again"}))
        assert form.problems() == [{"text": "Load the page again"}]


@pytest.fixture
def keep(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def do(**typed: str) -> None:
        monkeypatch.setitem(app.extensions, "kept_draft", lambda: MultiDict(typed))

    return do


def test_what_was_kept_stands_in_the_form_when_its_page_is_opened_again(
    app: Flask, keep: Callable[..., None]
) -> None:
    keep(text="Half a note", phone="", version="3", once="7" * 26)
    row = SimpleNamespace(version=3, text="", phone="01632 960 001")
    with app.test_request_context("/"):
        form = Everything(obj=row)
        assert (form.text.data, form.once.data) == ("Half a note", "7" * 26)
        assert form.phone.data == "", "a box that was emptied stays empty"
        assert form.seen_version == 3
        assert (form.set_aside, form.had_typed()) == (None, [])
        assert not form.has_problems
    with app.test_request_context("/", method="POST", data={"text": "Sent"}):
        assert Everything().text.data == "Sent"


@pytest.mark.parametrize("seen", ["2", "4", "", "x"])
def test_what_was_kept_for_an_older_row_stands_beside_the_form(
    app: Flask, keep: Callable[..., None], seen: str
) -> None:
    keep(
        version=seen,
        name="Jan",
        phone="",
        kind="form",
        topic="sen",
        safe="ring",
        **{"born-day": "1", "born-month": "May", "born-year": "2015"},
        text="Half a note\r\nof two lines",
        sure="y",
    )
    row = SimpleNamespace(
        version=3, name="Jan", phone="01632 960 001", kind="phone", safe=["write"], born=date(2015, 2, 1)
    )
    with app.test_request_context("/"):
        form = Everything(obj=row)
        assert (form.name.data, form.phone.data, form.safe.data) == ("Jan", "01632 960 001", ["write"])
        assert (form.sure.data, form.seen_version) == (False, 3)
        assert dict(form.had_typed()) == {
            "Telephone number": "nothing",
            "How they gave permission": "On a form",
            "About": "SEN support",
            "It is safe to": "Ring",
            "Date of birth": "1 May 2015",
            "What happened": "Half a note\nof two lines",
            "The words were read out": "ticked",
        }


def test_what_was_set_aside_stands_beside_a_form_that_was_sent_with_a_fault(
    app: Flask, keep: Callable[..., None]
) -> None:
    keep(version="2", text="Half a note")
    row = SimpleNamespace(version=3, text="")
    with app.test_request_context("/", method="POST", data={"version": "3", "text": "Sent"}):
        form = Everything(obj=row)
        assert (form.text.data, form.seen_version) == ("Sent", 3)
        assert dict(form.had_typed())["What happened"] == "Half a note"
    keep(version="3", text="Half a note")
    with app.test_request_context("/", method="POST", data={"version": "3", "text": "Sent"}):
        form = Everything(obj=row)
        assert (form.text.data, form.set_aside) == ("Sent", None), "that stood in the form already"


def test_a_form_without_a_version_takes_what_was_kept(app: Flask, keep: Callable[..., None]) -> None:
    keep(text="Half a note", version="2")
    with app.test_request_context("/"):
        assert Short().text.data == "Half a note"


def test_a_field_cannot_hide_what_the_form_itself_does() -> None:
    class Fitting(Form):
        summary = TextField("Summary")

    assert "summary" in vars(Fitting)
    with pytest.raises(TypeError, match="problems"):
        type("Hiding", (Form,), {"problems": TextField("Problems")})
