"""Domain controllers that are dead or hang: bounded time, the next one is asked, and nobody gets in without."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest

from ppsweb.demo.directory import DemoDirectory, conversation
from ppsweb.directory import Directory, DirectoryDown, Host, Mode, NotAdmitted, Refusal
from tests.given.samba import PASSWORD, DomainController, Samba

Answer = TypeVar("Answer")
QUICKLY = 1.0


def timed(act: Callable[[], Answer]) -> tuple[Answer, float]:
    start = time.monotonic()
    answer = act()
    return answer, time.monotonic() - start


@pytest.fixture(scope="module")
def pair(samba: Samba) -> Iterator[tuple[DomainController, DomainController]]:
    """Two controllers that are this module's to kill."""
    with samba.another_controller() as first, samba.another_controller() as second:
        yield first, second


@pytest.fixture
def directory(samba: Samba, pair: tuple[DomainController, DomainController], mode: Mode) -> Directory:
    """Asks the first of the pair, then the second, and waits a second at most for each step."""
    hosts = (controller.host(mode) for controller in pair)
    return Directory(samba.directory_config(*hosts, connect_timeout=1, receive_timeout=1))


@pytest.fixture(params=list(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    return Mode(request.param)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    found = [record.getMessage() for record in caplog.records if "gave no answer" in record.getMessage()]
    caplog.clear()
    return found


@pytest.mark.samba
def test_a_dead_controller_is_passed_over(
    directory: Directory,
    pair: tuple[DomainController, DomainController],
    caplog: pytest.LogCaptureFixture,
) -> None:
    entry = directory.sign_in("oak", PASSWORD)
    assert warnings(caplog) == []
    with pair[0].dead():
        again, _ = timed(lambda: directory.sign_in("oak", PASSWORD))
        assert again == entry
        assert len(warnings(caplog)) == 1
        assert directory.look_up(entry.guid) == entry
        assert warnings(caplog) == [], "the dead one is remembered and not asked again"
        with pytest.raises(NotAdmitted) as refused:
            directory.sign_in("oak", "wrong")
        assert refused.value.refusal is Refusal.WRONG


@pytest.mark.samba
@pytest.mark.slow
def test_a_hung_controller_is_passed_over_in_bounded_time(
    directory: Directory,
    pair: tuple[DomainController, DomainController],
    caplog: pytest.LogCaptureFixture,
) -> None:
    entry = directory.sign_in("oak", PASSWORD)
    with pair[0].hung():
        again, seconds = timed(lambda: directory.sign_in("oak", PASSWORD))
        assert again == entry
        assert 0.9 < seconds < 4
        assert len(warnings(caplog)) == 1
        found, seconds = timed(lambda: directory.look_up(entry.guid))
        assert found == entry
        assert seconds < QUICKLY
        assert warnings(caplog) == []


@pytest.mark.samba
@pytest.mark.slow
def test_when_all_hang_or_are_dead_nobody_gets_in(
    directory: Directory, pair: tuple[DomainController, DomainController]
) -> None:
    def refused() -> None:
        with pytest.raises(DirectoryDown):
            directory.sign_in("oak", PASSWORD)

    entry = directory.sign_in("oak", PASSWORD)
    with pair[0].hung(), pair[1].hung():
        _, seconds = timed(refused)
        assert 1.8 < seconds < 7
        with pytest.raises(DirectoryDown):
            directory.sign_in("CN=x,DC=y", PASSWORD)
        with pytest.raises(DirectoryDown):
            directory.look_up(entry.guid)
    with pair[0].dead(), pair[1].dead():
        refused()
    assert directory.sign_in("oak", PASSWORD) == entry, "back as soon as one of them is"


def test_a_host_that_does_not_exist_is_down(demo: DemoDirectory) -> None:
    nowhere = Host("dc1.nowhere.invalid", 636, Mode.LDAPS)
    with pytest.raises(DirectoryDown):
        Directory(demo.directory_config(hosts=(nowhere,))).sign_in("oak", PASSWORD)
    (here,) = demo.directory_config().hosts
    assert Directory(demo.directory_config(hosts=(nowhere, here))).sign_in("oak", PASSWORD).account == "oak"


@pytest.mark.slow
def test_one_that_hangs_after_the_bind_lets_nobody_in(
    demo: DemoDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bind alone is not enough: without the groups there is no role, and the next one is asked."""
    ended, hangs = threading.Event(), iter([True])
    answer = conversation.filters.question

    def slow(encoded: bytes, *given: Any) -> Any:
        if next(hangs, False):
            ended.wait(10)
        return answer(encoded, *given)

    monkeypatch.setattr(conversation.filters, "question", slow)
    (host,) = demo.directory_config().hosts
    directory = Directory(demo.directory_config(hosts=(host, host), receive_timeout=1))
    try:
        entry, seconds = timed(lambda: directory.sign_in("oak", PASSWORD))
    finally:
        ended.set()
    assert entry.account == "oak"
    assert 0.9 < seconds < 4
