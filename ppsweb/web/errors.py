"""Error pages: made once at the start, the same bytes for everybody.

They carry no token, name or request id, so that "it does not exist" and "you may not know" cannot be told
apart (C3, D6.19), and the page for a crash touches nothing that could crash again (D6.15).
"""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFError
from peewee import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from ppsweb.database import Stale

log = logging.getLogger(__name__)

HTML = "text/html; charset=utf-8"
CODES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
#: pages that say more than their status does: a lapsed token; the same, and what was typed is kept
LAPSED, LAPSED_KEPT = "errors/form_lapsed.html", "errors/form_lapsed_kept.html"
STALE_KEPT = "errors/409_kept.html"
#: the same form came twice at the same moment, and the second met the first one's row (`web.once`)
TWICE = "errors/sent_twice.html"
NAMED = (LAPSED, LAPSED_KEPT, STALE_KEPT, TWICE)
#: how the engines say that a row with this id is there already
SAME_ID = re.compile(r"UNIQUE constraint failed: \w+\.id\b|_pkey\b")


class Pages:
    """The error pages as bytes."""

    def __init__(self, app: Flask) -> None:
        # Neither a request nor Flask's context is there, so a page that asks for either fails here, at the start.
        with app.app_context():
            self._of_status = {status: render_once(app, f"errors/{status}.html") for status in CODES}
            self._named = {name: render_once(app, name) for name in NAMED}

    def __call__(self, status: int, name: str | None = None) -> Response:
        """The page of a status, or the named one; a status without a page has the page of its class."""
        if name is not None:
            page = self._named[name]
        else:
            page = self._of_status[status if status in CODES else 400 if status < 500 else 500]
        return Response(page, status=status, content_type=HTML)


def render_once(app: Flask, name: str) -> bytes:
    """A template as bytes, without a request."""
    return app.jinja_env.get_template(name).render().encode()


def init_app(app: Flask) -> None:
    """Render the pages now and answer with them later. Called when all rooms are open."""
    page = Pages(app)
    app.extensions["error_page"] = page
    _say_what_the_database_cannot(app, page)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        status = error.code or 500
        if error.response is not None or status < 400:
            return error
        answer = page(status)
        if isinstance(error, MethodNotAllowed):
            answer.headers["Allow"] = ", ".join(error.valid_methods or [])
        return answer

    @app.errorhandler(CSRFError)
    def lapsed(error: CSRFError) -> Response:
        log.info("a form was refused at %s: %s", request.endpoint, error.description)
        app.extensions.get("record_refused_form", lambda: None)()
        return page(400, LAPSED_KEPT if _keep_typed(app) else LAPSED)

    @app.errorhandler(Stale)
    def stale(error: Stale) -> Response:
        return page(409, STALE_KEPT if _keep_typed(app) else None)

    @app.errorhandler(IntegrityError)
    def sent_twice(error: IntegrityError) -> Response:
        if request.form.get("once") and SAME_ID.search(str(error)):
            return page(409, TWICE)
        return crash(error)

    # In tests a crash is raised to the test, but for the database's own words, which are never shown.
    @app.errorhandler(DatabaseError if app.testing else Exception)
    def crash(error: Exception) -> Response:
        original = getattr(error, "original_exception", None) or error
        # Where, not what: the message of an exception may quote what somebody typed (D6.14).
        where = "".join(traceback.format_tb(original.__traceback__))
        log.error("%s at %s\n%s", type(original).__name__, request.endpoint, where)
        return page(500)


def _say_what_the_database_cannot(app: Flask, page: Pages) -> None:
    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    def database_gone(error: Exception) -> Response:
        log.error("the database did not answer at %s: %s", request.endpoint, type(error).__name__)
        return page(503)

    @app.errorhandler(DataError)
    def not_a_value(error: DataError) -> Response:
        """A NUL in an address or a hidden field: PostgreSQL has no such text, so no form of ours sent it."""
        log.warning("a value was sent to %s that the database cannot hold", request.endpoint)
        return page(400)


def _keep_typed(app: Flask) -> bool:
    """Whether `auth` has kept what was sent, to stand in the form when its page is opened again."""
    keep = app.extensions.get("keep_typed")
    return bool(keep is not None and keep())
