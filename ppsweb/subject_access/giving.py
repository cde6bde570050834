"""Which pack may leave now, by whatever road: sent or handed over (C2, D3.16, D4.26)."""

from __future__ import annotations

from datetime import datetime

from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.refusal import Refused
from ppsweb.subject_access import rules
from ppsweb.subject_access.answering import has_left
from ppsweb.subject_access.models import DataRequest, Pack
from ppsweb.subject_access.standing import (
    Decided,
    changed_since,
    decided,
    latest_pack,
    sealed_since,
    standing,
)
from ppsweb.subject_access.timing import awaits_identity

CHANGED = (
    "Something in this pack has changed or was sealed off since it was decided. Look again for what is new, "
    "have it decided and signed, and make the pack anew."
)


def pack_to_give(
    by: Member, when: datetime, request: DataRequest, *, seen: str, about_nobody_else: bool
) -> Pack:
    """The pack that may leave now, by whatever road, until the end of the transaction. Raises Refused.

    `seen` is the id of the pack that was read: what is said of it is said of no other. Until parts of an item can
    be blacked out only the manager gives one out, and says that nothing in it is about anybody else.
    """
    if not by.manages:
        raise Refused("Only the manager releases a pack.")
    if not about_nobody_else:
        raise Refused(
            {"about_nobody_else": "Read the pack, then tick that nothing in it is about anybody else"}
        )
    request.lock()
    pack, now = latest_pack(request), decided(request)
    waits = awaits_identity(request, clock.local(when).date())
    problem = rules.why_not_release(standing(now, pack), awaits_identity=waits)
    if problem is not None or pack is None or pack.file is None:
        raise Refused(problem or "There is no pack yet.")
    if seen != pack.id:
        raise Refused(
            "The pack was made anew since you opened this page. Open it again, and read the new pack."
        )
    _refuse_changed(now, left=has_left(pack))
    return pack


def _refuse_changed(now: Decided, *, left: bool) -> None:
    """Ask the rooms once more whether what is given out is what was decided.

    A pack that has left already is sent again as it is, whatever else has come since: an address that changed is
    why most of them are. What was sealed off meanwhile is another family's, and goes out in no pack (D4.26).
    """
    if sealed_since(now) if left else changed_since(now):
        raise Refused(CHANGED)
