"""What the audit room holds."""

from ppsweb.audit.models import AuditRow
from ppsweb.database.personal_data import BASE, About, Holding, Holds

HOLDINGS = [
    Holding(
        table=AuditRow,
        columns={
            **BASE,
            "at": Holds.TIME,
            "actor": Holds.ID,
            "action": Holds.CODE,
            "audit_ref": Holds.ID,
            "subject_kind": Holds.CODE,
            "subject": Holds.ID,
            "detail": Holds.CODE,
            "mac": Holds.HASH,
            "seal": Holds.HASH,
        },
        about=About.STAFF,
        why="Who did or saw what, so that a family can be told who read their file and a wrong can be found out.",
        disclosed="To a client: who saw their file and whom it was sent to, by the case's reference. "
        "To a member of staff: their own rows.",
        disposed="Never changed or deleted. Once a case is destroyed nothing says which case its reference meant.",
    ),
]
