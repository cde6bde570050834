"""Signing in, and asking whether somebody still belongs.

Each question has a fresh connection: after a refused bind an old one may still answer searches as whoever was
bound before, so only a bind's own answer proves anything.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from ppsweb.deadlines import clock
from ppsweb.directory import entries, names, passwords
from ppsweb.directory.config import DirectoryConfig
from ppsweb.directory.connection import NO_ATTRIBUTES, Found, Session, Unreachable, connected
from ppsweb.directory.entries import Entry
from ppsweb.directory.hosts import Hosts
from ppsweb.directory.names import BadName, SignInName
from ppsweb.directory.refusals import DirectoryDown, NotAdmitted, Refusal
from ppsweb.directory.trust import CheckedTls
from ppsweb.permissions.roles import Role

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class Directory:
    """The council's Active Directory. Safe to share between threads. Raises DirectoryConfigRefused."""

    def __init__(self, config: DirectoryConfig) -> None:
        self._config = config
        self._tls = CheckedTls(config)
        self._hosts = Hosts(config.hosts)

    def sign_in(self, typed_name: str, password: str) -> Entry:
        """Whoever typed this name and password. Raises NotAdmitted or DirectoryDown.

        A name that no account can have costs the same round trip as one that no account has, so that the
        time tells neither (D6.10).
        """
        secret = passwords.as_sent(password)
        try:
            name = self._parse(typed_name)
        except BadName:
            self._ask(self._bind_as_nobody)
            raise NotAdmitted(Refusal.BAD_NAME) from None
        answer = self._ask(lambda session: self._admit(session, name, secret))
        if isinstance(answer, Refusal):
            raise NotAdmitted(answer)
        return answer

    def look_up(self, guid: UUID) -> Entry | None:
        """What the directory says today about somebody who signed in earlier (D6.03).

        None when gone, moved out of the base, disabled, expired or in no group; somebody locked still belongs.
        Asked through the read-only service account. Raises DirectoryDown.
        """
        return self._ask(lambda session: self._still_there(session, guid))

    def missing_groups(self) -> list[str]:
        """The configured groups that the directory does not hold: a slip in a name would lock everybody out.

        Raises DirectoryDown.
        """
        return self._ask(self._groups_not_found)

    def _ask(self, question: Callable[[Session], Answer]) -> Answer:
        """Put a question to the first domain controller that answers."""
        for host in self._hosts.in_order():
            try:
                with connected(host, self._config, self._tls) as session:
                    answer = question(session)
            except Unreachable as failure:
                self._hosts.failed(host)
                log.warning("Domain controller %s:%d gave no answer: %s", host.name, host.port, failure)
            else:
                self._hosts.answered(host)
                return answer
        raise DirectoryDown

    def _admit(self, session: Session, name: SignInName, secret: bytes) -> Entry | Refusal:
        refused = session.bind(name.bind_as, secret)
        if refused is not None:
            return refused
        found = self._find(session, entries.by_attribute(name.attribute, name.value))
        if len(found) != 1:
            return Refusal.AMBIGUOUS if found else Refusal.NOT_FOUND
        role = self._role(session, found[0])
        return entries.entry_of(found[0], role) if role else Refusal.NO_GROUP

    def _bind_as_nobody(self, session: Session) -> None:
        nobody = self._parse(secrets.token_hex(8))
        session.bind(nobody.bind_as, secrets.token_hex(8).encode())

    def _parse(self, typed_name: str) -> SignInName:
        return names.parse(typed_name, netbios=self._config.netbios, upn_suffix=self._config.upn_suffix)

    def _still_there(self, session: Session, guid: UUID) -> Entry | None:
        self._bind_service(session)
        found = self._find(session, entries.by_guid(guid))
        if not found or not entries.is_in_service(found[0], clock.now()):
            return None
        role = self._role(session, found[0])
        return entries.entry_of(found[0], role) if role else None

    def _groups_not_found(self, session: Session) -> list[str]:
        self._bind_service(session)
        anything = "(objectClass=group)"
        return [dn for dn in self._config.groups if not session.search(dn, anything, ["cn"], below=False)]

    def _bind_service(self, session: Session) -> None:
        """Raises DirectoryDown when refused. No other host is tried: each try would count towards a lock-out."""
        refused = session.bind(self._config.service_account, self._config.service_password.encode())
        if refused is not None:
            log.error("The directory refuses the service account: %s", refused.value)
            raise DirectoryDown

    def _find(self, session: Session, question: str) -> list[Found]:
        return session.search(self._config.base_dn, question, entries.ATTRIBUTES, below=True)

    def _role(self, session: Session, found: Found) -> Role | None:
        """The highest role of an account; None when it is in no group.

        Asked from the account upwards: going down a group of thousands is slow. Each question costs a round trip,
        so the groups of higher roles come first and no more is asked once one of them has the account.
        """
        by_rank = sorted(self._config.groups.items(), key=lambda each: tuple(Role).index(each[1]))
        for group, role in by_rank:
            if entries.is_directly_in(found, group) or session.search(
                found.dn, entries.in_group(group), [NO_ATTRIBUTES], below=False
            ):
                return role
        return None
