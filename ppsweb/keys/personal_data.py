"""What the keys room holds."""

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.keys.data_keys import DataKey

HOLDINGS = [
    Holding(
        table=DataKey,
        columns={**BASE, "wrapped": Holds.SEALED, "master": Holds.HASH},
        about=About.CLIENT,
        why="A key opens what one case or client's record holds; it says nothing by itself.",
        disclosed="Never: it is not about anybody.",
        disposed="Destroyed with its case or client, which turns every copy of them into noise (D5.09).",
    ),
]
