"""A configuration that would sign people in carelessly is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ppsweb.directory import Directory, DirectoryConfig, DirectoryConfigRefused, Host, Mode, Role

GIVEN: dict[str, Any] = {
    "hosts": (("dc1.council.example", 636, "ldaps"),),
    "ca_file": "/nowhere/ca.pem",
    "base_dn": "DC=council,DC=example",
    "netbios": "COUNCIL",
    "upn_suffix": "council.example",
    "service_account": "reader@council.example",
    "service_password": "Top-Secret-Reader",
    "groups": {"CN=Officers,DC=council,DC=example": "officer"},
}


def test_a_whole_configuration_is_taken() -> None:
    config = DirectoryConfig(**GIVEN)
    assert config.hosts == (Host("dc1.council.example", 636, Mode.LDAPS),)
    assert config.groups == {"CN=Officers,DC=council,DC=example": Role.OFFICER}


@pytest.mark.parametrize(
    "change",
    [
        {"hosts": ()},
        {"hosts": (("dc1", 389, "ldap"),)},
        {"hosts": (("dc1", 389, ""),)},
        {"ca_file": ""},
        {"base_dn": ""},
        {"netbios": "", "upn_suffix": ""},
        {"service_account": ""},
        {"service_password": ""},
        {"groups": {}},
        {"valid_names": ("*",)},
        {"valid_names": ("*.council.example",)},
        {"connect_timeout": 0},
        {"receive_timeout": 1.5},
        {"receive_timeout": None},
    ],
    ids=str,
)
def test_a_careless_configuration_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DirectoryConfigRefused):
        DirectoryConfig(**(GIVEN | change))


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="director"):
        DirectoryConfig(**(GIVEN | {"groups": {"CN=x": "director"}}))


def test_a_missing_or_broken_certificate_authority_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DirectoryConfigRefused, match="ca_file"):
        Directory(DirectoryConfig(**GIVEN))
    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate")
    with pytest.raises(DirectoryConfigRefused, match="ca_file"):
        Directory(DirectoryConfig(**(GIVEN | {"ca_file": str(broken)})))


def test_the_service_password_is_not_shown() -> None:
    shown = repr(DirectoryConfig(**GIVEN))
    assert "reader@council.example" in shown
    assert "Top-Secret-Reader" not in shown


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("ldaps://dc1.council.example:636", Host("dc1.council.example", 636, Mode.LDAPS)),
        ("ldaps://dc1.council.example", Host("dc1.council.example", 636, Mode.LDAPS)),
        (" starttls://dc1.council.example/ ", Host("dc1.council.example", 389, Mode.STARTTLS)),
        ("starttls://10.0.0.1:3890", Host("10.0.0.1", 3890, Mode.STARTTLS)),
    ],
)
def test_an_address_is_read(address: str, host: Host) -> None:
    assert Host.parse(address) == host


@pytest.mark.parametrize(
    "address",
    [
        "ldap://dc1.council.example:389",
        "dc1.council.example:636",
        "https://dc1.council.example",
        "ldaps://",
        "ldaps://dc1:port",
        "ldaps://user@dc1",
        "ldaps://dc1/DC=council",
    ],
)
def test_an_address_without_encryption_or_sense_is_refused(address: str) -> None:
    with pytest.raises(DirectoryConfigRefused):
        Host.parse(address)
