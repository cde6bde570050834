"""The request itself, what happened to its clock, and where was looked.

A request belongs to a client. Its rows are sealed under the client's key; its fragments and packs under the key
of one of the client's cases (docs/decisions/0060-a-request-and-its-keys.md). Events and searches are only added.
"""

from __future__ import annotations

import secrets
from typing import Any

from peewee import DateField, ForeignKeyField, ModelSelect, fn

from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, rests_on_authority
from ppsweb.cases.models import Case, Channel
from ppsweb.database import CodeField, Guard, Table, locked, never
from ppsweb.deadlines.request_events import About
from ppsweb.keys import Coded, DataKey, Sealed, prove
from ppsweb.people.models import Person
from ppsweb.subject_access.codes import AskedAs, Happened, Looked, Place, Wanted

REFERENCE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def new_reference() -> str:
    """A random reference, kept in lower case as a code: it stands on each page of the pack and names nobody."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


#: what a request rests on: the law, and the duty that was recorded for this very client (D3.02)
THEIR_RIGHT = (
    "a.kind = 'legal_duty' AND a.purpose = 'rights_request' "
    "AND a.data_key_id = (SELECT p.data_key_id FROM people p WHERE p.id = NEW.person_id)"
)


@names(Subject.REQUEST)
class DataRequest(Table):
    """Somebody asks for their own data, in whatever words (D3.01). It rests on the law, not on a permission."""

    authority = ForeignKeyField(Authority, backref="data_requests", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="data_requests", on_delete="RESTRICT")
    case = ForeignKeyField(Case, null=True, backref="data_requests", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    reference = CodeField(max_length=9, unique=True)
    words = Sealed()
    channel = CodeField(Channel)
    asked_as = CodeField(AskedAs)
    wanted = CodeField(Wanted)
    received_on = DateField(index=True)
    logged_by = ForeignKeyField(Member, backref="logged_requests", on_delete="RESTRICT")

    GUARDS = (
        rests_on_authority("a request for data", THEIR_RIGHT),
        Guard(
            "own_case",
            "INSERT|UPDATE",
            "NEW.case_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM cases k WHERE k.id = NEW.case_id AND k.person_id = NEW.person_id)",
            "a request is kept with a case of the client who asks",
        ),
        never("UPDATE", "a request stays as it was made: what happens to it is an event"),
        never("DELETE", "a request is not deleted"),
    )

    class Meta:
        table_name = "data_requests"
        sealed_with = ("person", "case")

    #: set by a scoped query: the id of the member for whom this row was found
    opened_for: str | None = None

    @classmethod
    def visible_to(cls, member: Any) -> ModelSelect[DataRequest]:
        """The requests kept with a case that this member may open, or with none, of a client whose case they may open.

        While the client has no case, those they logged: whose case it becomes, answers for them from then on, as
        for the file (`Person.visible_to`). The manager sees all; nobody sees those of a client in one of whose
        cases they declared a conflict (D4.13).
        """
        query = cls.select().where(cls.person.not_in(Case.clients_in_conflict(member)))
        if member.manages:
            return query
        mine = Case.visible_to(member)
        of_client = cls.case.is_null() & cls.person.in_(mine.select(Case.person))
        nobodys = cls.of_no_case() & (cls.logged_by == member)
        return query.where(cls.case.in_(mine.select(Case.id)) | of_client | nobodys)

    @classmethod
    def of_no_case(cls) -> Any:
        """The condition that a request is kept with no case, and that its client has none to this day."""
        return cls.case.is_null() & ~fn.EXISTS(Case.select(Case.id).where(Case.person == cls.person))

    @classmethod
    def found_for(cls, member: Any, request_id: str) -> DataRequest | None:
        """The request if this member may see it, with its client, in one query."""
        found: DataRequest | None = (
            cls.visible_to(member)
            .select(cls, Person)
            .join(Person, on=(cls.person == Person.id))
            .where(cls.id == request_id)
            .first()
        )
        if found is not None:
            found.opened_for = found.person.opened_for = member.id
        return found

    @classmethod
    def case_for(cls, person: Person, member: Any) -> Case | None:
        """The case that a new request is kept with: the newest that whoever logs it may open, else the newest."""
        newest_first = (Case.last_contact_at.desc(), Case.id)
        mine = Case.visible_to(member).where(Case.person == person).order_by(*newest_first).first()
        found: Case | None = (
            mine or Case.select().where(Case.person == person).order_by(*newest_first).first()
        )
        return found

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may see the request."""
        return self.opened_for == member.id or type(self).found_for(member, self.id) is not None

    def lock(self) -> None:
        """Keep the request from others until the end of the transaction (SQLite keeps the whole file).

        Whoever seals off a note waits for whoever gives out or finishes a pack, or the other way round: between the
        last look at what is in it and the commit nothing comes.
        """
        locked(DataRequest.select(DataRequest.id).where(DataRequest.id == self.id)).get()

    @property
    def files_key_id(self) -> str:
        """The key under which fragments and packs rest: that of the case, so that they go when it goes.

        Raises Tampered if the request was moved to another client or case: it would bring these papers along.
        """
        prove(self)
        key: str = self.case.data_key_id if self.case is not None else self.data_key_id
        return key

    @property
    def recorded_under(self) -> Any:
        """The case or client under whose reference the audit row stands."""
        return self.case or self.person

    @property
    def shown_reference(self) -> str:
        return self.reference.upper()


class RequestEvent(Table):
    """One thing that happened to a request's clock, as it happened. The dates are worked out from these rows."""

    request = ForeignKeyField(DataRequest, backref="events", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    kind = CodeField(Happened)
    happened_on = DateField()
    about = CodeField(About, null=True)
    reason = CodeField(("complexity", "number_of_requests", "both"), null=True)
    answers = ForeignKeyField("self", null=True, backref="answered_by", on_delete="RESTRICT")
    words = Sealed(null=True)
    recorded_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")

    GUARDS = (
        Guard(
            "whole",
            "INSERT",
            "(NEW.kind = 'clarification_answered') <> (NEW.answers_id IS NOT NULL) "
            "OR (NEW.kind = 'clarification_asked') <> (NEW.about IS NOT NULL) "
            "OR (NEW.kind = 'extension_sent') <> (NEW.reason IS NOT NULL)",
            "an answer names its question, a question says what it is about, an extension its reason",
        ),
        never("UPDATE", "what happened to a request is not edited"),
        never("DELETE", "what happened to a request is not deleted"),
    )

    class Meta:
        table_name = "data_request_events"
        sealed_with = ("request",)


class RequestSearch(Coded, Table):
    """Where somebody looked for the client's data, and what came of it (D3.08); the latest of a place counts.

    Without its code it says nothing of the place.
    """

    request = ForeignKeyField(DataRequest, backref="searches", on_delete="RESTRICT")
    place = CodeField(Place)
    looked = CodeField(Looked)
    looked_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "search"
    CODE_COVERS = ("id", "created_at", "request", "place", "looked", "looked_by")
    GUARDS = (
        never("UPDATE", "a search is not edited: look again"),
        never("DELETE", "a search is not deleted"),
    )

    class Meta:
        table_name = "data_request_searches"
