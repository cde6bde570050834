"""What the tests of signing in share: one table of people in two directories, the demo's and Samba's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from ppsweb.demo.directory import DemoDirectory, DemoDirectoryConfig
from ppsweb.directory import Directory, DirectoryConfig, entries
from ppsweb.directory.connection import Found, connected
from ppsweb.directory.trust import CheckedTls
from ppsweb.permissions.roles import Role
from tests.given.samba import ALL_GROUPS, ALL_PEOPLE, Domain


@dataclass(frozen=True)
class Place:
    """A directory in which the people of tests/given/samba.py can sign in."""

    domain: Domain
    directory_config: Callable[..., DirectoryConfig]

    @property
    def directory(self) -> Directory:
        return Directory(self.directory_config())

    def search(self, question: str, base: str | None = None) -> list[Found]:
        """What the service account finds, asked beside the code under test."""
        config = self.directory_config()
        with connected(config.hosts[0], config, CheckedTls(config)) as session:
            assert session.bind(config.service_account, config.service_password.encode()) is None
            return session.search(base or config.base_dn, question, entries.ATTRIBUTES, below=base is None)

    def guid_of(self, account: str) -> UUID:
        """The objectGUID of an account, also of one that cannot sign in."""
        (found,) = self.search(entries.by_attribute("sAMAccountName", account))
        return entries.entry_of(found, Role.COUNCIL).guid


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoDirectory]:
    """A demo directory with all the people of Samba's domain. A test that changes it starts its own."""
    folder: Path = tmp_path_factory.mktemp("demo")
    config = DemoDirectoryConfig(folder, "test", port=0, people=ALL_PEOPLE, groups=ALL_GROUPS)
    with DemoDirectory(config) as running:
        yield running


@pytest.fixture(params=["demo", pytest.param("samba", marks=pytest.mark.samba)])
def place(request: pytest.FixtureRequest) -> Place:
    """Each test that asks for it runs in both directories."""
    running = request.getfixturevalue(request.param)
    domain = running.tree.domain if request.param == "demo" else running.domain
    return Place(domain, running.directory_config)
