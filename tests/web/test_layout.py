"""What every page has: who is signed in, the navigation of their role, the foot, the banner of the training copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import UndefinedError

from ppsweb.web.static_files import asset
from tests.client import Client
from tests.page_checks import named, text_of, with_class
from tests.web.conftest import Staff


def navigation(app: Flask, path: str = "/things") -> list[tuple[str, str | None]]:
    """The words of the navigation, each with what it says of being here."""
    client = Client(app)
    page = client.get(path)
    client.close()
    links = [
        link for each in with_class(page.root, "govuk-service-navigation__list") for link in named(each, "a")
    ]
    return [(text_of(link), link.get("aria-current")) for link in links]


@pytest.mark.parametrize(
    ("member", "seen"),
    [
        (Staff(), ["My work", "Cases", "Leaflets"]),
        (Staff(role="manager", manages=True), ["My work", "Cases", "Leaflets", "Staff", "Record of access"]),
        (Staff(role="officer", is_admitted=False), ["My work", "Leaflets"]),
        (Staff(role="council", is_admitted=False), ["My work", "Leaflets"]),
        (None, []),
    ],
)
def test_the_navigation_shows_what_a_role_may_open_and_no_more(
    make_site: Callable[..., Flask], member: Staff | None, seen: list[str]
) -> None:
    app = make_site(member=member)
    path = "/things/new" if member else "/enter"
    assert [words for words, _ in navigation(app, path)] == seen


def test_the_navigation_says_where_one_is(app: Flask) -> None:
    assert navigation(app) == [("My work", None), ("Cases", "page"), ("Leaflets", None)]
    assert navigation(app, "/things/new") == [("My work", None), ("Cases", "true"), ("Leaflets", None)]


def test_a_page_says_who_is_signed_in_and_lets_them_out(client: Client) -> None:
    page = client.get("/things/new")
    assert "Signed in as Anna O’Brien-Iqbal" in page.text
    out = page.form("Sign out")
    assert (out.method, out.action) == ("post", "/sign-out")
    assert "Anna" not in page.title


def test_a_stranger_sees_the_way_in_and_the_numbers_and_nobody_s_name(stranger_app: Flask) -> None:
    client = Client(stranger_app)
    page = client.get("/enter")
    assert "Sign out" not in page.text
    assert "data-idle-minutes" not in page.html
    assert page.links["A child at risk: who to ring"] == "/safeguarding"
    assert page.links["Accessibility statement"] == "/accessibility"
    assert "01632 960100" in page.text
    client.close()


def test_only_the_training_copy_says_that_everything_is_invented(make_site: Callable[..., Flask]) -> None:
    words = b"Everything in it is invented."
    for path in ("/enter", "/nowhere"):
        assert words in make_site("demo").test_client().get(path).data
        assert words not in make_site("production").test_client().get(path).data


def test_a_misspelt_name_in_our_templates_is_an_error_and_in_a_component_it_is_left_out(app: Flask) -> None:
    render = app.jinja_env.from_string
    with app.app_context():
        for ours in (
            "{{ misspelt }}",
            "{{ {}.missing }}",
            "{% if given.typo %}{% endif %}",
            "{{ day.typo }}",
        ):
            with pytest.raises(UndefinedError):
                render(ours).render(given={"text": "x"}, day=object())
        button = '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
        assert "Go" in render(button + '{{ govukButton({"text": "Go"}) }}').render()


def test_text_is_escaped_in_our_templates_and_in_components(app: Flask) -> None:
    tag = '{% from "components/tag.html" import tag %}{{ tag(given) }}{{ given }}'
    with app.app_context():
        drawn = app.jinja_env.from_string(tag).render(given="<b>&")
    assert "<b>" not in drawn
    assert drawn.count("&lt;b&gt;&amp;") == 2


@pytest.mark.parametrize(
    ("member", "minutes"), [(Staff(), 'data-idle-minutes="15"'), (None, None)], ids=["signed in", "stranger"]
)
def test_whoever_is_signed_in_is_told_how_long(
    make_site: Callable[..., Flask], member: Staff | None, minutes: str | None
) -> None:
    page = make_site(member=member).test_client().get("/things/new" if member else "/wrong/404").data.decode()
    assert (minutes or "") in page
    assert ("data-idle-minutes" in page) is (member is not None)


STATIC = Path(__file__).parents[2] / "static"


def test_nothing_of_gov_uk_s_branding_is_in_what_we_serve(app: Flask) -> None:
    styles = {name: (STATIC / name).read_text() for name in ("site.css", "govuk/govuk-frontend.min.css")}
    for name, css in styles.items():
        assert "GDS Transport" not in css, name
        assert "url(/" not in css, name
    page = app.test_client().get("/things").get_data(as_text=True)
    assert "GOV.UK" not in page
    assert "govuk-header" not in page
    assert "govuk-service-navigation" in page, "the page was looked at"


def test_the_style_sheet_asks_for_its_fonts_by_the_address_that_may_be_kept(app: Flask) -> None:
    css = (STATIC / "site.css").read_text()
    fonts = [part.split('"')[0] for part in css.split('url("')[1:]]
    assert len(fonts) == 2
    with app.app_context():
        wanted = [asset(font.split("?")[0]) for font in fonts]
    assert [f"/static/{font}" for font in fonts] == wanted
