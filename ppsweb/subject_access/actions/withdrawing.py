"""A note turns out to belong to another family's file: what would carry it out of the house is stopped (D4.26, C3)."""

from __future__ import annotations

from datetime import datetime

from ppsweb import files
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.cases.models import Note
from ppsweb.mail import outbox
from ppsweb.mail.states import State
from ppsweb.subject_access.answering import releases_of
from ppsweb.subject_access.codes import Verdict
from ppsweb.subject_access.models import DataRequest, Decision, Fragment, Item, Pack


@action
def withdraw_note(by: Member, when: datetime, request: DataRequest) -> None:
    """Stop releases of a request that wait, and destroy its packs and drawn parts: a note in them was sealed off.

    The pack can be made again of what is decided anew. Called in the transaction that seals the note off. A pack
    that is being finished or released meanwhile is waited for, and stopped with the others.
    """
    request.lock()
    for release in releases_of(request):
        if release.message.state not in (State.SENT, State.CANCELLED, State.RETURNED):
            outbox.withdraw(by, when, release.message)
    for pack in Pack.select().where((Pack.request == request) & Pack.file.is_null(False)):
        made, pack.file = pack.file, None
        pack.save_changed()
        if made is not None:
            files.destroy(made)
    for part in Fragment.select().where(Fragment.request == request):
        drawn = part.file
        part.delete_instance()
        files.destroy(drawn)
    record("subject_access.withdraw_note", by=by, case=request.recorded_under, subject=request)


def _follow(by: Member, when: datetime, note: Note) -> None:
    """Withdraw the note from every request in which it was ever given out."""
    given_out = (
        DataRequest.select()
        .join(Item, on=(Item.request == DataRequest.id))
        .join(Decision, on=(Decision.item == Item.id))
        .where(
            (Item.source == Note._meta.table_name)
            & (Item.source_id == note.id)
            & (Decision.verdict == Verdict.INCLUDE)
        )
        .distinct()
        .order_by(
            DataRequest.id
        )  # in one order, so that two who seal off notes of the same requests both get on
    )
    for request in list(given_out):
        withdraw_note(by, when, request)


Note.when_sealed_off.append(_follow)
