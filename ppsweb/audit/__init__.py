"""The append-only record of who did or saw what, and the rule that an act without a row is no act."""

from ppsweb.audit.models import AuditRow
from ppsweb.audit.recording import (
    HasAuditRef,
    NoAuditRow,
    Reference,
    action,
    names,
    record,
    record_each,
    referred_to,
    rows_written,
)
from ppsweb.audit.vocabulary import Subject

__all__ = [
    "AuditRow",
    "HasAuditRef",
    "NoAuditRow",
    "Reference",
    "Subject",
    "action",
    "names",
    "record",
    "record_each",
    "referred_to",
    "rows_written",
]
