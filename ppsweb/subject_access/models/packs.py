"""Packs, the fragments they are assembled from, and each time that one was released.

Fragments are found by a keyed hash of what they were drawn from, so that a worker that dies repeats nothing that
is finished. A password is in no table: what stays is who told it, when and how (D8.02).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import DateField, DateTimeField, ForeignKeyField, IntegerField

from ppsweb import files
from ppsweb.auth.models import Member
from ppsweb.database import CodeField, Guard, Table, kept, kept_once_set, never
from ppsweb.deadlines import clock
from ppsweb.files import File, Kind
from ppsweb.keys import Coded, Tampered
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.passwords import Told
from ppsweb.people.models import Contact
from ppsweb.subject_access.codes import Identity, PackState, Problem
from ppsweb.subject_access.models.items import Item
from ppsweb.subject_access.models.requests import DataRequest

#: a file of the case or client whose request it is: a pack of another family is not passed off as theirs (C2)
OWN_FILE = (
    "NEW.file_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM files f JOIN data_requests r ON r.id = NEW.request_id "
    "WHERE f.id = NEW.file_id AND f.kind = '{kind}' AND (f.data_key_id = r.data_key_id "
    "OR f.data_key_id = (SELECT k.data_key_id FROM cases k WHERE k.id = r.case_id)))"
)
SIGNED = (
    "NOT EXISTS (SELECT 1 FROM data_request_packs p JOIN data_request_signatures s "
    "ON s.request_id = p.request_id AND s.content_hash = p.content_hash "
    "WHERE p.id = NEW.pack_id AND p.request_id = NEW.request_id AND p.state = 'ready')"
)
RELEASED = ("request_id", "pack_id", "contact_id", "message_id", "file_hash", "released_by_id", "created_at")


class Pack(Coded, Table):
    """One making of the pack, of what `content_hash` covers. The newest counts.

    From its end on it carries a code: an older pack that was passed off in the database as one of what is decided now
    is none (C3).
    """

    request = ForeignKeyField(DataRequest, backref="packs", on_delete="RESTRICT")
    content_hash = CodeField(max_length=64)
    state = CodeField(PackState, default=PackState.WAITING)
    asked_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    items = IntegerField(default=0)
    parts = IntegerField(default=0)
    parts_done = IntegerField(default=0)
    pages = IntegerField(default=0)
    problem = CodeField(Problem, null=True)
    problem_item = ForeignKeyField(Item, null=True, backref="+", on_delete="RESTRICT")
    file = ForeignKeyField(File, null=True, backref="+", on_delete="RESTRICT")
    finished_at = DateTimeField(null=True)
    mac = CodeField(max_length=64, null=True)

    CODE_PURPOSE = "pack"
    CODE_COVERS = ("id", "request", "content_hash", "file", "finished_at")
    GUARDS = (
        kept(("request_id", "content_hash", "asked_by_id", "created_at"), "a pack is made anew, not changed"),
        Guard(
            "own_file",
            "INSERT|UPDATE",
            OWN_FILE.format(kind=Kind.PACK),
            "the file of a pack is of the client who asked",
        ),
        Guard(
            "file_kept",
            "UPDATE",
            "OLD.file_id IS NOT NULL AND NEW.file_id <> OLD.file_id",
            "the file of a pack is destroyed, not changed for another",
        ),
        never("DELETE", "that a pack was made stays on record"),
    )

    class Meta:
        table_name = "data_request_packs"

    def data(self) -> bytes:
        """The finished pack, unencrypted. Raises Tampered if the file is not the one that was made for this row."""
        if self.file is None:
            raise LookupError(self.id)
        if not self.is_genuine:
            raise Tampered(f"data_request_packs|{self.id}")
        key = self.request.files_key_id
        return files.read(self.file, kind=Kind.PACK, data_key=key, owner=self)


class Fragment(Coded, Table):
    """Some items, drawn and kept (sealed) so that they need not be drawn again.

    Its code covers what it was drawn from: what was drawn before a note was sealed off is not passed off as anew.
    """

    request = ForeignKeyField(DataRequest, backref="fragments", on_delete="RESTRICT")
    content_mac = CodeField(max_length=64)
    number = IntegerField()
    file = ForeignKeyField(File, backref="+", on_delete="RESTRICT")
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "fragment"
    CODE_COVERS = ("id", "request", "content_mac", "number", "file")
    GUARDS = (
        Guard(
            "own_file",
            "INSERT",
            OWN_FILE.format(kind=Kind.FRAGMENT),
            "a part of a pack is of the client who asked",
        ),
        never("UPDATE", "a part of a pack is drawn anew, not changed"),
    )

    class Meta:
        table_name = "data_request_fragments"
        indexes = ((("request", "content_mac"), True),)

    def data(self) -> bytes:
        """What was drawn. Raises Tampered if the file is not the one that was drawn for this row."""
        if not self.is_genuine:
            raise Tampered(f"data_request_fragments|{self.id}")
        key = self.request.files_key_id
        return files.read(self.file, kind=Kind.FRAGMENT, data_key=key, owner=self)


class Release(Table):
    """A pack left the service: to which address, when, by whom. The second and later ones are reissues (D3.16)."""

    request = ForeignKeyField(DataRequest, backref="releases", on_delete="RESTRICT")
    pack = ForeignKeyField(Pack, backref="releases", on_delete="RESTRICT")
    contact = ForeignKeyField(Contact, backref="+", on_delete="RESTRICT")
    message = ForeignKeyField(OutboxMessage, backref="+", on_delete="RESTRICT")
    file_hash = CodeField(max_length=64)
    released_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    told_at = DateTimeField(null=True)
    told_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    told_how = CodeField(Told, null=True)

    GUARDS = (
        Guard(
            "signed",
            "INSERT",
            SIGNED,
            "only a finished pack that a second person signed is released",
        ),
        Guard(
            "own_address",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM data_requests r JOIN contacts c ON c.person_id = r.person_id "
            "WHERE r.id = NEW.request_id AND c.id = NEW.contact_id AND c.verified_at IS NOT NULL)",
            "a pack goes to a verified address of whoever asked, and to nobody else",
        ),
        Guard(
            "kept",
            "UPDATE",
            " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in RELEASED),
            "a release is not edited",
            refuse_postgresql=" OR ".join(
                f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in RELEASED
            ),
        ),
        kept_once_set(("told_at", "told_by_id", "told_how"), "that the password was told is noted once"),
        never("DELETE", "a release is not deleted"),
    )

    class Meta:
        table_name = "data_request_releases"

    @property
    def answered_on(self) -> date:
        """The day on which it left."""
        return clock.local(self.created_at).date()

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may see the request that was answered."""
        return self.request.is_open_to(member)


class HandOver(Table):
    """A pack was handed over on paper, or posted: when, by whom, and how it was made sure who has it (D8.12)."""

    request = ForeignKeyField(DataRequest, backref="handovers", on_delete="RESTRICT")
    pack = ForeignKeyField(Pack, backref="handovers", on_delete="RESTRICT")
    handed_on = DateField()
    identity = CodeField(Identity)
    handed_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")

    GUARDS = (
        Guard("signed", "INSERT", SIGNED, "only a finished pack that a second person signed is handed over"),
        never("UPDATE", "that a pack was handed over is not edited"),
        never("DELETE", "that a pack was handed over is not deleted"),
    )

    class Meta:
        table_name = "data_request_handovers"

    @property
    def answered_on(self) -> date:
        """The day on which they had it, or it was posted."""
        return self.handed_on
