"""The folder of a training copy, filled once for all tests that start one on it, one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.running_copy import RunningCopy


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the training copy, filled by the first run and kept for the others."""
    return tmp_path_factory.mktemp("training") / "instance"


@pytest.fixture(scope="session")
def filled(folder: Path) -> str:
    """What the first run printed; it has ended."""
    with RunningCopy(folder) as copy:
        return copy.wait_until_it_answers()
