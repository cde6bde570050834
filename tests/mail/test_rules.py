"""When to try again, when to stop, and to which addresses nothing goes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ppsweb.mail import rules
from ppsweb.mail.rules import Address
from ppsweb.mail.states import Reason, State
from ppsweb.mail.transport import Result
from ppsweb.mail.wording import COLOURS, KINDS, REASONS, RESULTS, STATES, SUBJECTS, Kind

NOW = datetime(2026, 11, 24, 9, 30)
GOOD = Address(
    is_email=True, ended=False, verified_at=NOW - timedelta(days=1), safe_to_email=True, died=False
)


def but(**changes: object) -> Address:
    return Address(**{**GOOD.__dict__, **changes})


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (GOOD, None),
        (but(is_email=False), "not_email"),
        (but(ended=True), "address_ended"),
        (but(died=True), "died"),
        (but(safe_to_email=False), "not_safe"),
        (but(verified_at=None), "not_verified"),
        (but(verified_at=NOW - timedelta(days=183)), None),
        (but(verified_at=NOW - timedelta(days=183, seconds=1)), "verified_long_ago"),
    ],
)
def test_to_which_address_a_document_goes(address: Address, code: str | None) -> None:
    assert rules.why_not(address, Kind.DOCUMENT, NOW) == code
    assert rules.why_not(address, Kind.LEAFLET, NOW) == code
    assert code is None or code in REASONS


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (but(verified_at=None), None),
        (but(verified_at=None, ended=True), "address_ended"),
        (but(verified_at=None, safe_to_email=False), "not_safe"),
        (but(verified_at=None, died=True), "died"),
    ],
)
def test_only_the_code_that_verifies_goes_to_an_unverified_address(
    address: Address, code: str | None
) -> None:
    assert rules.why_not(address, Kind.ADDRESS_CHECK, NOW) == code


def test_tries_become_rarer_and_end_after_a_day() -> None:
    moment, failures, waits = NOW, 0, []
    while True:
        failures += 1
        following = rules.next_try(failures, NOW, moment)
        if following is None:
            break
        waits.append((following - moment) // timedelta(minutes=1))
        moment = following
    assert waits[:6] == [1, 5, 15, 30, 60, 120]
    assert set(waits[6:]) == {120}
    assert timedelta(hours=22) < moment - NOW <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("state", "minutes", "lost"),
    [
        (State.SENDING, 14, False),
        (State.SENDING, 15, True),
        (State.SENT, 60, False),
        (State.WAITING, 60, False),
    ],
)
def test_a_silent_worker_has_died(state: State, minutes: int, lost: bool) -> None:
    assert rules.is_lost(state, NOW - timedelta(minutes=minutes), NOW) is lost


def test_what_can_be_cancelled_and_what_can_be_sent_again() -> None:
    assert [state for state in State if rules.may_cancel(state)] == [State.WAITING, State.STOPPED]
    again = [state for state in State if rules.may_send_again(state, True, Kind.DOCUMENT)]
    assert again == [State.STOPPED, State.UNKNOWN]
    assert not rules.may_send_again(State.STOPPED, False, Kind.DOCUMENT)
    assert rules.may_send_again(State.STOPPED, False, Kind.ADDRESS_CHECK)


def test_every_code_has_words() -> None:
    assert set(STATES) == set(COLOURS) == set(State)
    assert set(KINDS) == set(SUBJECTS) == set(Kind)
    assert set(REASONS) == set(Reason)
    assert set(RESULTS) == set(Result)
