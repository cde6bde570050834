"""The case, its notes, and who may open it.

A case rests on an authority, has a key of its own, and is named in the audit record by a reference that dies
with it. Its satellites (notes, covers, conflicts, levels) have tables of their own, so that the case stays small.
"""

from __future__ import annotations

import enum
import secrets
from datetime import date
from typing import Any

from peewee import (
    JOIN,
    BooleanField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    ModelSelect,
)

from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, rests_on_authority
from ppsweb.database import CodeField, Guard, IdField, Table, kept, never, new_id
from ppsweb.deadlines import clock
from ppsweb.keys import DataKey, Sealed
from ppsweb.people.models import NamedPerson, Person, SameClientForeignKeyField

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Status(enum.StrEnum):
    """Where a case is (D1.09)."""

    OPEN = "open"
    INACTIVE = "inactive"
    CLOSED = "closed"


class Channel(enum.StrEnum):
    """How a contact took place."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    MEETING = "meeting"
    VISIT = "visit"
    TEXT = "text"
    OTHER = "other"


class Topic(enum.StrEnum):
    """What a case is about: codes of the service's own list (D1 section 1.3)."""

    SEN_SUPPORT = "sen_support"
    ASSESSMENT_REQUEST = "assessment_request"
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    REFUSAL_TO_ISSUE = "refusal_to_issue"
    DRAFT_PLAN = "draft_plan"
    PLAN_CONTENT = "plan_content"
    PLACEMENT = "placement"
    ANNUAL_REVIEW = "annual_review"
    TRANSFER = "phase_transfer"
    MEDIATION = "mediation"
    TRIBUNAL = "tribunal"
    EXCLUSION = "exclusion"
    ATTENDANCE = "attendance"
    TRANSPORT = "transport"
    ADMISSION = "admission"
    OTHER = "other"


class Outcome(enum.StrEnum):
    """How a case ended."""

    INFORMED = "informed"
    AGREED = "agreed"
    DECIDED = "decided_by_tribunal"
    SIGNPOSTED = "signposted"
    NO_CONTACT = "no_further_contact"
    ASKED_TO_CLOSE = "asked_to_close"


