"""Signing in: the same table in the demo directory and against Samba."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ppsweb.demo.directory import DemoDirectory, binding
from ppsweb.demo.directory.tree import Tree
from ppsweb.directory import Directory, NotAdmitted, Refusal, Role, entries
from tests.directory.conftest import Place
from tests.given.samba import ALL_PEOPLE, LOCKOUT, PASSWORD, Samba


def refusal(place: Place, typed: str, password: str) -> Refusal:
    with pytest.raises(NotAdmitted) as refused:
        place.directory.sign_in(typed, password)
    assert PASSWORD not in str(refused.value)
    return refused.value.refusal


@pytest.mark.parametrize(
    ("account", "role"),
    [
        ("marigold", Role.MANAGER),
        ("oak", Role.OFFICER),
        ("laurel", Role.LEAFLET_EDITOR),
        ("clover", Role.COUNCIL),
    ],
)
def test_groups_give_roles(place: Place, account: str, role: Role) -> None:
    assert place.directory.sign_in(account, PASSWORD).role == role


@pytest.mark.parametrize("listed", ["highest first", "highest last"])
@pytest.mark.parametrize(("team", "whole"), [("manager", "officer"), ("leaflet_editor", "officer")])
def test_of_several_roles_the_highest_counts(place: Place, listed: str, team: str, whole: str) -> None:
    groups = {
        place.domain.group_dn("PPS Early Years Team"): team,  # which is within the other
        place.domain.group_dn("PPS Officers"): whole,
        place.domain.group_dn("Council Staff"): "council",
    }
    in_order = groups if listed == "highest first" else dict(reversed(groups.items()))
    directory = Directory(place.directory_config(groups=in_order))
    assert directory.sign_in("oleander", PASSWORD).role == ("manager" if team == "manager" else "officer")
    assert directory.sign_in("oak", PASSWORD).role == "officer"


def test_a_group_in_a_group_gives_its_role(place: Place) -> None:
    (found,) = place.search(entries.by_attribute("sAMAccountName", "oleander"))
    direct = [value.decode().partition(",")[0] for value in found.attributes["memberof"]]
    assert direct == ["CN=PPS Early Years Team"]
    assert place.directory.sign_in("oleander", PASSWORD).role == Role.OFFICER


def test_a_group_is_found_however_its_name_is_spelt(place: Place) -> None:
    spelt = f"cn=pps officers, ou=groups, {place.domain.base_dn.lower()}"
    directory = Directory(place.directory_config(groups={spelt: "officer"}))
    assert directory.sign_in("oak", PASSWORD).role == Role.OFFICER
    assert directory.missing_groups() == []


def test_a_group_that_does_not_exist_is_told(place: Place) -> None:
    slip = place.domain.group_dn("PPS Oficers")
    assert Directory(place.directory_config(groups={slip: "officer"})).missing_groups() == [slip]


@pytest.mark.parametrize("form", ["{account}", "{netbios}\\{account}", "{account}@{dns}", " {account} "])
def test_every_form_of_a_name_is_the_same_person(place: Place, form: str) -> None:
    typed = form.format(account="orchid", netbios=place.domain.netbios.lower(), dns=place.domain.dns)
    entry = place.directory.sign_in(typed, PASSWORD)
    assert (entry.guid, entry.account) == (place.guid_of("orchid"), "orchid")
    assert (entry.display_name, entry.upn) == ("Olive Orchid", f"orchid@{place.domain.dns}")
    assert entry.email == f"orchid@{place.domain.dns}"


@pytest.mark.parametrize("account", ["o'brien(x)", "ünal"])
def test_a_legal_name_that_needs_care(place: Place, account: str) -> None:
    assert place.directory.sign_in(account, PASSWORD).account == account
    assert place.directory.sign_in(f"{account}@{place.domain.dns}", PASSWORD).account == account


def test_a_long_password_goes_out_untouched(place: Place) -> None:
    (password,) = (person.password for person in ALL_PEOPLE if person.account == "long")
    assert len(password) > 64
    assert password != password.strip()
    assert place.directory.sign_in("long", password).account == "long"
    assert refusal(place, "long", password.strip()) is Refusal.WRONG
    assert refusal(place, "long", password.replace("ﬁ", "fi")) is Refusal.WRONG


@pytest.mark.parametrize(
    ("account", "right", "wrong"),
    [
        ("is-disabled", Refusal.DISABLED, Refusal.WRONG),
        ("is-expired", Refusal.EXPIRED, Refusal.WRONG),
        ("pw-expired", Refusal.PASSWORD_EXPIRED, Refusal.WRONG),
        ("must-change", Refusal.MUST_CHANGE, Refusal.WRONG),
        ("is-locked", Refusal.LOCKED, Refusal.LOCKED),
        ("no-such-person", Refusal.WRONG, Refusal.WRONG),
        ("nettle", Refusal.NO_GROUP, Refusal.WRONG),
        ("dogwood", Refusal.DISABLED, Refusal.WRONG),
    ],
)
def test_who_is_not_admitted(place: Place, account: str, right: Refusal, wrong: Refusal) -> None:
    assert refusal(place, account, PASSWORD) is right
    assert refusal(place, account, "wrong-" + PASSWORD) is wrong


@pytest.mark.parametrize("password", ["", " ", "\t", "\u2003"])
def test_an_empty_password_lets_nobody_in(place: Place, password: str) -> None:
    assert refusal(place, "oak", password) is Refusal.EMPTY_PASSWORD


@pytest.mark.parametrize("password", ["\x00", "\x00" + PASSWORD, PASSWORD + "\x00", "\ud800", "x" * 5000])
def test_an_impossible_password_lets_nobody_in(place: Place, password: str) -> None:
    assert refusal(place, "oak", password) is Refusal.BAD_PASSWORD


@pytest.mark.parametrize(
    "typed",
    [
        "*",
        "oa*",
        "a)(|(uid=*",
        "oak)(objectClass=*",
        "a\\00b",
        "CN=x,DC=y",
        "",
        "x" * 300,
        "OTHER\\oak",
        "o\x00ak",
    ],
)
def test_a_name_made_to_inject_is_refused(place: Place, typed: str) -> None:
    assert refusal(place, typed, PASSWORD) is Refusal.BAD_NAME


@pytest.mark.parametrize("typed", ["ſélène", "名前", "(oak)", "x" * 200])
def test_an_odd_name_that_nobody_has_is_wrong(place: Place, typed: str) -> None:
    assert refusal(place, typed, PASSWORD) is Refusal.WRONG


@pytest.mark.parametrize("value", ["*", "o*", "a)(|(objectClass=*", "\\2a", "oak)(objectClass=*"])
def test_values_are_escaped_in_filters(place: Place, value: str) -> None:
    assert len(place.search("(&(objectCategory=person)(sAMAccountName=*))")) > len(ALL_PEOPLE) - 1
    assert place.search(entries.by_attribute("sAMAccountName", value)) == []
    assert place.search(entries.in_group(f"CN={value},{place.domain.base_dn}")) == []


def test_somebody_outside_the_base_is_not_found(place: Place) -> None:
    elsewhere = Directory(place.directory_config(base_dn=f"OU=Groups,{place.domain.base_dn}"))
    with pytest.raises(NotAdmitted) as refused:
        elsewhere.sign_in("oak", PASSWORD)
    assert refused.value.refusal is Refusal.NOT_FOUND


def test_many_sign_in_at_once(place: Place) -> None:
    directory = place.directory
    accounts = ["oak", "orchid", "marigold", "clover"] * 4
    with ThreadPoolExecutor(8) as threads:
        entered = list(threads.map(lambda account: directory.sign_in(account, PASSWORD).account, accounts))
    assert entered == accounts


def test_a_name_that_cannot_be_costs_a_bind_like_any_other(
    demo: DemoDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    binds: list[bytes] = []
    answer = binding.answer

    def noted(tree: Tree, name: str, password: bytes) -> tuple[int, str, str | None]:
        binds.append(password)
        return answer(tree, name, password)

    monkeypatch.setattr(binding, "answer", noted)
    directory = Directory(demo.directory_config())
    for typed in ("nobody-there", "CN=x,DC=y", "x" * 300):
        with pytest.raises(NotAdmitted):
            directory.sign_in(typed, PASSWORD)
    # only to the name that was typed is the password shown
    assert [password == PASSWORD.encode() for password in binds] == [True, False, False]
    with pytest.raises(NotAdmitted):
        directory.sign_in("oak", "")
    assert len(binds) == 3


def test_two_accounts_of_one_name_are_nobody(demo: DemoDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    (dn,) = (dn for dn in demo.tree.nodes if dn.startswith("cn=oliver oak,"))
    monkeypatch.setitem(demo.tree.nodes, dn.replace("oliver", "other"), demo.tree.nodes[dn])
    with pytest.raises(NotAdmitted) as refused:
        Directory(demo.directory_config()).sign_in("oak", PASSWORD)
    assert refused.value.refusal is Refusal.AMBIGUOUS


@pytest.mark.samba
def test_too_many_tries_lock_an_account(samba: Samba) -> None:
    directory = Directory(samba.directory_config())
    assert directory.sign_in("elder", PASSWORD).account == "elder"
    for _ in range(LOCKOUT):
        with pytest.raises(NotAdmitted) as refused:
            directory.sign_in("elder", "wrong")
        assert refused.value.refusal is Refusal.WRONG
    with pytest.raises(NotAdmitted) as refused:
        directory.sign_in("elder", PASSWORD)
    assert refused.value.refusal is Refusal.LOCKED
