"""The site as the tests have it: put back before each test, on the engine of the run, with staff of each role."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from peewee import Database, IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.auth import current_member
from ppsweb.auth.models import Member
from ppsweb.auth.session import COOKIE
from ppsweb.authorities.models import Authority
from ppsweb.database import database, migrate
from ppsweb.database.engine import is_postgresql
from ppsweb.deadlines import clock
from ppsweb.permissions.roles import Role
from tests.client import ORIGIN
from tests.given.families import a_client
from tests.given.site import POSTGRESQL
from tests.given.staff import SignedIn, Staff, ensure_connection


@pytest.mark.parametrize("time", [1, 2])
def test_nothing_is_left_of_the_test_before(db: Flask, staff: Staff, time: int) -> None:
    """The same test twice: whoever comes second finds the database as whoever came first did."""
    assert Member.select().count() == 0
    assert AuditRow.select().count() == 0
    assert abs(clock.now() - clock.now()) < timedelta(seconds=5)
    staff.member(Role.MANAGER)
    clock.move(timedelta(days=400))
    assert Member.select().count() == 1
    assert AuditRow.select().count() == 2


def test_the_engine_is_the_one_that_was_asked_for(db: Flask, engine_name: str) -> None:
    assert is_postgresql(database.obj) is (engine_name == POSTGRESQL)


def test_guards_stand_in_the_copy(db: Flask, staff: Staff) -> None:
    a_client(staff.member(Role.OFFICER))
    with pytest.raises(IntegrityError, match="an authority is not deleted"):
        Authority.delete().execute()


def test_staff_of_each_role(staff: Staff) -> None:
    assert [staff.member(role).role for role in Role] == list(Role)
    assert staff.member(Role.OFFICER).is_admitted
    assert not staff.member(Role.OFFICER, "Omar Oleander", admitted=False).is_admitted
    assert staff.member(Role.OFFICER).id != staff.member(Role.OFFICER, "Olive Orchid").id
    assert not staff.member(Role.COUNCIL).in_service


def test_a_blank_database_can_be_migrated(blank_database: Database) -> None:
    assert blank_database.get_tables() == []
    assert migrate.up(blank_database)
    assert migrate.pending(blank_database) == []


def test_a_connection_that_one_request_gave_back_serves_another_thread(app: Flask, staff: Staff) -> None:
    member = staff.member(Role.MANAGER)

    def read() -> str:
        with app.app_context(), database.connection_context():
            return str(Member.get_by_id(member.id).name)

    assert read() == "Maya Marigold"
    with ThreadPoolExecutor(1) as other:
        assert other.submit(read).result() == "Maya Marigold"


def test_somebody_signed_in_is_known_by_the_sessions_cookie(app: Flask, as_officer: SignedIn) -> None:
    cookie = {"Cookie": f"{COOKIE}={as_officer.token}"}
    with app.test_request_context(base_url=ORIGIN, headers=cookie), ensure_connection():
        known = current_member()
        assert known is not None
        assert known.id == as_officer.member.id
    with app.test_request_context(base_url=ORIGIN), ensure_connection():
        assert current_member() is None
