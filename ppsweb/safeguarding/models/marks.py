"""Whether the family is told that something was told: where that would put somebody at risk they are not (D4.20)."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField

from ppsweb.auth.models import Member
from ppsweb.database import CodeField, Guard, Table, never
from ppsweb.keys import DataKey, Sealed
from ppsweb.safeguarding.codes import MarkKind
from ppsweb.safeguarding.models.decisions import Telling


class TellingMark(Table):
    """One word about it: not to be told, a second person's agreement, or that they may be told now. The last counts.

    What it says is sealed together with its kind, so that a row that was changed in the database says nothing.
    """

    telling = ForeignKeyField(Telling, backref="+", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    marked_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    kind = CodeField(MarkKind)
    words = Sealed()
    review_due = DateField(null=True)

    GUARDS = (
        Guard(
            "review_said",
            "INSERT",
            "(NEW.kind = 'not_to_be_told') <> (NEW.review_due IS NOT NULL)",
            "what is not to be told says when that is reviewed",
        ),
        Guard(
            "other_agrees",
            "INSERT",
            "NEW.kind = 'agreed' AND EXISTS (SELECT 1 FROM telling_marks m WHERE m.telling_id = NEW.telling_id "
            "AND m.kind = 'not_to_be_told' AND m.marked_by_id = NEW.marked_by_id)",
            "the second person is somebody else than who marked it",
        ),
        never("UPDATE", "whether the family is told is not edited: say it anew"),
        never("DELETE", "whether the family is told stays on record"),
    )

    class Meta:
        table_name = "telling_marks"
        sealed_with = ("telling", "marked_by", "kind")
