"""What the authorities room holds."""

from ppsweb.authorities.models import Authority
from ppsweb.database.personal_data import BASE, About, Holding, Holds

HOLDINGS = [
    Holding(
        table=Authority,
        columns={
            **BASE,
            "kind": Holds.CODE,
            "purpose": Holds.CODE,
            "data_key": Holds.ID,
            "given_at": Holds.TIME,
            "recorded_by": Holds.ID,
            "giver": Holds.SEALED,
            "capacity": Holds.CODE,
            "method": Holds.CODE,
            "wording_version": Holds.CODE,
            "wording_hash": Holds.HASH,
            "language": Holds.CODE,
            "read_back": Holds.CODE,
            "words": Holds.SEALED,
            "conditions": Holds.SEALED,
            "valid_until": Holds.TIME,
            "organisation": Holds.ID,
            "categories": Holds.CODE,
            "signing": Holds.ID,
            "copy": Holds.CODE,
            "paused_at": Holds.TIME,
            "resumed_at": Holds.TIME,
            "withdrawn_at": Holds.TIME,
            "withdrawn_how": Holds.CODE,
            "withdrawn_by": Holds.ID,
            "withdrawn_because": Holds.SEALED,
            "invalidated_at": Holds.TIME,
            "invalidated_because": Holds.SEALED,
        },
        about=About.CLIENT,
        why="What the record rests on: who permitted what, when, how, to which words (C5, D4.01).",
        disclosed="Every permission and its ending, in the order they were given.",
        disposed="With the last case that rests on it.",
        of_person=lambda person: (
            Authority.select().where(Authority.data_key == person.data_key_id).order_by(Authority.given_at)
        ),
    ),
]
