"""What was found, what was decided about each thing, and who signed that as the second person.

Decisions are added and never edited: the latest counts, and only while the item still says what it said then.
That the second person has prepared nothing themself is held by the database too (D3.16).
"""

from __future__ import annotations

from typing import Any

from peewee import DateField, DateTimeField, ForeignKeyField, IntegerField

from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.database import CodeField, Guard, IdField, Table, kept, never
from ppsweb.keys import Coded, DataKey, Sealed
from ppsweb.subject_access.codes import Exemption, Kind, Mark, Verdict
from ppsweb.subject_access.models.requests import DataRequest

MARKER_LENGTH = 10


class Item(Table):
    """A row of some room's table that is about whoever asked; `content_mac` is of what it said when last looked at.

    What stands here in clear is where to look and what was found there: what is shown and decided is read from the
    row itself, and only while that is about whoever asked (`walking.look_up`).
    """

    request = ForeignKeyField(DataRequest, backref="items", on_delete="RESTRICT")
    case = ForeignKeyField(Case, null=True, backref="+", on_delete="RESTRICT")
    kind = CodeField(Kind)
    source = CodeField(max_length=40)
    source_id = IdField()
    happened_at = DateTimeField()
    position = IntegerField()
    mark = CodeField(Mark, null=True)
    content_mac = CodeField(max_length=64)

    GUARDS = (
        kept(
            ("request_id", "case_id", "kind", "source", "source_id", "happened_at", "created_at"),
            "an item stays the row that was found",
        ),
        never("DELETE", "what was found for a request is decided about, not left out unseen"),
    )

    class Meta:
        table_name = "data_request_items"
        indexes = ((("request", "source", "source_id"), True),)

    @property
    def marker(self) -> str:
        """What the item is found by in the finished pack: random, and the same in each pack."""
        return self.id[:MARKER_LENGTH]

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may see the request that the item is of."""
        return self.request.is_open_to(member)


class Decision(Coded, Table):
    """Somebody decided that an item is given out or withheld, and why. `number` counts those of one item.

    It carries a code: one that was written or changed past the site decides nothing (`standing.decided`).
    """

    request = ForeignKeyField(DataRequest, backref="decisions", on_delete="RESTRICT")
    item = ForeignKeyField(Item, backref="decisions", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    number = IntegerField()
    verdict = CodeField(Verdict)
    exemption = CodeField(Exemption, null=True)
    opinion_on = DateField(null=True)
    explanation = Sealed(null=True)
    content_mac = CodeField(max_length=64)
    decided_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "decision"
    CODE_COVERS = (
        "id",
        "created_at",
        "request",
        "item",
        "number",
        "verdict",
        "exemption",
        "opinion_on",
        "explanation",
        "content_mac",
        "decided_by",
    )
    GUARDS = (
        Guard(
            "reason",
            "INSERT",
            "(NEW.verdict = 'withhold') <> (NEW.exemption IS NOT NULL)",
            "what is withheld has a reason, and what is given out has none",
        ),
        Guard(
            "of_request",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM data_request_items i "
            "WHERE i.id = NEW.item_id AND i.request_id = NEW.request_id)",
            "a decision is about an item of its request",
        ),
        never("UPDATE", "a decision is not edited: decide again"),
        never("DELETE", "a decision is not deleted"),
    )

    class Meta:
        table_name = "data_request_decisions"
        sealed_with = ("request", "item")
        indexes = ((("item", "number"), True),)


class Signature(Coded, Table):
    """A second person has read everything and agrees. It holds for exactly what `content_hash` covers.

    It carries a code under a key that the database does not have, so that a row written by a database
    administrator signs nothing. Any row passes the guard of a release: `standing.decided` reads only the genuine.
    """

    request = ForeignKeyField(DataRequest, backref="signatures", on_delete="RESTRICT")
    content_hash = CodeField(max_length=64)
    signed_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "signature"
    CODE_COVERS = ("id", "request", "content_hash", "signed_by", "created_at")
    GUARDS = (
        Guard(
            "second_person",
            "INSERT",
            "EXISTS (SELECT 1 FROM data_request_decisions d "
            "WHERE d.request_id = NEW.request_id AND d.decided_by_id = NEW.signed_by_id) "
            "OR EXISTS (SELECT 1 FROM data_request_searches l "
            "WHERE l.request_id = NEW.request_id AND l.looked_by_id = NEW.signed_by_id)",
            "whoever decided an item or recorded a search is not the second person",
        ),
        never("UPDATE", "a signature is not edited"),
        never("DELETE", "a signature is not deleted"),
    )

    class Meta:
        table_name = "data_request_signatures"
