"""The tables of this room.

A case rests on an authority, has a key of its own, and is named in the audit record by a reference that dies
with it. Its satellites (notes, covers, conflicts, levels, closings) have tables of their own, so that the case
stays small.
"""

from ppsweb.cases.models.access import CaseConflict, CaseCover
from ppsweb.cases.models.case import Case, new_reference
from ppsweb.cases.models.codes import Channel, Outcome, Status, Topic
from ppsweb.cases.models.enquiries import Enquiry
from ppsweb.cases.models.history import CaseClosing, CaseLevel
from ppsweb.cases.models.notes import Note

__all__ = [
    "Case",
    "CaseClosing",
    "CaseConflict",
    "CaseCover",
    "CaseLevel",
    "Channel",
    "Enquiry",
    "Note",
    "Outcome",
    "Status",
    "Topic",
    "new_reference",
]
