"""The master key: one file that only its owner reads, and four lines on paper."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from click.testing import CliRunner

from ppsweb.keys import master
from ppsweb.keys.__main__ import cli
from ppsweb.keys.master import MasterKeyRefused


def test_a_new_key_is_read_back_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    master.create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(master.read(path)) == 32
    with pytest.raises(MasterKeyRefused, match="never replaced"):
        master.create(path)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    master.create(path)
    path.chmod(mode)
    with pytest.raises(MasterKeyRefused, match="chmod 600"):
        master.read(path)


@pytest.mark.parametrize("text", ["", "short", "zz" * 32, "ab" * 31])
def test_a_damaged_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "master.key"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(MasterKeyRefused, match="64 hexadecimal"):
        master.read(path)


def test_the_credential_of_systemd_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = secrets.token_bytes(32)
    (tmp_path / master.CREDENTIAL).write_text(secret.hex())
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert master.read(tmp_path / "nowhere") == secret


def test_the_sheet_comes_back_and_names_the_line_that_was_misread(tmp_path: Path) -> None:
    secret = secrets.token_bytes(32)
    lines = master.to_sheet(secret)
    assert master.from_sheet(lines) == secret
    assert master.from_sheet([line.lower() for line in lines]) == secret
    wrong = list(lines)
    wrong[2] = wrong[2].replace(wrong[2][4], "A" if wrong[2][4] != "A" else "B", 1)
    with pytest.raises(MasterKeyRefused, match="Line 3"):
        master.from_sheet(wrong)
    with pytest.raises(MasterKeyRefused, match="four lines"):
        master.from_sheet(lines[:3])
    path = tmp_path / "again.key"
    run = CliRunner().invoke(cli, ["from-sheet", str(path)], input="\n".join(lines) + "\n")
    assert run.exit_code == 0, run.output
    assert master.read(path) == secret
