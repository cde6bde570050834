"""Pages of signing in and out, of the session, of the members and of their deputies."""

from ppsweb.auth.views import deputies, members, session, signing
from ppsweb.auth.views.room import room

__all__ = ["deputies", "members", "room", "session", "signing"]
