"""What may be typed into each field, and the words that come back beside it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from ppsweb.deadlines import clock
from ppsweb.web.fields import DayField, month_number, read_time
from tests.web.kitchen_sink import Everything

GOOD = {
    "name": "Jan",
    "kind": "phone",
    "topic": "sen",
    "born-day": "1",
    "born-month": "2",
    "born-year": "2015",
    "text": "They rang.",
    "sure": "y",
}
NO_CHARACTER = "has a character that cannot be stored, shown here as \ufffd. Delete it and type it again"


def sent(app: Flask, **values: str | list[str]) -> Any:
    """The form as it stands after these answers were sent instead of good ones."""
    with app.test_request_context("/", method="POST"):
        g.csrf_valid = True  # test_csrf.py is about that
        form = Everything(MultiDict({**GOOD, **values}))
        form.validate()
        return form


def test_good_answers_are_taken(app: Flask) -> None:
    form = sent(app, phone="01632 960 001", at="2.05pm", safe=["ring", "write"], postcode="lk11aa")
    assert form.problems() == []
    assert form.born.data == date(2015, 2, 1)
    assert (form.at.data, form.at.time) == ("2.05pm", time(14, 5))
    assert form.safe.data == ["ring", "write"]
    assert form.postcode.data == "LK1 1AA"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Enter a name"),
        ("name", "   ", "Enter a name"),
        ("name", "x" * 41, "Name must be 40 characters or fewer. It has 41"),
        ("name", "a\x00b", f"Name {NO_CHARACTER}"),
        ("name", "a\nb", "Name must be on one line"),
        ("text", "", "Write what happened"),
        ("text", "x" * 61, "What happened must be 60 characters or fewer. It has 61"),
        ("text", "a\ud800b", f"What happened {NO_CHARACTER}"),
        ("text", "a\x07", f"What happened {NO_CHARACTER}"),
        ("kind", "", "Choose how"),
        ("kind", "forged", "Choose one of the answers that are offered"),
        ("topic", "", "Choose what it is about"),
        ("topic", "forged", "Choose one of the answers that are offered"),
        ("safe", "forged", "Choose one of the answers that are offered"),
        ("phone", "ring me", "Enter a telephone number, like 01632 960 001 or +44 7700 900 982"),
        ("phone", "12", "Enter a telephone number, like 01632 960 001 or +44 7700 900 982"),
        ("email", "jan", "Enter one e-mail address, like name@example.com"),
        ("email", "jan@home", "Enter one e-mail address, like name@example.com"),
        ("email", "a@b.example, c@d.example", "Enter one e-mail address, like name@example.com"),
        ("email", "a@b.example;c@d.example", "Enter one e-mail address, like name@example.com"),
        ("email", "Jan <a@b.example>", "Enter one e-mail address, like name@example.com"),
        ("email", "a@b.example\nBcc: c@d.example", "E-mail address must be on one line"),
        ("postcode", "LK1", "Enter a full UK postcode, like LK1 1AA"),
        ("postcode", "1LK 1AA", "Enter a full UK postcode, like LK1 1AA"),
        ("at", "25:00", "Enter a time, like 14:05 or 2.05pm"),
        ("at", "9", "Enter a time, like 14:05 or 2.05pm"),
    ],
)
def test_a_bad_answer_has_a_message_beside_its_field(
    app: Flask, field: str, value: str, message: str
) -> None:
    form = sent(app, **{field: value})
    assert form.errors == {field: [message]}
    assert [line["text"] for line in form.problems()] == [message]


def test_a_box_that_must_be_ticked(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        g.csrf_valid = True
        form = Everything(MultiDict({name: value for name, value in GOOD.items() if name != "sure"}))
        assert not form.validate()
        assert form.errors == {"sure": ["Tick that the words were read out"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "o'brien+news@sub.example.org"),
        ("phone", "+44 (0)7700 900-982"),
        ("postcode", " gir 0aa "),
        ("postcode", "EC1A1BB"),
        ("at", "9am"),
        ("name", "محمد اقبال"),
        ("text", "<script>alert(1)</script> & co"),
    ],
)
def test_an_unusual_answer_is_taken(app: Flask, field: str, value: str) -> None:
    assert sent(app, **{field: value}).errors == {}


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("5", "05", "2015", date(2015, 5, 5)),
        ("05", "5", "2015", date(2015, 5, 5)),
        ("05", "May", "2015", date(2015, 5, 5)),
        (" 29 ", "sept.", "2016", date(2016, 9, 29)),
        ("29", "February", "2024", date(2024, 2, 29)),
        ("1", "january", "1900", date(1900, 1, 1)),
    ],
)
def test_a_date_is_read_as_people_write_it(
    app: Flask, day: str, month: str, year: str, expected: date
) -> None:
    form = sent(app, **{"born-day": day, "born-month": month, "born-year": year})
    assert form.errors == {}
    assert form.born.data == expected


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "wrong"),
    [
        ("29", "2", "2027", "Date of birth must be a real date: February 2027 has 28 days", "day"),
        ("31", "04", "2027", "Date of birth must be a real date: April has 30 days", "day"),
        ("31", "april", "2015", "Date of birth must be a real date: April has 30 days", "day"),
        ("0", "1", "2015", "Date of birth must be a real date: the day is a number from 1 to 31", "day"),
        ("x", "1", "2015", "Date of birth must be a real date: the day is a number from 1 to 31", "day"),
        ("٣", "1", "2015", "Date of birth must be a real date: the day is a number from 1 to 31", "day"),
        (
            "1",
            "13",
            "2015",
            "Date of birth must be a real date: the month is a number from 1 to 12, or its name",
            "month",
        ),
        (
            "1",
            "ma",
            "2015",
            "Date of birth must be a real date: the month is a number from 1 to 12, or its name",
            "month",
        ),
        ("1", "1", "27", "Year must include 4 numbers", "year"),
        ("1", "1", "20155", "Year must include 4 numbers", "year"),
        ("1", "1", "0000", "Date of birth must be a real date", "year"),
        ("", "1", "2015", "Date of birth must include a day", "day"),
        ("1", "", "2015", "Date of birth must include a month", "month"),
        ("", "", "2015", "Date of birth must include a day and a month", "day"),
        ("", "", "", "Enter a date of birth", "day"),
        ("1", "1", "2999", "Date of birth must be today or in the past", "day"),
        ("1", "1", "1066", "Date of birth must be 1 January 1900 or later", "year"),
        ("\x00", "1", "2015", "Date of birth must be a real date: the day is a number from 1 to 31", "day"),
    ],
)
def test_a_wrong_date_names_the_wrong_part(
    app: Flask, day: str, month: str, year: str, message: str, wrong: str
) -> None:
    form = sent(app, **{"born-day": day, "born-month": month, "born-year": year})
    assert form.errors == {"born": [message]}
    assert form.born.data is None or "must be" in message
    assert form.problems() == [{"text": message, "href": f"#born-{wrong}"}]
    assert form.born.parts == (day.replace("\x00", "\ufffd"), month, year), "what was typed is kept"


def test_today_is_not_the_future_and_tomorrow_is(app: Flask) -> None:
    clock.move(datetime(2027, 6, 30, 22, 30) - clock.now())  # half past eleven at night in London
    try:
        for day, error in ((clock.today(), {}), (clock.today() + timedelta(1), {"born"})):
            form = sent(
                app, **{"born-day": str(day.day), "born-month": str(day.month), "born-year": str(day.year)}
            )
            assert set(form.errors) == set(error)
        assert clock.today() == date(2027, 6, 30)
    finally:
        clock.move(timedelta())


def test_a_day_may_be_in_the_future_unless_the_field_says_otherwise(app: Flask) -> None:
    form = sent(app, **{"met_on-day": "1", "met_on-month": "1", "met_on-year": "2999"})
    assert form.met_on.data == date(2999, 1, 1)
    assert form.errors == {}


def test_a_form_opens_with_the_default_day_and_what_is_sent_replaces_it(app: Flask) -> None:
    class Met(Everything):
        met_on = DayField("Day of the meeting", default=date(2026, 11, 24))

    with app.test_request_context("/"):
        assert Met().met_on.parts == ("24", "11", "2026")
        assert Met(data={"met_on": date(2026, 1, 2)}).met_on.parts == ("2", "1", "2026")
    with app.test_request_context("/", method="POST"):
        g.csrf_valid = True
        emptied = Met(MultiDict(GOOD))
        assert emptied.validate()
        assert emptied.met_on.data is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [("5", 5), ("05", 5), ("May", 5), ("sept", 9), ("DEC.", 12), ("ju", 0), ("0", 0), ("13", 0), ("", 0)],
)
def test_a_month_is_a_number_or_a_name(typed: str, number: int) -> None:
    assert month_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:05", time(14, 5)),
        ("2.05pm", time(14, 5)),
        ("2:05 PM", time(14, 5)),
        ("12am", time(0, 0)),
        ("12.30pm", time(12, 30)),
        ("9am", time(9, 0)),
        ("00:00", time(0, 0)),
        ("9", None),
        ("25:00", None),
        ("14:60", None),
        ("13pm", None),
        ("0am", None),
        ("now", None),
        ("١٤:٠٥", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, expected: time | None) -> None:
    assert read_time(typed) == expected
