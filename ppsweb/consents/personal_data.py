"""What the consents room holds: what another parent said. The permissions themselves are the authorities room's."""

from ppsweb.consents.models import Disagreement
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
]
