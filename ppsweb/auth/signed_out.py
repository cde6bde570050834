"""That somebody signed out in this browser: so that their other tabs say so, and do not ask as if nothing had been.

Signing out takes the session's cookie away, and a tab that stayed open then looks like a stranger's. What is left
instead is a cookie that says this and nothing more: it opens nothing and names nobody. It goes when somebody signs
in, or when the session would have been over anyway.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Request
from werkzeug.wrappers import Response

from ppsweb.settings import Settings

COOKIE = "__Host-ppsweb-out"


def mark(response: Response, settings: Settings) -> Response:
    """The answer to signing out, with the mark."""
    response.set_cookie(
        COOKIE, "1", secure=True, httponly=True, samesite="Strict", path="/",
        max_age=timedelta(hours=settings.absolute_hours),
    )  # fmt: skip
    return response


def unmark(request: Request, response: Response) -> Response:
    """The answer to signing in, which takes the mark away."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def why(request: Request) -> str | None:
    """What the sign-in page says to a tab whose session was ended in another one; None to a stranger.

    What such a tab sends is lost: nothing tells any more whose it was (D6.08).
    """
    if COOKIE not in request.cookies:
        return None
    return "elsewhere" if request.method in ("GET", "HEAD") else "elsewhere-lost"
