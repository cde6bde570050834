"""The session: what lets somebody in, how long, and what a row that this site did not write is worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from peewee import DatabaseError, OperationalError

from ppsweb import settings
from ppsweb.auth import rules, tidying
from ppsweb.auth.models import Draft, Member, Session, SignInAttempt
from ppsweb.auth.session import COOKIE, ServerSession, hash_of, new_token, open_row
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.keys import SealedBytes
from ppsweb.keys.sealed import SealedValue
from ppsweb.permissions.roles import Role
from ppsweb.worker import queue
from tests.client import HOST, Client
from tests.given.staff import SignedIn, Staff, ensure_connection


def is_in(client: Client) -> bool:
    """Whether the first page answers with itself, and not with the way in."""
    answer = client.request("GET", "/")
    assert answer.status_code in (200, 303)
    return bool(answer.status_code == 200)


def with_token(app: Flask, token: str) -> Client:
    client = Client(app)
    client.browser.set_cookie(COOKIE, token, domain=HOST, secure=True)
    return client


def row_of(token: str) -> Session:
    row: Session = Session.get(Session.token_hash == hash_of(token))
    return row


def vouch(client: SignedIn) -> None:
    """As if the directory had been asked at this moment; being asked is the other module's affair."""
    with ensure_connection():
        row = row_of(client.token)
        row.checked_at = clock.now()
        row.signed().save_changed()


def test_the_token_is_long_and_only_its_hash_is_kept(as_officer: SignedIn) -> None:
    assert len(new_token()) == 43  # 256 bits
    with ensure_connection():
        row = row_of(as_officer.token)
    assert as_officer.token not in row.token_hash
    assert is_in(as_officer)


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "£" * 43, "x" * 3000, "' OR 1=1 --"])
def test_an_invented_token_opens_nothing(app: Flask, token: str) -> None:
    client = with_token(app, token)
    assert not is_in(client)
    client.close()


def test_the_hash_of_a_token_is_no_token(app: Flask, as_officer: SignedIn) -> None:
    with ensure_connection():
        stolen = row_of(as_officer.token).token_hash
    client = with_token(app, stolen[:43])
    assert not is_in(client)
    client.close()


