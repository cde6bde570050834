"""A site with a directory that answers: the training copy's own, which speaks real LDAP over TLS.

    def test_something(council_directory, directory_site):
        page = sign_in(Client(directory_site), "oak")
        council_directory.leave("oak", "PPS Officers")

Each test has its own people, so that one test's changes are not another's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ppsweb.demo.directory import (
    DOMAIN,
    GROUPS,
    PEOPLE,
    DemoDirectory,
    DemoDirectoryConfig,
    Group,
    Person,
    State,
)
from ppsweb.demo.directory.people import SERVICE_ACCOUNT
from tests.client import Client, Page

PASSWORD = "correct horse £ battery"

#: one account for each thing that may be the matter with one, all in the officers' group
STATES = {
    State.DISABLED: "off",
    State.EXPIRED: "gone",
    State.PASSWORD_EXPIRED: "stale",
    State.MUST_CHANGE: "fresh",
    State.LOCKED: "locked",
}


class CouncilDirectory:
    """The running directory and what the site needs to know of it."""

    def __init__(self, running: DemoDirectory) -> None:
        self.running = running
        self.is_running = True
        self.config = running.directory_config()

    @property
    def settings(self) -> dict[str, Any]:
        """The settings with which a site asks this directory."""
        return {
            "directory_hosts": (f"ldaps://127.0.0.1:{self.running.port}",),
            "directory_ca_file": self.config.ca_file,
            "directory_base": self.config.base_dn,
            "directory_domain": self.config.upn_suffix,
            "directory_netbios": self.config.netbios,
            "directory_account": self.config.service_account,
            "directory_password": self.config.service_password,
            "manager_group": DOMAIN.group_dn("PPS Managers"),
            "officer_group": DOMAIN.group_dn("PPS Officers"),
            "leaflet_editor_group": DOMAIN.group_dn("PPS Leaflet Editors"),
            "council_group": DOMAIN.group_dn("Council Staff"),
        }

    def stop(self) -> None:
        """From now on nobody answers."""
        if self.is_running:
            self.is_running = False
            self.running.stop()

    def change(self, account: str, **changes: Any) -> None:
        """Change one person: state, name, password."""
        people = [
            dataclasses.replace(each, **changes) if each.account == account else each
            for each in self.running.tree.people.values()
        ]
        self.running.change(people=people)

    def leave(self, account: str, group: str) -> None:
        """Take a person out of a group."""
        self._regroup(group, lambda members: tuple(each for each in members if each != account))

    def join(self, account: str, group: str) -> None:
        """Put a person into a group."""
        self._regroup(group, lambda members: (*members, account))

    def _regroup(self, group: str, members: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
        groups = [
            Group(each.name, members(each.members)) if each.name == group else each
            for each in self.running.tree.groups.values()
        ]
        self.running.change(groups=groups)


def _people() -> tuple[Person, ...]:
    """The demo's people with the tests' password, and one for each state of an account."""
    ordinary = [
        dataclasses.replace(each, password=PASSWORD)
        for each in PEOPLE
        if each.account != SERVICE_ACCOUNT.account
    ]
    return (
        *ordinary,
        SERVICE_ACCOUNT,
        *(Person(account, account.title(), state, password=PASSWORD) for state, account in STATES.items()),
        Person("outsider", "Otto Outsider", password=PASSWORD),
        Person("o'brien(x)", "Orla O'Brien", password=PASSWORD),
    )


def _groups() -> tuple[Group, ...]:
    members = (*STATES.values(), "o'brien(x)")
    return tuple(
        Group(each.name, each.members + members) if each.name == "PPS Officers" else each for each in GROUPS
    )


@pytest.fixture
def council_directory(tmp_path: Path) -> Iterator[CouncilDirectory]:
    """A directory of this test's own."""
    config = DemoDirectoryConfig(folder=tmp_path, mode="test", port=0, people=_people(), groups=_groups())
    made = CouncilDirectory(DemoDirectory(config))
    yield made
    made.stop()


@pytest.fixture
def directory_site(council_directory: CouncilDirectory, make_app: Callable[..., Flask]) -> Flask:
    """The site, asking that directory."""
    return make_app(**council_directory.settings)


def sign_in(client: Client, name: str, password: str = PASSWORD, *, expect: int = 200) -> Page:
    """Sign in through the page, as a person would."""
    return client.get("/sign-in").form("Sign in").submit(name=name, password=password, expect=expect)
