"""HTML to PDF/UA-1: drawing, joining, checking and locking. No web page and no database in here: text in, bytes out.

    leaflet = pdf.render(html, style="leaflet", title="Asking for an assessment", stamp=pdf.Stamp("Version 3"))

Everything is drawn in a process of its own, with limits, which can fetch nothing but our own fonts (`engine`, `warm`).
"""

from __future__ import annotations

from ppsweb.pdf.assembling import assemble, item_pages, jump
from ppsweb.pdf.checking import check, check_pack
from ppsweb.pdf.drawn import Anchor, Mark, Rendered
from ppsweb.pdf.limits import Limits
from ppsweb.pdf.packing import Built, Item, Pack, drawn_fragments, pack
from ppsweb.pdf.protecting import protect
from ppsweb.pdf.refusals import CannotRender, NoEngine, Reason
from ppsweb.pdf.rendering import fragment, render
from ppsweb.pdf.stamping import Stamp
from ppsweb.pdf.structure import check_structure
from ppsweb.pdf.wording import sentence

__all__ = [
    "Anchor",
    "Built",
    "CannotRender",
    "Item",
    "Limits",
    "Mark",
    "NoEngine",
    "Pack",
    "Reason",
    "Rendered",
    "Stamp",
    "assemble",
    "check",
    "check_pack",
    "check_structure",
    "drawn_fragments",
    "fragment",
    "item_pages",
    "jump",
    "pack",
    "protect",
    "render",
    "sentence",
]
