"""The invented staff: each signs in once at the demo directory, and the manager admits those of the service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ppsweb.auth.actions import membership, signing
from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.demo.data.timeline import Past
from ppsweb.demo.directory import DemoDirectory, DemoDirectoryConfig
from ppsweb.demo.directory.people import LEAFLET_EDITOR, MANAGER, OFFICERS, Person
from ppsweb.directory import Directory, Entry


@dataclass(frozen=True)
class Staff:
    """The members of the service, by the names of their accounts."""

    by_account: dict[str, Member]

    def __getitem__(self, account: str) -> Member:
        return self.by_account[account]

    @property
    def manager(self) -> Member:
        return self[MANAGER.account]

    @property
    def editor(self) -> Member:
        return self[LEAFLET_EDITOR.account]


def entries(folder: Path) -> dict[str, Entry]:
    """What the directory says of each of them, asked with their passwords over LDAP as the site does."""
    with DemoDirectory(DemoDirectoryConfig(folder, "demo", port=0)) as running:
        directory = Directory(running.directory_config())
        return {
            person.account: directory.sign_in(person.account, person.password)
            for person in (MANAGER, *OFFICERS, LEAFLET_EDITOR)
        }


def arrive(
    past: Past, known: dict[str, Entry], arrived: dict[str, Member], founded: int
) -> Iterator[datetime]:
    """The story of how they came, so many days ago; fills `arrived` as it goes."""
    yield past.ago(founded, "08:55")
    manager = _sign_in(arrived, MANAGER, known)
    membership.admit_first(clock.now(), manager)
    for day, person in enumerate((*OFFICERS, LEAFLET_EDITOR), start=1):
        yield past.ago(founded - day, "09:05")
        member = _sign_in(arrived, person, known)
        yield past.ago(founded - day, "09:40")
        membership.admit(manager, clock.now(), member)


def _sign_in(arrived: dict[str, Member], person: Person, known: dict[str, Entry]) -> Member:
    member, _, session = signing.sign_in(known[person.account])
    signing.sign_out(member, session)
    arrived[person.account] = member
    return member
