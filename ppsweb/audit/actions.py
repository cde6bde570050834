"""What is done with the record: looking at it, which is recorded like any other look."""

from __future__ import annotations

from ppsweb.audit.recording import action, record
from ppsweb.database import Table


@action
def look(by: Table | None) -> None:
    """Record that somebody looked at the record (D6.13)."""
    record("audit.viewed", by=by)
