"""Acts outside: what is planned with a body, what was done, and on what it rests (C3, C7, I5, D4.03).

The database itself holds each to a permission that was in force when it happened, for that body and that purpose, or
to the record of a breach: by clear ids, codes and times, on both engines.
"""

from __future__ import annotations

import enum
from typing import Any

from peewee import BooleanField, DateField, DateTimeField, ForeignKeyField

from ppsweb.auth.models import Member
from ppsweb.authorities.models import PARENTAL, SHARING, TO_HOLD_DATA, Authority, Category, Purpose
from ppsweb.cases.models import Case, Channel
from ppsweb.database import CodeField, Guard, Table, kept, never
from ppsweb.disclosures.models.breaches import Breach
from ppsweb.keys import DataKey, Sealed
from ppsweb.organisations.models import Organisation


class State(enum.StrEnum):
    """Where an act is."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Because(enum.StrEnum):
    """Why something that was planned is not done."""

    AUTHORITY_ENDED = "authority_ended"
    BY_HAND = "by_hand"


#: what an act may be for: what a client permits, or a safeguarding decision
PURPOSES = (*SHARING, Purpose.SAFEGUARDING)
_PURPOSES = ", ".join(f"'{purpose}'" for purpose in PURPOSES)

_AT = "COALESCE(NEW.happened_at, NEW.created_at)"
_DAY = "COALESCE(NEW.happened_on, NEW.planned_for)"


def _in_force(name: str) -> str:
    """The condition that an authority was in force when it happened, or for a plan is; its row is called `name`."""
    return (
        f"{name}.invalidated_at IS NULL AND {name}.given_at <= {_AT} "
        f"AND ({name}.withdrawn_at IS NULL OR NEW.happened_at < {name}.withdrawn_at)"
    )


#: whose word waits for parents who disagree (D4.24), and does not count about a young person (D2.20)
_PARENTAL = ", ".join(f"'{capacity}'" for capacity in PARENTAL)
#: parents who disagree let it wait: what is planned as long as it waits, what was done if it was done meanwhile (D4.24)
_NOT_WAITING = (
    "(a.paused_at IS NULL OR CASE WHEN NEW.happened_at IS NULL THEN a.resumed_at IS NOT NULL "
    "ELSE NEW.happened_at < a.paused_at OR NEW.happened_at >= a.resumed_at END)"
)
#: the permission keeps only the last time it waited, and its row is waited for; the disagreements know of all times
_NOT_DISAGREED = (
    f"(a.capacity NOT IN ({_PARENTAL}) OR NOT EXISTS (SELECT 1 FROM disagreements d "  # noqa: S608 - words of our own
    "WHERE d.person_id = k.person_id AND d.created_at <= NEW.happened_at "
    "AND (d.decided_at IS NULL OR NEW.happened_at < d.decided_at)))"
)
#: whose word counts about a young person
_WHOSE_WORD = (
    "NOT EXISTS (SELECT 1 FROM named_people n WHERE n.id = k.child_id "  # noqa: S608 - words of our own
    f"AND n.decides_from <= {_DAY} AND a.capacity IN ({_PARENTAL}))"
)

_HELD = (
    "SELECT 1 FROM authorities h WHERE h.data_key_id = a.data_key_id "  # noqa: S608 - words of our own
    f"AND {TO_HOLD_DATA.replace('a.', 'h.')} AND {_in_force('h')}"
)
#: the authority covers that body and that purpose at that time; a safeguarding decision needs no permission (D4.18)
COVERS = (
    "SELECT 1 FROM authorities a JOIN cases k ON k.id = NEW.case_id "  # noqa: S608 - words of our own
    "JOIN people p ON p.id = k.person_id AND p.data_key_id = a.data_key_id "
    f"WHERE a.id = NEW.authority_id AND {_in_force('a')} AND a.purpose = NEW.purpose "
    "AND (a.kind = 'disclosure_decision' AND a.purpose = 'safeguarding' "
    "OR a.kind = 'permission' AND a.organisation_id = NEW.organisation_id "
    f"AND {_NOT_WAITING} AND {_NOT_DISAGREED} AND {_WHOSE_WORD} "
    f"AND a.valid_until >= {_DAY} AND EXISTS ({_HELD}))"
)
_NEEDS_COVER = "NEW.state <> 'cancelled' AND NEW.breach_id IS NULL"

#: what was done is not told otherwise later
TOLD = (
    "state",
    "happened_at",
    "happened_on",
    "recorded_at",
    "done_by_id",
    "channel",
    "recipient",
    "shared",
    "categories",
    "also_present",
    "client_agreed",
    "parents_words",
    "told_in_confidence",
    "ended_at",
    "ended_because",
    "late",
)


def _told_otherwise(differs: str) -> str:
    """The condition that an act is changed that was done or cancelled; `differs` is the engine's word."""
    changes = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in TOLD)
    other_breach = f"OLD.breach_id IS NOT NULL AND NEW.breach_id {differs} OLD.breach_id"
    return f"OLD.state <> 'planned' AND ({changes}) OR {other_breach}"


