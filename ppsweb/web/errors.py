"""Error pages: made once at the start, the same bytes for everybody.

They carry no token, name or request id, so that "it does not exist" and "you may not know" cannot be told
apart (C3, D6.19), and the page for a crash touches nothing that could crash again.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from peewee import DatabaseError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from ppsweb.database import Stale

log = logging.getLogger(__name__)

HTML = "text/html; charset=utf-8"
LAPSED = 0
PAGES = (400, 403, 404, 405, 409, 413, 429, 500, 503)


def init_app(app: Flask) -> None:
    """Render the pages now and answer with them later."""
    pages = _rendered(app)

    def page(code: int) -> Response:
        known = code if code in pages else (400 if code < 500 else 500)
        return Response(pages[known], status=code, content_type=HTML)

    def http_error(error: HTTPException) -> Any:
        code = error.code or 500
        if error.response is not None or code < 400:
            return error
        answer = page(code)
        if isinstance(error, MethodNotAllowed):
            answer.headers["Allow"] = ", ".join(error.valid_methods or [])
        return answer

    def crash(error: Exception) -> Response:
        original = getattr(error, "original_exception", None) or error
        log.error("%s at %s", type(original).__name__, request.endpoint, exc_info=_without_text(original))
        return page(500)

    def database_gone(error: Exception) -> Response:
        log.error("the database did not answer at %s: %s", request.endpoint, type(error).__name__)
        return page(503)

    app.register_error_handler(
        CSRFError, lambda error: Response(pages[LAPSED], status=400, content_type=HTML)
    )
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Stale, lambda error: page(409))
    app.register_error_handler(OperationalError, database_gone)
    app.register_error_handler(InterfaceError, database_gone)
    # In tests a crash is raised to the test, but for the database's own words, which are never shown.
    app.register_error_handler(DatabaseError if app.testing else Exception, crash)
    app.extensions["error_page"] = page


def _rendered(app: Flask) -> dict[int, bytes]:
    with app.test_request_context("/"):
        pages = {code: render_template(f"errors/{code}.html").encode() for code in PAGES}
        pages[LAPSED] = render_template("errors/form_lapsed.html").encode()
    return pages


def _without_text(error: BaseException) -> Any:
    """The traceback with the exception's own message left out: it may quote what somebody typed."""
    return (type(error), type(error)("message withheld") if _is_plain(error) else None, error.__traceback__)


def _is_plain(error: BaseException) -> bool:
    try:
        type(error)("message withheld")
    except Exception:
        return False
    return True
