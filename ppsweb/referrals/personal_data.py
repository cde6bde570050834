"""What the referrals room holds."""

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.referrals.models import Referral

HOLDINGS = [
    Holding(
        table=Referral,
        columns={
            **BASE,
            "data_key": Holds.ID,
            "taken_by": Holds.ID,
            "came_on": Holds.TIME,
            "referrer": Holds.SEALED,
            "organisation": Holds.ID,
            "body": Holds.SEALED,
            "kind": Holds.CODE,
            "asked": Holds.CODE,
        },
        about=About.OUTSIDER,
        why="Which professionals ask for help for a family, and that they were asked to tell the parent of the service "
        "(D4.07). Nothing says for which family.",
        disclosed="To the professional who asks for their own data, from the list of them. To no family.",
        disposed="With its key, as the counted contacts are: when the counts of its year have been published twice.",
    ),
]
