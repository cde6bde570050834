"""Signing in against a real Active Directory (Samba's), against one bare bind and one search.

The work compared with is written in three ways. "Plain ldap3" is what anybody would write, with ldap3's defaults,
which also read the server's schema; "ldap3 without the schema" reads none; "on the site's own connection" is the
least that can be done, because it has the site's prepared encryption, too, and lacks only the questions about
groups. All verify the certificate. The web page around a sign-in is not measured: it costs each of them the same.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

import pytest
from ldap3 import NONE, SUBTREE, Connection, Server, Tls

from ppsweb.directory import Directory
from ppsweb.directory.config import DirectoryConfig
from ppsweb.directory.connection import connected
from ppsweb.directory.entries import ATTRIBUTES, by_attribute
from ppsweb.directory.trust import CheckedTls
from ppsweb.permissions.roles import Role
from tests.bench.figures import medians, report
from tests.given.samba import DOMAIN, HOST_NAME, Samba

ROUNDS = 60
ACCOUNT, NESTED = "oak", "oleander"  # a member of the officers' group itself, and of a group within it
NAME = f"{ACCOUNT}@{DOMAIN.dns}"
GOAL = 1.3

pytestmark = pytest.mark.samba


def bench_sign_in(samba: Samba) -> None:
    """The site's way in, for somebody in the group itself and for somebody in a group within the group."""
    config = samba.directory_config()
    directory = Directory(config)

    def sign_in(account: str) -> None:
        assert directory.sign_in(account, samba.password).role == Role.OFFICER

    baselines = {
        "plain ldap3": lambda: plain(samba),
        "ldap3 without the schema": lambda: plain(samba, get_info=NONE),
        "on the site's own connection": on_own_connection(config, samba.password),
    }
    people = {
        "sign-in, group held directly": lambda: sign_in(ACCOUNT),
        "sign-in, group within a group": lambda: sign_in(NESTED),
    }
    taken = medians({**people, **baselines}, ROUNDS)
    for who in people:
        for baseline in baselines:
            name = f"{who}, against {baseline}"
            report(name, taken[who], "a bare bind plus one search", taken[who] / taken[baseline], GOAL)


def plain(samba: Samba, **options: Any) -> None:
    """Bind and search for oneself, as the manual of ldap3 has it."""
    host = samba.controller.host()
    tls = Tls(
        validate=ssl.CERT_REQUIRED, ca_certs_file=str(samba.controller.ca_file), valid_names=[HOST_NAME]
    )
    server = Server(host.name, host.port, use_ssl=True, tls=tls, **options)
    connection = Connection(server, user=NAME, password=samba.password, auto_bind=True)
    assert connection.search(
        DOMAIN.base_dn, f"(userPrincipalName={NAME})", search_scope=SUBTREE, attributes=ATTRIBUTES
    )
    connection.unbind()


def on_own_connection(config: DirectoryConfig, password: str) -> Callable[[], None]:
    """The same with what the site has prepared when it starts."""
    tls = CheckedTls(config)

    def work() -> None:
        with connected(config.hosts[0], config, tls) as session:
            assert session.bind(NAME, password.encode()) is None
            question = by_attribute("userPrincipalName", NAME)
            assert len(session.search(config.base_dn, question, ATTRIBUTES, below=True)) == 1

    return work
