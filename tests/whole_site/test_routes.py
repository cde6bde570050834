"""Every route of the site: its permission, each role's answer, nobody signed out, CSRF, ids with converters."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ppsweb.permissions.roles import Role
from ppsweb.permissions.table import PERMISSIONS, may
from tests.client import ORIGIN
from tests.whole_site.roles import roles_that_may

ABSENT = {"id": "0" * 26, "slug": "no-such-leaflet", "int": "999", "default": "none"}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def needs_of(app: Flask, rule: Rule) -> str:
    return str(getattr(app.view_functions[rule.endpoint], "needs", ""))


def address(rule: Rule) -> str:
    """The rule's address with arguments for which nothing exists."""
    path = rule.rule
    for name in rule.arguments:
        converter = type(rule._converters[name]).__name__.removesuffix("Converter").casefold()
        for kind in ("id", "slug", "int", ""):
            path = path.replace(f"<{kind}:{name}>" if kind else f"<{name}>", ABSENT.get(converter, "none"))
    return path


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


@pytest.mark.policy("C4", guard="permissions.in_service")
def test_each_role_gets_from_each_route_what_it_may_have(app: Flask, staff: Any) -> None:
    clients = {role: staff(role) for role in Role}
    for rule in rules(app):
        if "GET" not in (rule.methods or ()):
            continue
        needs = needs_of(app, rule)
        for role, client in clients.items():
            answer = client.request("GET", address(rule))
            status = answer.status_code
            answer.close()
            if role not in roles_that_may(needs):
                expected = {403} if role in (Role.MANAGER, Role.OFFICER, Role.LEAFLET_EDITOR) else {404}
            elif rule.arguments:
                expected = {404}
            else:
                expected = {200, 302, 303}
            assert status in expected, f"{role} {rule.rule}: {status}, not {expected}"


@pytest.mark.policy("C1", guard="auth.gate")
@pytest.mark.policy("C4", guard="auth.gate")
def test_nobody_who_has_not_signed_in_gets_anywhere(app: Flask) -> None:
    browser = app.test_client()
    known = []
    for rule in rules(app):
        if needs_of(app, rule).startswith("public."):
            continue
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        with browser.open(address(rule), method=method, base_url=ORIGIN) as answer:
            assert answer.status_code in (302, 303, 400), f"{method} {rule.rule}: {answer.status_code}"
            if method == "GET":
                assert answer.headers["Location"].startswith("/sign-in"), rule.rule
                known.append(rule.rule)
    with browser.get("/no/such/page", base_url=ORIGIN) as answer:
        assert answer.status_code in (302, 303)
    assert len(known) > 30


def test_every_post_refuses_a_missing_token(app: Flask, staff: Any) -> None:
    manager = staff(Role.MANAGER)
    posts = [rule for rule in rules(app) if "POST" in (rule.methods or ())]
    assert len(posts) > 20
    for rule in posts:
        answer = manager.request("POST", address(rule), data={"anything": "x"})
        assert answer.status_code == 400, f"{rule.rule}: {answer.status_code}"
        assert b"form" in answer.get_data(), rule.rule
        answer.close()
