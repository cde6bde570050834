"""Who opens a case beside its officer, and who may not: covers and conflicts of interest."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, fn

from ppsweb import keys
from ppsweb.auth.models import Member
from ppsweb.cases.models.case import Case
from ppsweb.database import CodeField, Table, never
from ppsweb.keys import Coded, DataKey, Sealed
from ppsweb.people.models import Person


class CaseCover(Coded, Table):
    """A colleague opened this case to cover for its officer, with a reason, until a day.

    Without its code it opens nothing (C4).
    """

    case = ForeignKeyField(Case, backref="covers", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    member = ForeignKeyField(Member, backref="covers", on_delete="RESTRICT")
    reason = Sealed()
    until = DateField(index=True)
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "cover"
    CODE_COVERS = ("id", "case", "member", "until")
    GUARDS = (
        never("UPDATE", "who opened a case for cover, and why, is not edited"),
        never("DELETE", "who opened a case for cover, and why, stays on record"),
    )

    class Meta:
        table_name = "case_covers"
        sealed_with = ("case", "member")

    @classmethod
    def of_case(cls, case: Case) -> list[CaseCover]:
        """Who opened the case beside its officer, in the order of time."""
        return list(cls.select().where(cls.case == case).order_by(cls.created_at, cls.id))


class CaseConflict(Table):
    """A member declared a conflict of interest in this case.

    They lost access to all cases of its client (`Case.clients_in_conflict`, D4.13).
    """

    case = ForeignKeyField(Case, backref="conflicts", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    member = ForeignKeyField(Member, backref="conflicts", on_delete="RESTRICT")
    reason = Sealed()

    GUARDS = (
        never("UPDATE", "a conflict of interest is not edited"),
        never("DELETE", "a conflict of interest is not taken back"),
    )

    class Meta:
        table_name = "case_conflicts"
        sealed_with = ("case", "member")
        indexes = ((("case", "member"), True),)

    @classmethod
    def of_client(cls, person: Person) -> list[CaseConflict]:
        """Who declared a conflict of interest in any case of a client; their reasons can be opened."""
        found = list(cls.select(cls).join(Case).where(Case.person == person).order_by(cls.created_at, cls.id))
        keys.fetch([each.data_key_id for each in found])
        return found


Person.worked_on.append(lambda: fn.EXISTS(Case.select(Case.id).where(Case.person == Person.id)))
Person.visible_through.append(lambda member: Case.visible_to(member).select(Case.person))
Person.hidden_through.append(Case.clients_in_conflict)
