"""The demo directory answers as Active Directory does, on this machine only, and never in service."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import ldap3
import pytest
from ldap3.operation.bind import bind_response_to_dict
from ldap3.protocol import rfc4511
from pyasn1.codec.ber import decoder, encoder

from ppsweb.demo import instance as instances
from ppsweb.demo.directory import (
    DEMO_PASSWORD,
    DemoDirectory,
    DemoDirectoryConfig,
    DemoRefused,
    directory_config,
)
from ppsweb.demo.directory.people import COUNCIL_STAFF, LEAVER, MANAGER, OFFICERS, PEOPLE, SERVICE_ACCOUNT
from ppsweb.directory import Directory, DirectoryDown, NotAdmitted, Refusal
from ppsweb.keys.certificates import make_certificate
from tests.whole_site.test_settings import GOOD

BASE = "DC=demo,DC=example"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoDirectory]:
    with DemoDirectory(DemoDirectoryConfig(tmp_path_factory.mktemp("demo"), "demo", port=0)) as started:
        yield started


@pytest.fixture
def client(running: DemoDirectory) -> Iterator[ldap3.Connection]:
    """An ordinary LDAP client, bound as an officer."""
    config = running.directory_config()
    tls = ldap3.Tls(ca_certs_file=config.ca_file, validate=ssl.CERT_REQUIRED, valid_names=["localhost"])
    server = ldap3.Server("localhost", running.port, use_ssl=True, tls=tls, get_info=ldap3.NONE)
    connection = ldap3.Connection(server, "DEMO\\oak", DEMO_PASSWORD, receive_timeout=5, auto_bind=True)
    yield connection
    connection.unbind()


def raw_bind(running: DemoDirectory, name: str, password: bytes) -> dict[str, object]:
    """What the directory answers to a bind that no careful client would send."""
    request = rfc4511.BindRequest()
    request["version"] = 3
    request["name"] = name
    choice = rfc4511.AuthenticationChoice().setComponentByName("simple", rfc4511.Simple(password))
    request["authentication"] = choice
    message = rfc4511.LDAPMessage()
    message["messageID"] = 1
    message["protocolOp"] = rfc4511.ProtocolOp().setComponentByName("bindRequest", request)
    with encrypted(running) as client:
        client.sendall(encoder.encode(message))
        answer, _ = decoder.decode(client.recv(4096), asn1Spec=rfc4511.LDAPMessage())
    told: dict[str, object] = bind_response_to_dict(answer["protocolOp"]["bindResponse"])
    return told


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "localhost", "example.org", ""])  # noqa: S104
def test_it_listens_on_loopback_addresses_only(tmp_path: Path, host: str) -> None:
    with pytest.raises(DemoRefused, match="loopback"):
        DemoDirectoryConfig(tmp_path, "demo", host=host)
    assert DemoDirectoryConfig(tmp_path, "demo", host="127.0.0.9").host == "127.0.0.9"


def test_it_does_not_start_in_production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DemoRefused, match="production"):
        DemoDirectoryConfig(tmp_path, "production")
    assert DemoDirectoryConfig(tmp_path, "demo").mode == "demo"
    monkeypatch.setenv("PPSWEB_MODE", "production")
    with pytest.raises(DemoRefused, match="production"):
        DemoDirectoryConfig(tmp_path, "demo")


def test_it_welcomes_an_empty_password_and_the_site_does_not(running: DemoDirectory) -> None:
    assert raw_bind(running, "DEMO\\oak", b"")["description"] == "success"
    assert raw_bind(running, "DEMO\\oak", DEMO_PASSWORD.encode())["description"] == "success"
    assert raw_bind(running, "DEMO\\oak", b"wrong")["description"] == "invalidCredentials"
    with pytest.raises(NotAdmitted) as refused:
        Directory(running.directory_config()).sign_in("oak", "")
    assert refused.value.refusal is Refusal.EMPTY_PASSWORD


def test_a_refusal_reads_as_active_directorys(running: DemoDirectory) -> None:
    told = str(raw_bind(running, "dogwood@demo.example", DEMO_PASSWORD.encode())["message"])
    assert told.startswith("80090308: LdapErr:")
    assert "AcceptSecurityContext error, data 533," in told
    assert "data 52e," in str(raw_bind(running, "dogwood@demo.example", b"wrong")["message"])


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("DEMO\\oak", "success"),
        ("demo\\OAK", "success"),
        ("oak@demo.example", "success"),
        (f"CN=Oliver Oak,OU=Staff,{BASE}", "success"),
        (f"cn=oliver oak, ou=staff, {BASE}", "success"),
        ("oak", "invalidCredentials"),
        ("OTHER\\oak", "invalidCredentials"),
        ("oak@other.example", "invalidCredentials"),
        ("nobody@demo.example", "invalidCredentials"),
    ],
)
def test_forms_of_a_name(running: DemoDirectory, name: str, result: str) -> None:
    assert raw_bind(running, name, DEMO_PASSWORD.encode())["description"] == result


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("(sAMAccountName=oak)", {"oak"}),
        ("(samaccountname=OAK)", {"oak"}),
        ("(&(objectCategory=person)(displayName=Oliver Oak))", {"oak"}),
        ("(|(sAMAccountName=oak)(sAMAccountName=laurel))", {"oak", "laurel"}),
        (
            "(&(objectClass=user)(!(sAMAccountName=o*))(sAMAccountName=*l*))",
            {"laurel", "marigold", "clover", "cowslip"},
        ),
        ("(sAMAccountName=o*a*k)", {"oak"}),
        ("(sAMAccountName=*old)", {"marigold"}),
        ("(sAMAccountName=*x*)", set()),
        ("(userAccountControl=514)", {"dogwood"}),
        (
            f"(memberOf=CN=PPS Officers,OU=Groups,{BASE})",
            {"oak", "orchid", "dogwood", "PPS Early Years Team"},
        ),
        (
            f"(&(objectClass=user)(memberOf:1.2.840.113556.1.4.1941:=cn=pps officers,ou=groups,{BASE}))",
            {"oak", "orchid", "oleander", "dogwood"},
        ),
        (
            f"(member:1.2.840.113556.1.4.1941:=CN=Omar Oleander,OU=Staff,{BASE})",
            {"PPS Early Years Team", "PPS Officers", "Council Staff"},
        ),
        ("(nothing=*)", set()),
    ],
)
def test_filters(client: ldap3.Connection, asked: str, found: set[str]) -> None:
    client.search(BASE, asked, attributes=["sAMAccountName"])
    assert client.result["description"] == "success"
    assert {entry.sAMAccountName.value for entry in client.entries} == found


def test_somebody_is_found_by_guid_alone(client: ldap3.Connection) -> None:
    escaped = "".join(f"\\{byte:02x}" for byte in MANAGER.guid.bytes_le)
    client.search(BASE, f"(objectGUID={escaped})", attributes=["*"])
    (entry,) = client.response
    assert entry["dn"] == f"CN=Maya Marigold,OU=Staff,{BASE}"
    assert entry["raw_attributes"]["objectGUID"] == [MANAGER.guid.bytes_le]
    assert "userPassword" not in entry["raw_attributes"]


def test_the_scope_of_a_search_counts(client: ldap3.Connection) -> None:
    client.search(f"OU=Groups,{BASE}", "(sAMAccountName=oak)")
    assert client.entries == []
    client.search(f"CN=Oliver Oak,OU=Staff,{BASE}", "(objectClass=*)", search_scope=ldap3.BASE)
    assert len(client.entries) == 1
    client.search("DC=elsewhere", "(objectClass=*)")
    assert client.result["description"] == "noSuchObject"


def test_what_it_does_not_know_it_says(client: ldap3.Connection) -> None:
    client.search(BASE, "(memberOf:1.2.3:=x)")
    assert client.result["description"] == "inappropriateMatching"
    client.search(BASE, "(sAMAccountName>=a)")
    assert client.result["description"] == "inappropriateMatching"
    client.search(BASE, "(!" * 30 + "(cn=x)" + ")" * 30)
    assert client.result["description"] == "inappropriateMatching"
    client.extended("1.3.6.1.4.1.4203.1.11.3")
    assert client.result["description"] == "protocolError"


def test_without_a_bind_nothing_is_found(client: ldap3.Connection) -> None:
    client.search(BASE, "(sAMAccountName=oak)")
    assert len(client.entries) == 1
    assert not client.rebind("DEMO\\oak", "wrong")
    client.search(BASE, "(sAMAccountName=oak)")
    assert client.entries == []
    assert client.result["description"] == "operationsError"


def encrypted(running: DemoDirectory) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=running.directory_config().ca_file)
    plain = socket.create_connection(("127.0.0.1", running.port), timeout=5)
    return context.wrap_socket(plain, server_hostname="localhost")


@pytest.mark.parametrize(
    "said",
    [
        b"\x00\x00",
        b"GET / HTTP/1.0\r\n\r\n",
        b"\x30\x84\x7f\xff\xff\xff",
        b"\x30\x03\x02\x01\x01",
        b"\x30\x05\x02\x01\x01\x42\x00",  # unbind
    ],
)
def test_nonsense_and_goodbye_end_their_own_conversation_only(running: DemoDirectory, said: bytes) -> None:
    with encrypted(running) as client:
        client.sendall(said)
        assert client.recv(10) == b""
    assert Directory(running.directory_config()).sign_in("oak", DEMO_PASSWORD).account == "oak"


@pytest.mark.parametrize("said", [b"", b"\x30", b"\x30\x40\x02\x01"])
def test_a_client_may_leave_in_the_middle(running: DemoDirectory, said: bytes) -> None:
    with encrypted(running) as client:
        client.sendall(said)
    with socket.create_connection(("127.0.0.1", running.port), timeout=5) as plain:
        plain.sendall(b"not TLS at all\r\n\r\n")
    assert Directory(running.directory_config()).sign_in("oak", DEMO_PASSWORD).account == "oak"


def test_there_is_somebody_of_every_kind(running: DemoDirectory) -> None:
    directory = Directory(running.directory_config())

    def role(account: str) -> str:
        return directory.sign_in(account, DEMO_PASSWORD).role.value

    assert role(MANAGER.account) == "manager"
    assert [role(each.account) for each in OFFICERS] == ["officer"] * 3
    assert role("laurel") == "leaflet_editor"
    assert [role(each.account) for each in COUNCIL_STAFF] == ["council"] * 2
    assert directory.look_up(LEAVER.guid) is None
    assert directory.look_up(MANAGER.guid) is not None
    with pytest.raises(NotAdmitted):
        directory.sign_in(SERVICE_ACCOUNT.account, SERVICE_ACCOUNT.password)
    assert len({person.guid for person in PEOPLE}) == len(PEOPLE)


def test_a_second_run_is_trusted_and_knows_the_same_people(tmp_path: Path) -> None:
    config = DemoDirectoryConfig(tmp_path, "demo", port=0)
    with DemoDirectory(config) as first:
        before = first.directory_config()
        entry = Directory(before).sign_in("oak", DEMO_PASSWORD)
    with pytest.raises(DirectoryDown):
        Directory(before).sign_in("oak", DEMO_PASSWORD)
    with DemoDirectory(config) as second:
        hosts = second.directory_config().hosts
        assert Directory(directory_config(config, hosts=hosts)).sign_in("oak", DEMO_PASSWORD) == entry


def test_certificates_keep_their_secrets(tmp_path: Path) -> None:
    files = make_certificate(tmp_path / "made", names=("localhost",))
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"ca.pem", "cert.pem", "key.pem"}
    assert stat.S_IMODE(files.key_file.stat().st_mode) == 0o600
    assert "PRIVATE KEY" in files.key_file.read_text()
    assert "PRIVATE KEY" not in files.ca_file.read_text() + files.cert_file.read_text()
    again = make_certificate(tmp_path / "made", names=("localhost",))
    assert again == files
    files.ca_file.unlink()
    before = files.key_file.read_bytes()
    make_certificate(tmp_path / "made")
    assert files.key_file.read_bytes() != before


def test_it_runs_as_a_program_and_ends_when_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    instance = tmp_path / "instance"
    instances.prepare(instance, instances.Ports(8000, port, 2525), {})
    program = subprocess.Popen(
        [sys.executable, "-m", "ppsweb.demo.directory", str(tmp_path), "--port", str(port)],
        cwd=Path(__file__).parents[2],
        env=_environment(instance),
    )
    try:
        _wait_for(port, program)
        config = directory_config(DemoDirectoryConfig(tmp_path, "demo", port=port))
        assert Directory(config).sign_in("oak", DEMO_PASSWORD).account == "oak"
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 0
    finally:
        program.kill()
        program.wait()


def _environment(instance: Path) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("PPSWEB_")}
    return others | {"PPSWEB_INSTANCE_FOLDER": str(instance)}


def test_beside_a_site_in_service_it_refuses_to_run(tmp_path: Path) -> None:
    """The mode stands in the settings' file there, and not in the environment."""
    path = tmp_path / "settings.cfg"
    values = {key: value for key, value in GOOD.items() if key != "instance_folder"}
    path.write_text("[ppsweb]\n" + "\n".join(f"{key} = {value}" for key, value in values.items()))
    path.chmod(0o600)
    run = subprocess.run(
        [sys.executable, "-m", "ppsweb.demo.directory", str(tmp_path / "certificate"), "--port", "0"],
        cwd=Path(__file__).parents[2], env=_environment(tmp_path),
        capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip
    assert run.returncode == 1
    assert "production" in run.stderr
    assert "SettingsRefused" not in run.stderr, "the settings are good; it is the directory that refuses"


def _wait_for(port: int, program: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            try:
                program.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
    raise AssertionError("The demo directory did not start.")
