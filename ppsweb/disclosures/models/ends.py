"""A permission to share has ended on which something was done or planned: its recipient may have to be told (D4.05)."""

from __future__ import annotations

import enum
from typing import Any

from peewee import DateTimeField, ForeignKeyField

from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority
from ppsweb.cases.models import Case
from ppsweb.database import CodeField, Guard, Table, kept, never
from ppsweb.keys import DataKey, Sealed


class TheirTurn(enum.StrEnum):
    """What became of it with those to whom something was told."""

    TOLD = "told"
    NOT_NEEDED = "not_needed"


class SharingEnd(Table):
    """What one ended permission leaves to do in one case: a task of its officer until it is dealt with."""

    case = ForeignKeyField(Case, backref="sharing_ends", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="+", on_delete="RESTRICT")
    outcome = CodeField(TheirTurn, null=True)
    words = Sealed(null=True)
    dealt_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    dealt_at = DateTimeField(null=True)

    GUARDS = (
        kept(
            ("case_id", "data_key_id", "authority_id", "created_at"),
            "what ended with a permission stays on record",
        ),
        Guard(
            "dealt",
            "INSERT|UPDATE",
            "(NEW.dealt_at IS NULL) <> (NEW.dealt_by_id IS NULL) OR (NEW.dealt_at IS NULL) <> (NEW.outcome IS NULL)",
            "it is said whole what became of an ended permission",
        ),
        never("DELETE", "what ended with a permission is not deleted"),
    )

    class Meta:
        table_name = "sharing_ends"
        sealed_with = ("case",)
        indexes = ((("authority", "case"), False),)

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may open the case that it is of."""
        return self.case.is_open_to(member)
