"""What was done without permission: recorded as exactly that, and looked at by the manager (D3.22, D4.03)."""

from __future__ import annotations

import enum
from typing import Any

from peewee import BooleanField, DateTimeField, ForeignKeyField

from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.database import CodeField, Guard, Table, kept, never
from ppsweb.keys import DataKey, Sealed


class Cause(enum.StrEnum):
    """How it came to be without permission."""

    NO_PERMISSION = "no_permission"
    ENDED = "ended"
    RECORDED_WRONGLY = "recorded_wrongly"


class Told(enum.StrEnum):
    """Whether the client knows of it."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"


_SAID = ("why", "told", "told_because", "closed_at", "closed_by_id", "learned", "reported")


def _changed(differs: str) -> str:
    """The condition that a breach that was closed is changed; `differs` is the engine's word."""
    changes = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in _SAID)
    return f"OLD.closed_at IS NOT NULL AND ({changes})"


class Breach(Table):
    """One act outside that no permission covered. The manager closes it, once it says what was learned of it."""

    case = ForeignKeyField(Case, backref="breaches", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    cause = CodeField(Cause)
    opened_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    #: what the officer says of it; None while it was found by the site and nobody has said anything
    why = Sealed(null=True)
    told = CodeField(Told, default=Told.NOT_YET)
    told_because = Sealed(null=True)
    learned = Sealed(null=True)
    #: whether the data protection officer was told, who decides within 72 hours whether the regulator is (D3.22)
    reported = BooleanField(null=True)
    closed_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    closed_at = DateTimeField(null=True)

    GUARDS = (
        kept(
            ("case_id", "data_key_id", "cause", "opened_by_id", "created_at"),
            "what was done without permission stays on record",
        ),
        Guard(
            "closing",
            "INSERT|UPDATE",
            "(NEW.closed_at IS NULL) <> (NEW.closed_by_id IS NULL) OR (NEW.closed_at IS NULL) <> (NEW.learned IS NULL) "
            "OR (NEW.closed_at IS NULL) <> (NEW.reported IS NULL) "
            "OR NEW.closed_at IS NOT NULL AND (NEW.told = 'not_yet' OR NEW.why IS NULL) "
            "OR NEW.told = 'no' AND NEW.told_because IS NULL",
            "a breach is closed once it says why it happened, whether the client knows, and what was learned",
        ),
        Guard(
            "closed",
            "UPDATE",
            _changed("IS NOT"),
            "a breach that was closed is not changed",
            refuse_postgresql=_changed("IS DISTINCT FROM"),
        ),
        never("DELETE", "what was done without permission is not deleted"),
    )

    class Meta:
        table_name = "breaches"
        sealed_with = ("case",)

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may open the case that it is of."""
        return self.case.is_open_to(member)
