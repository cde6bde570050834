"""Written copies of what was permitted (D4.04), what another parent said against it (D4.24), and what was settled with
a child who will decide (D2.20).
"""

from __future__ import annotations

import enum

from peewee import DateField, DateTimeField, ForeignKeyField

from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, Copy, while_permitted
from ppsweb.database import CodeField, Guard, Table, kept, never
from ppsweb.keys import DataKey, Sealed
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.passwords import Told
from ppsweb.people.models import NamedPerson, Person, SameClientForeignKeyField


class Outcome(enum.StrEnum):
    """What the manager decided about a disagreement."""

    GOES_ON = "goes_on"
    SETTLED = "settled"
    ENDS = "ends"


_DECISION = ("decided_at", "decided_by_id", "outcome", "because")
_WHOLE = " OR ".join(f"(NEW.decided_at IS NULL) <> (NEW.{column} IS NULL)" for column in _DECISION[1:])


def _decided_anew(differs: str) -> str:
    changes = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in _DECISION)
    return f"OLD.decided_at IS NOT NULL AND ({changes})"


@names(Subject.DISAGREEMENT)
class Disagreement(Table):
    """Somebody else with parental responsibility does not agree that a client shares for the child.

    It is kept in the file in which the sharing was permitted, and in no other: neither parent learns of the other's
    contact with the service.
    """

    person = ForeignKeyField(Person, backref="disagreements", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    objector = Sealed()
    said = Sealed()
    said_at = DateTimeField()
    recorded_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    decided_at = DateTimeField(null=True)
    decided_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    outcome = CodeField(Outcome, null=True)
    because = Sealed(null=True)

    GUARDS = (
        while_permitted("a disagreement"),
        kept(
            ("person_id", "data_key_id", "objector", "said", "said_at", "recorded_by_id", "created_at"),
            "what another parent said is not changed",
        ),
        Guard("whole", "INSERT|UPDATE", _WHOLE, "a decision says who decided, what, when and why"),
        Guard(
            "once",
            "UPDATE",
            _decided_anew("IS NOT"),
            "a disagreement is decided once",
            refuse_postgresql=_decided_anew("IS DISTINCT FROM"),
        ),
        never("DELETE", "a disagreement goes with the file"),
    )

    class Meta:
        table_name = "disagreements"
        sealed_with = ("person",)

    @property
    def is_open(self) -> bool:
        """Whether the manager has still to decide."""
        return self.decided_at is None

    @classmethod
    def open_of(cls, person: Person) -> list[Disagreement]:
        """Those of a client that wait for the manager."""
        return list(cls.select().where(cls.person == person, cls.decided_at.is_null()))


class Settled(enum.StrEnum):
    """Who decides from the day on which a child is a young person (SEND Regulations 2014 regs 64, 65)."""

    DECIDES = "young_person_decides"
    AGREES = "parent_acts_with_agreement"
    REPRESENTED = "represented"
    LATER = "talk_again"


@names(Subject.YOUNG_PERSON)
class Talk(Table):
    """A talk with a child who is or will be a young person about who decides; what was settled last counts (D2.20)."""

    person = ForeignKeyField(Person, backref="talks", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    named = SameClientForeignKeyField(NamedPerson, backref="talks", on_delete="RESTRICT")
    talked_on = DateField()
    settled = CodeField(Settled)
    said = Sealed(null=True)
    recorded_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")

    GUARDS = (
        while_permitted("a talk with a young person"),
        Guard(
            "own_child",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM named_people n WHERE n.id = NEW.named_id AND n.person_id = NEW.person_id)",
            "a talk is with somebody whom the file names",
        ),
        never("UPDATE", "what was settled is not changed: talk again"),
        never("DELETE", "a talk goes with the file"),
    )

    class Meta:
        table_name = "young_person_talks"
        sealed_with = ("person",)

    @classmethod
    def last_with(cls, named: NamedPerson) -> Talk | None:
        """What was settled last with this young person."""
        found: Talk | None = (
            cls.select()
            .where(cls.named == named)
            .order_by(cls.talked_on.desc(), cls.created_at.desc())
            .first()
        )
        return found


_COPIED = ("person_id", "sharing_id", "how", "message_id", "given_by_id", "created_at")
_TOLD = ("told_at", "told_by_id", "told_how")


#: a copy of another family's signing, an e-mail without a message, or a message to another client
_OTHERS = (
    "NOT EXISTS (SELECT 1 FROM authorities a JOIN people p ON p.data_key_id = a.data_key_id "
    "WHERE a.id = NEW.sharing_id AND a.signing = a.id AND p.id = NEW.person_id) "
    "OR (NEW.how = 'email') <> (NEW.message_id IS NOT NULL) "
    "OR NEW.message_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM outbox_messages m WHERE m.id = NEW.message_id AND m.person_id = NEW.person_id)"
)


def _told_anew(differs: str) -> str:
    changes = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in _TOLD)
    return f"OLD.told_at IS NOT NULL AND ({changes})"


class SharingCopy(Table):
    """One signing was given to the client in writing: how, by whom, and when the password of an e-mail was told."""

    person = ForeignKeyField(Person, backref="sharing_copies", on_delete="RESTRICT")
    #: the first permission of the signing, whose id is that of the signing
    sharing = ForeignKeyField(Authority, backref="copies", on_delete="RESTRICT")
    how = CodeField(Copy)
    message = ForeignKeyField(OutboxMessage, null=True, backref="+", on_delete="RESTRICT")
    given_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    told_at = DateTimeField(null=True)
    told_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    told_how = CodeField(Told, null=True)

    GUARDS = (
        Guard("own_signing", "INSERT", _OTHERS, "a copy is of what this client signed, and an e-mail has its message"),
        kept(_COPIED, "a copy that was given is not changed"),
        Guard(
            "once",
            "UPDATE",
            _told_anew("IS NOT"),
            "that a password was told is noted once",
            refuse_postgresql=_told_anew("IS DISTINCT FROM"),
        ),
        never("DELETE", "a copy that was given stays on record"),
    )

    class Meta:
        table_name = "sharing_copies"
