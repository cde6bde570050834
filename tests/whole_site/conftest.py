"""The site with all its rooms, the training copy's among them, for the tests that go everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.given.staff import Staff
from tests.whole_site.everything import Values, everything


@pytest.fixture
def whole_site(make_app: Callable[..., Flask], tmp_path: Path) -> Flask:
    return make_app(mode="demo", instance_folder=str(tmp_path))


@pytest.fixture
def its_staff(whole_site: Flask) -> Iterator[Staff]:
    """Somebody of each role is made by `its_staff(role)`, at the whole site."""
    made = Staff(whole_site)
    yield made
    for client in made.clients:
        client.close()


@pytest.fixture
def there(whole_site: Flask, its_staff: Staff, tmp_path: Path) -> Values:
    """A value for each argument that an address has, for which there is something."""
    return everything(whole_site, its_staff, tmp_path)
