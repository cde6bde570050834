"""A password is in no log, no representation and no message, whatever happens (D6.11)."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ldap3.utils.log import (
    EXTENDED,
    OFF,
    set_library_log_detail_level,
    set_library_log_hide_sensitive_data,
)

from ppsweb.demo.directory import DemoDirectory
from ppsweb.demo.directory.people import SERVICE_PASSWORD
from ppsweb.directory import Directory, DirectoryDown, Host, Mode, NotAdmitted
from ppsweb.directory.connection import connected
from ppsweb.directory.trust import CheckedTls
from tests.directory.conftest import Place
from tests.given.samba import PASSWORD

SECRETS = (PASSWORD, SERVICE_PASSWORD, "Wrong-but-mine")


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """ldap3 and the site log all that they can."""
    caplog.set_level(logging.DEBUG)
    set_library_log_detail_level(EXTENDED)
    yield caplog
    set_library_log_detail_level(OFF)
    set_library_log_hide_sensitive_data(True)


def sign_in_in_every_way(place: Place) -> str:
    """Signs in, is refused, finds the directory down; the answer is all that was raised and shown."""
    shown: list[str] = []

    def attempt(directory: Directory, typed: str, password: str) -> None:
        try:
            entry = directory.sign_in(typed, password)
            shown.append(repr((entry, directory.look_up(entry.guid), directory)))
        except (NotAdmitted, DirectoryDown) as refused:
            shown.append("".join(traceback.format_exception(refused)) + repr(refused))

    attempt(place.directory, "oak", PASSWORD)
    attempt(place.directory, "oak", "Wrong-but-mine")
    attempt(place.directory, "is-disabled", PASSWORD)
    attempt(place.directory, "CN=x,DC=y", PASSWORD)
    nowhere: dict[str, Any] = {"hosts": (Host("127.0.0.1", 1, Mode.LDAPS),)}
    attempt(Directory(place.directory_config(**nowhere)), "oak", PASSWORD)
    return "".join(shown) + repr(place.directory_config())


def test_no_password_is_logged_or_shown(
    place: Place, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    shown = sign_in_in_every_way(place)
    everything = everything_logged.text + shown + "".join(capfd.readouterr())
    assert "start SEARCH operation" in everything_logged.text, "ldap3 does log here"
    assert "gave no answer" in everything_logged.text, "the site does log here"
    assert "DirectoryDown" in shown
    for secret in SECRETS:
        assert secret not in everything


def test_a_logged_password_would_be_noticed(
    demo: DemoDirectory, everything_logged: pytest.LogCaptureFixture
) -> None:
    """The same look at the same log finds the password once ldap3 is told to hide nothing."""
    set_library_log_hide_sensitive_data(False)
    Directory(demo.directory_config()).sign_in("oak", PASSWORD)
    assert PASSWORD in everything_logged.text


def test_a_session_forgets_the_password(demo: DemoDirectory) -> None:
    config = demo.directory_config()
    with connected(config.hosts[0], config, CheckedTls(config)) as session:
        assert session.bind(f"{config.netbios}\\oak", PASSWORD.encode()) is None
        assert PASSWORD not in repr(session)
        assert PASSWORD not in repr(session._connection)


def test_the_source_logs_no_connection() -> None:
    """Nothing in the room but directory.py logs, and that never sees an ldap3 object."""
    room = Path(__file__).parents[2] / "ppsweb" / "directory"
    sources = {path.name: path.read_text() for path in room.glob("*.py")}
    assert "import logging" in sources["directory.py"]
    assert [name for name, source in sources.items() if "logging" in source] == ["directory.py"]
    assert "ldap3" not in sources["directory.py"].partition("from __future__")[2]
