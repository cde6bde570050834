"""What is decided about signing in, from values alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppsweb.auth import rules
from ppsweb.permissions.roles import Role

NOW = datetime(2026, 11, 24, 12, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "anna.b",
        " Anna.B ",
        "COUNCIL\\anna.b",
        "council\\ANNA.B",
        "anna.b@council.example",
        "Änna.b",
        "ann\u0061\u0301.b",
        "anna.b \u00a0",
        "\uff21nna.b\uff20council.example",
        "a\u0272na.\u0180",
        "anna.b@any.other.suffix",
    ],
)
def test_every_spelling_of_a_name_is_one_account(typed: str) -> None:
    assert rules.account_of(typed) == "anna.b"


@pytest.mark.parametrize(
    ("typed", "account"),
    [("søren", "soren"), ("ŁUKASZ", "lukasz"), ("Ægir", "aegir"), ("Þór", "thor"), ("đorđe", "dorde")],
)
def test_a_letter_with_a_stroke_makes_no_other_account(typed: str, account: str) -> None:
    """Active Directory compares names without marks; so each would be one more guess at the same password (D6.09)."""
    assert rules.account_of(typed) == account


def test_two_accounts_are_two() -> None:
    assert rules.account_of("оak") != rules.account_of("oak"), "a Cyrillic letter is another one in the directory too"
    assert rules.account_of("anna.b") != rules.account_of("anna.c")


@given(st.text(alphabet="aAäÄßøØæŁ@＠\\＼. ıİ\u0301"))
def test_the_account_of_an_account_is_itself(typed: str) -> None:
    account = rules.account_of(typed)
    assert rules.account_of(account) == account
    assert not {"@", "\\"} & set(account)


@pytest.mark.parametrize(
    ("minutes_ago", "refused"),
    [
        ([0], False),
        ([0, 1, 2], False),
        ([0, 1, 2, 3], True),
        ([0, 14, 14, 14], True),
        ([0, 15, 15, 15], False),
        ([0, 20, 30, 40], False),
        ([0, 20, 30, 40, 50], True),
        ([0, 20, 30, 40, 60], False),
    ],
)
def test_three_in_a_quarter_of_an_hour_and_four_in_an_hour(minutes_ago: list[int], refused: bool) -> None:
    attempts = [NOW - timedelta(minutes=minutes) for minutes in minutes_ago]
    assert rules.too_many(attempts, NOW, rules.PER_NAME) == refused


@pytest.mark.parametrize(
    ("directory_role", "admitted_role", "role"),
    [
        (Role.MANAGER, Role.MANAGER, Role.MANAGER),
        (Role.MANAGER, Role.OFFICER, Role.OFFICER),
        (Role.MANAGER, Role.LEAFLET_EDITOR, Role.LEAFLET_EDITOR),
        (Role.OFFICER, Role.MANAGER, Role.OFFICER),
        (Role.COUNCIL, Role.OFFICER, Role.COUNCIL),
        (Role.OFFICER, None, Role.OFFICER),
    ],
)
def test_the_directory_lowers_a_role_and_never_raises_it_above_the_admitted_one(
    directory_role: Role, admitted_role: Role | None, role: Role
) -> None:
    assert rules.role_that_counts(directory_role, admitted_role) == role


@pytest.mark.parametrize(
    "address", ["/", "/members", "/cases/0a?x=1&y=2", "/leaflets/ehc-plans#top", "/a//b"]
)
def test_our_own_addresses_are_gone_back_to(address: str) -> None:
    assert rules.safe_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "x",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\t/evil",
        "/a b",
        "/a\u2028b",
        "/sign-in",
        "/sign-out/",
        "/" + "x" * 2000,
    ],
)
def test_no_other_address_is(address: str | None) -> None:
    assert rules.safe_address(address) is None


@given(st.text(alphabet="/\\.:@a\t\n ?#%", max_size=12))
def test_an_address_that_is_gone_back_to_begins_with_exactly_one_slash(address: str) -> None:
    found = rules.safe_address(address)
    assert found is None or (found[0] == "/" and found[1:2] not in ("/", "\\"))


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [(0, 0, None), (0, 91, None), (0, 92, "last_day"), (-1, 5, "first_day"), (5, 4, "last_day")],
)
def test_a_deputy_stands_in_from_today_or_later_for_three_months_at_most(
    first: int, last: int, wrong: str | None
) -> None:
    today = date(2026, 11, 24)
    days = today + timedelta(days=first), today + timedelta(days=last)
    assert rules.deputy_days_problem(*days, today) == wrong


@pytest.mark.parametrize(
    ("signed_in", "started", "seen", "over"),
    [
        (True, 0, 0, False),
        (True, 60, 14, False),
        (True, 60, 15, True),
        (True, 479, 0, False),
        (True, 480, 0, True),
        (False, 29, 29, False),
        (False, 30, 0, True),
    ],
)
def test_a_session_is_over_when_idle_or_old(signed_in: bool, started: int, seen: int, over: bool) -> None:
    found = rules.is_over(
        signed_in=signed_in,
        started_at=NOW - timedelta(minutes=started),
        seen_at=NOW - timedelta(minutes=seen),
        now=NOW,
        idle=timedelta(minutes=15),
        absolute=timedelta(hours=8),
    )
    assert found == over
