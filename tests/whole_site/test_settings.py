"""A half-configured service does not start: missing, unknown, example and unfit values, each named."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ppsweb import settings
from ppsweb.demo.directory.people import SERVICE_PASSWORD
from ppsweb.directory import DirectoryConfigRefused
from ppsweb.settings import Settings, SettingsRefused

GOOD = {
    "mode": "production",
    "instance_folder": "/var/lib/ppsweb/instance",
    "database_url": "postgresql://ppsweb:a-long-enough-one@localhost/ppsweb",
    "database_owner_url": "postgresql://ppsweb_owner:a-long-enough-one@localhost/ppsweb",
    "master_key_file": "/var/lib/ppsweb/instance/master.key",
    "service_name": "Larkshire Parent Partnership",
    "council_name": "Larkshire Council",
    "controller_name": "Larkshire Council",
    "service_phone": "01632 960100",
    "service_email": "partnership@larkshire.example",
    "service_address": "The Old School; 1 Mill Lane",
    "safeguarding_numbers": "Children's social care: 01632 960111",
    "complaints_contact": "dpo@larkshire.example",
    "public_address": "https://partnership.larkshire.example",
    "dpia_reference": "DPIA-17",
    "directory_hosts": "ldaps://dc1.larkshire.example:636; starttls://dc2.larkshire.example:389",
    "directory_ca_file": "/etc/ssl/council.pem",
    "directory_base": "DC=larkshire,DC=example",
    "directory_domain": "larkshire.example",
    "directory_netbios": "LARK",
    "directory_account": "pps-reader@larkshire.example",
    "directory_password": "a-long-enough-one",
    "manager_group": "CN=M",
    "officer_group": "CN=O",
    "leaflet_editor_group": "CN=L",
    "council_group": "CN=C",
    "mail_host": "relay.larkshire.example",
    "mail_user": "relay",
    "mail_password": "a-long-enough-one",
    "mail_sender": "documents@send.example",
    "mail_sender_name": "Documents",
    "mail_domain": "send.example",
    "trusted_proxies": "1",
}


def test_good_settings_start_and_become_their_types() -> None:
    made = settings.from_values(GOOD)
    assert made.production
    assert made.mail_port == 587
    assert made.directory_hosts == (
        "ldaps://dc1.larkshire.example:636",
        "starttls://dc2.larkshire.example:389",
    )
    assert "a-long-enough-one" not in repr(made)


@pytest.mark.parametrize(
    "name", [each.name for each in dataclasses.fields(Settings) if each.default is dataclasses.MISSING]
)
def test_a_missing_setting_is_named(name: str) -> None:
    with pytest.raises(SettingsRefused, match=f"{name} is missing"):
        settings.from_values({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"misspelt": "x"}, "misspelt is not a setting"),
        (
            {"database_owner_url": "postgresql://ppsweb:another-long-one@localhost/ppsweb"},
            "database_owner_url names the application's own role",
        ),
        ({"mail_password": "change-me"}, "mail_password still has its example value"),
        ({"mail_password": "Change_Me please"}, "mail_password still has its example value"),
        ({"service_name": " "}, "service_name is missing"),
        ({"safeguarding_numbers": " ; "}, "safeguarding_numbers is missing"),
        ({"directory_hosts": ";"}, "directory_hosts is missing"),
        ({"directory_password": "Demo-reader-2026"}, "directory_password is the training copy's"),
        ({"dpia_reference": "invented"}, "dpia_reference is the training copy's"),
        ({"directory_hosts": "ldaps://dc1.larkshire.example; ldaps://127.0.0.1:636"}, "names this machine"),
        ({"directory_hosts": "starttls://LOCALHOST"}, "names this machine"),
        ({"database_url": "postgresql://ppsweb:short@localhost/ppsweb"}, "database_url: its password"),
        ({"database_owner_url": "postgresql://own:short@localhost/p"}, "database_owner_url: its password"),
        ({"idle_minutes": "0"}, "idle_minutes is 1 to 60"),
        ({"absolute_hours": "200"}, "absolute_hours is 1 to 24"),
        ({"cancel_minutes": "9999"}, "cancel_minutes is 0 to 120"),
        ({"trusted_proxies": "6"}, "trusted_proxies is 0 to 5"),
        ({"mail_port": "0"}, "mail_port is 1 to 65535"),
        ({"mail_port": "65536"}, "mail_port is 1 to 65535"),
        ({"mode": "live"}, "mode is one of"),
        ({"database_url": "sqlite:///ppsweb.db"}, "no unencrypted file"),
        ({"directory_hosts": "ldap://dc1.larkshire.example"}, "neither ldaps:// nor starttls://"),
        ({"directory_minutes": "30"}, "within five minutes"),
        ({"mail_port": "many"}, "mail_port is a whole number"),
        ({"public_address": "http://partnership.larkshire.example"}, "begins with https://"),
        ({"dpia_reference": ""}, "no live data without an impact assessment"),
        ({"synchronous": "off"}, "synchronous is full"),
        ({"directory_password": "short"}, "directory_password is shorter than 12"),
        ({"mail_password": "short"}, "mail_password is shorter than 12"),
        ({"database_owner_url": ""}, "database_owner_url is missing"),
    ],
)
def test_an_unfit_setting_stops_the_start_in_production(changes: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        settings.from_values({**GOOD, **changes})
    assert words in str(refused.value)


def test_what_the_training_copy_publishes_is_what_production_refuses() -> None:
    assert settings.PUBLISHED["directory_password"] == SERVICE_PASSWORD
    settings.from_values({**GOOD, **settings.PUBLISHED, "mode": "demo"})


def test_a_database_role_without_a_password_starts() -> None:
    settings.from_values({**GOOD, "database_owner_url": "postgresql://ppsweb_owner@localhost/ppsweb"})


@pytest.mark.parametrize("host", ["ldaps://", "ldaps://dc1:abc", "ldaps://dc1:636/path", "starttls://:389"])
def test_a_domain_controller_that_cannot_be_asked_stops_the_start(
    make_app: Callable[..., Flask], host: str
) -> None:
    with pytest.raises(DirectoryConfigRefused):
        make_app(directory_hosts=(host,))


def test_production_says_how_many_proxies_stand_in_front_though_it_be_none() -> None:
    without = {name: value for name, value in GOOD.items() if name != "trusted_proxies"}
    with pytest.raises(SettingsRefused, match="trusted_proxies is missing"):
        settings.from_values(without)
    assert settings.from_values({**without, "trusted_proxies": "0"}).trusted_proxies == 0
    settings.from_values({**without, "mode": "demo"})


def test_debug_stops_the_start_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(SettingsRefused, match="FLASK_DEBUG"):
        settings.from_values(GOOD)
    settings.from_values({**GOOD, "mode": "demo"})
    settings.from_values(GOOD, {})
    with pytest.raises(SettingsRefused, match="FLASK_DEBUG"):
        settings.from_values(GOOD, {"FLASK_DEBUG": "true"})


def _written(folder: Path, mode: int, **changes: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / "settings.cfg"
    values = {key: value for key, value in {**GOOD, **changes}.items() if key != "instance_folder"}
    path.write_text("[ppsweb]\n" + "\n".join(f"{key} = {value}" for key, value in values.items()))
    path.chmod(mode)


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    _written(tmp_path / "instance", 0o600)
    environ: Any = {"PPSWEB_SERVICE_NAME": "Another name", "HOME": "/"}
    made = settings.load(tmp_path, environ)
    assert made.service_name == "Another name"
    assert made.council_name == "Larkshire Council"
    assert made.instance_folder == str(tmp_path / "instance")


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    _written(tmp_path / "instance", 0o640)
    with pytest.raises(SettingsRefused, match="chmod 600"):
        settings.load(tmp_path, {})
