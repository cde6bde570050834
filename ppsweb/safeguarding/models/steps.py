"""What followed a concern, step by step, as the local safeguarding procedure asks (D4.21)."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField

from ppsweb.auth.models import Member
from ppsweb.database import CodeField, Guard, Table, never
from ppsweb.keys import DataKey, Sealed
from ppsweb.safeguarding.codes import StepKind
from ppsweb.safeguarding.models.concerns import Concern


class Step(Table):
    """One step: a referral and its reference, the written follow-up, the reply, an escalation, a review."""

    concern = ForeignKeyField(Concern, backref="+", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    recorded_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    kind = CodeField(StepKind)
    happened_on = DateField()
    #: the day by which somebody outside has to reply, or on which it is reviewed again
    due = DateField(null=True)
    reference = Sealed(null=True)
    words = Sealed()

    GUARDS = (
        Guard(
            "due_after",
            "INSERT",
            "NEW.due < NEW.happened_on OR NEW.kind IN ('referral', 'escalated') AND NEW.due IS NULL",
            "a referral says by when there is a reply, and nothing is due before it happened",
        ),
        never("UPDATE", "a step is not edited: add what came later"),
        never("DELETE", "a step stays on record"),
    )

    class Meta:
        table_name = "concern_steps"
        sealed_with = ("concern", "recorded_by")
