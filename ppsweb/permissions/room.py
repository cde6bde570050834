"""A room: a blueprint in which a route that names no permission cannot exist.

A page's life has three steps: load, check access, do. A route's `<id:name>` becomes the record that the room's
loader finds for this member; no record, or no permission, is the one 404 whose bytes are the same for what
does not exist and for what one may not know (C3, D6.19). 403 is for staff of the service who can see a thing
but may not do this to it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, current_app, g, request
from werkzeug.wrappers import Response

from ppsweb.permissions.predicates import in_service
from ppsweb.permissions.table import PERMISSIONS, may

Loader = Callable[[Any, str], Any]
#: by the name of a URL variable: whose record it is, whoever asks; only for the record of refusals
_whose: dict[str, Callable[[str], Any]] = {}


def belongs_to(**finders: Callable[[str], Any]) -> None:
    """Say how an id in an address leads to the case or client that it is of, so that a refusal names whose file it was.

    Each answers what has an `audit_ref`, or None where no such record exists, with the same statement for both: the
    answer to somebody outside must not take longer for what exists (`audit.referred_to`).
    """
    _whose.update(finders)


def whose(values: Mapping[str, Any]) -> Any:
    """The case or client whose record an address names, for the record of access and for nobody's eyes.

    Whatever the first id leads to, each is looked up: how many were must not tell what exists (D6.19).
    """
    found = [_whose[name](str(value)) for name, value in values.items() if name in _whose]
    return next((each for each in found if each is not None), None)


class Room(Blueprint):
    """A feature's pages. `needs` is part of every route."""

    def __init__(self, name: str, import_name: str, **options: Any) -> None:
        super().__init__(name, import_name, **options)
        self._loaders: dict[str, Loader] = {}

    def loads(self, **loaders: Loader) -> None:
        """Say how a URL variable becomes a record: `loader(member, id)` answers the record or None."""
        self._loaders.update(loaders)

    def form(
        self, rule: str, *, needs: str, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A page with a form: GET shows it, POST takes it."""
        return self.route(rule, methods=["GET", "POST"], needs=needs, **options)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        *,
        needs: str | None = None,
        **options: Any,
    ) -> None:
        if needs not in PERMISSIONS or needs is None:
            raise LookupError(f"{self.name}: the route {rule} needs a permission that the table names.")
        if view_func is None:
            raise LookupError(f"{self.name}: the route {rule} has no view.")
        endpoint = endpoint or view_func.__name__
        guarded = self._guard(view_func, needs)
        options.setdefault("methods", ["GET"])
        super().add_url_rule(rule, endpoint, guarded, False, **options)

    def _guard(self, view: Callable[..., Any], needs: str) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(**values: Any) -> Any:
            # what anybody may asks nobody who they are: the database need not answer for it (C10)
            member = None if may(None, needs) else current_member()
            if not may(member, needs):
                return refuse(member, needs)
            for name in [name for name in values if name in self._loaders]:
                record = self._loaders[name](member, values[name])
                if record is None:
                    return refuse(None, needs)
                if not may(member, needs, record):
                    return refuse(member, needs)
                values[name] = record
            return _recorded(lambda: current_app.ensure_sync(view)(**values), values)

        guarded.needs = needs  # type: ignore[attr-defined]
        return guarded


def _recorded(view: Callable[[], Any], values: Mapping[str, Any]) -> Any:
    """The view's answer; a look at a family's page that left no row of its own is recorded first (D6.13)."""
    watch = current_app.extensions.get("watch_look")
    return view() if watch is None else watch(view, lambda: _named_in(values))


def _named_in(values: Mapping[str, Any]) -> Any:
    loaded = (value for value in values.values() if hasattr(value, "audit_ref"))
    return next(loaded, None) or whose(request.view_args or {})


def current_member() -> Any:
    """The signed-in member of staff or None, as `auth` knows it."""
    return current_app.extensions["current_member"]()


def refuse(member: Any, needs: str) -> Response:
    """403 for staff of the service, the uniform 404 for everybody else; the refusal is recorded (D6.13)."""
    g.refused = needs
    recorder = current_app.extensions.get("record_refusal")
    if recorder is not None:
        recorder(needs)
    return abort(403 if in_service(member) else 404)
