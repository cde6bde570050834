"""What may be typed, field by field, and the words that come back."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from ppsweb.deadlines import clock
from ppsweb.web.fields import read_time
from ppsweb.web.forms import ChoiceField, DayField, Form, LongTextField, TextField
from ppsweb.web.text import text_problem


class Sample(Form):
    class Meta:
        csrf = False  # the fields alone are under test; the site's forms keep it on

    name = TextField("Name", missing="Enter a name", most=10)
    text = LongTextField("What happened")
    kind = ChoiceField("Kind", {"a": "First", "b": "Second"}, missing="Choose a kind")
    born = DayField("Date of birth", missing="Enter a date of birth", future=False)


def sample(app: Flask, **values: str) -> Any:
    full = {"name": "Jan", "kind": "a", "born-day": "1", "born-month": "2", "born-year": "2015", **values}
    with app.test_request_context("/", method="POST"):
        form = Sample(MultiDict(full))
        form.validate()
        return form


def test_a_good_form_is_good(app: Flask) -> None:
    form = sample(app)
    assert not form.errors
    assert form.born.data == date(2015, 2, 1)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Enter a name"),
        ("name", "   ", "Enter a name"),
        ("name", "x" * 11, "Name must be 10 characters or fewer"),
        ("name", "a\x00b", "This text has a character that cannot be shown. Delete it and type it again"),
        ("name", "a\nb", "This must be on one line"),
        ("text", "a\ud800b", "This text has a damaged character. Delete it and type it again"),
        ("text", "a\x07", "This text has a character that cannot be shown. Delete it and type it again"),
        ("kind", "", "Choose a kind"),
        ("kind", "forged", "Not a valid choice."),
    ],
)
def test_bad_text_has_a_message_beside_its_field(app: Flask, field: str, value: str, message: str) -> None:
    form = sample(app, **{field: value})
    assert form.errors[field] == [message]


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("5", "05", "2015", date(2015, 5, 5)),
        ("05", "May", "2015", date(2015, 5, 5)),
        ("29", "sept.", "2016", date(2016, 9, 29)),
        ("29", "2", "2027", "Date of birth must be a real date"),
        ("31", "04", "2027", "Date of birth must be a real date"),
        ("1", "1", "27", "Date of birth: the year must have 4 numbers"),
        ("1", "13", "2015", "Date of birth: the month must be a number or a name"),
        ("x", "1", "2015", "Date of birth: the day must be a number"),
        ("", "1", "2015", "Date of birth must include a day"),
        ("", "", "2015", "Date of birth must include a day and month"),
        ("", "", "", "Enter a date of birth"),
        ("1", "1", "2999", "Date of birth must be today or in the past"),
        ("1", "1", "1066", "Date of birth must be after 1899"),
    ],
)
def test_a_date_is_three_boxes(app: Flask, day: str, month: str, year: str, expected: Any) -> None:
    form = sample(app, **{"born-day": day, "born-month": month, "born-year": year})
    if isinstance(expected, date):
        assert form.born.data == expected
        assert not form.errors
    else:
        assert form.errors["born"] == [expected]
        assert form.born.parts == (day, month, year), "what was typed is kept"
        assert form.summary()[0]["href"].startswith("#born-")


def test_today_is_not_the_future(app: Flask) -> None:
    today = clock.today()
    form = sample(
        app, **{"born-day": str(today.day), "born-month": str(today.month), "born-year": str(today.year)}
    )
    assert not form.errors


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:05", time(14, 5)),
        ("2.05pm", time(14, 5)),
        ("12am", time(0, 0)),
        ("9am", time(9, 0)),
        ("9", None),
        ("25:00", None),
        ("13pm", None),
        ("now", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, expected: time | None) -> None:
    assert read_time(typed) == expected


def test_letters_of_any_language_may_be_typed() -> None:
    assert text_problem("Łucja, محمد, ਪੰਜਾਬੀ, 👩‍👧") is None
