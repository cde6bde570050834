"""Whether somebody who signed in earlier still belongs: asked again at most every few minutes (D6.03, D6.17).

Out of the group, disabled or expired means out at the next request. A directory that cannot be asked admits
nobody: the session is suspended until it can (D6.15).
"""

from __future__ import annotations

import enum
import logging
from datetime import timedelta

from ppsweb import settings
from ppsweb.auth import looking_up
from ppsweb.auth.models import Session
from ppsweb.auth.session import ServerSession
from ppsweb.deadlines import clock
from ppsweb.directory import DirectoryDown

log = logging.getLogger(__name__)


class Standing(enum.Enum):
    """What the gate learns of a session."""

    STRANGER = enum.auto()
    STANDS = enum.auto()
    SENT_OUT = enum.auto()
    SUSPENDED = enum.auto()


def is_due(row: Session) -> bool:
    """Whether the directory must be asked before this session is served."""
    if row.checked_at is None:
        return True
    return bool(clock.now() >= row.checked_at + timedelta(minutes=settings.current().directory_minutes))


def check(session: ServerSession) -> Standing:
    """Ask the directory if it is time to. Somebody who does not belong any more loses every session."""
    row = session.row
    if row is None or row.member is None:
        return Standing.STRANGER
    if not is_due(row):
        return Standing.STANDS
    try:
        belongs = looking_up.look_up(row.member)
    except DirectoryDown:
        log.warning("session of member %s suspended: the directory does not answer", row.member_id)
        return Standing.SUSPENDED
    if not belongs:
        session.end()
        return Standing.SENT_OUT
    session.checked()
    return Standing.STANDS
