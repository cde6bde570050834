"""Asking whether somebody still belongs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ppsweb.deadlines import clock
from ppsweb.demo.directory import DemoDirectory, DemoDirectoryConfig, State
from ppsweb.demo.directory.people import OFFICERS, Person
from ppsweb.directory import Directory, DirectoryDown
from tests.directory.conftest import Place
from tests.given.samba import ODD_TEAM, PASSWORD, Samba

ODD = ODD_TEAM.name


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[DemoDirectory]:
    """A demo directory that the test may change."""
    with DemoDirectory(DemoDirectoryConfig(tmp_path, "test", port=0)) as running:
        yield running


@pytest.mark.parametrize("account", ["marigold", "oak", "oleander", "o'brien(x)"])
def test_whoever_signed_in_is_found_the_same(place: Place, account: str) -> None:
    entry = place.directory.sign_in(account, PASSWORD)
    assert place.directory.look_up(entry.guid) == entry


@pytest.mark.parametrize("account", ["is-locked", "pw-expired", "must-change"])
def test_who_cannot_sign_in_just_now_still_belongs(place: Place, account: str) -> None:
    found = place.directory.look_up(place.guid_of(account))
    assert found is not None
    assert found.account == account


@pytest.mark.parametrize("account", ["is-disabled", "is-expired", "nettle"])
def test_who_is_disabled_expired_or_in_no_group_is_gone(place: Place, account: str) -> None:
    assert place.directory.look_up(place.guid_of(account)) is None


def test_nobody_is_found_under_an_unknown_guid(place: Place) -> None:
    assert place.directory.look_up(uuid4()) is None
    assert place.directory.look_up(UUID(int=0x2A28295C << 96)) is None


def test_somebody_outside_the_base_is_gone(place: Place) -> None:
    guid = place.guid_of("oak")
    assert place.directory.look_up(guid) is not None
    elsewhere = Directory(place.directory_config(base_dn=f"OU=Groups,{place.domain.base_dn}"))
    assert elsewhere.look_up(guid) is None


def test_a_refused_service_account_means_that_nobody_can_be_asked(place: Place) -> None:
    directory = Directory(place.directory_config(service_password="wrong"))
    with pytest.raises(DirectoryDown):
        directory.look_up(place.guid_of("oak"))
    assert directory.sign_in("oak", PASSWORD).account == "oak"


def test_a_refused_service_account_is_tried_at_one_host_only(
    demo: DemoDirectory, caplog: pytest.LogCaptureFixture
) -> None:
    (host,) = demo.directory_config().hosts
    directory = Directory(demo.directory_config(hosts=(host, host, host), service_password="wrong"))
    with pytest.raises(DirectoryDown):
        directory.look_up(uuid4())
    assert [record.getMessage() for record in caplog.records] == [
        "The directory refuses the service account: wrong"
    ]


@pytest.mark.samba
def test_out_of_the_group_is_out(samba: Samba) -> None:
    directory = Directory(samba.directory_config())
    guid = directory.sign_in("willow", PASSWORD).guid
    assert directory.look_up(guid) is not None
    samba.controller.tool("group", "removemembers", ODD, "willow")
    assert directory.look_up(guid) is None
    samba.controller.tool("group", "addmembers", ODD, "willow")
    assert directory.look_up(guid) is not None


@pytest.mark.samba
def test_disabled_is_out_and_so_is_expired_or_deleted(samba: Samba) -> None:
    directory = Directory(samba.directory_config())
    guid = directory.sign_in("hazel", PASSWORD).guid
    samba.controller.tool("user", "disable", "hazel")
    assert directory.look_up(guid) is None
    samba.controller.tool("user", "enable", "hazel")
    assert directory.look_up(guid) is not None
    samba.controller.tool("user", "setexpiry", "hazel", "--days=1")
    assert directory.look_up(guid) is not None
    clock.move(timedelta(days=2))
    try:
        assert directory.look_up(guid) is None
    finally:
        clock.move(timedelta())
    samba.controller.tool("user", "delete", "hazel")
    assert directory.look_up(guid) is None


@pytest.mark.samba
def test_somebody_renamed_is_the_same_person(samba: Samba) -> None:
    directory = Directory(samba.directory_config())
    before = directory.sign_in("rowan", PASSWORD)
    new_upn = f"robin@{samba.domain.dns}"
    samba.controller.tool("user", "rename", "rowan", "--samaccountname=robin", f"--upn={new_upn}")
    after = directory.look_up(before.guid)
    assert after is not None
    assert (after.guid, after.account, after.upn) == (before.guid, "robin", new_upn)
    assert directory.sign_in("robin", PASSWORD) == after
    assert directory.sign_in(new_upn, PASSWORD) == after


def test_in_the_demo_changes_count_from_the_next_question_on(own_demo: DemoDirectory) -> None:
    directory = Directory(own_demo.directory_config())
    oak = OFFICERS[0]
    before = directory.sign_in("oak", PASSWORD)
    people = [person for person in own_demo.tree.people.values() if person.account != "oak"]
    groups = list(own_demo.tree.groups.values())

    own_demo.change(people=[*people, dataclasses.replace(oak, state=State.DISABLED)])
    assert directory.look_up(before.guid) is None
    own_demo.change(people=[*people, dataclasses.replace(oak, state=State.LOCKED)])
    assert directory.look_up(before.guid) == before

    renamed = Person("robur", oak.name, made_as="oak")
    members = [
        dataclasses.replace(
            group, members=tuple("robur" if each == "oak" else each for each in group.members)
        )
        for group in groups
    ]
    own_demo.change(people=[*people, renamed], groups=members)
    after = directory.look_up(before.guid)
    assert after is not None
    assert (after.guid, after.account, after.role) == (before.guid, "robur", before.role)

    own_demo.change(
        groups=[
            dataclasses.replace(group, members=tuple(each for each in group.members if each != "robur"))
            for group in members
        ]
    )
    assert directory.look_up(before.guid) is None
