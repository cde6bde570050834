"""The training copy's folder: made once, closed to others, never that of a live service."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ppsweb import settings
from ppsweb.auth.staff_directory import config_of
from ppsweb.demo import instance as instances
from ppsweb.demo.directory import DemoRefused
from ppsweb.demo.instance import Ports
from ppsweb.keys import master
from ppsweb.mail.config import from_settings

PORTS = Ports(site=8000, directory=6360, mail=2525)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_key_and_settings_are_for_their_owner_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    made = instances.prepare(tmp_path, PORTS, {})
    assert (mode(made.folder), mode(made.key_file), mode(made.settings_file)) == (0o700, 0o600, 0o600)


def test_the_settings_are_ones_that_the_site_starts_with(tmp_path: Path) -> None:
    made = instances.prepare(tmp_path / "a folder with %, # and spaces", PORTS, {})
    loaded = settings.load(tmp_path, {"PPSWEB_INSTANCE_FOLDER": str(made.folder)})
    assert loaded.demo
    assert loaded.public_address == "http://127.0.0.1:8000"
    assert {host.name for host in config_of(loaded).hosts} == {from_settings(loaded).host} == {"127.0.0.1"}
    assert len(master.read(Path(loaded.master_key_file))) == 32


def test_a_second_time_nothing_is_made_anew(tmp_path: Path) -> None:
    made = instances.prepare(tmp_path, PORTS, {})
    before = (made.key_file.read_text(), made.settings_file.read_text())
    instances.prepare(tmp_path, PORTS, {})
    assert (made.key_file.read_text(), made.settings_file.read_text()) == before


def test_two_copies_have_different_secrets(tmp_path: Path) -> None:
    one, other = (instances.prepare(tmp_path / name, PORTS, {}) for name in ("one", "other"))
    assert one.key_file.read_text() != other.key_file.read_text()
    passwords = {
        settings.load(tmp_path, {"PPSWEB_INSTANCE_FOLDER": str(each.folder)}).mail_password
        for each in (one, other)
    }
    assert len(passwords) == 2


@pytest.mark.parametrize("said", ["production", "test"])
def test_another_mode_in_the_environment_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(DemoRefused):
        instances.prepare(tmp_path / "instance", PORTS, {"PPSWEB_MODE": said})
    assert not (tmp_path / "instance").exists()
    instances.prepare(tmp_path / "instance", PORTS, {"PPSWEB_MODE": "demo"})


def test_the_folder_of_a_live_service_is_left_alone(tmp_path: Path) -> None:
    cfg = tmp_path / "settings.cfg"
    cfg.write_text("[ppsweb]\nmode = production\n")
    with pytest.raises(DemoRefused, match="mode = production"):
        instances.prepare(tmp_path, PORTS, {})
    assert [path.name for path in tmp_path.iterdir()] == ["settings.cfg"]


def test_a_database_without_its_key_is_not_given_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "ppsweb.db").write_bytes(b"sealed")
    with pytest.raises(DemoRefused, match="without its master key"):
        instances.prepare(tmp_path, PORTS, {})
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("given", ["0", "65536", "http", "-1", "8000.0"])
def test_what_is_no_port_is_refused_by_name(given: str) -> None:
    with pytest.raises(DemoRefused, match=f"PORT={given}"):
        Ports.of({"PORT": given})


def test_ports_can_be_chosen() -> None:
    assert Ports.of({}) == PORTS
    assert Ports.of({"PORT": "1", "DIRECTORY_PORT": "2", "MAIL_PORT": "3"}) == Ports(1, 2, 3)
