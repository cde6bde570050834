"""What one may not know of is answered as what does not exist is, byte for byte, on every page about a family (C3)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ppsweb.audit import AuditRow
from ppsweb.authorities.models import Authority
from ppsweb.cases.models import Case
from ppsweb.consents.actions import take_back
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.disclosures.models import SharingEnd
from ppsweb.mail import outbox
from ppsweb.mail.wording import Kind
from ppsweb.permissions.roles import Role
from tests.given.concerns import a_concern
from tests.given.disclosing import a_breach, a_plan, an_act
from tests.given.families import a_case, a_client, a_note
from tests.given.sharing import a_body, a_sharing
from tests.given.staff import SignedIn, Staff
from tests.given.statements import Statements
from tests.subject_access.requests import a_request, a_verified_address, items_of
from tests.whole_site.test_routes import rules

ROOMS = {
    "cases", "people", "consents", "disclosures", "safeguarding", "subject_access", "mail", "leaflets",
}  # fmt: skip


@pytest.fixture
def owner(staff: Staff) -> SignedIn:
    """The officer whose family it is."""
    return staff(Role.OFFICER)


@pytest.fixture
def real(app: Flask, owner: SignedIn) -> dict[str, str]:
    """What there is of one family, by the name that addresses give it."""
    with app.app_context(), database.connection_context():
        me = owner.member
        person = a_client(me, safe={"safe_to_email": True})
        case = a_case(me, person)
        note = a_note(me, case)
        contact = a_verified_address(me, person)
        message = outbox.put(
            me,
            clock.now(),
            contact=contact,
            authority=Authority.get_by_id(person.authority_id),
            kind=Kind.ADDRESS_CHECK,
            code="123456",
        )
        request = a_request(me, person=person)
        school, surgery = a_body(me), a_body(me, "Mill Lane Surgery")
        a_sharing(me, person, school)
        (ended,) = a_sharing(me, person, surgery)
        an_act(me, case, surgery)
        take_back(me, clock.now(), person, ended, because="Not any more.")
        return {
            "act": a_plan(me, case, school).id,
            "breach": a_breach(me, case, surgery).breach_id,
            "sharing_end": SharingEnd.get().id,
            "concern": a_concern(me, case=case).id,
            "case": case.id,
            "colleagues_case": case.id,
            "person": person.id,
            "note": note.id,
            "contact": contact.id,
            "message": message.id,
            "request": request.id,
            "item": items_of(request)[0].id,
        }


def of_families(app: Flask, real: dict[str, str]) -> list[tuple[Rule, str]]:
    """Every route about a family, once for each method that it takes."""
    return [
        (rule, method)
        for rule in rules(app)
        if rule.endpoint.partition(".")[0] in ROOMS and rule.arguments and rule.arguments <= set(real)
        for method in sorted({"GET", "POST"} & set(rule.methods or ()))
    ]


def address(rule: Rule, ids: dict[str, str]) -> str:
    path = rule.rule
    for name in rule.arguments:
        path = path.replace(f"<id:{name}>", ids[name])
    return path


def answer(who: Any, token: str, rule: Rule, method: str, ids: dict[str, str]) -> tuple[Any, ...]:
    """Status, headers and bytes, but for the ids of the address itself."""
    data = {"csrf_token": token} if method == "POST" else None
    got = who.request(method, address(rule, ids), data=data)
    body, headers = got.get_data().decode("utf-8", "replace"), dict(got.headers)
    got.close()
    for each in ids.values():
        body = body.replace(each, "ID")
        headers = {name: value.replace(each, "ID") for name, value in headers.items()}
    headers.pop("Set-Cookie", None)  # the session of somebody signed out is new each time
    return got.status_code, body, headers


def token_of(who: Any) -> str:
    """A token that the site gave this person, so that a POST is not refused for want of one."""
    button, path = ("Sign out", "/") if isinstance(who, SignedIn) else ("Sign in", "/sign-in")
    return str(dict(who.get(path).form(button).pairs(button))["csrf_token"])


@pytest.mark.parametrize(
    "who",
    [
        pytest.param("council", marks=pytest.mark.policy("C3", guard="permissions.uniform_404")),
        pytest.param("another officer", marks=pytest.mark.policy("C3", guard="permissions.uniform_404")),
        "editor",
        "signed out",
    ],
)
def test_what_is_there_is_like_what_is_not(
    app: Flask, staff: Staff, client: Any, real: dict[str, str], who: str
) -> None:
    """Three answers are the same: of what exists, of an id that is all zeros, of a random one."""
    people = {
        "council": lambda: staff(Role.COUNCIL),
        "editor": lambda: staff(Role.LEAFLET_EDITOR),
        "another officer": lambda: staff(Role.OFFICER, "Olive Orchid"),
        "signed out": lambda: client,
    }
    outsider = people[who]()
    token = token_of(outsider)
    # a concern is open to whoever of the service recorded it, so that for an editor another's is not there
    statuses = {
        "council": {404},
        "editor": {403, 404},
        "another officer": {404, 403},
        "signed out": {302, 303},
    }[who]
    tried = 0
    for rule, method in of_families(app, real):
        if who == "another officer" and "colleagues_case" in rule.arguments:
            continue  # any officer may open a case for cover, with a reason
        there = answer(outsider, token, rule, method, real)
        assert there[0] in statuses, f"{method} {rule.rule}: {there[0]}"
        for absent in (dict.fromkeys(real, "0" * 26), {name: new_id() for name in real}):
            assert answer(outsider, token, rule, method, absent) == there, f"{method} {rule.rule}"
        tried += 1
    assert tried > 75


@pytest.mark.policy("C3", guard="audit.referred_to")
def test_refusing_what_is_there_asks_the_database_the_same(
    app: Flask, owner: SignedIn, staff: Staff, real: dict[str, str]
) -> None:
    """Word for word and in the same order, so that the time it takes tells nothing (D6.19): of what exists, of an id
    that is all zeros, of a random one. The record of the refusal, which names whose file it was, is no exception."""
    outsider = staff(Role.COUNCIL)
    token, tried = token_of(outsider), 0
    for rule, method in of_families(app, real):
        asked = []
        for ids in (real, dict.fromkeys(real, "0" * 26), {name: new_id() for name in real}):
            with Statements() as statements:
                assert answer(outsider, token, rule, method, ids)[0] == 404
            asked.append(statements.texts)
        assert asked[0], "it is recorded that they asked"
        assert asked[0] == asked[1] == asked[2], f"{method} {rule.rule}"
        tried += 1
    assert tried > 75
    case = next(rule for rule, _ in of_families(app, real) if rule.rule == "/cases/<id:case>")
    asked = []
    for ids in (real, {name: new_id() for name in real}):
        with Statements() as statements:
            answer(owner, "", case, "GET", ids)
        asked.append(statements.texts)
    assert asked[0] != asked[1], "the control: for the officer of the case they differ"


def test_a_refusal_names_whose_file_it_was(app: Flask, staff: Staff, real: dict[str, str]) -> None:
    """For the manager alone: by the case where there is one, else by the client; of what does not exist by nothing."""
    outsider = staff(Role.COUNCIL)
    with app.app_context(), database.connection_context():
        case = Case.get_by_id(real["case"])
        files = {"case": case.audit_ref, "person": case.person.audit_ref}
    # the message, too, is of the client: it checks an address and belongs to no case
    of_client = ("person", "contact", "message")
    wanted = dict.fromkeys(real, files["case"]) | dict.fromkeys(of_client, files["person"])
    tried = set()
    for rule, method in of_families(app, real):
        (name, *more) = sorted(rule.arguments)
        if more or method != "GET" or name in tried:
            continue
        tried.add(name)
        for ids, reference in ((real, wanted[name]), ({name: new_id()}, None)):
            answer(outsider, "", rule, "GET", ids)
            with app.app_context(), database.connection_context():
                newest = AuditRow.select().order_by(AuditRow.created_at.desc(), AuditRow.id.desc())
                row = newest.where(AuditRow.action == "auth.refused").get()
                assert (row.actor, row.audit_ref) == (outsider.member.id, reference), rule.rule
    assert tried > {"case", "person", "note", "message", "request", "item", "act", "concern"}


def test_it_is_there_for_whoever_works_with_the_family(
    app: Flask, owner: SignedIn, real: dict[str, str]
) -> None:
    """The control: the same addresses answer the officer of the case, and not for an id that is not there."""
    opened = [
        rule.rule
        for rule, method in of_families(app, real)
        if method == "GET" and answer(owner, "", rule, method, real)[0] == 200
    ]
    assert len(opened) > 20
    for begin in ("/cases/<", "/cases/notes/<", "/people/<", "/subject-access/<", "/outbox/<"):
        assert any(rule.startswith(begin) for rule in opened), begin
