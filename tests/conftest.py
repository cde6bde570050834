"""What every test may ask for: the options of a run, the plugins of tests/given, the marks that prove the policy."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

GIVEN = Path(__file__).parent / "given"
# A module of tests/given that has fixtures is a plugin; others there are programs that a fixture runs.
pytest_plugins = [
    f"tests.given.{path.stem}" for path in sorted(GIVEN.glob("*.py")) if "@pytest.fixture" in path.read_text()
]

# The same examples in every run, however slow the machine is at the moment; a failure is not chance.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

ENGINES = ("sqlcipher", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=ENGINES, default=ENGINES[0], help="the database engine of this run")
    parser.addoption(
        "--without-guard", help="switch a guard of docs/policy.md off, run its tests: all must fail"
    )


def pytest_configure(config: pytest.Config) -> None:
    guard = config.getoption("--without-guard")
    if guard:
        from tests.whole_site.guards import GUARDS

        GUARDS[guard](pytest.MonkeyPatch())  # for the whole of this run


def pytest_report_header(config: pytest.Config) -> str:
    return f"engine: {config.getoption('engine')}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what holds for the other engine, and in a run without a guard all tests that do not name it."""
    guard = config.getoption("--without-guard")
    other = [
        item
        for item in items
        if _only(item) not in (None, config.getoption("engine"))
        or (guard and guard not in [mark.kwargs.get("guard") for mark in item.iter_markers("policy")])
    ]
    if other:
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in other]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Nothing is skipped, least of all because something is not installed: it fails and says so."""
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"{item.nodeid} was skipped, and nothing is skipped here"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Nor is a whole module."""
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = (
            "failed",
            f"{collector.nodeid} was skipped, and nothing is skipped here",
        )
    return report


def _only(item: pytest.Item) -> str | None:
    """The one engine that a test is about, if it is."""
    mark = item.get_closest_marker("only_engine")
    if mark is None:
        return None
    assert mark.args[0] in ENGINES, f"{item.nodeid}: only_engine is one of {ENGINES}"
    return str(mark.args[0])