class Act(Table):
    """One thing done with a body outside, or planned: a call, a letter, a meeting, a file that was read.

    `created_at` says when it was first typed, `recorded_at` when it was typed that it had happened. `happened_on` is
    the London day of `happened_at`. `member` typed it first, `done_by` says that it was done.
    """

    case = ForeignKeyField(Case, backref="acts", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, null=True, backref="acts", on_delete="RESTRICT")
    breach = ForeignKeyField(Breach, null=True, unique=True, backref="acts", on_delete="RESTRICT")
    purpose = CodeField(Purpose)
    organisation = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
    member = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    state = CodeField(State)
    planned_for = DateField(null=True)
    happened_at = DateTimeField(null=True)
    happened_on = DateField(null=True)
    recorded_at = DateTimeField(null=True)
    done_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    channel = CodeField(Channel)
    recipient = Sealed(null=True)
    shared = Sealed()
    #: codes with a full stop between, in their order
    categories = CodeField(null=True, max_length=80)
    also_present = Sealed(null=True)
    client_agreed = BooleanField(default=False)
    parents_words = Sealed(null=True)
    #: a child had told it in confidence: no account and no batch of a pack has it (D4.09)
    told_in_confidence = BooleanField(default=False)
    ended_at = DateTimeField(null=True)
    ended_because = CodeField(Because, null=True)
    #: typed more than one working day after it had happened (D4.03); the manager has seen it since
    late = BooleanField(default=False)
    late_seen_at = DateTimeField(null=True)
    late_seen_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")

    GUARDS = (
        Guard(
            "covered",
            "INSERT|UPDATE",
            f"{_NEEDS_COVER} AND NOT EXISTS ({COVERS})",
            "what is done outside rests on a permission in force for that body and that purpose",
            declare_postgresql="held integer;",
            # the permission to hold data first: what follows then sees how it stands after a withdrawal in flight
            before_postgresql="PERFORM 1 FROM authorities h JOIN people p ON p.data_key_id = h.data_key_id "
            "JOIN cases k ON k.person_id = p.id WHERE k.id = NEW.case_id AND h.purpose = 'hold_data' FOR SHARE OF h; "
            + COVERS.replace("SELECT 1", "SELECT 1 INTO held", 1)
            + " FOR SHARE OF a;",
            refuse_postgresql=f"{_NEEDS_COVER} AND held IS NULL",
        ),
        Guard(
            "whole",
            "INSERT|UPDATE",
            f"NEW.purpose NOT IN ({_PURPOSES}) OR NEW.organisation_id IS NULL AND NEW.recipient IS NULL "
            "OR (NEW.state = 'done') <> (NEW.happened_at IS NOT NULL) "
            "OR (NEW.state = 'done') <> (NEW.happened_on IS NOT NULL) "
            "OR (NEW.state = 'done') <> (NEW.recorded_at IS NOT NULL) "
            "OR (NEW.state = 'done') <> (NEW.done_by_id IS NOT NULL) "
            "OR (NEW.state = 'cancelled') <> (NEW.ended_at IS NOT NULL) "
            "OR (NEW.state = 'cancelled') <> (NEW.ended_because IS NOT NULL) "
            "OR NEW.state <> 'done' AND (NEW.planned_for IS NULL OR NEW.authority_id IS NULL "
            "OR NEW.breach_id IS NOT NULL) "
            "OR NEW.authority_id IS NULL AND NEW.breach_id IS NULL OR NEW.happened_at > NEW.recorded_at",
            "an act outside says whole what, with whom and when",
        ),
        Guard(
            "day",
            "INSERT|UPDATE",
            "NEW.happened_on NOT IN (date(NEW.happened_at), date(NEW.happened_at, '+1 hour'))",
            "the day of an act is the day on which it happened",
            refuse_postgresql="NEW.happened_on NOT IN (NEW.happened_at::date, "
            "(NEW.happened_at + interval '1 hour')::date)",
        ),
        Guard(
            "early_help",
            "INSERT|UPDATE",
            "NEW.purpose = 'early_help' AND NEW.breach_id IS NULL AND NEW.parents_words IS NULL",
            "early help is joined only at the parent's own request, in their words",
        ),
        Guard(
            "present",
            "INSERT|UPDATE",
            "NEW.also_present IS NOT NULL AND NOT NEW.client_agreed",
            "whoever else was there, was there with the client present and agreed",
        ),
        kept(
            (
                "case_id",
                "data_key_id",
                "authority_id",
                "purpose",
                "organisation_id",
                "member_id",
                "planned_for",
                "created_at",
            ),
            "an act keeps what it is, for whom, and on what it rests",
        ),
        Guard(
            "told",
            "UPDATE",
            _told_otherwise("IS NOT"),
            "what was done or cancelled is not told otherwise",
            refuse_postgresql=_told_otherwise("IS DISTINCT FROM"),
        ),
        never("DELETE", "what was told to whom stays on record"),
    )

    class Meta:
        table_name = "acts"
        sealed_with = ("case",)
        indexes = ((("case", "created_at"), False), (("authority", "state"), False))

    @property
    def shares(self) -> list[Category]:
        """What kinds of information were told, in the order of the list."""
        codes = (self.categories or "").split(".")
        return [category for category in Category if category in codes]

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may open the case that it is of."""
        return self.case.is_open_to(member)
