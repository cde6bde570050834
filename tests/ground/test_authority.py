"""The throw-away authority is believed for the names it signed, and for no other."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

import pytest

from tests.given.authority import Issued, authority


def greet(shown: Issued, ca: Path, host: str) -> str | None:
    """Shake hands as a strict client that trusts `ca`; the TLS version it got."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.certificate, shown.key)
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            context.wrap_socket(there, server_side=True).close()
        except (ssl.SSLError, OSError):
            there.close()

    thread = threading.Thread(target=serve)
    thread.start()
    trusting = ssl.create_default_context(cafile=ca)
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    try:
        with trusting.wrap_socket(here, server_hostname=host) as secure:
            return secure.version()
    finally:
        here.close()
        thread.join()


@pytest.mark.parametrize("host", ["dc1.ppstest.internal", "localhost", "127.0.0.1"])
def test_the_names_it_signed_are_believed(tmp_path: Path, host: str) -> None:
    issued = authority(tmp_path).issue("dc1.ppstest.internal", "localhost", "127.0.0.1")
    assert greet(issued, issued.ca, host) == "TLSv1.3"
    assert issued.key.stat().st_mode & 0o777 == 0o600


def test_another_name_and_another_authority_are_refused(tmp_path: Path) -> None:
    issued = authority(tmp_path / "one").issue("localhost")
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        greet(issued, issued.ca, "dc2.ppstest.internal")
    with pytest.raises(ssl.SSLCertVerificationError, match="self-signed|unable to get"):
        greet(issued, authority(tmp_path / "two").ca, "localhost")
