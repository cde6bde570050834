"""The web: headers, error pages, forms and fields, filters, navigation. It serves and knows no feature."""

from __future__ import annotations

from flask import Flask

from ppsweb import keys
from ppsweb.permissions import may
from ppsweb.permissions.room import current_member
from ppsweb.settings import Settings
from ppsweb.web import alone, components, csrf, errors, filters, headers, navigation
from ppsweb.web.static_files import asset

MOST_BYTES = 8 * 1024 * 1024


def init_app(app: Flask, settings: Settings) -> None:
    """Everything between the browser and a room. Called after `auth`, before the rooms are opened."""
    app.config.update(
        SECRET_KEY=keys.derive("flask").hex(),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        TEMPLATES_AUTO_RELOAD=False,
        TESTING=settings.mode == "test",
    )
    filters.init_app(app)
    components.init_app(app)
    csrf.init_app(app)
    app.jinja_env.globals.update(
        asset=asset,
        settings=lambda: settings,
        navigation=navigation.links,
        alarm=navigation.alarm,
        always_there=navigation.always_there,
        may=lambda permission, record=None: may(current_member(), permission, record),
    )
    app.context_processor(lambda: {"member": current_member()})
    app.extensions.setdefault("current_member", lambda: None)


def finish(app: Flask) -> None:
    """What needs all rooms to be open: the error pages, rendered once, and the headers of every answer."""
    errors.init_app(app)
    alone.init_app(app)
    headers.init_app(app, app.extensions["settings"])
