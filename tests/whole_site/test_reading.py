"""Reading changes nothing but the record of access and the session."""

from __future__ import annotations

from typing import Any

from flask import Flask

from ppsweb.database import database, tables
from ppsweb.permissions.roles import Role
from tests.given.families import a_case, a_client, a_note
from tests.given.leaflets import a_draft, a_leaflet
from tests.whole_site.test_routes import address, needs_of, rules

MAY_CHANGE = {"audit_rows", "sessions"}


def contents() -> dict[str, list[Any]]:
    """Every row of every table that reading must leave alone."""
    found = {}
    for table in tables():
        name = table._meta.table_name
        if name not in MAY_CHANGE:
            rows = database.execute_sql(f'SELECT * FROM "{name}" ORDER BY id').fetchall()  # noqa: S608
            found[name] = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]
    return found


def test_get_and_head_change_nothing(app: Flask, staff: Any) -> None:
    manager, officer = staff(Role.MANAGER), staff(Role.OFFICER)
    person = a_client(officer.member)
    case = a_case(officer.member, person)
    note = a_note(officer.member, case)
    edition = a_leaflet(officer.member, manager.member)
    draft = a_draft(officer.member, "A second hedge")
    real = {
        "case": case.id,
        "person": person.id,
        "note": note.id,
        "colleagues_case": case.id,
        "leaflet": edition.leaflet.slug,
        "edition": draft.id,
        "member": officer.member.id,
    }
    before = contents()
    assert before["cases"], "there is something that could change"
    opened = 0
    for rule in rules(app):
        if "GET" not in (rule.methods or ()) or needs_of(app, rule).startswith("public."):
            continue
        path = address(rule)
        if rule.arguments and rule.arguments <= set(real):
            path = rule.rule
            for name in rule.arguments:
                for kind in ("id", "slug"):
                    path = path.replace(f"<{kind}:{name}>", real[name])
        for method in ("GET", "HEAD"):
            answer = manager.request(method, path)
            opened += answer.status_code == 200
            answer.close()
    assert opened > 30, "pages were read"
    after = contents()
    changed = [name for name in before if before[name] != after[name]]
    assert not changed
