"""The authority: the row that must exist before anything about a family may (C5, D4.02, D4.22).

Every person, case and act points to one, NOT NULL, in the database itself. A permission is one row for one
decision and is never edited into its opposite: it is withdrawn (it was right, and has ended) or invalidated
(it was recorded wrongly).
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from peewee import SQL, BooleanField, DateField, DateTimeField, ForeignKeyField

from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.database import CodeField, Guard, IdField, Table, never
from ppsweb.keys import DataKey, Sealed
from ppsweb.organisations.models import Organisation


class Kind(enum.StrEnum):
    """What kind of authority: the parent's word, a recorded decision, or the law itself."""

    PERMISSION = "permission"
    DECISION = "disclosure_decision"
    LEGAL_DUTY = "legal_duty"


class Purpose(enum.StrEnum):
    """What it is for. Holding data includes contact with the client by their safe channel (D4.23)."""

    HOLD_DATA = "hold_data"
    RIGHTS_REQUEST = "rights_request"
    SAFEGUARDING = "safeguarding"
    CONTACT = "contact"
    DISCUSS = "discuss"
    READ_FILE = "read_file"
    SEND_DOCUMENT = "send_document"
    MEETING = "meeting"
    REFER = "refer"
    EARLY_HELP = "early_help"


#: what is permitted for one named body outside, for a time (D4.01)
SHARING = (
    Purpose.CONTACT,
    Purpose.DISCUSS,
    Purpose.READ_FILE,
    Purpose.SEND_DOCUMENT,
    Purpose.MEETING,
    Purpose.REFER,
    Purpose.EARLY_HELP,
)


class Category(enum.StrEnum):
    """What kind of information may be shared (D4.01)."""

    NEEDS = "needs"
    EDUCATION = "education"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    FAMILY = "family"
    VIEWS = "views"


class Copy(enum.StrEnum):
    """How somebody who permitted by word of mouth has it in writing (D4.04)."""

    EMAIL = "email"
    LETTER = "letter"
    BY_HAND = "by_hand"
    NOT_SAFE = "not_safe"


class Capacity(enum.StrEnum):
    """In what capacity somebody gave permission (D4.01)."""

    PARENT = "parent_with_responsibility"
    CARER = "carer_with_care"
    YOUNG_PERSON = "young_person"
    COMPETENT_CHILD = "competent_child"
    ALTERNATIVE_PERSON = "alternative_person"
    #: a parent acts for a young person who agrees to it (D2.20)
    AGREED_PARENT = "parent_with_agreement"


class Method(enum.StrEnum):
    """How permission was given (D4.01); by telephone it is read back (D4.04)."""

    PHONE = "phone"
    FORM = "form"
    EMAIL = "email"
    IN_PERSON = "in_person"
    INTERPRETER = "with_interpreter"


class Ending(enum.StrEnum):
    """How a permission that was right has ended (D4.01)."""

    TAKEN_BACK = "taken_back"
    CASE_CLOSED = "case_closed"
    #: the manager decided so, because another parent does not agree (D4.24)
    DISAGREED = "disagreed"


#: whoever shares for the child as a parent: another parent may disagree, and then it waits (D4.24), and from the day
#: on which the child decides it counts no longer (D2.20)
PARENTAL = (Capacity.PARENT, Capacity.CARER)

#: what was decided; only its ending may be added later
DECIDED = (
    "kind",
    "purpose",
    "given_at",
    "capacity",
    "method",
    "giver",
    "words",
    "wording_version",
    "wording_hash",
    "language",
    "conditions",
    "read_back",
    "valid_until",
    "organisation_id",
    "categories",
    "signing",
    "copy",
    "recorded_by_id",
    "data_key_id",
    "created_at",
)
#: how it ended, by the column that says when: written once, all of it together
ENDINGS = {
    "withdrawn_at": ("withdrawn_at", "withdrawn_how", "withdrawn_by_id", "withdrawn_because"),
    "invalidated_at": ("invalidated_at", "invalidated_because"),
}


