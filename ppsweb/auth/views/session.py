"""Staying signed in, and throwing away what was kept."""

from __future__ import annotations

from flask import Response, redirect, request

from ppsweb.auth import current_member, drafts, rules
from ppsweb.auth.login import current_session
from ppsweb.auth.views.room import room


@room.post("/session/extend", needs="auth.stay")
def extend() -> Response:
    """Somebody who was warned that the session ends says that they are still there (WCAG 2.2.1)."""
    current_session().touch()
    return Response(status=204)


@room.post("/drafts/discard", needs="auth.stay")
def discard() -> Response:
    """Forget what was kept for one page, and show the page empty."""
    member = current_member()
    if member is not None:
        drafts.forget(member, request.form.get("page", ""), request.form.get("subject") or None)
    back = rules.safe_address(request.form.get("back")) or "/"
    return redirect(back, 303)  # type: ignore[return-value]
