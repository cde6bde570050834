"""What the consents room holds: what another parent said, and talks with young people. The permissions themselves are
the authorities room's.
"""

from ppsweb.consents.models import Disagreement, SharingCopy, Talk
from ppsweb.database.personal_data import BASE, About, Holding, Holds

HOLDINGS = [
    Holding(
        table=Disagreement,
        columns={
            **BASE,
            "person": Holds.ID,
            "data_key": Holds.ID,
            "objector": Holds.SEALED,
            "said": Holds.SEALED,
            "said_at": Holds.TIME,
            "recorded_by": Holds.ID,
            "decided_at": Holds.TIME,
            "decided_by": Holds.ID,
            "outcome": Holds.CODE,
            "because": Holds.SEALED,
        },
        about=About.CLIENT,
        why="Why sharing for the child waited, and what the manager decided (D4.24).",
        disclosed="By decision, one by one: it tells that another parent was in touch.",
        disposed="With the client.",
        of_person=lambda person: (
            Disagreement.select().where(Disagreement.person == person).order_by(Disagreement.created_at)
        ),
    ),
    Holding(
        table=SharingCopy,
        columns={
            **BASE,
            "person": Holds.ID,
            "sharing": Holds.ID,
            "how": Holds.CODE,
            "message": Holds.ID,
            "given_by": Holds.ID,
            "told_at": Holds.TIME,
            "told_by": Holds.ID,
            "told_how": Holds.CODE,
        },
        about=About.CLIENT,
        why="That they have in writing what they permitted (D4.04).",
        disclosed="To the client, in full.",
        disposed="With the client.",
        of_person=lambda person: (
            SharingCopy.select().where(SharingCopy.person == person).order_by(SharingCopy.created_at)
        ),
    ),
    Holding(
        table=Talk,
        columns={
            **BASE,
            "person": Holds.ID,
            "data_key": Holds.ID,
            "named": Holds.ID,
            "talked_on": Holds.TIME,
            "settled": Holds.CODE,
            "said": Holds.SEALED,
            "recorded_by": Holds.ID,
        },
        about=About.CLIENT,
        why="What was settled with a young person about who decides (D2.20).",
        disclosed="By decision, one by one: it is what somebody else said.",
        disposed="With the client in whose file they are named.",
        of_person=lambda person: Talk.select().where(Talk.person == person).order_by(Talk.created_at),
    ),
]
