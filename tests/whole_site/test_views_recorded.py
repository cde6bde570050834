"""Whoever looks at a family's record leaves a row in the record of access, under that family's reference (D6.13)."""

from __future__ import annotations

import pytest
from flask import Flask

from ppsweb.audit import AuditRow
from ppsweb.audit.wording import has_words
from ppsweb.cases.models import Case
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from tests.given.staff import Staff, ensure_connection
from tests.page_checks import CSRF_FIELD
from tests.whole_site.endpoints import ANSWERS
from tests.whole_site.everything import Values, address
from tests.whole_site.test_routes import may_have, token_of, with_method

OF_A_FAMILY = {
    "case", "colleagues_case", "person", "note", "message", "request", "item", "release", "contact",
    "act", "breach", "sharing_end",
}  # fmt: skip


def references(values: Values, arguments: set[str]) -> set[str]:
    """Under what a look at this address may be recorded: the case, or the client of it."""
    case = Case.get_by_id(values["colleagues_case" if "colleagues_case" in arguments else "case"])
    return {case.audit_ref, Person.get_by_id(case.person_id).audit_ref}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER])
def test_every_page_about_a_family_leaves_a_row(
    role: Role, whole_site: Flask, its_staff: Staff, there: Values
) -> None:
    reader = its_staff(role)
    pages = [
        rule
        for rule in with_method(whole_site, "GET")
        if may_have(role, rule) and OF_A_FAMILY & rule.arguments and not rule.endpoint.startswith("demo.")
    ]
    assert len(pages) > 20
    missing = []
    for rule in pages:
        with ensure_connection():
            before = {row.id for row in AuditRow.select(AuditRow.id)}
        answer = reader.request("GET", address(rule, there))
        assert answer.status_code == ANSWERS.get((rule.endpoint, role), 200), rule.rule
        answer.close()
        with ensure_connection():
            wanted = references(there, rule.arguments)
            rows = [row for row in AuditRow.select() if row.id not in before]
        assert [row.detail for row in rows if row.detail and not has_words(row.action, row.detail)] == []
        if not any(row.actor == reader.member.id and row.audit_ref in wanted for row in rows):
            missing.append(rule.endpoint)
    assert missing == []


def test_a_form_that_comes_back_leaves_a_row_although_nobody_fetched_it(
    whole_site: Flask, its_staff: Staff, there: Values
) -> None:
    """It shows the family as the page does: to send an empty one is no way to look without a trace."""
    role = Role.MANAGER
    reader = its_staff(role)
    token = token_of(reader.get("/"))
    seen, missing = 0, []
    for rule in with_method(whole_site, "POST"):
        if not (may_have(role, rule) and OF_A_FAMILY & rule.arguments and "GET" in (rule.methods or ())):
            continue
        with ensure_connection():
            before = {row.id for row in AuditRow.select(AuditRow.id)}
        with reader.request("POST", address(rule, there), data={CSRF_FIELD: token}) as answer:
            if answer.status_code != 422:
                continue
        seen += 1
        with ensure_connection():
            wanted = references(there, rule.arguments)
            rows = [row for row in AuditRow.select() if row.id not in before]
        if not any(row.actor == reader.member.id and row.audit_ref in wanted for row in rows):
            missing.append(rule.endpoint)
    assert seen > 10
    assert missing == []
