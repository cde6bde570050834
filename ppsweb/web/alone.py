"""Pages that are there when nothing else is: whom to ring about a child at risk, and the blank form (C10).

They are rendered once at the start, without a request, and shown without asking the database or the directory. Where a
page has more to say to whoever has signed in, it says so while the database answers, and stands alone otherwise.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from flask import Flask, Response, current_app, g
from peewee import DatabaseError

from ppsweb.web.errors import HTML, render_once

_templates: list[str] = []


def init_app(app: Flask) -> None:
    """Render them now. Called when all rooms are open; a page that asks for a request fails here, at the start."""
    with app.app_context():
        app.extensions["alone"] = {name: render_once(app, name) for name in _templates}


def stands_alone(template: str) -> Callable[[Callable[[], str]], Callable[[], str | Response]]:
    """Mark a view: while the database does not answer, `template` is shown instead, the same bytes for everybody."""
    _templates.append(template)

    def mark(view: Callable[[], str]) -> Callable[[], str | Response]:
        @functools.wraps(view)
        def shown() -> str | Response:
            if g.get("without_database"):
                return alone(template)
            try:
                return view()
            except DatabaseError:
                return alone(template)

        shown.stands_alone = True  # type: ignore[attr-defined]
        return shown

    return mark


def always_alone(template: str) -> Callable[[], Response]:
    """A view that has nothing else to say: it never asks the database."""
    _templates.append(template)

    def shown() -> Response:
        return alone(template)

    shown.stands_alone = True  # type: ignore[attr-defined]
    return shown


def alone(template: str) -> Response:
    """The page as it was rendered at the start."""
    return Response(current_app.extensions["alone"][template], content_type=HTML)
