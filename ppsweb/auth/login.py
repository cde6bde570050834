"""Who the current member of staff is: Flask-Login on top of the session rows.

Flask-Login remembers an id in the session; here it only counts when the row itself, whose code covers it,
belongs to the same member. Nothing is remembered beyond the session.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, g, session
from flask_login import LoginManager, current_user

from ppsweb.auth import standing
from ppsweb.auth.models import Deputy, Member
from ppsweb.auth.session import ServerSession
from ppsweb.deadlines import clock
from ppsweb.permissions.roles import Role


class SessionLogin(LoginManager):
    """Flask-Login without its cookie that outlives the session: it is neither written nor read."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response

    def _load_user_from_remember_cookie(self, cookie: str) -> None:
        return None


manager = SessionLogin()
# A session is bound to its token, not to an address: a laptop that is put into its dock changes addresses.
manager.session_protection = None


def init_app(app: Flask) -> None:
    # its context processor would read the session for every error page too
    manager.init_app(app, add_context_processor=False)
    app.extensions["current_member"] = current_member


def current_session() -> ServerSession:
    """The session of this request."""
    return cast(ServerSession, session._get_current_object())  # type: ignore[attr-defined]


@manager.user_loader
def load(member_id: str) -> Member | None:
    """The member of this session, unless the directory is due to be asked again and was not.

    The gate asks before it lets anybody in; a page that anybody may see does not wait for the directory, and
    shows itself as it does to a stranger.
    """
    row = current_session().row
    if row is None or row.member is None or row.member_id != member_id:
        return None
    if not g.get("signing_out") and (g.get("suspended") or standing.is_due(row)):
        return None
    member: Member = row.member
    member.deputises = member.role == Role.OFFICER and Deputy.is_deputy(member, clock.today())
    return member


def current_member() -> Member | None:
    """The signed-in member of staff, or None. Asked once a request."""
    member = current_user._get_current_object()
    return member if isinstance(member, Member) else None