def _edited(differs: str) -> str:
    """The condition that a decision, or an ending that was recorded, is changed; `differs` is the engine's word."""
    changes = [f'NEW."{column}" {differs} OLD."{column}"' for column in DECIDED]
    for ended, columns in ENDINGS.items():
        changes += [f'(OLD.{ended} IS NOT NULL AND NEW."{each}" {differs} OLD."{each}")' for each in columns]
    return " OR ".join(changes)


_SHARING = ", ".join(f"'{purpose}'" for purpose in SHARING)
_PARENTAL = ", ".join(f"'{capacity}'" for capacity in PARENTAL)


@names(Subject.AUTHORITY)
class Authority(Table):
    """One decision on which rows and acts rest."""

    kind = CodeField(Kind)
    purpose = CodeField(Purpose)
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    given_at = DateTimeField(index=True)
    recorded_by = ForeignKeyField(Member, on_delete="RESTRICT")
    giver = Sealed(null=True)
    capacity = CodeField(Capacity, null=True)
    method = CodeField(Method, null=True)
    wording_version = CodeField(null=True, max_length=40)
    wording_hash = CodeField(null=True, max_length=64)
    language = CodeField(null=True, max_length=12)
    read_back = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    words = Sealed(null=True)
    conditions = Sealed(null=True)
    valid_until = DateField(null=True)
    organisation = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
    #: codes with a full stop between, in their order
    categories = CodeField(null=True, max_length=80)
    #: what was signed in one go: several bodies and purposes (D4.23)
    signing = IdField(null=True, index=True)
    copy = CodeField(Copy, null=True)
    #: since when it waits, because another parent does not agree (D4.24); it is not ended, and may go on
    paused_at = DateTimeField(null=True)
    #: when it went on again; what was done between the two was done without permission
    resumed_at = DateTimeField(null=True)
    withdrawn_at = DateTimeField(null=True)
    withdrawn_how = CodeField(Ending, null=True)
    withdrawn_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    withdrawn_because = Sealed(null=True)
    invalidated_at = DateTimeField(null=True)
    invalidated_because = Sealed(null=True)

    GUARDS = (
        Guard(
            "decided",
            "UPDATE",
            _edited("IS NOT"),
            "an authority is not edited: it is withdrawn or invalidated",
            refuse_postgresql=_edited("IS DISTINCT FROM"),
        ),
        Guard(
            "ending",
            "INSERT|UPDATE",
            "(NEW.withdrawn_at IS NULL) <> (NEW.withdrawn_by_id IS NULL) "
            "OR (NEW.withdrawn_at IS NULL) <> (NEW.withdrawn_how IS NULL) "
            "OR (NEW.withdrawn_at IS NULL) <> (NEW.withdrawn_because IS NULL) "
            "OR (NEW.invalidated_at IS NULL) <> (NEW.invalidated_because IS NULL)",
            "how an authority ended is recorded whole",
        ),
        Guard(
            "complete",
            "INSERT",
            "NEW.kind = 'permission' AND (NEW.giver IS NULL OR NEW.capacity IS NULL OR NEW.method IS NULL "
            "OR NEW.wording_version IS NULL OR NEW.wording_hash IS NULL)",
            "a permission says who gave it, in what capacity, how, and to what words",
        ),
        Guard(
            "scope",
            "INSERT",
            f"(NEW.purpose IN ({_SHARING})) <> (NEW.organisation_id IS NOT NULL) OR NEW.purpose IN ({_SHARING}) AND "
            "(NEW.kind <> 'permission' OR NEW.categories IS NULL OR NEW.signing IS NULL OR NEW.valid_until IS NULL)",
            "a permission to share names one body, what may be shared, and how long",
        ),
        Guard(
            "paused",
            "INSERT|UPDATE",
            f"NEW.paused_at IS NOT NULL AND (NEW.purpose NOT IN ({_SHARING}) OR NEW.capacity NOT IN ({_PARENTAL}))",
            "only sharing that rests on a parent's authority waits for parents who disagree",
        ),
        Guard(
            "resumed",
            "INSERT|UPDATE",
            "NEW.resumed_at IS NOT NULL AND (NEW.paused_at IS NULL OR NEW.resumed_at < NEW.paused_at)",
            "sharing goes on only after it has waited",
        ),
        Guard(
            "order",
            "INSERT|UPDATE",
            "NEW.withdrawn_at < NEW.given_at",
            "a permission is not withdrawn before it was given",
        ),
        never("DELETE", "an authority is not deleted"),
    )

    class Meta:
        table_name = "authorities"
        indexes = ((("data_key", "organisation", "purpose"), False),)

    #: rooms above say what ends with an authority, in the same transaction (D4.05): by whom, when, which
    when_ends: ClassVar[list[Callable[[Any, datetime, Any], None]]] = []
    #: and what follows once one waits (D4.24)
    when_waits: ClassVar[list[Callable[[Any, datetime, Any], None]]] = []

    @property
    def in_force(self) -> bool:
        """Neither withdrawn nor invalidated."""
        return self.withdrawn_at is None and self.invalidated_at is None

    @property
    def is_paused(self) -> bool:
        """Whether it waits for parents who disagree (D4.24)."""
        return self.paused_at is not None and self.resumed_at is None

    @property
    def shares(self) -> list[Category]:
        """What may be shared, in the order of the list."""
        codes = (self.categories or "").split(".")
        return [category for category in Category if category in codes]


