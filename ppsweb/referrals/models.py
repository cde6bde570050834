"""What is kept of a professional who asks for help for a family: nothing about the family (D4.07)."""

from __future__ import annotations

import enum

from peewee import DateField, ForeignKeyField, ModelSelect

from ppsweb.auth.models import Member
from ppsweb.database import CodeField, Guard, Table, never
from ppsweb.keys import DataKey, Sealed
from ppsweb.organisations.models import Organisation, OrganisationKind


class Asked(enum.StrEnum):
    """What they were asked to give the parent, so that the parent can come to the service (clause I11)."""

    NUMBER = "number"
    LEAFLET = "leaflet"
    BOTH = "both"
    NOT_REACHED = "not_reached"


class Referral(Table):
    """Who asked, for which body they work, when, who took it, and what they were asked to hand on.

    There is no column for a family, and none points to one: when the parent rings, nothing joins the two. It has a
    key of its own, so that the professional's name can be destroyed by itself, backups included.
    """

    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    taken_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    came_on = DateField(index=True)
    referrer = Sealed()
    #: the body is of the list, or typed
    organisation = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
    body = Sealed(null=True)
    kind = CodeField(OrganisationKind)
    asked = CodeField(Asked)

    GUARDS = (
        Guard(
            "one_body",
            "INSERT",
            "(NEW.organisation_id IS NULL) = (NEW.body IS NULL)",
            "a professional works for one body, which is of the list or typed",
        ),
        never("UPDATE", "what a professional asked is not edited"),
    )

    class Meta:
        table_name = "referrals"
        sealed_with = ("taken_by", "organisation")

    @property
    def body_name(self) -> str:
        """The body they work for, by its name."""
        listed = self.organisation
        return str(self.body if listed is None else listed.name)

    @classmethod
    def newest(cls, most: int) -> ModelSelect[Referral]:
        """The last ones that came, with the bodies of the list."""
        return (
            cls.select(cls, Organisation)
            .left_outer_join(Organisation)
            .order_by(cls.came_on.desc(), cls.created_at.desc())
            .limit(most)
        )
