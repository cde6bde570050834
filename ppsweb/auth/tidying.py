"""What the worker does for sign-in: it clears away what is over, and asks daily about everybody who is admitted."""

from __future__ import annotations

from datetime import timedelta

from ppsweb import settings
from ppsweb.auth import looking_up
from ppsweb.auth.models import Draft, Session, SignInAttempt
from ppsweb.deadlines import clock
from ppsweb.worker import queue


def register() -> None:
    """Have every round of the worker do it."""
    queue.every_round(tidy)
    queue.every_round(looking_up.look_up_all)


def tidy() -> None:
    """Remove what is over. No row of it lets anybody in; it only must not pile up."""
    now = clock.now()
    Session.clear(now, timedelta(hours=settings.current().absolute_hours))
    SignInAttempt.clear(now)
    Draft.clear(now)
