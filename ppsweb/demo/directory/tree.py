"""The demo directory's entries, and who is who and in what, as Active Directory shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ppsweb.demo.directory.people import Domain, Group, Person, State

NORMAL_ACCOUNT, DISABLED_ACCOUNT = 512, 514
NEVER, LONG_AGO = 0x7FFF_FFFF_FFFF_FFFF, 132_223_104_000_000_000


@dataclass(frozen=True)
class Node:
    """One entry: its name and its attributes, by lower-case name."""

    dn: str
    shown: dict[str, list[bytes]]
    attributes: dict[str, list[bytes]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", {name.lower(): values for name, values in self.shown.items()})


def normal(dn: str) -> str:
    """A distinguished name as it is compared: no case, no spaces round the commas."""
    return ",".join(part.strip().casefold() for part in re.split(r"(?<!\\),", dn))


class Tree:
    """All entries. To change somebody, make a new tree."""

    def __init__(self, domain: Domain, people: Iterable[Person], groups: Iterable[Group]) -> None:
        self.domain = domain
        self.people = {person.account.casefold(): person for person in people}
        self.groups = {group.name: group for group in groups}
        self._dns = {
            person.account: f"CN={person.name},OU=Staff,{domain.base_dn}" for person in self.people.values()
        }
        self._dns |= {name: domain.group_dn(name) for name in self.groups}
        nodes = [
            *self._above(),
            *map(self._person, self.people.values()),
            *map(self._group, self.groups.values()),
        ]
        self.nodes = {normal(node.dn): node for node in nodes}

    def below(self, base: str) -> Iterator[Node]:
        """The entry `base` and all entries below it."""
        end = f",{normal(base)}"
        return (node for dn, node in self.nodes.items() if f",{dn}".endswith(end))

    def account(self, bind_name: str) -> Person | None:
        """Whom a bind's name means: UPN, DOMAIN\\user or a distinguished name; a bare name means nobody."""
        name, netbios = bind_name.casefold(), self.domain.netbios.casefold()
        if name.startswith(f"{netbios}\\"):
            return self.people.get(name.partition("\\")[2])
        if name.endswith(f"@{self.domain.dns}"):
            return self._of_upn(name.rpartition("@")[0])
        by_dn = {normal(self._dns[person.account]): person for person in self.people.values()}
        return by_dn.get(normal(bind_name))

    def chain(self, attribute: str, dn: str) -> set[str]:
        """LDAP_MATCHING_RULE_IN_CHAIN: all that `memberOf` or `member` leads to from an entry, at any depth."""
        reached: set[str] = set()
        waiting = [normal(dn)]
        while waiting:
            node = self.nodes.get(waiting.pop())
            for value in node.attributes.get(attribute, []) if node else []:
                if (next_dn := normal(value.decode())) not in reached:
                    reached.add(next_dn)
                    waiting.append(next_dn)
        return reached

    def _of_upn(self, local: str) -> Person | None:
        """Active Directory takes the account's own name before the at sign, too."""
        named = (each for each in self.people.values() if each.upn_name.casefold() == local.casefold() != "")
        return self.people.get(local) or next(named, None)

    def _above(self) -> list[Node]:
        base = self.domain.base_dn
        units = [
            Node(f"OU={name},{base}", {"objectClass": [b"top", b"organizationalUnit"], "ou": [name.encode()]})
            for name in ("Staff", "Groups")
        ]
        return [Node(base, {"objectClass": [b"top", b"domain"]}), *units]

    def _person(self, person: Person) -> Node:
        control = DISABLED_ACCOUNT if person.state is State.DISABLED else NORMAL_ACCOUNT
        expires = LONG_AGO if person.state is State.EXPIRED else NEVER
        email = f"{person.upn_name or person.account}@{self.domain.dns}"
        return Node(
            self._dns[person.account],
            {
                "objectClass": [b"top", b"person", b"user"],
                "objectCategory": [b"person"],
                "objectGUID": [person.guid.bytes_le],
                "cn": [person.name.encode()],
                "displayName": [person.name.encode()],
                "sAMAccountName": [person.account.encode()],
                "userPrincipalName": [email.encode()],
                "mail": [email.encode()],
                "userAccountControl": [str(control).encode()],
                "accountExpires": [str(expires).encode()],
                "memberOf": self._groups_with(person.account),
            },
        )

    def _group(self, group: Group) -> Node:
        return Node(
            self.domain.group_dn(group.name),
            {
                "objectClass": [b"top", b"group"],
                "objectCategory": [b"group"],
                "cn": [group.name.encode()],
                "sAMAccountName": [group.name.encode()],
                "member": [self._dns[member].encode() for member in group.members],
                "memberOf": self._groups_with(group.name),
            },
        )

    def _groups_with(self, member: str) -> list[bytes]:
        return [self._dns[group.name].encode() for group in self.groups.values() if member in group.members]
