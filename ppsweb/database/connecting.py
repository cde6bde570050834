"""Connecting the application: one engine behind the proxy, one connection for each request."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, g, request

from ppsweb import keys
from ppsweb.database import engine, migrate
from ppsweb.database.table import database
from ppsweb.settings import Settings

log = logging.getLogger(__name__)


def stands_alone(view: Any) -> bool:
    """Whether a page is shown while the database does not answer (`web.alone`)."""
    return bool(getattr(view, "stands_alone", False))


def init_app(app: Flask, settings: Settings) -> None:
    """Point the proxy at the engine of the settings, and open and close it around each request."""
    # at DEBUG it writes every statement with its parameters: what somebody typed would be in the log (D6.14)
    logging.getLogger("peewee").setLevel(logging.INFO)
    database.initialize(
        engine.build(settings.database_url, keys.derive("database file"), synchronous=settings.synchronous)
    )

    ready = False

    @app.before_request
    def connect() -> Any:
        nonlocal ready
        if request.endpoint == "static":
            return None
        try:
            database.connect(reuse_if_open=True)
        except Exception as error:  # whatever it is: whom to ring about a child at risk is seen all the same (C10)
            if not stands_alone(app.view_functions.get(request.endpoint or "")):
                raise
            log.error("the database did not answer at %s: %s", request.endpoint, type(error).__name__)
            g.without_database = True
            return None
        if (
            not ready
        ):  # asked until it once was: a migration takes the guards off, so the site is stopped for it
            missing = migrate.unready(database.obj)
            if missing:
                log.error(
                    "the database is not ready; run `flask --app wsgi database migrate`: %s", missing[:5]
                )
                return app.extensions["error_page"](503)
            ready = True
        return None

    @app.teardown_request
    def close(error: Any = None) -> None:
        keys.forget()
        if not database.is_closed():
            database.close()
