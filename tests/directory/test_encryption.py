"""A password goes to a verified domain controller over TLS, or nowhere (D6.17)."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ldap3 import Connection
from ldap3.utils.asn1 import compute_ber_size

from ppsweb.demo.directory import DemoDirectory, DemoDirectoryConfig, messages
from ppsweb.directory import Directory, DirectoryConfig, DirectoryDown, Host, Mode, NotAdmitted
from ppsweb.directory.connection import Session, Unreachable
from ppsweb.keys.certificates import make_certificate
from tests.given.samba import PASSWORD, Samba

START_TLS = b"1.3.6.1.4.1.1466.20037"


class Eavesdropper:
    """Somebody in the middle: answers StartTLS with a code and keeps all that is said afterwards."""

    def __init__(self, code: int) -> None:
        self.heard = b""
        self._code = code
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = Host("127.0.0.1", self._socket.getsockname()[1], Mode.STARTTLS)
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        client, _ = self._socket.accept()
        with client:
            client.settimeout(5)
            while part := client.recv(4096):
                self.heard += part
                if START_TLS in part:
                    client.sendall(messages.result(_number(part), "extendedResp", self._code))
                elif part.startswith(b"\x30"):  # in clear: everything is welcome
                    client.sendall(messages.result(_number(part), "bindResponse", 0))

    def close(self) -> None:
        self._thread.join()
        self._socket.close()


def _number(message: bytes) -> int:
    """The number of a message, which stands behind the length."""
    _, at = compute_ber_size(message)
    return int.from_bytes(message[at + 2 : at + 2 + message[at + 1]], "big")


@pytest.fixture
def refuses_tls() -> Iterator[Eavesdropper]:
    listening = Eavesdropper(code=2)
    yield listening
    listening.close()


@pytest.fixture
def pretends_tls() -> Iterator[Eavesdropper]:
    listening = Eavesdropper(code=0)
    yield listening
    listening.close()


def refused_because(config: DirectoryConfig, caplog: pytest.LogCaptureFixture) -> str:
    with pytest.raises(DirectoryDown):
        Directory(config).sign_in("oak", PASSWORD)
    return caplog.text


@pytest.mark.samba
@pytest.mark.parametrize("mode", list(Mode))
def test_both_ways_of_encrypting_work(samba: Samba, mode: Mode) -> None:
    directory = Directory(samba.directory_config(samba.controller.host(mode)))
    entry = directory.sign_in("oak", PASSWORD)
    assert directory.look_up(entry.guid) == entry


@pytest.mark.samba
@pytest.mark.parametrize("mode", list(Mode))
def test_another_authority_is_not_believed(
    samba: Samba, mode: Mode, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = make_certificate(tmp_path, names=("dc1.pps-test.example",))
    config = samba.directory_config(samba.controller.host(mode), ca_file=str(stranger.ca_file))
    assert "CERTIFICATE_VERIFY_FAILED" in refused_because(config, caplog)


@pytest.mark.samba
@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("names", [(), ("dc2.pps-test.example",), ("pps-test.example",)])
def test_another_host_name_is_not_believed(
    samba: Samba, mode: Mode, names: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    config = samba.directory_config(samba.controller.host(mode), valid_names=names)
    text = refused_because(config, caplog)
    assert "certificate is not valid for" in text or "none of the valid names" in text


def test_without_valid_names_the_hosts_own_name_is_checked(
    demo: DemoDirectory, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    directory = Directory(demo.directory_config())
    assert directory.sign_in("oak", PASSWORD).account == "oak"
    for elsewhere in ("127.0.0.2", "127.0.0.3"):
        folder = tmp_path / elsewhere
        make_certificate(folder, names=("localhost",), addresses=("127.0.0.1",))
        with DemoDirectory(DemoDirectoryConfig(folder, "test", host=elsewhere, port=0)) as other:
            assert "certificate is not valid for" in refused_because(other.directory_config(), caplog)
            named = Directory(other.directory_config(valid_names=("localhost",)))
            assert named.sign_in("oak", PASSWORD).account == "oak"


@pytest.mark.samba
def test_a_port_without_tls_gets_no_bind(samba: Samba, caplog: pytest.LogCaptureFixture) -> None:
    plain = samba.controller.host(Mode.STARTTLS)
    config = samba.directory_config(
        Host(plain.name, plain.port, Mode.LDAPS), connect_timeout=1, receive_timeout=1
    )
    assert "gave no answer" in refused_because(config, caplog)


def _through(demo: DemoDirectory, listening: Eavesdropper) -> DirectoryConfig:
    return demo.directory_config(hosts=(listening.host,), receive_timeout=1)


def test_whoever_refuses_starttls_hears_no_password(
    demo: DemoDirectory, refuses_tls: Eavesdropper, caplog: pytest.LogCaptureFixture
) -> None:
    assert "startTLS failed" in refused_because(_through(demo, refuses_tls), caplog)
    assert START_TLS in refuses_tls.heard
    assert PASSWORD.encode() not in refuses_tls.heard


@pytest.mark.slow
def test_whoever_only_pretends_tls_hears_no_password(
    demo: DemoDirectory, pretends_tls: Eavesdropper, caplog: pytest.LogCaptureFixture
) -> None:
    assert "LDAPStartTLSError" in refused_because(_through(demo, pretends_tls), caplog)
    assert START_TLS in pretends_tls.heard
    assert PASSWORD.encode() not in pretends_tls.heard


def test_a_bind_is_refused_where_starttls_did_nothing(
    demo: DemoDirectory,
    refuses_tls: Eavesdropper,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(Connection, "start_tls", lambda *_, **__: (True, {}, None, None))
    assert "not encrypted" in refused_because(_through(demo, refuses_tls), caplog)
    assert PASSWORD.encode() not in refuses_tls.heard


def test_the_eavesdropper_does_hear_a_password_in_clear(
    demo: DemoDirectory, refuses_tls: Eavesdropper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the absence above would be noticed: with both guards gone the password is heard."""
    monkeypatch.setattr(Connection, "start_tls", lambda *_, **__: (True, {}, None, None))
    monkeypatch.setattr(ssl, "SSLSocket", socket.socket)
    with pytest.raises((DirectoryDown, NotAdmitted)):
        Directory(_through(demo, refuses_tls)).sign_in("oak", PASSWORD)
    assert PASSWORD.encode() in refuses_tls.heard