FORGERIES: dict[str, Callable[[Session, Member], dict[str, Any]]] = {
    "another member": lambda row, other: {"member": other.id},
    "younger": lambda row, other: {"started_at": row.started_at + timedelta(hours=1)},
    "just used": lambda row, other: {"seen_at": row.seen_at + timedelta(minutes=1)},
    "just vouched for": lambda row, other: {"checked_at": row.seen_at + timedelta(minutes=1)},
    "another token": lambda row, other: {"token_hash": hash_of("y" * 43)},
    "another code": lambda row, other: {"mac": "0" * 64},
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_row_changed_by_hand_is_no_session(
    app: Flask, staff: Staff, as_officer: SignedIn, name: str
) -> None:
    assert is_in(as_officer)
    other = staff(Role.MANAGER)
    with ensure_connection():
        row = row_of(as_officer.token)
        Session.update(FORGERIES[name](row, other.member)).where(Session.id == row.id).execute()
    client = with_token(app, "y" * 43 if name == "another token" else as_officer.token)
    assert not is_in(client)
    client.close()


def test_the_data_of_one_session_put_into_another_is_no_session(staff: Staff, as_officer: SignedIn) -> None:
    assert is_in(as_officer)
    other = staff(Role.MANAGER)
    with ensure_connection():
        stolen = SealedValue(bytes(row_of(other.token).__data__["data"]))
        Session.update(data=stolen).where(Session.id == row_of(as_officer.token).id).execute()
        assert bytes(row_of(as_officer.token).__data__["data"]) == stolen
    assert not is_in(as_officer)
    assert is_in(other)


def test_a_row_written_by_hand_is_no_session(app: Flask, as_manager: SignedIn) -> None:
    """An administrator copies the manager's row and gives it the hash of a token of his own."""
    token = new_token()
    columns = "version, created_at, member_id, data, started_at, seen_at, checked_at, mac"
    with ensure_connection():
        database.execute_sql(
            f"INSERT INTO sessions (id, token_hash, {columns}) "  # noqa: S608
            f"SELECT '{new_id()}', '{hash_of(token)}', {columns} FROM sessions "
            f"WHERE token_hash = '{hash_of(as_manager.token)}'"
        )
        assert Session.select().where(Session.token_hash == hash_of(token)).count() == 1
    client = with_token(app, token)
    assert not is_in(client)
    assert is_in(as_manager)
    client.close()


def test_sign_out_ends_the_session_on_the_server(app: Flask, as_officer: SignedIn) -> None:
    page = as_officer.get("/").form("Sign out").submit()
    assert "You have signed out." in page.text
    thief = with_token(app, as_officer.token)
    assert not is_in(thief)
    thief.close()


ELSEWHERE = "You have been signed out: you signed out in another tab of this browser."


def test_a_tab_that_stayed_open_says_that_another_one_signed_out(as_officer: SignedIn) -> None:
    """Whoever comes back to it is not asked as if they had never been in."""
    left_open = as_officer.get("/cases/enquiry").form("Count it")
    own = as_officer.get("/").form("Sign out").submit()
    assert ELSEWHERE not in own.text
    page = as_officer.get("/cases")
    assert page.heading == "Sign in"
    assert ELSEWHERE in page.text
    assert "was not saved" not in page.text
    sent = left_open.submit()
    assert ELSEWHERE in sent.text
    assert "What you typed here after that was not saved." in sent.text


def test_a_browser_in_which_nobody_signed_out_is_told_nothing(client: Client) -> None:
    page = client.get("/cases")
    assert page.heading == "Sign in"
    assert "signed out" not in page.text


def test_sign_out_ends_one_browser_and_not_the_others(staff: Staff) -> None:
    first, second = staff(Role.OFFICER), staff(Role.OFFICER)
    assert first.member.id == second.member.id
    first.get("/").form("Sign out").submit()
    assert not is_in(first)
    assert is_in(second)


def test_the_browser_is_told_to_forget_a_token_that_opens_nothing(app: Flask) -> None:
    client = with_token(app, "x" * 43)
    answer = client.fetch("/", expect=303)
    assert answer.headers["Set-Cookie"].startswith(f"{COOKIE}=; Expires=Thu, 01 Jan 1970")
    client.close()


def test_every_page_of_somebody_who_is_signed_in_is_kept_by_no_browser(as_officer: SignedIn) -> None:
    assert as_officer.get("/").headers["Cache-Control"] == "no-store"
    assert "Cookie" in as_officer.get("/").headers["Vary"]


def test_nothing_done_for_the_idle_time_ends_the_session(as_officer: SignedIn) -> None:
    clock.move(timedelta(minutes=14, seconds=59))
    vouch(as_officer)
    assert is_in(as_officer)
    clock.move(timedelta(minutes=14, seconds=59) * 2)
    vouch(as_officer)
    assert is_in(as_officer)
    clock.move(timedelta(minutes=14, seconds=59) * 2 + timedelta(minutes=15))
    vouch(as_officer)
    page = as_officer.get("/")
    assert page.heading == "Sign in"
    assert "nothing was done for a while" in page.text


def test_a_session_ends_after_the_absolute_time_however_busy(as_officer: SignedIn) -> None:
    for step in range(1, 8 * 6):
        clock.move(timedelta(minutes=10 * step))
        vouch(as_officer)
        assert is_in(as_officer)
    clock.move(timedelta(hours=8))
    vouch(as_officer)
    assert not is_in(as_officer)


def test_staying_signed_in_by_the_button_counts_as_use(as_officer: SignedIn) -> None:
    token = as_officer.get("/").form("Sign out").pairs()
    clock.move(timedelta(minutes=14))
    vouch(as_officer)
    answer = as_officer.request("POST", "/session/extend", data=dict(token))
    assert answer.status_code == 204
    clock.move(timedelta(minutes=28))
    vouch(as_officer)
    assert is_in(as_officer)


def test_pages_tell_the_browser_after_how_long_they_end(as_officer: SignedIn) -> None:
    body = next(as_officer.get("/").root.iter("body"))
    assert body.get("data-idle-minutes") == "15"


def test_the_last_use_is_written_at_most_once_a_minute(as_officer: SignedIn) -> None:
    assert is_in(as_officer)
    with ensure_connection():
        first = row_of(as_officer.token)
    clock.move(timedelta(seconds=50))
    assert is_in(as_officer)
    with ensure_connection():
        assert row_of(as_officer.token).version == first.version
    clock.move(timedelta(seconds=70))
    assert is_in(as_officer)
    with ensure_connection():
        assert row_of(as_officer.token).version == first.version + 1
        assert row_of(as_officer.token).seen_at > first.seen_at


def test_two_requests_at_once_lose_neither_the_session_nor_what_it_holds(
    app: Flask, as_officer: SignedIn
) -> None:
    with app.app_context(), ensure_connection():
        one, two = (ServerSession(as_officer.token, settings.current()) for _ in range(2))
        one["a"], two["b"] = 1, 2
        one.save()
        two.save()
        again = ServerSession(as_officer.token, settings.current())
        assert again["b"] == 2
        assert again.member == as_officer.member


def test_a_request_that_was_under_way_at_sign_out_does_not_bring_the_session_back(
    app: Flask, as_officer: SignedIn
) -> None:
    with app.app_context(), ensure_connection():
        slow: Any = ServerSession(as_officer.token, settings.current())
        assert slow.member is not None
        row_of(as_officer.token).delete_instance()
        slow["a"] = 1
        slow.save()
        slow.touch()
        assert Session.get_or_none(Session.token_hash == hash_of(as_officer.token)) is None


@pytest.mark.parametrize("name", ["another member", "younger", "just vouched for"])
def test_a_row_changed_by_hand_while_a_request_is_under_way_is_not_signed_again(
    app: Flask, staff: Staff, as_officer: SignedIn, name: str
) -> None:
    other = staff(Role.MANAGER)
    with app.app_context(), ensure_connection():
        slow: Any = ServerSession(as_officer.token, settings.current())
        assert slow.member is not None
        row = row_of(as_officer.token)
        changed = {"version": row.version + 1, **FORGERIES[name](row, other.member)}
        Session.update(changed).where(Session.id == row.id).execute()
        slow["a"] = 1
        slow.save()
        assert slow.should_drop_cookie
        assert slow.member is None
        assert Session.get_or_none(Session.token_hash == hash_of(as_officer.token)) is None
    assert not is_in(as_officer)


def test_a_stranger_gets_a_row_for_the_sign_in_form_only_and_not_for_long(app: Flask, client: Client) -> None:
    client.get("/safeguarding")
    client.fetch("/", expect=303)
    client.fetch("/nothing/here", expect=303)
    with ensure_connection():
        assert Session.select().count() == 0
    page = client.get("/sign-in")
    with ensure_connection():
        assert Session.get().member is None
    clock.move(rules.SIGNED_OUT_LIFE)
    assert "open for too long" in page.form("Sign in").submit(name="oak", password="x").text
    clock.move(rules.SIGNED_OUT_LIFE * 2)
    with app.app_context(), ensure_connection():
        tidying.tidy()
        assert Session.select().count() == 0


def test_strangers_fill_the_table_only_so_far_and_end_nobodys_session(
    app: Flask, as_officer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_SIGNED_OUT", 3)
    clients = []
    began = {}
    for minute in range(5):
        clock.move(timedelta(minutes=minute))
        began[minute] = clock.now()
        clients.append(Client(app))
        clients[-1].get("/sign-in")
    with ensure_connection():
        rows = [row.started_at for row in Session.select().where(Session.member.is_null())]
    assert len(rows) == 3
    assert min(rows) >= began[2]  # the newest stay
    assert is_in(as_officer)
    for client in clients:
        client.close()


def test_the_worker_clears_what_is_over_and_nothing_else(app: Flask, staff: Staff) -> None:
    old = staff(Role.OFFICER)
    with ensure_connection():
        Draft(member=old.member, page="cases.show", content="typed").insert_new()
        SignInAttempt(name_hash="a" * 64, address_hash="b" * 64).insert_new()
    clock.move(timedelta(hours=1, seconds=1))
    new = staff(Role.OFFICER, "Olive Orchid")
    with app.app_context(), ensure_connection():
        tidying.tidy()
        assert row_of(old.token).member == old.member
        assert (Draft.select().count(), SignInAttempt.select().count()) == (1, 0)
        clock.move(timedelta(hours=8, minutes=1))
        tidying.tidy()
        assert [row.member for row in Session.select()] == [new.member]
        clock.move(rules.DRAFT_LIFE + timedelta(minutes=1))
        tidying.tidy()
        assert Draft.select().count() == 0


def test_the_worker_does_it_every_round() -> None:
    assert tidying.tidy in queue._rounds


def test_the_page_comes_although_the_last_use_cannot_be_written(
    as_officer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that can only be read still shows the numbers to ring."""

    def read_only(*_: Any) -> None:
        raise DatabaseError("read-only")

    as_officer.get("/safeguarding")
    clock.move(timedelta(minutes=2))
    monkeypatch.setattr(Session, "save_changed", read_only)
    assert "01632 960111" in as_officer.get("/safeguarding").text


def test_a_database_that_is_gone_still_gives_a_page_with_the_numbers(
    app: Flask, as_officer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(database.obj, "connect", gone)
    page = as_officer.get("/", expect=503)
    assert "01632 960111" in page.text


def test_session_data_is_sealed_in_its_row(app: Flask) -> None:
    assert isinstance(Session.data, SealedBytes)
    with app.app_context(), ensure_connection():
        token = new_token()
        open_row(token, None, {"planted": "Zaubernuss"})
        raw = database.execute_sql("SELECT data FROM sessions").fetchone()[0]
        assert b"Zaubernuss" not in bytes(raw)
        assert ServerSession(token, settings.current())["planted"] == "Zaubernuss"
