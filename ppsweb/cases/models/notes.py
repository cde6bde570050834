"""The notes of a case: never changed, never deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar

from peewee import BooleanField, DateTimeField, ForeignKeyField, IntegerField, ModelSelect

from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.cases.models.case import Case
from ppsweb.cases.models.codes import Channel
from ppsweb.database import CodeField, Guard, Table, among, locked, never, written
from ppsweb.keys import DataKey, Sealed

_KEPT = (
    "case_id",
    "data_key_id",
    "author_id",
    "happened_at",
    "channel",
    "facts",
    "parents_view",
    "childs_view",
    "information_given",
    "observation",
    "told_in_confidence",
    "corrects_id",
    "minutes",
    "created_at",
)


@names(Subject.NOTE)
class Note(Table):
    """What happened, with the parent's view, the child's view and the officer's observation apart (D4.12).

    Never changed and never deleted: a correction is a new note. A misfiled one is sealed off by the manager and
    filed where it belongs (D4.26).
    """

    case = ForeignKeyField(Case, backref="notes", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    author = ForeignKeyField(Member, backref="notes", on_delete="RESTRICT")
    happened_at = DateTimeField(index=True)
    channel = CodeField(Channel)
    minutes = IntegerField(null=True)
    facts = Sealed(null=True)
    parents_view = Sealed(null=True)
    childs_view = Sealed(null=True)
    information_given = Sealed(null=True)
    observation = Sealed(null=True)
    told_in_confidence = BooleanField(default=False)
    corrects = ForeignKeyField("self", null=True, backref="corrections", on_delete="RESTRICT")
    sealed_off_at = DateTimeField(null=True)
    sealed_off_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    sealed_off_because = Sealed(null=True)
    filed_as = ForeignKeyField("self", null=True, backref="filed_from", on_delete="RESTRICT")

    GUARDS = (
        Guard(
            "kept",
            "UPDATE",
            " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in _KEPT)
            + " OR OLD.sealed_off_at IS NOT NULL",
            "a note is not changed: write a new one that corrects it",
            refuse_postgresql=" OR ".join(
                f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in _KEPT
            )
            + " OR OLD.sealed_off_at IS NOT NULL",
        ),
        never("DELETE", "a note is not deleted"),
    )

    class Meta:
        table_name = "notes"
        sealed_with = ("case",)

    #: rooms above say what else happens when a note is sealed off, in the same transaction: by whom, when, which
    when_sealed_off: ClassVar[list[Callable[[Any, datetime, Any], None]]] = []

    def is_sealed_off_by_now(self) -> bool:
        """Whether the note was sealed off, also since it was read; it stays as it is until the transaction ends.

        Whoever files it elsewhere waits for whoever corrects it, and takes the correction along (D4.26).
        """
        now = locked(Note.select(Note.sealed_off_at).where(Note.id == self.id)).get()
        return now.sealed_off_at is not None

    @classmethod
    def that_speak_of(cls, notes: Iterable[Note]) -> list[Note]:
        """The later notes that correct these, and the misfiled ones whose words these have; without their texts."""
        return _that_speak_of([note.id for note in notes])

    @classmethod
    def corrections_of(cls, note: Note) -> list[Note]:
        """What corrects this note, and what corrects that, each after what it corrects; not what is sealed off."""
        found: dict[str, Note] = {note.id: note}
        wave = [note.id]
        while wave:
            later = cls.select().where((cls.case == note.case_id) & among(cls.corrects, wave))
            wave = []
            for each in later.order_by(cls.created_at, cls.id):
                if each.id not in found:
                    found[each.id] = each
                    wave.append(each.id)
        return [each for each in found.values() if each.id != note.id and each.sealed_off_at is None]

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may open the case that the note is in."""
        return self.case.is_open_to(member)


@written
def _that_speak_of(ids: list[str]) -> ModelSelect[Note]:
    of_these = among(Note.corrects, ids) | among(Note.filed_as, ids)
    return (
        Note.select(
            Note.id,
            Note.created_at,
            Note.happened_at,
            Note.corrects,
            Note.filed_as,
            Note.sealed_off_at,
            Note.sealed_off_by,
        )
        .where(of_these)
        .order_by(Note.created_at, Note.id)
    )
