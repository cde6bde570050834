"""Clients of the service, how they can be reached safely, and the people named in their files.

Each parent is a client of their own with a file of their own, even when married: one parent's permission lets
nothing be told to the other (D4.06). Everybody else who is named hangs on the client's file, under its key.
"""

from __future__ import annotations

import enum
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from peewee import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    ForeignKeyAccessor,
    ForeignKeyField,
    IntegerField,
)

from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.authorities.models import (
    TO_HOLD_DATA,
    Authority,
    Capacity,
    rests_anew,
    rests_on_authority,
    while_permitted,
)
from ppsweb.database import CodeField, Guard, IdField, Table, kept, kept_once_set, never, new_id
from ppsweb.deadlines import clock
from ppsweb.keys import Coded, DataKey, Sealed, SealedDate, Tampered
from ppsweb.mail.rules import counts_as_verified


class ContactKind(enum.StrEnum):
    """A way to reach a client."""

    PHONE = "phone"
    EMAIL = "email"
    POST = "post"


class Relation(enum.StrEnum):
    """How somebody who is named in a file stands to the client."""

    CHILD = "child"
    OTHER_PARENT = "other_parent"
    SIBLING = "sibling"
    RELATIVE = "relative"
    PROFESSIONAL = "professional"
    OTHER = "other"


#: what a client rests on: their own permission, which is the one under their key
OWN_PERMISSION = f"{TO_HOLD_DATA} AND a.data_key_id = NEW.data_key_id"

SAFE_WAYS = ("safe_to_ring", "safe_to_leave_message", "safe_to_write", "safe_to_email")


@names(Subject.PERSON)
class Person(Coded, Table):
    """A client: parent, carer or young person.

    The four `safe_to_…` answers are "no" until the client said "yes": a letter or a voicemail can put somebody
    at risk at home. They, and that the client has died (D4.25), are believed only as this site wrote them: ask
    `is_safe`, and write them with `say`.
    """

    audit_ref = IdField(default=new_id, unique=True)
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="people", on_delete="RESTRICT")
    capacity = CodeField(Capacity)
    name = Sealed()
    born_on = SealedDate(null=True)
    born_on_hash = CodeField(null=True, max_length=20, index=True)
    postcode = Sealed(null=True)
    postcode_hash = CodeField(null=True, max_length=20, index=True)
    language = CodeField(default="en", max_length=12)
    needs_interpreter = BooleanField(default=False)
    safe_to_ring = BooleanField(default=False)
    safe_to_leave_message = BooleanField(default=False)
    safe_to_write = BooleanField(default=False)
    safe_to_email = BooleanField(default=False)
    contact_advice = Sealed(null=True)
    pass_phrase = Sealed(null=True)
    died_noted_at = DateTimeField(null=True)
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "ways to reach"
    CODE_COVERS = ("id", *SAFE_WAYS, "died_noted_at")
    GUARDS = (
        rests_on_authority("a person", OWN_PERMISSION),
        rests_anew("a person", OWN_PERMISSION),
        kept(("data_key_id", "audit_ref", "created_at"), "a client's file stays that client's"),
        never("DELETE", "a client is destroyed only by an approved destruction"),
    )

    class Meta:
        table_name = "people"

    #: set by a scoped query: the id of the member for whom this row was found
    opened_for: str | None = None
    #: rooms above say through what a member may see a client (cases registers its own): queries of client ids
    visible_through: ClassVar[list[Callable[[Any], Any]]] = []
    #: and when a client's file is no longer with whoever took the permission: conditions
    worked_on: ClassVar[list[Callable[[], Any]]] = []
    #: and from whom a client is kept, although they manage or took the permission: queries of client ids
    hidden_through: ClassVar[list[Callable[[Any], Any]]] = []
    #: rooms above say on what duty in law a client is written to whose permission has ended: their authorities
    owed_through: ClassVar[list[Callable[[Any], Any]]] = []

    @classmethod
    def visible_to(cls, member: Any) -> Any:
        """The clients whom this member may see: as manager, through a case of theirs, or, until there is a case,
        because they took the permission: whose case it becomes, answers for the file. Never one in one of whose cases
        they declared a conflict of interest (D4.13).
        """
        seen = None if member.manages else cls._just_taken_on_by(member)
        for hidden in cls.hidden_through:
            unhidden = cls.id.not_in(hidden(member))
            seen = unhidden if seen is None else seen & unhidden
        query = cls.select(cls, Authority).join(Authority)
        if seen is None:
            return query
        for through in cls.visible_through:
            seen = seen | cls.id.in_(through(member))
        return query.where(seen)

    @classmethod
    def _just_taken_on_by(cls, member: Any) -> Any:
        taken = Authority.recorded_by == member
        for condition in cls.worked_on:
            taken &= ~condition()
        return taken

    @classmethod
    def found_for(cls, member: Any, person_id: str) -> Person | None:
        """The client if this member may see them."""
        person: Person | None = cls.visible_to(member).where(cls.id == person_id).first()
        if person is not None:
            person.opened_for = member.id
        return person

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may see the client."""
        if self.opened_for is not None:
            return self.opened_for == member.id
        found: bool = type(self).visible_to(member).where(type(self).id == self.id).exists()
        return found

    @property
    def contact_authority(self) -> Authority:
        """What writing to the client rests on: their permission, or when it has ended a duty that is open (C2)."""
        if self.authority.in_force:
            return self.authority
        owed = (found for through in self.owed_through for found in through(self))
        return next((each for each in owed if each.in_force), self.authority)

    @property
    def is_permitted(self) -> bool:
        """Whether something new may be entered about the client (C5)."""
        return bool(self.authority.in_force)

    @property
    def safe_ways(self) -> list[str]:
        """The names of the ways that the client said are safe; none where that was written past this site."""
        return [name for name in SAFE_WAYS if getattr(self, name)] if self.is_genuine else []

    def is_safe(self, way: str) -> bool:
        """Whether the client said that this way of reaching them is safe."""
        return way in self.safe_ways

    def say(self, **values: Any) -> None:
        """Take over what somebody says now of the client, under a code of its own.

        What stood there past the site is not taken along: the ways of which nothing is said are not safe then.
        """
        safe = self.safe_ways
        for name in SAFE_WAYS:
            setattr(self, name, name in safe)
        for name, value in values.items():
            setattr(self, name, value)
        self.signed()


class Standing(enum.StrEnum):
    """Whether an e-mail address is known to be the client's (D8.03)."""

    VERIFIED = "verified"
    LONG_AGO = "verified_long_ago"
    NOT_VERIFIED = "not_verified"


