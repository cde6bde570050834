"""The training copy's staff: plants with titles, so that nobody takes them for real people."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from uuid import NAMESPACE_DNS, UUID, uuid5

from ppsweb.permissions.roles import Role

DEMO_PASSWORD = "Demo-garden-2026"  # noqa: S105 - shown on the first page of the training copy
SERVICE_PASSWORD = "Demo-reader-2026"  # noqa: S105


class State(enum.StrEnum):
    """What may be the matter with an account."""

    ORDINARY = "ordinary"
    DISABLED = "disabled"
    EXPIRED = "expired"
    PASSWORD_EXPIRED = "password_expired"  # noqa: S105 - a state, not a password
    MUST_CHANGE = "must_change"
    LOCKED = "locked"


@dataclass(frozen=True)
class Domain:
    """An Active Directory domain by its two names."""

    netbios: str
    dns: str

    @property
    def base_dn(self) -> str:
        return ",".join(f"DC={part}" for part in self.dns.split("."))

    def group_dn(self, name: str) -> str:
        return f"CN={name},OU=Groups,{self.base_dn}"


@dataclass(frozen=True)
class Person:
    """One account. `guid` follows from the account it was made with, so every run of the demo knows the same.

    `upn_name` is what stands before the at sign of the UPN, where that is another word than the account.
    """

    account: str
    name: str
    state: State = State.ORDINARY
    password: str = DEMO_PASSWORD
    made_as: str = ""
    upn_name: str = ""

    @property
    def guid(self) -> UUID:
        return uuid5(NAMESPACE_DNS, f"{self.made_as or self.account}.demo.example")


@dataclass(frozen=True)
class Group:
    """A group and its members: accounts, or names of other groups."""

    name: str
    members: tuple[str, ...]


DOMAIN = Domain("DEMO", "demo.example")

MANAGER = Person("marigold", "Maya Marigold")
OFFICERS = (
    Person("oak", "Oliver Oak"),
    Person("orchid", "Olive Orchid"),
    Person("oleander", "Omar Oleander"),
)
LEAFLET_EDITOR = Person("laurel", "Lena Laurel")
COUNCIL_STAFF = (Person("clover", "Colin Clover"), Person("cowslip", "Carla Cowslip"))
LEAVER = Person("dogwood", "Dora Dogwood", State.DISABLED)
SERVICE_ACCOUNT = Person("pps-reader", "Service account of the site", password=SERVICE_PASSWORD)

PEOPLE = (MANAGER, *OFFICERS, LEAFLET_EDITOR, *COUNCIL_STAFF, LEAVER, SERVICE_ACCOUNT)

# The third officer is one through a group in the group, as in a council that has a group for each team.
GROUPS = (
    Group("PPS Managers", ("marigold",)),
    Group("PPS Officers", ("oak", "orchid", "dogwood", "PPS Early Years Team")),
    Group("PPS Early Years Team", ("oleander",)),
    Group("PPS Leaflet Editors", ("laurel",)),
    Group("Council Staff", ("clover", "cowslip", "PPS Managers", "PPS Officers", "PPS Leaflet Editors")),
)

ROLE_OF_GROUP = {
    "PPS Managers": Role.MANAGER,
    "PPS Officers": Role.OFFICER,
    "PPS Leaflet Editors": Role.LEAFLET_EDITOR,
    "Council Staff": Role.COUNCIL,
}


def role_groups(domain: Domain) -> dict[str, Role]:
    """The groups that give a role, by distinguished name: `groups` of a DirectoryConfig."""
    return {domain.group_dn(name): role for name, role in ROLE_OF_GROUP.items()}
