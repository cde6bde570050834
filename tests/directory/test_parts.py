"""The order of the hosts, the meaning of sub-codes and of account attributes: no directory needed."""

from __future__ import annotations

from datetime import datetime

import pytest

from ppsweb.directory import Host, Mode, Refusal, entries
from ppsweb.directory.connection import Found
from ppsweb.directory.hosts import REMEMBERED_SECONDS, Hosts
from ppsweb.directory.refusals import refusal_of

FIRST, SECOND = (Host(name, 636, Mode.LDAPS) for name in ("dc1", "dc2"))
NOW = datetime(2026, 11, 24, 12, 0)
# 24 November 2026, 12:00 UTC, as Active Directory writes it
NOW_AS_FILETIME = 134_399_952_000_000_000


class _Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bad_host_comes_last_for_a_minute() -> None:
    time = _Time()
    hosts = Hosts((FIRST, SECOND), time)
    assert hosts.in_order() == [FIRST, SECOND]
    hosts.failed(FIRST)
    assert hosts.in_order() == [SECOND, FIRST]
    time.now += REMEMBERED_SECONDS - 1
    assert hosts.in_order() == [SECOND, FIRST]
    time.now += 1
    assert hosts.in_order() == [FIRST, SECOND]


def test_a_bad_host_that_answers_is_good_again() -> None:
    hosts = Hosts((FIRST, SECOND), _Time())
    hosts.failed(FIRST)
    hosts.failed(SECOND)
    assert hosts.in_order() == [FIRST, SECOND]
    hosts.answered(SECOND)
    assert hosts.in_order() == [SECOND, FIRST]


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("52e", Refusal.WRONG),
        ("525", Refusal.WRONG),
        ("530", Refusal.NOT_NOW),
        ("531", Refusal.NOT_NOW),
        ("532", Refusal.PASSWORD_EXPIRED),
        ("533", Refusal.DISABLED),
        ("701", Refusal.EXPIRED),
        ("773", Refusal.MUST_CHANGE),
        ("775", Refusal.LOCKED),
        ("52E", Refusal.WRONG),
        ("999", Refusal.WRONG),
    ],
)
def test_sub_codes(code: str, refusal: Refusal) -> None:
    text = "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data {}, v1db1"
    assert refusal_of(text.format(code)) is refusal


@pytest.mark.parametrize("text", ["", "invalid credentials", "data", "metadata 533"])
def test_without_a_sub_code_a_refusal_is_wrong(text: str) -> None:
    assert refusal_of(text) is Refusal.WRONG


@pytest.mark.parametrize(
    ("control", "expires", "in_service"),
    [
        (512, 0, True),
        (512, 0x7FFF_FFFF_FFFF_FFFF, True),
        (66048, 0, True),
        (514, 0, False),
        (66050, 0, False),
        (512, NOW_AS_FILETIME + 10, True),
        (512, NOW_AS_FILETIME, False),
        (512, 1, False),
    ],
)
def test_who_is_in_service(control: int, expires: int, in_service: bool) -> None:
    attributes = {"useraccountcontrol": [str(control).encode()], "accountexpires": [str(expires).encode()]}
    assert entries.is_in_service(Found("CN=x", attributes), NOW) is in_service


def test_an_account_whose_control_may_not_be_read_is_not_in_service() -> None:
    assert not entries.is_in_service(Found("CN=x", {"accountexpires": [b"0"]}), NOW)
