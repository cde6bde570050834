"""What the leaflets room holds."""

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.leaflets.models import Edition, Leaflet, LeafletSent

HOLDINGS = [
    Holding(
        table=Leaflet,
        columns={**BASE, "slug": Holds.CODE},
        about=About.NOBODY,
        why="The stable address of a leaflet.",
        disclosed="Published.",
        disposed="Never: what parents were told is kept (D5.10).",
    ),
    Holding(
        table=Edition,
        columns={
            **BASE,
            "leaflet": Holds.ID,
            "number": Holds.NUMBER,
            "state": Holds.CODE,
            "title": Holds.SEALED,
            "summary": Holds.SEALED,
            "audience": Holds.SEALED,
            "body": Holds.SEALED,
            "sources": Holds.SEALED,
            "content_hash": Holds.HASH,
            "author": Holds.ID,
            "last_editor": Holds.ID,
            "approved_by": Holds.ID,
            "published_at": Holds.TIME,
            "review_on": Holds.TIME,
            "pdf": Holds.ID,
        },
        about=About.NOBODY,
        why="What a leaflet says, and who wrote and approved it.",
        disclosed="Published.",
        disposed="Never: what parents were told is kept (D5.10).",
    ),
    Holding(
        table=LeafletSent,
        columns={
            **BASE,
            "data_key": Holds.ID,
            "authority": Holds.ID,
            "case": Holds.ID,
            "edition": Holds.ID,
            "member": Holds.ID,
            "message": Holds.ID,
            "sent_at": Holds.TIME,
        },
        about=About.CLIENT,
        why="Which edition a client was given, so that a correction can reach them.",
        disclosed="To the client, in full.",
        disposed="With its case.",
        of_case=lambda case: (
            LeafletSent.select().where(LeafletSent.case == case).order_by(LeafletSent.sent_at)
        ),
    ),
]
