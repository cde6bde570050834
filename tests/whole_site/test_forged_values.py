"""What no form of ours sends, and PostgreSQL cannot even compare: refused plainly on both engines, not a crash."""

from __future__ import annotations

from typing import Any

import pytest

from ppsweb.database import database
from tests.given.families import a_case


@pytest.mark.parametrize("address", ["/cases/{}?before=%00", "/audit?before=%00"])
def test_a_nul_in_an_address_is_no_crash(app: Any, as_manager: Any, engine_name: str, address: str) -> None:
    with app.app_context(), database.connection_context():
        case = a_case(as_manager.member)
    where = address.format(case.id)
    assert as_manager.browser.get(where.partition("?")[0], base_url="https://localhost").status_code == 200
    answer = as_manager.browser.get(where, base_url="https://localhost")
    # SQLite looks for such an id and finds none: the case has no such page, and the record begins at its newest row
    assert answer.status_code == (400 if engine_name == "postgresql" else 404 if "cases" in where else 200)
    assert b"Sorry, there is a problem" not in answer.data
