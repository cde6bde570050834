"""`make run`: what it prints, and what can be seen of the copy that it runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppsweb.demo.directory import DEMO_PASSWORD
from ppsweb.demo.directory.people import COUNCIL_STAFF, LEAFLET_EDITOR, LEAVER, MANAGER, OFFICERS
from tests.demo.running_copy import RunningCopy, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.only_engine("sqlcipher")]


def test_it_says_where_it_is_and_names_an_account_of_each_role(filled: str) -> None:
    assert "http://127.0.0.1:" in filled
    for person in (MANAGER, *OFFICERS, LEAFLET_EDITOR, *COUNCIL_STAFF):
        assert person.account in filled
    assert DEMO_PASSWORD in filled
    assert LEAVER.account not in filled


@pytest.mark.parametrize(
    ("account", "sees", "not_this"),
    [
        (MANAGER.account, ("Staff", "Record of access", "Cases"), ()),
        *((each.account, ("Cases", "Messages"), ("Record of access",)) for each in OFFICERS),
        (LEAFLET_EDITOR.account, ("Leaflets",), ("Cases",)),
        (COUNCIL_STAFF[0].account, ("Leaflets",), ("Cases",)),
    ],
)
def test_each_role_signs_in_at_the_demo_directory(
    folder: Path,
    filled: str,
    running: RunningCopy,
    account: str,
    sees: tuple[str, ...],
    not_this: tuple[str, ...],
) -> None:
    status, page = Visitor(running.port).sign_in(account, DEMO_PASSWORD)
    assert status == 200
    assert "My work today" in page
    for words in sees:
        assert f">{words}" in page.replace("\n", "").replace("  ", "")
    for words in not_this:
        assert f">{words}" not in page.replace("\n", "").replace("  ", "")


@pytest.fixture(scope="module")
def running(folder: Path, filled: str) -> Iterator[RunningCopy]:
    """One training copy for all that only look at it."""
    with RunningCopy(folder) as made:
        made.wait_until_it_answers()
        yield made


def test_a_wrong_password_and_somebody_who_has_left_are_not_let_in(running: RunningCopy) -> None:
    assert Visitor(running.port).sign_in(MANAGER.account, "wrong")[0] == 422
    assert Visitor(running.port).sign_in(LEAVER.account, DEMO_PASSWORD)[0] == 422


def test_what_the_outbox_held_was_caught_and_can_be_read(running: RunningCopy) -> None:
    visitor = Visitor(running.port)
    visitor.sign_in("oak", DEMO_PASSWORD)
    status, page = visitor.get("/demo/mail")
    assert status == 200
    assert "No mail leaves the training copy" in page


def test_the_banner_says_that_it_is_the_training_copy(running: RunningCopy) -> None:
    assert "This is the training copy." in Visitor(running.port).get("/sign-in")[1]


def test_only_this_machine_can_reach_any_part(running: RunningCopy) -> None:
    inodes = {
        os.readlink(link)
        for pid in running.programs()
        for link in Path(f"/proc/{pid}/fd").glob("*")
        if link.is_symlink()
    }
    listening = [
        fields[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for fields in (line.split() for line in Path(table).read_text().splitlines()[1:])
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes
    ]
    assert len(listening) >= 3, "directory, mail catcher and site listen"
    assert {each.partition(":")[0] for each in listening} == {"0100007F"}, "127.0.0.1 and nothing else"
