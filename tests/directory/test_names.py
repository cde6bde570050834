"""What may be typed as a name, and whom it means."""

from __future__ import annotations

import pytest

from ppsweb.directory.names import BadName, SignInName, parse


@pytest.mark.parametrize(
    ("typed", "bind_as", "attribute", "value"),
    [
        ("oak", "COUNCIL\\oak", "sAMAccountName", "oak"),
        ("  oak\t", "COUNCIL\\oak", "sAMAccountName", "oak"),
        ("COUNCIL\\oak", "COUNCIL\\oak", "sAMAccountName", "oak"),
        ("council\\Oak", "COUNCIL\\Oak", "sAMAccountName", "Oak"),
        ("oak@council.example", "oak@council.example", "userPrincipalName", "oak@council.example"),
        ("oak@other.example", "oak@other.example", "userPrincipalName", "oak@other.example"),
        ("o'brien(x)", "COUNCIL\\o'brien(x)", "sAMAccountName", "o'brien(x)"),
        ("ünal", "COUNCIL\\ünal", "sAMAccountName", "ünal"),
        ("oliver oak", "COUNCIL\\oliver oak", "sAMAccountName", "oliver oak"),
        ("x" * 240, "COUNCIL\\" + "x" * 240, "sAMAccountName", "x" * 240),
    ],
)
def test_a_name_is_understood(typed: str, bind_as: str, attribute: str, value: str) -> None:
    assert parse(typed, netbios="COUNCIL", upn_suffix="council.example") == SignInName(
        bind_as, attribute, value
    )


def test_without_a_netbios_name_a_bare_name_becomes_a_upn() -> None:
    name = parse("oak", netbios="", upn_suffix="council.example")
    assert name == SignInName("oak@council.example", "userPrincipalName", "oak@council.example")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "*",
        "a)(|(uid=*",
        "a\\00b",
        "CN=x,DC=y",
        "CN=Oliver Oak,OU=Staff,DC=council,DC=example",
        "OTHER\\oak",
        "COUNCIL\\",
        "COUNCIL\\ oak",
        "COUNCIL\\oak\\oak",
        "COUNCIL\\oak@council.example",
        "\\oak",
        "council.example/oak",
        "@council.example",
        "oak@",
        "oak@@council.example",
        "oak@council example",
        "oak@.example",
        "oak@oak@council.example",
        "o\x00ak",
        "o\nak",
        "o\u200bak",
        "o\udc80ak",
        "o\u034fak",
        "oak\ufe0f",
        "oak\U000e0101",
        "o\u180bak",
        "o\u17b4ak",
        "\u115foak",
        "oak\u1160",
        "oak\u3164",
        "oak\uffa0",
        "oa\u0378k",
        "oak\ue000",
        "oak\U0010fffd",
        "x" * 300,
        "<GUID=00000000-0000-0000-0000-000000000000>",
    ],
)
def test_what_no_account_can_be_called_is_refused(typed: str) -> None:
    with pytest.raises(BadName):
        parse(typed, netbios="COUNCIL", upn_suffix="council.example")


def test_a_domain_is_refused_where_none_is_configured() -> None:
    with pytest.raises(BadName):
        parse("\\oak", netbios="", upn_suffix="council.example")
