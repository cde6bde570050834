"""The gate: what a stranger sees, and what tells nobody whether something exists."""

from __future__ import annotations

import pytest
from flask import Flask

from ppsweb.audit import AuditRow
from ppsweb.auth.gate import PUBLIC
from ppsweb.auth.models import Member
from ppsweb.database import new_id
from ppsweb.permissions import PERMISSIONS, may
from ppsweb.permissions.roles import Role
from tests.client import Answer, Client
from tests.given.staff import SignedIn, Staff, ensure_connection


def told(answer: Answer, path: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that an answer tells, but for the address that was asked for."""
    quoted = path.replace("/", "%2F").encode()
    body = answer.data.replace(quoted, b"").replace(path.encode(), b"")
    headers = [(name, value.replace(path, "")) for name, value in answer.headers if name != "Content-Length"]
    return answer.status, body, sorted(headers)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_a_stranger_cannot_tell_an_address_that_exists_from_one_that_does_not(
    client: Client, staff: Staff, method: str
) -> None:
    member = staff.member(Role.OFFICER)
    there, not_there, nowhere = f"/members/{member.id}", f"/members/{new_id()}", f"/absent/{new_id()}"
    answers = [
        told(client.answer(client.request(method, path), 303), path) for path in (there, not_there, nowhere)
    ]
    assert answers[0] == answers[1] == answers[2]
    assert staff(Role.MANAGER).get(there).status == 200  # the positive control: it does exist


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.OFFICER])
def test_council_staff_and_those_who_wait_get_the_same_404_byte_for_byte(staff: Staff, role: Role) -> None:
    member = staff.member(Role.OFFICER)
    outsider = staff(role, "Wanda Willow", admitted=False)
    outsider.get("/")
    there, not_there, nowhere = f"/members/{member.id}", f"/members/{new_id()}", f"/absent/{new_id()}"
    found = [outsider.fetch(path, expect=404) for path in (there, not_there, nowhere)]
    assert found[0].data == found[1].data == found[2].data
    assert sorted(found[0].headers) == sorted(found[1].headers) == sorted(found[2].headers)
    assert staff(Role.MANAGER).get(there).status == 200


def test_staff_of_the_service_are_told_that_they_may_not(staff: Staff, as_officer: SignedIn) -> None:
    as_officer.get("/members", expect=403)
    as_officer.get(f"/members/{staff.member(Role.MANAGER).id}", expect=403)


def test_every_refusal_is_recorded_with_who_and_what(as_officer: SignedIn, as_council: SignedIn) -> None:
    as_officer.get("/members", expect=403)
    as_council.get("/audit", expect=404)
    with ensure_connection():
        rows = AuditRow.select().where(AuditRow.action == "auth.refused").order_by(AuditRow.at)
        assert [(row.actor, row.detail) for row in rows] == [
            (as_officer.member.id, "auth.members"),
            (as_council.member.id, "audit.view"),
        ]


def test_only_these_pages_are_open_to_strangers(app: Flask, client: Client) -> None:
    open_to_all = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "needs", "").startswith(PUBLIC)
    }
    assert open_to_all == {"/sign-in", "/safeguarding", "/safeguarding/form", "/accessibility"}
    for path in open_to_all:
        client.get(path)
    assert {name for name in PERMISSIONS if name.startswith(PUBLIC)} == {
        "public.sign_in",
        "public.safeguarding",
        "public.accessibility",
    }


def test_every_other_route_leads_a_stranger_to_the_way_in(app: Flask, client: Client) -> None:
    seen = 0
    for rule in app.url_map.iter_rules():
        needs = getattr(app.view_functions[rule.endpoint], "needs", "")
        if rule.endpoint == "static" or needs.startswith(PUBLIC):
            continue
        with app.test_request_context():
            _, path = rule.build({name: new_id() for name in rule.arguments}) or ("", "")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = client.answer(client.request(method, path), 303)
            assert answer.location.partition("?")[0] == "/sign-in"
            seen += 1
    assert seen > 10


def test_a_view_that_names_no_permission_cannot_be_reached(
    app: Flask, as_manager: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert as_manager.get("/").heading == "My work today"
    monkeypatch.setitem(app.view_functions, "home.today", lambda: "reached")
    as_manager.get("/", expect=404)


def test_an_unadmitted_member_may_read_leaflets_and_nothing_of_a_family(staff: Staff) -> None:
    for role in (Role.MANAGER, Role.OFFICER, Role.LEAFLET_EDITOR):
        waiting: Member = staff.member(role, f"Waiting {role}", admitted=False)
        council = staff.member(Role.COUNCIL)
        allowed = {name for name in PERMISSIONS if may(waiting, name)}
        assert allowed == {name for name in PERMISSIONS if may(council, name)}
        assert "leaflets.read" in allowed
        assert not {name for name in allowed if name.startswith(("cases.", "people.", "search."))}
