"""Every answer carries the headers, and an error page is the same bytes for everybody."""

from __future__ import annotations

import pytest
from flask import Flask

from ppsweb.web.headers import ALWAYS
from ppsweb.web.undefined import Strict


def test_the_public_answers_carry_the_headers(app: Flask) -> None:
    answer = app.test_client().get("/static/site.css", base_url="https://localhost")
    assert answer.status_code == 200
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 429, 500, 503])
def test_an_error_page_is_the_same_each_time_and_touches_nothing(app: Flask, code: int) -> None:
    page = app.extensions["error_page"]
    first, second = page(code), page(code)
    assert first.get_data() == second.get_data()
    text = first.get_data(as_text=True)
    assert "csrf_token" not in text
    assert text.count("<h1") == 1


def test_a_misspelt_name_in_a_template_is_an_error(app: Flask) -> None:
    from jinja2 import UndefinedError

    assert app.jinja_env.undefined is Strict
    with app.app_context(), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ misspelt }}").render()
    with app.app_context():
        assert app.jinja_env.from_string("{% if d.left_out %}x{% else %}y{% endif %}").render(d={}) == "y"
