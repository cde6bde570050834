"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

GIVEN = Path(__file__).parent / "given"
# A module of tests/given that has fixtures is a plugin; others there are programs that a fixture runs.
pytest_plugins = [
    f"tests.given.{path.stem}" for path in sorted(GIVEN.glob("*.py")) if "@pytest.fixture" in path.read_text()
]
