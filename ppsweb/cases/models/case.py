"""The case itself, and who may open it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from peewee import (
    JOIN,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    ModelSelect,
    fn,
)

from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.authorities.models import TO_HOLD_DATA, Authority, rests_anew, rests_on_authority
from ppsweb.cases.models.codes import Outcome, Status, Topic
from ppsweb.database import CodeField, Guard, IdField, Table, kept, never, new_id, written
from ppsweb.deadlines import clock
from ppsweb.keys import DataKey, Sealed
from ppsweb.people.models import NamedPerson, Person, SameClientForeignKeyField

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


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
    Authority.data_key,
    Authority.conditions,
    Authority.withdrawn_at,
    Authority.invalidated_at,
)


#: what a case rests on: the permission of its own client, never that of another family
CLIENTS_PERMISSION = (
    f"{TO_HOLD_DATA} AND a.data_key_id = (SELECT p.data_key_id FROM people p WHERE p.id = NEW.person_id)"  # noqa: S608
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
        rests_on_authority("a case", CLIENTS_PERMISSION),
        rests_anew("a case", CLIENTS_PERMISSION),
        kept(
            ("person_id", "data_key_id", "audit_ref", "reference", "opened_at", "created_at"),
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

        Never one of a client in one of whose cases they declared a conflict of interest (D4.13).
        """
        return cls.select().where(cls.opens_for(member))

    @classmethod
    def opens_for(cls, member: Any) -> Any:
        """The condition that this member may open the case."""
        free = cls._free_for(member)
        if member.manages:
            return free
        covered = cls.covered_by(member)
        own = cls.officer == member
        return free & (own | cls.id.in_(covered) if covered else own)

    @classmethod
    def _free_for(cls, member: Any) -> Any:
        """The condition that no conflict of interest keeps the case from this member, given by row or id."""
        return cls.person.not_in(cls.clients_in_conflict(member))

    @classmethod
    def clients_in_conflict(cls, member: Any) -> Any:
        """The ids of the clients with whom this member, given by row or id, declared a connection, in any case.

        The connection is with the family: another case of theirs would show the same people (D4.13).
        """
        from ppsweb.cases.models.access import CaseConflict  # a conflict points to a case: declared after it

        declared_in = cls.alias()
        return (
            CaseConflict.select(declared_in.person)
            .join(declared_in, on=(CaseConflict.case == declared_in.id))
            .where(CaseConflict.member == member)
        )

    @classmethod
    def covered_by(cls, member: Any) -> list[str]:
        """The ids of the cases that this member covers today, by covers that this site wrote."""
        from ppsweb.cases.models.access import CaseCover  # as above

        today = (CaseCover.member == member) & (CaseCover.until >= clock.today())
        return sorted({cover.case_id for cover in CaseCover.select().where(today) if cover.is_genuine})

    @classmethod
    def listed_for(cls, member: Any) -> ModelSelect[Case]:
        """As `visible_to`, for a list in order of time: whoever covers nothing is served by one index."""
        if not member.manages and not cls.covered_by(member):
            return cls.without_conflict(member).where(cls.officer == member)
        return cls.visible_to(member)

    @classmethod
    def without_conflict(cls, member: Any) -> ModelSelect[Case]:
        """Every case of the service but those that a conflict of interest keeps from this member."""
        return cls.select().where(cls._free_for(member))

    @classmethod
    def without_officer(cls, caseworkers: Iterable[str]) -> ModelSelect[Case]:
        """The open cases that their officer may not open: who has left, or is connected with the family (D4.13).

        `caseworkers` are the ids of those whose case one can be.
        """
        from ppsweb.cases.models.access import CaseConflict  # as above

        declared_in = cls.alias()
        connected = (
            CaseConflict.select(CaseConflict.id)
            .join(declared_in, on=(CaseConflict.case == declared_in.id))
            .where((declared_in.person == cls.person) & (CaseConflict.member == cls.officer))
        )
        gone = cls.officer.not_in(list(caseworkers))
        return cls.select().where((cls.status != Status.CLOSED) & (gone | fn.EXISTS(connected)))

    @classmethod
    def found_for(cls, member: Any, case_id: str) -> Case | None:
        """The case if this member may open it, with its client and child, in one query."""
        any_officers = member.manages or case_id in cls.covered_by(member)
        case: Case | None = next(iter(_found(case_id, member.id, any_officers=any_officers)), None)
        if case is not None:
            case.opened_for = case.person.opened_for = member.id
        return case

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may open the case."""
        if self.opened_for is not None:
            return self.opened_for == member.id
        return type(self).visible_to(member).where(type(self).id == self.id).exists()

    @property
    def is_last_open(self) -> bool:
        """Whether no other case of the client is open, so that closing it ends what they permitted to share."""
        others = Case.select().where((Case.person == self.person_id) & (Case.status != Status.CLOSED))
        return not others.where(Case.id != self.id).exists()

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED


@written
def _found(case_id: str, member_id: str, *, any_officers: bool) -> ModelSelect[Case]:
    """A case with its client and child, unless a conflict of interest keeps it from the member."""
    found = Case._free_for(member_id) & (Case.id == case_id)
    return (
        Case.select(Case, Person, *CHILD, *AUTHORITY)
        .join(Person, on=(Case.person == Person.id))
        .switch(Case)
        .join(NamedPerson, JOIN.LEFT_OUTER, on=(Case.child == NamedPerson.id))
        .switch(Case)
        .join(Authority, on=(Case.authority == Authority.id))
        .where(found if any_officers else found & (Case.officer == member_id))
    )
