"""Nothing is served from a database that is not migrated or has lost a guard."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.client import ORIGIN
from tests.given.tampering import without_guards


def test_without_its_guards_the_site_serves_nothing(
    make_app: Callable[..., Flask], store: Any, caplog: pytest.LogCaptureFixture
) -> None:
    browser = make_app().test_client()
    with without_guards(store), caplog.at_level(logging.ERROR):
        assert browser.get("/sign-in", base_url=ORIGIN).status_code == 503
    assert "database migrate" in caplog.text
    assert browser.get("/sign-in", base_url=ORIGIN).status_code == 200, "and all is well once they are there"
