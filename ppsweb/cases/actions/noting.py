"""Writing a note, and filing one where it belongs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.cases.models import Case, Channel, Note, Status
from ppsweb.refusal import Refused

THE_SAME_CASE = "This is the case that the note is in. Find the one where it belongs"
PARTS = ("facts", "parents_view", "childs_view", "information_given", "observation")


@action
def write_note(
    by: Member,
    when: datetime,
    case: Case,
    *,
    happened_at: datetime,
    channel: Channel,
    minutes: int | None = None,
    told_in_confidence: bool | None = None,
    corrects: Note | None = None,
    identifier: str | None = None,
    **parts: str | None,
) -> Note:
    """Write a note into a case; `parts` are its fields of D4.12, of which at least one says something.

    A correction names the note that it corrects, which stays as it was; it is told in confidence as that note is,
    unless it says otherwise (D4.09). Raises Refused.
    """
    texts = {name: (parts.get(name) or "").strip() or None for name in PARTS}
    if not any(texts.values()):
        raise Refused({"facts": "Write what happened"})
    if happened_at > when:
        raise Refused({"happened_on": "The time of the contact cannot be in the future"})
    if corrects is not None and corrects.case_id != case.id:
        raise Refused("That note belongs to another case.")
    if corrects is not None and corrects.is_sealed_off_by_now():
        raise Refused("That note was sealed off. Correct it in the case where it belongs.")
    if told_in_confidence is None:
        told_in_confidence = corrects is not None and corrects.told_in_confidence
    chosen = {"id": identifier} if identifier else {}
    note: Note = Note(
        **chosen,
        case=case,
        data_key=case.data_key_id,
        author=by,
        created_at=when,
        happened_at=happened_at,
        channel=channel,
        minutes=minutes,
        told_in_confidence=told_in_confidence,
        corrects=corrects,
        **texts,
    ).insert_new()
    if happened_at > case.last_contact_at or case.status == Status.INACTIVE:
        case.last_contact_at = max(happened_at, case.last_contact_at)
        if case.status == Status.INACTIVE:
            case.status = Status.OPEN
        case.save_changed()
    record("cases.write_note", by=by, case=case, subject=note, detail="correction" if corrects else None)
    return note


@action
def file_elsewhere(
    by: Member, when: datetime, note: Note, case: Case, *, because: str, identifier: str | None = None
) -> Note:
    """Seal off a note that was written into the wrong file and file its text where it belongs (D4.26).

    What corrects it speaks of the same family, and goes with it. The text itself stays as it was in both places;
    what is sealed off is shown to nobody but the manager. Raises Refused.
    """
    if note.sealed_off_at is not None:
        raise Refused("This note has been sealed off already.")
    if note.case_id == case.id:
        raise Refused({"reference": THE_SAME_CASE})
    if not because.strip():
        raise Refused({"because": "Say why the note belongs elsewhere"})
    filed = _file(by, when, note, case, because.strip(), **({"id": identifier} if identifier else {}))
    copies = {note.id: filed}
    for correction in Note.corrections_of(note):
        corrected = copies.get(str(correction.corrects_id))
        copies[correction.id] = _file(by, when, correction, case, because.strip(), corrects=corrected)
    return filed


def _file(by: Member, when: datetime, note: Note, case: Case, because: str, **chosen: Any) -> Note:
    """Copy one note into a case, and seal it off where it was."""
    filed = Note(
        **chosen,
        case=case,
        data_key=case.data_key_id,
        author=note.author_id,
        created_at=when,
        happened_at=note.happened_at,
        channel=note.channel,
        minutes=note.minutes,
        told_in_confidence=note.told_in_confidence,
        **{name: getattr(note, name) for name in PARTS},
    ).insert_new()
    note.sealed_off_at, note.sealed_off_by, note.filed_as = when, by, filed
    note.sealed_off_because = because
    note.save_changed()
    record("cases.seal_note", by=by, case=note.case, subject=note)
    for follow in Note.when_sealed_off:
        follow(by, when, note)
    record("cases.file_note", by=by, case=case, subject=filed)
    return filed