GARBLED = [
    b"HTTP/1.1 400 Bad Request\r\n\r\n",
    b"\x30\x00",
    b"\x30\x03\x02\x01\x00",
    b"\x30\x0c\x02\x01\x00\x61\x07\x0a\x01\x00\x04\x00\x04\x00",  # an answer to nothing that was asked
    b"\x30\x84\xff\xff\xff\xff",
    b"\x00" * 20,
    bytes(range(48, 120)),
]


@pytest.mark.parametrize("answer", GARBLED, ids=repr)
def test_a_garbled_answer_is_no_answer(
    demo: DemoDirectory, answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Before TLS anybody may answer; the page still says plainly that the directory is down."""

    def say() -> None:
        client, _ = server.accept()
        with client:
            client.recv(4096)
            client.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=say)
        thread.start()
        host = Host("127.0.0.1", server.getsockname()[1], Mode.STARTTLS)
        assert "gave no answer" in refused_because(
            demo.directory_config(hosts=(host,), receive_timeout=2), caplog
        )
        thread.join()


@pytest.mark.parametrize(("name", "password"), [("", b"x"), ("oak", b"")])
def test_a_bind_needs_a_name_and_a_password(name: str, password: bytes) -> None:
    class Encrypted(ssl.SSLSocket):
        def __init__(self) -> None:
            pass

    class Unused:
        socket: Any = Encrypted.__new__(Encrypted)

    with pytest.raises(Unreachable, match="proves nothing"):
        Session(Unused()).bind(name, password)
