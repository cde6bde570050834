"""Packs, the fragments they are assembled from, and each time that one was released.

Fragments are found by a keyed hash of what they were drawn from, so that a worker that dies repeats nothing that
is finished. A password is in no table: what stays is who told it, when and how (D8.02).
"""

from __future__ import annotations

from typing import Any

from peewee import DateTimeField, ForeignKeyField, IntegerField

from ppsweb.auth.models import Member
from ppsweb.database import CodeField, Guard, Table, never
from ppsweb.files import File
from ppsweb.mail.models import OutboxMessage
from ppsweb.people.models import Contact
from ppsweb.subject_access.codes import PackState, Problem, Told
from ppsweb.subject_access.models.items import Item
from ppsweb.subject_access.models.requests import DataRequest

RELEASED = ("request_id", "pack_id", "contact_id", "message_id", "file_hash", "released_by_id", "created_at")


class Pack(Table):
    """One making of the pack, of what `content_hash` covers. The newest counts."""

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

    class Meta:
        table_name = "data_request_packs"


class Fragment(Table):
    """Some items, drawn and kept (sealed) so that they need not be drawn again."""

    request = ForeignKeyField(DataRequest, backref="fragments", on_delete="RESTRICT")
    content_mac = CodeField(max_length=64)
    number = IntegerField()
    file = ForeignKeyField(File, backref="+", on_delete="RESTRICT")

    class Meta:
        table_name = "data_request_fragments"
        indexes = ((("request", "content_mac"), True),)


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
            "NOT EXISTS (SELECT 1 FROM data_request_packs p JOIN data_request_signatures s "
            "ON s.request_id = p.request_id AND s.content_hash = p.content_hash "
            "WHERE p.id = NEW.pack_id AND p.request_id = NEW.request_id AND p.state = 'ready')",
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
        never("DELETE", "a release is not deleted"),
    )

    class Meta:
        table_name = "data_request_releases"

    def is_open_to(self, member: Any) -> bool:
        """Whether this member may see the request that was answered."""
        return self.request.is_open_to(member)
