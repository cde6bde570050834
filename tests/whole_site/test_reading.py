"""Reading changes nothing but the record of access and the session."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from ppsweb.database import database, tables
from ppsweb.permissions.roles import Role
from tests.given.staff import Staff
from tests.whole_site.endpoints import ANSWERS
from tests.whole_site.everything import Values, address
from tests.whole_site.test_routes import may_have, with_method

MAY_CHANGE = {"audit_rows", "sessions"}


def contents(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table that reading must leave alone."""
    found = {}
    with app.app_context(), database.connection_context():
        for name in {table._meta.table_name for table in tables()} - MAY_CHANGE:
            rows = database.execute_sql(f'SELECT * FROM "{name}" ORDER BY id').fetchall()  # noqa: S608
            found[name] = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]
    return found


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER])
def test_get_and_head_change_nothing(role: Role, whole_site: Flask, its_staff: Staff, there: Values) -> None:
    """Every page that the role may have, opened with something in it, so that there is something to change."""
    browser = its_staff(role)
    pages = [rule for rule in with_method(whole_site, "GET") if may_have(role, rule)]
    assert len(pages) > 40
    before = contents(whole_site)
    assert before["cases"], "there is something that could change"
    for rule in pages:
        for method in ("GET", "HEAD"):
            answer = browser.request(method, address(rule, there))
            assert answer.status_code == ANSWERS.get((rule.endpoint, role), 200), f"{method} {rule.rule}"
            answer.close()
    after = contents(whole_site)
    assert [name for name in before if before[name] != after[name]] == []
