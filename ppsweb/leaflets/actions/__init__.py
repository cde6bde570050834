"""What staff do with leaflets: one verb in one transaction each."""

from ppsweb.leaflets.actions.publishing import has_failed_pdf, make_pdf_again, publish, withdraw_leaflet
from ppsweb.leaflets.actions.sending import send_leaflet
from ppsweb.leaflets.actions.writing import change_draft, start_edition, write_leaflet

__all__ = [
    "change_draft",
    "has_failed_pdf",
    "make_pdf_again",
    "publish",
    "send_leaflet",
    "start_edition",
    "withdraw_leaflet",
    "write_leaflet",
]
