"""Leaflets and their editions. Every published edition is kept for ever, so that "what did we tell parents on
that day" has an answer (D5.10).
"""

from __future__ import annotations

import enum
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from peewee import DateField, DateTimeField, ForeignKeyField, IntegerField

from ppsweb import keys
from ppsweb.audit import Subject, names
from ppsweb.auth.models import Member
from ppsweb.authorities.models import TO_HOLD_DATA, Authority, rests_on_authority
from ppsweb.cases.models import Case
from ppsweb.database import CodeField, Guard, Table, never
from ppsweb.files import File
from ppsweb.keys import DataKey, Sealed
from ppsweb.leaflets import rules
from ppsweb.mail.models import OutboxMessage


class State(enum.StrEnum):
    """Where an edition is (D9.01)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Source:
    """What a statement rests on: an Act, a regulation, statutory guidance; and when it was read."""

    title: str
    reference: str
    retrieved: str


@names(Subject.LEAFLET)
class Leaflet(Table):
    """One subject at one stable address; what it says is in its editions."""

    slug = CodeField(max_length=80, unique=True)

    GUARDS = (never("DELETE", "a leaflet is withdrawn, not deleted"),)

    class Meta:
        table_name = "leaflets"

    @property
    def published(self) -> Edition | None:
        """The edition that readers see."""
        found: Edition | None = Edition.get_or_none(
            (Edition.leaflet == self) & (Edition.state == State.PUBLISHED)
        )
        return found

    @property
    def draft(self) -> Edition | None:
        """The edition that is being written."""
        found: Edition | None = Edition.get_or_none(
            (Edition.leaflet == self) & (Edition.state == State.DRAFT)
        )
        return found


_KEPT = (
    "leaflet_id",
    "number",
    "title",
    "summary",
    "audience",
    "body",
    "sources",
    "content_hash",
    "author_id",
    "last_editor_id",
    "approved_by_id",
    "published_at",
    "review_on",
)


def _touched(word: str) -> str:
    changed = " OR ".join(f'NEW."{column}" {word} OLD."{column}"' for column in _KEPT)
    return f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed})"


@names(Subject.LEAFLET)
class Edition(Table):
    """What a leaflet says, in one version. Approval is bound to `content_hash`: any edit voids it."""

    leaflet = ForeignKeyField(Leaflet, backref="editions", on_delete="RESTRICT")
    number = IntegerField()
    state = CodeField(State, default=State.DRAFT, index=True)
    title = Sealed()
    summary = Sealed()
    audience = Sealed()
    body = Sealed()
    sources = Sealed()
    content_hash = CodeField(max_length=64)
    author = ForeignKeyField(Member, backref="written_editions", on_delete="RESTRICT")
    last_editor = ForeignKeyField(Member, backref="edited_editions", on_delete="RESTRICT")
    approved_by = ForeignKeyField(Member, null=True, backref="approved_editions", on_delete="RESTRICT")
    published_at = DateTimeField(null=True, index=True)
    review_on = DateField()
    pdf = ForeignKeyField(File, null=True, on_delete="RESTRICT")

    GUARDS = (
        Guard(
            "kept",
            "UPDATE",
            _touched("IS NOT"),
            "a published edition is not changed: write a new one",
            refuse_postgresql=_touched("IS DISTINCT FROM"),
        ),
        Guard(
            "approved",
            "INSERT|UPDATE",
            "NEW.state <> 'draft' AND (NEW.approved_by_id IS NULL OR NEW.published_at IS NULL "
            "OR NEW.approved_by_id = NEW.author_id OR NEW.approved_by_id = NEW.last_editor_id)",
            "an edition is approved by somebody who neither wrote nor last edited it",
        ),
        # everybody on the council's staff reads it, so it is never a family's file (C3)
        Guard(
            "own_pdf",
            "INSERT|UPDATE",
            "NEW.pdf_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM files f "
            "WHERE f.id = NEW.pdf_id AND f.kind = 'leaflet' AND f.data_key_id IS NULL)",
            "the PDF of an edition is a published file",
        ),
        Guard(
            "pdf_kept",
            "UPDATE",
            "OLD.pdf_id IS NOT NULL AND NEW.pdf_id IS NOT OLD.pdf_id",
            "the PDF of an edition is made once",
            refuse_postgresql="OLD.pdf_id IS NOT NULL AND NEW.pdf_id IS DISTINCT FROM OLD.pdf_id",
        ),
        never("DELETE", "editions are kept"),
    )

    class Meta:
        table_name = "leaflet_editions"
        sealed_with = ("leaflet",)
        sealed_for = "leaflets"
        indexes = ((("leaflet", "number"), True),)

    @property
    def source_list(self) -> list[Source]:
        return [Source(**each) for each in json.loads(self.sources)]

    @property
    def version_name(self) -> str:
        """The version as readers see it: 3.0."""
        return f"{self.number}.0"

    def is_being_checked(self, today: date) -> bool:
        """Whether readers have this edition and its review is too late; one that was replaced is kept as it was."""
        return self.state == State.PUBLISHED and rules.is_being_checked(self.review_on, today)

    def hash_of_content(self) -> str:
        """The code to which approval is bound."""
        return keys.mac(
            "edition",
            self.leaflet_id,
            self.number,
            self.title,
            self.summary,
            self.audience,
            self.body,
            self.sources,
            self.review_on,
        )


#: what giving a leaflet rests on: the permission of the client of the case, never that of another family
CLIENTS_PERMISSION = (
    f"{TO_HOLD_DATA} AND a.data_key_id = "  # noqa: S608
    "(SELECT p.data_key_id FROM people p JOIN cases k ON k.person_id = p.id WHERE k.id = NEW.case_id)"
)


class LeafletSent(Table):
    """An edition was given or sent to a client, in a case: "what did we tell them" (D4.12).

    What became of the sending is the message's to say: one that was cancelled or came back told them nothing.
    """

    data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="leaflets_sent", on_delete="RESTRICT")
    case = ForeignKeyField(Case, backref="leaflets_sent", on_delete="RESTRICT")
    edition = ForeignKeyField(Edition, backref="sendings", on_delete="RESTRICT")
    member = ForeignKeyField(Member, backref="leaflets_sent", on_delete="RESTRICT")
    message = ForeignKeyField(OutboxMessage, null=True, backref="+", on_delete="RESTRICT")
    sent_at = DateTimeField()

    GUARDS = (
        rests_on_authority("giving a leaflet", CLIENTS_PERMISSION),
        # moved to another case, it would tell that family what somebody else asked about (C2)
        never("UPDATE", "what was sent to whom is not changed"),
        never("DELETE", "what was sent stays on record"),
    )

    class Meta:
        table_name = "leaflets_sent"


def to_sources(sources: list[Source]) -> str:
    """Sources as the text that is stored."""
    return json.dumps([asdict(source) for source in sources], ensure_ascii=False, sort_keys=True)


def published_editions() -> list[Any]:
    """Every published edition with its leaflet, for lists; sorted by title here, because titles are sealed."""
    query = Edition.select(Edition, Leaflet).join(Leaflet).where(Edition.state == State.PUBLISHED)
    return sorted(query, key=lambda edition: edition.title.casefold())
