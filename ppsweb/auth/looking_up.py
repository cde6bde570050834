"""Asking the directory about somebody who is not signing in: whether they still belong, and as what.

Asked before a page is served (`standing`), before a manager's word counts, and once a day by the worker about
everybody who is admitted, because whoever never comes back is never asked about otherwise (D6.03).
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from ppsweb.auth import enrolling
from ppsweb.auth.actions import signing
from ppsweb.auth.models import Member
from ppsweb.auth.staff_directory import directory
from ppsweb.deadlines import clock
from ppsweb.directory import DirectoryDown

#: how often the worker asks about everybody, and about how many in one round
EVERY = timedelta(days=1)
IN_ONE_ROUND = 20

log = logging.getLogger(__name__)


def look_up(member: Member) -> bool:
    """Whether somebody still belongs. What the directory says is taken over; who is gone loses every session.

    Raises DirectoryDown.
    """
    entry = directory().look_up(UUID(member.guid))
    if entry is None:
        if not member.is_gone:
            signing.send_out(member, clock.now(), because="gone")
        return False
    enrolling.bring_up_to_date(member, entry)
    return True


def look_up_all() -> None:
    """Ask about the admitted who have not been asked about for a day. A directory that is down is asked again."""
    now = clock.now()
    for member in Member.due_for_look_up(now - EVERY, IN_ONE_ROUND):
        try:
            look_up(member)
        except DirectoryDown:
            log.warning("the daily look at the directory waits: it does not answer")
            return
        # beside the row's version: nobody's open form is out of date because of it
        Member.update(looked_up_at=now).where(Member.id == member.id).execute()
