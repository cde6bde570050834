"""The second person: somebody who prepared nothing reads everything and signs (D3.16)."""

from __future__ import annotations

from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.refusal import Refused
from ppsweb.subject_access import rules
from ppsweb.subject_access.models import DataRequest, Signature
from ppsweb.subject_access.standing import decided, out_of_date, standing


@action
def sign(by: Member, when: datetime, request: DataRequest, *, seen: str) -> Signature:
    """Sign what is decided; `seen` is the hash of what was read. Any change afterwards voids it. Raises Refused."""
    items = decided(request)
    now = standing(items)
    problem = rules.why_not_sign(now, prepared=items.preparation_by(by))
    if problem is not None:
        raise Refused(problem)
    if out_of_date(request):
        raise Refused("Something new has come in. Look again for what is new, and have it decided first.")
    if seen != now.content_hash:
        raise Refused("Something was decided since you opened this page. Read it again, then sign.")
    signature: Signature = (
        Signature(created_at=when, request=request, content_hash=now.content_hash, signed_by=by)
        .signed()
        .insert_new()
    )
    record("subject_access.sign", by=by, case=request.recorded_under, subject=request)
    return signature