class Contact(Coded, Table):
    """A telephone number, e-mail address or postal address. Ended, never overwritten: mail went there.

    Its code covers who found out, and when, that it is the client's (D8.03).
    """

    person = ForeignKeyField(Person, backref="contacts", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    kind = CodeField(ContactKind)
    value = Sealed()
    verified_at = DateTimeField(null=True)
    verified_by = ForeignKeyField(Member, null=True, on_delete="RESTRICT")
    verified_mac = CodeField(null=True, max_length=64)
    code_hash = CodeField(null=True, max_length=64)
    code_sent_at = DateTimeField(null=True)
    #: how often the code that was sent last was read back wrongly
    wrong_codes = IntegerField(default=0)
    unverified_because = CodeField(null=True, max_length=40)
    ended_at = DateTimeField(null=True)

    CODE_PURPOSE = "verified address"
    CODE_COVERS = ("id", "person", "verified_at", "verified_by")
    CODE_FIELD = "verified_mac"
    GUARDS = (
        while_permitted("a number or address"),
        # moved to another client, a verified address would be given that client's papers (C2)
        kept(
            ("person_id", "data_key_id", "kind", "value", "created_at"),
            "a number or address is ended, not changed",
        ),
        kept_once_set(("ended_at",), "a number or address that has ended is not used again"),
        Guard(
            "tries",
            "UPDATE",
            "NEW.wrong_codes < OLD.wrong_codes AND NEW.code_hash IS OLD.code_hash",
            "tries of a code begin anew only with another code",
            refuse_postgresql="NEW.wrong_codes < OLD.wrong_codes AND NEW.code_hash IS NOT DISTINCT FROM OLD.code_hash",
        ),
        never("DELETE", "a number or address is ended, not deleted"),
    )

    class Meta:
        table_name = "contacts"
        sealed_with = ("person",)

    @classmethod
    def in_use(cls, person_id: str, kind: ContactKind) -> list[Contact]:
        """The client's numbers or addresses of one kind that are in use, the first one first."""
        theirs = (cls.person == person_id) & (cls.kind == kind) & cls.ended_at.is_null()
        return list(cls.select().where(theirs).order_by(cls.created_at, cls.id))

    def verify(self, by: Member, when: datetime) -> None:
        """The address is the client's: say so, with the code that proves that this site said it."""
        self.verified_at, self.verified_by = when, by
        self.signed()

    @property
    def proven_at(self) -> datetime | None:
        """When it was verified; None also where that was written into the database past the site (D8.03)."""
        return self.verified_at if self.verified_at is not None and self.is_genuine else None

    @property
    def standing(self) -> Standing:
        """What the pages say of an e-mail address: by the rule by which sending decides."""
        proven_at = self.proven_at
        if proven_at is None:
            return Standing.NOT_VERIFIED
        verified = counts_as_verified(proven_at, clock.now())
        return Standing.VERIFIED if verified else Standing.LONG_AGO


class NamedPerson(Table):
    """Somebody named in a client's file: the child, the other parent, a sibling, a professional."""

    person = ForeignKeyField(Person, backref="named", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    relation = CodeField(Relation)
    name = Sealed()
    born_on = SealedDate(null=True)
    born_on_hash = CodeField(null=True, max_length=20, index=True)
    #: of a child: from when they decide for themself (D2.20); in clear it tells the school year and no more
    decides_from = DateField(null=True, index=True)
    school = Sealed(null=True)

    GUARDS = (
        while_permitted("whom a file names"),
        kept(("person_id", "data_key_id", "created_at"), "whom a file names is not moved to another file"),
        never("DELETE", "whom a file names goes with the file"),
    )

    class Meta:
        table_name = "named_people"
        sealed_with = ("person",)


class _OfSameClient(ForeignKeyAccessor):
    def __get__(self, instance: Any, instance_type: Any = None) -> Any:
        row = super().__get__(instance, instance_type)
        if instance is not None and row is not None and row.person_id != instance.person_id:
            raise Tampered(f"{instance._meta.table_name}.{self.field.column_name}")
        return row


class SameClientForeignKeyField(ForeignKeyField):
    """Points from a row of one client to another row of the same client; raises Tampered where it does not."""

    accessor_class = _OfSameClient


class SearchEntry(Table):
    """Which client a search document belongs to. The words themselves stand only as keyed hashes."""

    person = ForeignKeyField(Person, unique=True, on_delete="CASCADE")
    number = BigIntegerField(unique=True, default=lambda: secrets.randbits(62))

    GUARDS = (
        # pointed at another client, a name would find somebody else's file
        never("UPDATE", "words are not given to another client: an entry is made anew"),
    )

    class Meta:
        table_name = "search_entries"
