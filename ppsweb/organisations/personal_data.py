"""What the organisations room holds."""

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.organisations.models import Organisation

HOLDINGS = [
    Holding(
        table=Organisation,
        columns={
            **BASE,
            "name": Holds.SEALED,
            "kind": Holds.CODE,
            "added_by": Holds.ID,
            "retired_at": Holds.TIME,
        },
        about=About.NOBODY,
        why="The bodies that a parent may permit the service to speak to, by name (D4.01).",
        disclosed="By name, in each permission that names it.",
        disposed="Never: an account of what was told names whom it was told to.",
    ),
]