def new_reference() -> str:
    """A random reference that can be told by telephone and reveals nothing: 7Q4K-2MXD."""
    letters = [secrets.choice(REFERENCE_LETTERS) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


#: what of the child and of the authority comes with a case: reading whole rows takes longer than drawing the page
CHILD = (NamedPerson.id, NamedPerson.data_key, NamedPerson.person, NamedPerson.name)
AUTHORITY = (
    Authority.id,
    Authority.kind,
    Authority.purpose,
    Authority.withdrawn_at,
    Authority.invalidated_at,
)


@names(Subject.CASE)
class Case(Table):
    """One piece of work for one client."""

    audit_ref = IdField(default=new_id, unique=True)
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="cases", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="cases", on_delete="RESTRICT")
    child = SameClientForeignKeyField(NamedPerson, null=True, backref="cases", on_delete="RESTRICT")
    reference = Sealed()
    officer = ForeignKeyField(Member, backref="cases", on_delete="RESTRICT")
    status = CodeField(Status, default=Status.OPEN, index=True)
    level = IntegerField(default=1)
    topic = CodeField(Topic)
    opened_at = DateTimeField(default=clock.now, index=True)
    last_contact_at = DateTimeField(default=clock.now, index=True)
    closed_on = DateField(null=True, index=True)
    outcome = CodeField(Outcome, null=True)

    GUARDS = (
        rests_on_authority("a case"),
        kept(
            ("person_id", "authority_id", "data_key_id", "audit_ref", "reference", "opened_at", "created_at"),
            "a case stays that of its client",
        ),
        Guard(
            "closing",
            "INSERT|UPDATE",
            "(NEW.status = 'closed') <> (NEW.closed_on IS NOT NULL) OR NEW.level NOT BETWEEN 1 AND 4",
            "a closed case has a closing day, and a level is 1 to 4",
        ),
        Guard(
            "own_child",
            "INSERT|UPDATE",
            "NEW.child_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM named_people n WHERE n.id = NEW.child_id AND n.person_id = NEW.person_id)",
            "a case is about somebody who is named in the file of its client",
        ),
        never("DELETE", "a case is destroyed only by an approved destruction"),
    )

    class Meta:
        table_name = "cases"
        sealed_with = ("person",)
        indexes = ((("officer", "last_contact_at"), False),)

    #: set by `visible_to`: the id of the member for whom this row was found
    opened_for: str | None = None

    @classmethod
    def visible_to(cls, member: Any) -> ModelSelect[Case]:
        """The cases that this member may open: their own, those they cover, for the manager all.

        Never one in which they declared a conflict of interest (D4.13).
        """
        conflicted = CaseConflict.select(CaseConflict.case).where(CaseConflict.member == member)
        query = cls.select().where(cls.id.not_in(conflicted))
        if member.manages:
            return query
        return query.where((cls.officer == member) | cls.id.in_(cls.covered_by(member)))

    @classmethod
    def covered_by(cls, member: Any) -> ModelSelect[CaseCover]:
        """The ids of the cases that this member covers today."""
        return CaseCover.select(CaseCover.case).where(
            (CaseCover.member == member) & (CaseCover.until >= clock.today())
        )

    @classmethod
    def listed_for(cls, member: Any) -> ModelSelect[Case]:
        """As `visible_to`, for a list in order of time: whoever covers nothing is served by one index."""
        if not member.manages and not cls.covered_by(member).exists():
            conflicted = CaseConflict.select(CaseConflict.case).where(CaseConflict.member == member)
            return cls.select().where((cls.officer == member) & cls.id.not_in(conflicted))
        return cls.visible_to(member)

    @classmethod
    def found_for(cls, member: Any, case_id: str) -> Case | None:
        """The case if this member may open it, with its client and child, in one query."""
        case: Case | None = (
            cls.visible_to(member)
            .select(cls, Person, *CHILD, *AUTHORITY)
            .join(Person, on=(cls.person == Person.id))
            .switch(cls)
            .join(NamedPerson, JOIN.LEFT_OUTER, on=(cls.child == NamedPerson.id))
            .switch(cls)
            .join(Authority, on=(cls.authority == Authority.id))
            .where(cls.id == case_id)
            .first()
        )
        if case is not None:
            case.opened_for = case.person.opened_for = member.id
        return case

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may open the case."""
        if self.opened_for is not None:
            return self.opened_for == member.id
        return type(self).visible_to(member).where(type(self).id == self.id).exists()

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED


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

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may open the case that the note is in."""
        return self.case.is_open_to(member)


class CaseCover(Table):
    """A colleague opened this case to cover for its officer, with a reason, until a day."""

    case = ForeignKeyField(Case, backref="covers", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    member = ForeignKeyField(Member, backref="covers", on_delete="RESTRICT")
    reason = Sealed()
    until = DateField(index=True)

    GUARDS = (
        never("UPDATE", "who opened a case for cover, and why, is not edited"),
        never("DELETE", "who opened a case for cover, and why, stays on record"),
    )

    class Meta:
        table_name = "case_covers"
        sealed_with = ("case", "member")

    def covers(self, day: date) -> bool:
        return day <= self.until


class CaseConflict(Table):
    """A member declared a conflict of interest in this case, and lost access to it (D4.13)."""

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


class Enquiry(Table):
    """A call of somebody who gave no permission, or no name: date, channel, level and topic, nothing else (D1.07)."""

    member = ForeignKeyField(Member, backref="enquiries", on_delete="RESTRICT")
    happened_on = DateField(index=True)
    channel = CodeField(Channel)
    level = IntegerField(default=1)
    topic = CodeField(Topic)

    class Meta:
        table_name = "enquiries"


Person.visible_through.append(lambda member: Case.visible_to(member).select(Case.person))
Person.hidden_through.append(
    lambda member: (
        CaseConflict.select(Case.person)
        .join(Case, on=(CaseConflict.case == Case.id))
        .where(CaseConflict.member == member)
    )
)
