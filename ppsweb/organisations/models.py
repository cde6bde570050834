"""The bodies outside to which something may be told once a parent permits it."""

from __future__ import annotations

import enum

from peewee import DateTimeField, ForeignKeyField, ModelSelect

from ppsweb.auth.models import Member
from ppsweb.database import CodeField, Table, kept, kept_once_set, never
from ppsweb.keys import Sealed


class OrganisationKind(enum.StrEnum):
    """What kind of body it is."""

    SCHOOL = "school"
    EARLY_YEARS = "early_years"
    COLLEGE = "college"
    COUNCIL_TEAM = "council_team"
    HEALTH = "health"
    VOLUNTARY = "voluntary"
    MEDIATION = "mediation"
    TRIBUNAL = "tribunal"
    POLICE = "police"
    OTHER = "other"


class Organisation(Table):
    """One named body outside. Its name never changes under the permissions that were given for it: a body that is
    called otherwise from now on is a new one, and the old one is no longer offered.
    """

    name = Sealed()
    kind = CodeField(OrganisationKind)
    added_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    retired_at = DateTimeField(null=True)

    GUARDS = (
        kept_once_set(("retired_at",), "a body that is not offered any more is not offered again"),
        kept(("name", "kind", "created_at"), "a body keeps the name to which permissions were given"),
        never("DELETE", "a body to which something was told stays on record"),
    )

    class Meta:
        table_name = "organisations"
        sealed_for = "organisations"

    @property
    def is_offered(self) -> bool:
        """Whether something new may name it."""
        return self.retired_at is None

    @classmethod
    def offered(cls) -> ModelSelect[Organisation]:
        """Those that something new may name; sort them by name once they are open."""
        return cls.select().where(cls.retired_at.is_null())


def by_name(organisations: ModelSelect[Organisation]) -> list[Organisation]:
    """In the order of their names, which are sealed: so it is made here (D4.11 wants no other order)."""
    return sorted(organisations, key=lambda each: each.name.casefold())