#: a permission to hold data that stands: what a client and their cases rest on (C5, D4.02)
TO_HOLD_DATA = "a.kind = 'permission' AND a.purpose = 'hold_data'"
_IN_FORCE = "a.withdrawn_at IS NULL AND a.invalidated_at IS NULL"


def rests_on_authority(table_label: str, of: str = "1 = 1") -> Guard:
    """The guard of whatever rests on an authority: it exists, is in force, and was given before this row.

    `of` says which authority will do, as SQL over `a` (the authority) and NEW: for what purpose, and whose.
    On PostgreSQL the authority is locked for sharing, so that a withdrawal in flight is waited for: a foreign
    key and a plain trigger would let the row in while the withdrawal commits.
    """
    holds = (
        f"SELECT 1 FROM authorities a WHERE a.id = NEW.authority_id AND {_IN_FORCE} "  # noqa: S608  constants only
        f"AND a.given_at <= NEW.created_at AND {of}"
    )
    return Guard(
        "authority",
        "INSERT",
        f"NOT EXISTS ({holds})",
        f"{table_label} rests on no authority in force",
        declare_postgresql="held integer;",
        before_postgresql=holds.replace("SELECT 1", "SELECT 1 INTO held", 1) + " FOR SHARE OF a;",
        refuse_postgresql="held IS NULL",
    )


def while_permitted(table_label: str) -> Guard:
    """The guard of what a client's file takes in later: only while the permission that it rests on is in force."""
    holds = (
        "SELECT 1 FROM authorities a JOIN people p ON p.authority_id = a.id "  # noqa: S608 - words of our own
        f"WHERE p.id = NEW.person_id AND {_IN_FORCE}"
    )
    return Guard(
        "permitted",
        "INSERT",
        f"NOT EXISTS ({holds})",
        f"{table_label} is not added after the permission has ended",
        declare_postgresql="held integer;",
        before_postgresql=holds.replace("SELECT 1", "SELECT 1 INTO held", 1) + " FOR SHARE OF a;",
        refuse_postgresql="held IS NULL",
    )


def rests_anew(table_label: str, of: str) -> Guard:
    """The guard of what may come to rest on another authority: only once its own has ended, and only on one that is
    in force and was given after the end. One that was recorded wrongly never was, so any right one follows it.

    `of` as in `rests_on_authority`.
    """
    holds = (
        "SELECT 1 FROM authorities a JOIN authorities o ON o.id = OLD.authority_id "  # noqa: S608  constants only
        f"WHERE a.id = NEW.authority_id AND {_IN_FORCE} "
        f"AND (o.invalidated_at IS NOT NULL OR a.given_at >= o.withdrawn_at) AND {of}"
    )
    return Guard(
        "authority_anew",
        "UPDATE",
        f"NEW.authority_id IS NOT OLD.authority_id AND NOT EXISTS ({holds})",
        f"{table_label} rests on another authority only after its own has ended",
        declare_postgresql="held integer;",
        before_postgresql=holds.replace("SELECT 1", "SELECT 1 INTO held", 1) + " FOR SHARE OF a;",
        refuse_postgresql="NEW.authority_id IS DISTINCT FROM OLD.authority_id AND held IS NULL",
    )
