"""Whether a request is answered, and whether anything may still be decided about it: two different questions.

A pack that came back, or was never sent, answers nobody, so the clock runs on. But once it may have left, what was
given out is not decided anew behind it: the same is sent again, unless a note in it turned out to belong to another
file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ppsweb.authorities.models import Authority
from ppsweb.cases.models import Note
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.states import FAILED
from ppsweb.people.models import Contact, ContactKind, Person
from ppsweb.refusal import Refused
from ppsweb.subject_access.codes import Verdict
from ppsweb.subject_access.models import DataRequest, Decision, HandOver, Item, Pack, Release

LOCKED = "The answer has been given. Log a new request for what came afterwards."
CLOCK_STOPPED = (
    "The request has been answered, so its clock has stopped and nothing more can happen to it. "
    "Log a new request for what came afterwards."
)


def releases_of(request: DataRequest) -> list[Release]:
    """Each time a pack left, the first one first, with its message."""
    query = Release.select(Release, OutboxMessage).join(
        OutboxMessage, on=(Release.message == OutboxMessage.id)
    )
    return list(query.where(Release.request == request).order_by(Release.created_at))


def handovers_of(request: DataRequest) -> list[HandOver]:
    """Each time a pack was handed over on paper, the first one first."""
    return list(HandOver.select().where(HandOver.request == request).order_by(HandOver.created_at))


def has_left(pack: Pack) -> bool:
    """Whether this pack may be in somebody's hands already, by e-mail or on paper."""
    sent = any(each.message.may_have_left for each in releases_of(pack.request) if each.pack_id == pack.id)
    return sent or HandOver.select().where(HandOver.pack == pack).exists()


def is_answered(request: DataRequest) -> bool:
    """Whether a pack was handed over, or released and neither called back while that was possible nor returned."""
    return request.id in answered([request])


def answered_ids() -> Any:
    """A query of the ids of all requests that are answered."""
    sent = (
        Release.select(Release.request)
        .join(OutboxMessage, on=(Release.message == OutboxMessage.id))
        .where(OutboxMessage.state.not_in(FAILED))
    )
    return sent | HandOver.select(HandOver.request)


def answered(requests: Iterable[DataRequest]) -> dict[str, Release | HandOver]:
    """The first that counts as an answer, of each of these requests that has one, by request."""
    ids = [each.id for each in requests]
    if not ids:
        return {}
    sent = (
        Release.select()
        .join(OutboxMessage, on=(Release.message == OutboxMessage.id))
        .where(Release.request.in_(ids) & OutboxMessage.state.not_in(FAILED))
    )
    on_paper = HandOver.select().where(HandOver.request.in_(ids))
    newest_first = sorted([*sent, *on_paper], key=lambda row: (row.answered_on, row.created_at), reverse=True)
    return {row.request_id: row for row in newest_first}


def _owed_to(person: Person) -> list[Authority]:
    """The duties to answer a client that are still open, so that an address can be verified for the answer (C2)."""
    requests = DataRequest.select(DataRequest, Authority).join(Authority)
    waiting = requests.where((DataRequest.person == person) & DataRequest.id.not_in(answered_ids()))
    return [each.authority for each in waiting.order_by(DataRequest.created_at.desc())]


Person.owed_through.append(_owed_to)


def is_locked(request: DataRequest) -> bool:
    """Whether nothing more is decided: a pack may have left, and no note in it was sealed off since."""
    left = [each.created_at for each in releases_of(request) if each.message.may_have_left]
    left += [each.created_at for each in handovers_of(request)]
    return bool(left) and not sealed_off_since(request, max(left))


def refuse_locked(request: DataRequest) -> None:
    """Raise Refused if nothing more is decided about this request."""
    if is_locked(request):
        raise Refused(LOCKED)


def why_no_event(request: DataRequest) -> str | None:
    """Why nothing more can happen to the clock: the request is answered. What came back answers nobody."""
    return CLOCK_STOPPED if is_answered(request) else None


def sealed_off_since(request: DataRequest, moment: datetime) -> bool:
    """Whether a note that was given out was sealed off from that moment on as another family's (D4.26)."""
    found: bool = (
        Note.select()
        .join(Item, on=(Item.source_id == Note.id))
        .join(Decision, on=(Decision.item == Item.id))
        .where(
            (Item.request == request)
            & (Item.source == Note._meta.table_name)
            & (Note.sealed_off_at >= moment)
            & (Decision.verdict == Verdict.INCLUDE)
        )
        .exists()
    )
    return found


def reached_by(request: DataRequest, kind: ContactKind) -> list[Contact]:
    """The numbers or addresses of one kind of whoever asked that are in use."""
    return Contact.in_use(request.person_id, kind)
