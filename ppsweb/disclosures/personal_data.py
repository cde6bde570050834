"""What the gate holds."""

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.disclosures.models import Act, Breach, SharingEnd

HOLDINGS = [
    Holding(
        table=Act,
        columns={
            **BASE,
            "case": Holds.ID,
            "data_key": Holds.ID,
            "authority": Holds.ID,
            "breach": Holds.ID,
            "purpose": Holds.CODE,
            "organisation": Holds.ID,
            "member": Holds.ID,
            "state": Holds.CODE,
            "planned_for": Holds.TIME,
            "happened_at": Holds.TIME,
            "happened_on": Holds.TIME,
            "recorded_at": Holds.TIME,
            "done_by": Holds.ID,
            "channel": Holds.CODE,
            "recipient": Holds.SEALED,
            "shared": Holds.SEALED,
            "categories": Holds.CODE,
            "also_present": Holds.SEALED,
            "client_agreed": Holds.CODE,
            "parents_words": Holds.SEALED,
            "told_in_confidence": Holds.CODE,
            "ended_at": Holds.TIME,
            "ended_because": Holds.CODE,
            "late": Holds.CODE,
            "late_seen_at": Holds.TIME,
            "late_seen_by": Holds.ID,
        },
        about=About.CLIENT,
        why="What was told to whom, when, how and on whose permission (C3, C7, I5).",
        disclosed="Act by act, by decision; and in the account of what was told, but for what was told in confidence.",
        disposed="With its case.",
        of_case=lambda case: Act.select().where(Act.case == case).order_by(Act.created_at, Act.id),
    ),
    Holding(
        table=Breach,
        columns={
            **BASE,
            "case": Holds.ID,
            "data_key": Holds.ID,
            "cause": Holds.CODE,
            "opened_by": Holds.ID,
            "why": Holds.SEALED,
            "told": Holds.CODE,
            "told_because": Holds.SEALED,
            "learned": Holds.SEALED,
            "reported": Holds.CODE,
            "closed_by": Holds.ID,
            "closed_at": Holds.TIME,
        },
        about=About.CLIENT,
        why="What was done without permission, whether the client knows, and what was learned (D3.22).",
        disclosed="Breach by breach, by decision.",
        disposed="With its case.",
        of_case=lambda case: (
            Breach.select().where(Breach.case == case).order_by(Breach.created_at, Breach.id)
        ),
    ),
    Holding(
        table=SharingEnd,
        columns={
            **BASE,
            "case": Holds.ID,
            "data_key": Holds.ID,
            "authority": Holds.ID,
            "outcome": Holds.CODE,
            "words": Holds.SEALED,
            "dealt_by": Holds.ID,
            "dealt_at": Holds.TIME,
        },
        about=About.CLIENT,
        why="Whether a body to which something was told has heard that the permission ended (D4.05).",
        disclosed="To the client, by decision.",
        disposed="With its case.",
        of_case=lambda case: (
            SharingEnd.select().where(SharingEnd.case == case).order_by(SharingEnd.created_at, SharingEnd.id)
        ),
    ),
]
