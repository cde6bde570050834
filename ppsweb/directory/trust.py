"""Which certificates are believed: OpenSSL checks the chain and the name, not ldap3's old copy of Python's check.

ldap3's own default checks nothing at all, and its check of names knows no addresses on newer Pythons.
"""

from __future__ import annotations

import socket
import ssl
from typing import Any

from ldap3 import Tls

from ppsweb.directory.config import DirectoryConfig, DirectoryConfigRefused


class CheckedTls(Tls):
    """TLS that cannot be had without verification: chain and name, TLS 1.2 or later."""

    def __init__(self, config: DirectoryConfig) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        try:
            self._context = ssl.create_default_context(cafile=config.ca_file)
        except OSError as error:
            raise DirectoryConfigRefused(f"ca_file {config.ca_file}: {error}") from None
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._names = frozenset(name.lower() for name in config.valid_names)
        # One name is OpenSSL's to check; it cannot be given several, so then they are compared here.
        self._context.check_hostname = not self._names

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        """Put TLS around the socket of an ldap3 connection and shake hands; raises ssl.SSLError."""
        # A bind follows the handshake at once; without this it waits 40 ms for an acknowledgement.
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host = connection.server.host
        wrapped = self._context.wrap_socket(connection.socket, server_hostname=host)
        if self._names and not _shown_names(wrapped) & {host.lower(), *self._names}:
            wrapped.close()
            raise ssl.SSLCertVerificationError("the certificate carries none of the valid names")
        connection.socket = wrapped


def _shown_names(wrapped: ssl.SSLSocket) -> set[str]:
    """Names and addresses of the verified certificate: exact ones only, and no common name."""
    certificate = wrapped.getpeercert() or {}
    alternatives: Any = certificate.get("subjectAltName", ())
    return {value.lower() for kind, value in alternatives if kind in ("DNS", "IP Address")}
