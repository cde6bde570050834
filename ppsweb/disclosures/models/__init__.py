"""What was done outside and what is planned, what was done without permission, and what ended with a permission."""

from ppsweb.disclosures.models.acts import Act, Because, State
from ppsweb.disclosures.models.breaches import Breach, Cause, Told
from ppsweb.disclosures.models.ends import SharingEnd, TheirTurn

__all__ = ["Act", "Because", "Breach", "Cause", "SharingEnd", "State", "TheirTurn", "Told"]
