"""What the worker clears away: sessions that are over, attempts that count no more, drafts nobody came back for."""

from __future__ import annotations

from datetime import timedelta

from ppsweb import settings
from ppsweb.auth.models import Draft, Session, SignInAttempt
from ppsweb.deadlines import clock
from ppsweb.worker import queue


def register() -> None:
    """Have every round of the worker do it."""
    queue.every_round(tidy)


def tidy() -> None:
    """Remove what is over. No row of it lets anybody in; it only must not pile up."""
    now = clock.now()
    Session.clear(now, timedelta(hours=settings.current().absolute_hours))
    SignInAttempt.clear(now)
    Draft.clear(now)
