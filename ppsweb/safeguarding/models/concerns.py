"""A concern: what somebody noticed about a child. It needs neither a permission nor a case (D4.22).

It has a key of its own and rests on the legal duty, so that an unknown caller about a child at risk can be recorded.
"""

from __future__ import annotations

from typing import Any

from peewee import DateTimeField, ForeignKeyField, ModelSelect

from ppsweb import keys
from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, rests_on_authority
from ppsweb.cases.models import Case
from ppsweb.database import Guard, Table, never
from ppsweb.keys import DataKey, Sealed
from ppsweb.people.models import Person

#: what a concern rests on: the duty itself, never a family's permission, which can end
DUTY = "a.kind = 'legal_duty' AND a.purpose = 'safeguarding' AND a.data_key_id = NEW.data_key_id"


@names(Subject.CONCERN)
class Concern(Table):
    """What was seen or heard, about whom, why a child may be at risk, and when: four answers save it (D4.18)."""

    authority = ForeignKeyField(Authority, backref="+", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    recorded_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    happened_at = DateTimeField()
    facts = Sealed()
    about_whom = Sealed()
    opinion = Sealed()
    #: whom of the service's own staff it is about: it is hidden from them, and goes to the designated officer (D4.21)
    about_member = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")

    GUARDS = (
        rests_on_authority("a concern", DUTY),
        Guard(
            "not_the_accused",
            "INSERT",
            "NEW.about_member_id = NEW.recorded_by_id",
            "an allegation is recorded by somebody else",
        ),
        never("UPDATE", "a concern is not edited: what comes later is added"),
        never("DELETE", "a concern stays on record"),
    )

    class Meta:
        table_name = "concerns"
        sealed_with = ("authority", "recorded_by")

    @classmethod
    def visible_to(cls, member: Any) -> ModelSelect[Concern]:
        """The concerns that this member may open: whoever recorded, decided or was asked, and the officers of a linked
        case; the manager all. Never the member of staff whom it is about (D4.21), nor one of a client with whom the
        member is connected (D4.13).
        """
        return cls.select().where(cls.opens_for(member))

    @classmethod
    def opens_for(cls, member: Any) -> Any:
        """The condition that this member may open the concern."""
        from ppsweb.safeguarding.models.decisions import (  # they point to a concern
            ConcernDecision,
            DecisionApproval,
        )

        theirs = ConcernLink.select(ConcernLink.concern).where(
            ConcernLink.person.in_(Case.clients_in_conflict(member))
        )
        free = (cls.about_member.is_null() | (cls.about_member != member)) & cls.id.not_in(theirs)
        if member.manages:
            return free
        decided = ConcernDecision.select(ConcernDecision.concern).where(
            (ConcernDecision.decided_by == member) | (ConcernDecision.asked == member)
        )
        approved = (
            DecisionApproval.select(ConcernDecision.concern)
            .join(ConcernDecision, on=(DecisionApproval.decision == ConcernDecision.id))
            .where(DecisionApproval.approved_by == member)
        )
        visible = Case.visible_to(member).select(Case.id)
        linked = ConcernLink.select(ConcernLink.concern).where(ConcernLink.case.in_(visible))
        own = cls.recorded_by == member
        return free & (own | cls.id.in_(decided) | cls.id.in_(approved) | cls.id.in_(linked))

    @classmethod
    def found_for(cls, member: Any, concern_id: str) -> Concern | None:
        """The concern if this member may open it. Raises Tampered where somebody wrote its link into the database."""
        found: Concern | None = cls.visible_to(member).where(cls.id == concern_id).first()
        link = found.link if found is not None else None
        if link is not None:
            keys.prove(link)
        return found

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may open the concern."""
        return type(self).visible_to(member).where(type(self).id == self.id).exists()

    @property
    def link(self) -> ConcernLink | None:
        """The client whose file it belongs to, once that is known."""
        found: ConcernLink | None = ConcernLink.get_or_none(ConcernLink.concern == self)
        return found

    @property
    def case(self) -> Case | None:
        """The case in whose file it is: acts are recorded under its reference."""
        link = self.link
        return link.case if link is not None else None

    @property
    def closing(self) -> ConcernClosing | None:
        """The end of it."""
        found: ConcernClosing | None = ConcernClosing.get_or_none(ConcernClosing.concern == self)
        return found


class ConcernLink(Table):
    """Whose file a concern belongs to: found out later, or known from the beginning (D4.22).

    An allegation about staff is in no family's file: the officer of the case could be the one whom it is about (D4.21).
    """

    concern = ForeignKeyField(Concern, unique=True, backref="+", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    case = ForeignKeyField(Case, backref="+", on_delete="RESTRICT")
    linked_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    how_known = Sealed()

    GUARDS = (
        Guard(
            "own_case",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.case_id AND c.person_id = NEW.person_id)",
            "a concern is linked to a client and a case of theirs",
        ),
        Guard(
            "not_about_staff",
            "INSERT",
            "EXISTS (SELECT 1 FROM concerns c WHERE c.id = NEW.concern_id AND c.about_member_id IS NOT NULL)",
            "an allegation about staff is in no family's file",
        ),
        never("UPDATE", "whose file a concern belongs to is not edited"),
        never("DELETE", "whose file a concern belongs to stays on record"),
    )

    class Meta:
        table_name = "concern_links"
        sealed_with = ("concern", "person", "case")


class ConcernClosing(Table):
    """Nothing more is to be done. Without a decision, to tell or not to tell, there is no closing (D4.17)."""

    concern = ForeignKeyField(Concern, unique=True, backref="+", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    closed_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    words = Sealed()

    GUARDS = (
        Guard(
            "decided_before_closing",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM concern_decisions d WHERE d.concern_id = NEW.concern_id)",
            "a concern is not closed without a decision",
        ),
        never("UPDATE", "the closing of a concern is not edited"),
        never("DELETE", "the closing of a concern stays on record"),
    )

    class Meta:
        table_name = "concern_closings"
        sealed_with = ("concern",)
