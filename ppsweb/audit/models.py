"""The append-only record of who did or saw what: ids and codes, never contents (D6.13, D6.14).

Each row carries a code of its own under a key that the database does not have, so that a row edited or
invented by a database administrator shows. A case or client is named by a separate reference that dies with
it, so that this record can outlive the file without naming anybody (D5.06). `seal` is left for the chain that
a single sealer writes: rows in a chain of their own would make every writer wait for every other.
"""

from __future__ import annotations

from peewee import DateTimeField

from ppsweb.audit.vocabulary import Subject
from ppsweb.database import CodeField, IdField, Table, never
from ppsweb.deadlines import clock
from ppsweb.keys import Coded


class AuditRow(Coded, Table):
    """One act, view or refusal."""

    at = DateTimeField(default=clock.now, index=True)
    actor = IdField(null=True, index=True)
    action = CodeField(max_length=60)
    audit_ref = IdField(null=True, index=True)
    subject_kind = CodeField(Subject, default=Subject.NONE)
    subject = IdField(null=True)
    detail = CodeField(null=True, max_length=60)
    mac = CodeField(max_length=64)
    seal = CodeField(null=True, max_length=64)

    CODE_PURPOSE = "audit"
    #: every column but the code itself and the seal
    CODE_COVERS = (
        "id",
        "version",
        "created_at",
        "at",
        "actor",
        "action",
        "audit_ref",
        "subject_kind",
        "subject",
        "detail",
    )
    GUARDS = (
        never("UPDATE", "audit rows are not changed"),
        never("DELETE", "audit rows are not deleted"),
    )

    class Meta:
        table_name = "audit_rows"
