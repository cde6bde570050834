"""What a case was before: each closing of it, and each change of its level. Added to, never edited."""

from __future__ import annotations

from peewee import DateField, DateTimeField, ForeignKeyField, IntegerField

from ppsweb.auth.models import Member
from ppsweb.cases.models.case import Case
from ppsweb.cases.models.codes import Outcome
from ppsweb.database import CodeField, Guard, Table, kept, never
from ppsweb.keys import DataKey, Sealed


class CaseClosing(Table):
    """A case was closed, and perhaps opened again: the case has no closing day then, but its history has (D5.02)."""

    case = ForeignKeyField(Case, backref="closings", on_delete="RESTRICT")
    closed_on = DateField()
    outcome = CodeField(Outcome)
    closed_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    reopened_at = DateTimeField(null=True)
    reopened_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")

    GUARDS = (
        kept(
            ("case_id", "closed_on", "outcome", "closed_by_id", "created_at"),
            "a closing is not edited: the case is opened again",
        ),
        Guard(
            "ended",
            "UPDATE",
            "OLD.reopened_at IS NOT NULL",
            "a closing that has ended stays as it was",
        ),
        Guard(
            "whole",
            "INSERT|UPDATE",
            "(NEW.reopened_at IS NULL) <> (NEW.reopened_by_id IS NULL)",
            "a case that was opened again says by whom",
        ),
        never("DELETE", "a closing stays on record"),
    )

    class Meta:
        table_name = "case_closings"

    @classmethod
    def current(cls, case: Case) -> CaseClosing:
        """The closing that holds now, of a closed case."""
        found: CaseClosing = (
            cls.select()
            .where((cls.case == case) & cls.reopened_at.is_null())
            .order_by(cls.created_at.desc())
            .get()
        )
        return found


class CaseLevel(Table):
    """The level of a case was changed, by whom and why (D1.06). The level itself stands in the case."""

    case = ForeignKeyField(Case, backref="levels", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    member = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    was = IntegerField()
    level = IntegerField()
    reason = Sealed()

    GUARDS = (
        Guard(
            "levels",
            "INSERT",
            "NEW.was NOT BETWEEN 1 AND 4 OR NEW.level NOT BETWEEN 1 AND 4 OR NEW.was = NEW.level",
            "a level is 1 to 4, and a change leads to another one",
        ),
        never("UPDATE", "a change of level is not edited: change it again"),
        never("DELETE", "a change of level stays on record"),
    )

    class Meta:
        table_name = "case_levels"
        sealed_with = ("case",)
