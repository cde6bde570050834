"""No form of another site acts in the name of somebody who is signed in here (D6.08).

The token is Flask-WTF's. Its check of the referrer is off, because the site tells browsers to send none; what they
say of a request's origin instead (Sec-Fetch-Site) is the second lock.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer

CHANGES = ("POST", "PUT", "PATCH", "DELETE")
FROM_ELSEWHERE = ("cross-site", "same-site")
FIELD, SALT = "csrf_token", "wtf-csrf-token"


def init_app(app: Flask) -> None:
    """Check every request that changes something. Whoever must see a request first registers before."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.before_request(refuse_from_elsewhere)
    CSRFProtect(app)


def refuse_from_elsewhere() -> None:
    """Refuse what the browser itself says another site has sent. Raises CSRFError."""
    if request.method in CHANGES and request.headers.get("Sec-Fetch-Site") in FROM_ELSEWHERE:
        raise CSRFError("sent by another site")


def has_token_of(held: Mapping[str, Any]) -> bool:
    """Whether what was sent carries the token of the session that holds, or held, this.

    Flask-WTF's check, for a session that it cannot ask any more: one that is over.
    """
    token = _signed_here()
    return token is not None and hmac.compare_digest(str(held.get(FIELD, "")), token)


def has_token_of_ours() -> bool:
    """Whether what was sent carries a token that this site gave to some session, perhaps an earlier one."""
    return _signed_here() is not None


def _signed_here() -> str | None:
    """The token inside what was sent, if this site signed it."""
    signer = URLSafeTimedSerializer(current_app.secret_key or "", salt=SALT)
    try:
        return str(signer.loads(request.form.get(FIELD, "")))
    except BadData:
        return None
