"""The headers of every answer (D6.06): nothing inline, nothing from elsewhere, nothing kept by the browser."""

from __future__ import annotations

from flask import Flask, Response, request

from ppsweb.settings import Settings
from ppsweb.web.static_files import may_be_kept

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        # only to say "I am still here" before the session ends, without losing what is typed (D6.01)
        "connect-src 'self'",
        "form-action 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
A_YEAR = 31_536_000


def init_app(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer, error pages included.

    Called last: Flask runs what was registered last first, so an error in another room's `after_request` leaves an
    answer that has its headers.
    """
    always = dict(ALWAYS)
    if settings.production:
        always["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        elif may_be_kept() and response.status_code in (200, 304):
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response
