"""No form of another site acts in the name of somebody who is signed in here (D6.08).

The token is Flask-WTF's. Its check of the referrer is off, because the site tells browsers to send none; what they
say of a request's origin instead (Sec-Fetch-Site) is the second lock.
"""

from __future__ import annotations

from flask import Flask, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

CHANGES = ("POST", "PUT", "PATCH", "DELETE")
FROM_ELSEWHERE = ("cross-site", "same-site")


def init_app(app: Flask) -> None:
    """Check every request that changes something. Whoever must see a request first registers before."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.before_request(refuse_from_elsewhere)
    CSRFProtect(app)


def refuse_from_elsewhere() -> None:
    """Refuse what the browser itself says another site has sent. Raises CSRFError."""
    if request.method in CHANGES and request.headers.get("Sec-Fetch-Site") in FROM_ELSEWHERE:
        raise CSRFError("sent by another site")
