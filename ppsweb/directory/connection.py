"""One verified connection to one domain controller: open, bind, search, close.

The only place that makes an ldap3 connection, so plain LDAP cannot be had by any way round it (D6.17). ldap3's
connections, and the requests it returns, show the clear password when printed: none leaves this module, and
nothing here logs.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ldap3 import BASE, DEREF_NEVER, NO_ATTRIBUTES, NONE, SAFE_SYNC, SIMPLE, SUBTREE, Connection, Server
from ldap3.core.exceptions import LDAPExceptionError
from pyasn1.error import PyAsn1Error

from ppsweb.directory.config import DirectoryConfig, Host, Mode
from ppsweb.directory.refusals import Refusal, refusal_of
from ppsweb.directory.trust import CheckedTls

__all__ = ["NO_ATTRIBUTES", "Found", "Session", "Unreachable", "connected"]

SUCCESS, NO_SUCH_OBJECT, INVALID_CREDENTIALS = 0, 32, 49


class Unreachable(Exception):
    """This domain controller gave no answer that could be used; another one may."""


@dataclass(frozen=True)
class Found:
    """One entry of an answer, as the directory sent it."""

    dn: str
    attributes: dict[str, list[bytes]]

    def text(self, name: str) -> str:
        """The first value of an attribute, or an empty text."""
        values = self.attributes.get(name.lower()) or [b""]
        return values[0].decode(errors="replace")


class Session:
    """An open, verified connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def bind(self, name: str, password: bytes) -> Refusal | None:
        """Show a name and a password; None when they are right. Raises Unreachable.

        Bytes go out exactly as they are, where ldap3 would normalise a str. `authentication` is always named,
        because ldap3 otherwise takes an empty name for an anonymous bind, which succeeds.
        """
        if not isinstance(self._connection.socket, ssl.SSLSocket):
            raise Unreachable("not encrypted")
        if not name or not password:
            raise Unreachable("a bind without name or password proves nothing")
        try:
            with _calling_ldap3():
                result = self._connection.rebind(
                    user=name, password=password, authentication=SIMPLE, read_server_info=False
                )[1]
        finally:
            self._connection.password = None
        if result["result"] == SUCCESS:
            return None
        if result["result"] == INVALID_CREDENTIALS:
            return refusal_of(result["message"])
        raise Unreachable(f"bind: {result['description']}")

    def search(self, base: str, query: str, attributes: list[str], *, below: bool) -> list[Found]:
        """The entries that match: `base` alone, or all `below` it. Raises Unreachable."""
        with _calling_ldap3():
            _, result, response, _ = self._connection.search(
                base,
                query,
                search_scope=SUBTREE if below else BASE,
                dereference_aliases=DEREF_NEVER,
                attributes=attributes,
            )
        if result["result"] == NO_SUCH_OBJECT:
            return []
        if result["result"] != SUCCESS:
            raise Unreachable(f"search: {result['description']}")
        # a search from the domain's root is also answered with references to other partitions
        return [_found(each) for each in response or [] if each["type"] == "searchResEntry"]


@contextmanager
def connected(host: Host, config: DirectoryConfig, tls: CheckedTls) -> Iterator[Session]:
    """A fresh connection, encrypted and verified before anything is said; closed whatever happens.

    Raises Unreachable, within the time limits of the configuration.
    """
    with _calling_ldap3():
        connection = _prepared(host, config, tls)
    try:
        with _calling_ldap3():
            connection.open(read_server_info=False)
            if host.mode is Mode.STARTTLS and not connection.start_tls(read_server_info=False)[0]:
                raise Unreachable("StartTLS was refused")
        yield Session(connection)
    finally:
        _close(connection)


def _prepared(host: Host, config: DirectoryConfig, tls: CheckedTls) -> Connection:
    server = Server(
        host.name,
        host.port,
        use_ssl=host.mode is Mode.LDAPS,
        tls=tls,
        get_info=NONE,
        connect_timeout=config.connect_timeout,
    )
    return Connection(
        server,
        authentication=SIMPLE,
        client_strategy=SAFE_SYNC,
        receive_timeout=config.receive_timeout,
        auto_referrals=False,
        auto_range=False,
        check_names=False,
    )


@contextmanager
def _calling_ldap3() -> Iterator[None]:
    """Whatever goes wrong in ldap3 is Unreachable, and what it held is not carried along.

    An answer that is garbled (before TLS anybody may send one) comes out of ldap3 as a plain LookupError,
    TypeError or ValueError.
    """
    try:
        yield
    except (LDAPExceptionError, PyAsn1Error, OSError, LookupError, TypeError, ValueError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:200]) from None


def _close(connection: Connection) -> None:
    """Close in every case: ldap3 forgets the socket of a connection that could not be opened."""
    opened = connection.socket
    # parting politely from one that has just failed may fail too, and that changes nothing
    with contextlib.suppress(LDAPExceptionError, OSError):
        connection.unbind()
    if opened is not None:
        opened.close()


def _found(response: dict[str, Any]) -> Found:
    attributes = {name.lower(): values for name, values in response["raw_attributes"].items()}
    return Found(response["dn"], attributes)
