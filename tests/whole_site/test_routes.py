"""Every route of the site: its permission, each role's answer, a good page, nobody signed out, CSRF, converters."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ppsweb.permissions.roles import Role
from ppsweb.permissions.table import PERMISSIONS, may
from tests.client import Client, Page
from tests.given.staff import Staff
from tests.page_checks import CSRF_FIELD, named
from tests.whole_site.endpoints import ANSWERS, NEEDS
from tests.whole_site.everything import Values, address
from tests.whole_site.roles import roles_that_may

#: after these the person or the page is no longer there, so they come last
ENDING = ("auth.sign_in", "auth.sign_out")


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def with_method(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in rules(app) if method in (rule.methods or ())]


def may_have(role: Role, rule: Rule) -> bool:
    """Whether somebody of this role was meant to have it. Raises KeyError for a route that nobody wrote down."""
    if rule.endpoint not in NEEDS:
        raise KeyError(f"{rule.endpoint} has no line in NEEDS of tests/whole_site/endpoints.py")
    return role in roles_that_may(NEEDS[rule.endpoint])


def refusal(role: Role) -> int:
    """Staff of the service are told that they may not; for everybody else it is not there (D6.19)."""
    return 404 if role is Role.COUNCIL else 403


def token_of(page: Page) -> str:
    return next(
        str(each.get("value")) for each in named(page.root, "input") if each.get("name") == CSRF_FIELD
    )


def needs_of(app: Flask, rule: Rule) -> str:
    return str(getattr(app.view_functions[rule.endpoint], "needs", ""))


def test_every_route_names_a_permission_of_the_table(app: Flask) -> None:
    missing = [rule.rule for rule in rules(app) if needs_of(app, rule) not in PERMISSIONS]
    assert not missing
    assert len(rules(app)) > 40, "there are routes to be looked at"


def test_a_route_without_a_permission_cannot_exist() -> None:
    from ppsweb.permissions import Room

    room = Room("sample", __name__)
    with pytest.raises(LookupError):
        room.get("/x")(lambda: "x")
    with pytest.raises(LookupError):
        room.get("/x", needs="sample.unheard_of")(lambda: "x")


def test_every_argument_that_is_an_id_has_a_converter(app: Flask) -> None:
    loose = [
        f"{rule.rule}: {name}"
        for rule in rules(app)
        for name in rule.arguments
        if type(rule._converters[name]).__name__ == "UnicodeConverter"
    ]
    assert not loose


def test_the_table_of_permissions_is_the_one_that_was_meant(staff: Any) -> None:
    members = {role: staff.member(role) for role in Role}
    for permission in PERMISSIONS:
        allowed = {role for role, member in members.items() if may(member, permission)}
        assert allowed == roles_that_may(permission), permission
        signed_out = may(None, permission)
        assert signed_out == permission.startswith("public."), permission


def test_somebody_who_was_not_admitted_may_no_more_than_other_council_staff(staff: Any) -> None:
    council = staff.member(Role.COUNCIL)
    for role in (Role.MANAGER, Role.OFFICER, Role.LEAFLET_EDITOR):
        waiting = staff.member(role, f"Waiting {role}", admitted=False)
        assert not waiting.is_admitted
        for permission in PERMISSIONS:
            assert may(waiting, permission) == may(council, permission), permission


def test_every_route_needs_what_it_was_meant_to_need(whole_site: Flask) -> None:
    """A new route needs a line in NEEDS of tests/whole_site/endpoints.py; one that has gone must leave it."""
    assert {rule.endpoint: needs_of(whole_site, rule) for rule in rules(whole_site)} == NEEDS


@pytest.mark.parametrize(
    "role",
    [
        Role.MANAGER,
        Role.OFFICER,
        pytest.param(Role.LEAFLET_EDITOR, marks=pytest.mark.policy("C4", guard="permissions.in_service")),
        pytest.param(Role.COUNCIL, marks=pytest.mark.policy("C4", guard="permissions.in_service")),
    ],
)
def test_each_role_gets_from_each_page_what_it_may_have(
    role: Role, whole_site: Flask, its_staff: Staff, there: Values
) -> None:
    """Where there is something to be seen: the page, and a good one (tests/page_checks.py), or the refusal."""
    browser = its_staff(role)
    for rule in with_method(whole_site, "GET"):
        expected = ANSWERS.get((rule.endpoint, role), 200) if may_have(role, rule) else refusal(role)
        browser.answer(browser.request("GET", address(rule, there)), expected)


@pytest.mark.parametrize("role", list(Role))
def test_what_is_not_there_is_not_found(role: Role, whole_site: Flask, its_staff: Staff) -> None:
    browser = its_staff(role)
    for rule in [rule for rule in with_method(whole_site, "GET") if rule.arguments]:
        browser.answer(browser.request("GET", address(rule)), 404 if may_have(role, rule) else refusal(role))


@pytest.mark.parametrize(
    "role",
    [
        Role.OFFICER,
        pytest.param(Role.LEAFLET_EDITOR, marks=pytest.mark.policy("C4", guard="permissions.in_service")),
        pytest.param(Role.COUNCIL, marks=pytest.mark.policy("C4", guard="permissions.in_service")),
    ],
)
def test_each_role_is_refused_what_it_may_not_do(
    role: Role, whole_site: Flask, its_staff: Staff, there: Values
) -> None:
    """With a token that holds, so that it is the permission that refuses."""
    browser = its_staff(role)
    sent = {CSRF_FIELD: token_of(browser.get("/"))}
    refused = [rule for rule in with_method(whole_site, "POST") if not may_have(role, rule)]
    assert len(refused) > 5
    for rule in refused:
        browser.answer(browser.request("POST", address(rule, there), data=sent), refusal(role))


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_through_to_what_it_may_do(
    role: Role, whole_site: Flask, its_staff: Staff, there: Values
) -> None:
    """An empty form is done or sent back (204, 303, 409, 422), neither forbidden nor lapsed; without a token it is."""
    browser = its_staff(role)
    sent = {CSRF_FIELD: token_of(browser.get("/"))}
    allowed = [rule for rule in with_method(whole_site, "POST") if may_have(role, rule)]
    allowed.sort(key=lambda rule: rule.endpoint in ENDING)
    for rule in allowed:
        bare = browser.answer(browser.request("POST", address(rule, there), data={"anything": "x"}), 400)
        assert isinstance(bare, Page)
        assert bare.heading == "This form has lapsed", rule.rule
        with browser.request("POST", address(rule, there), data=sent) as answer:
            assert answer.status_code in (204, 303, 409, 422), f"{rule.rule}: {answer.status_code}"
            assert not answer.headers.get("Location", "").startswith("/sign-in") or rule.endpoint in ENDING


def test_every_post_refuses_a_missing_token(whole_site: Flask, its_staff: Staff, there: Values) -> None:
    """Whoever sends it: the token is looked for before the permission."""
    posts = with_method(whole_site, "POST")
    assert len(posts) > 40
    for role in Role:
        browser = its_staff(role)
        for rule in posts:
            page = browser.answer(browser.request("POST", address(rule, there), data={"anything": "x"}), 400)
            assert isinstance(page, Page)
            assert page.heading == "This form has lapsed", rule.rule


@pytest.mark.policy("C1", guard="auth.gate")
@pytest.mark.policy("C4", guard="auth.gate")
def test_nobody_who_has_not_signed_in_gets_anywhere(whole_site: Flask, there: Values) -> None:
    """With the token of the sign-in page: it is not the token that keeps a stranger out."""
    stranger = Client(whole_site)
    token = token_of(stranger.get("/sign-in"))
    closed = [rule for rule in rules(whole_site) if not NEEDS[rule.endpoint].startswith("public.")]
    assert len(closed) > 60
    for rule in closed:
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            for path in (address(rule, there), address(rule)):
                sent = {CSRF_FIELD: token} if method == "POST" else None
                answer = stranger.answer(stranger.request(method, path, data=sent), 303)
                assert answer.location.startswith("/sign-in"), f"{method} {rule.rule}"
    assert stranger.fetch("/no/such/page", 303).location.startswith("/sign-in")
    stranger.close()
