"""One document, or one part of a pack: HTML in, PDF/UA out."""

from __future__ import annotations

import io
from dataclasses import replace
from html import escape

import pikepdf

from ppsweb.pdf import stamping
from ppsweb.pdf.drawn import Rendered
from ppsweb.pdf.engine import engine
from ppsweb.pdf.limits import DEFAULT, Limits
from ppsweb.pdf.stamping import Stamp

LANGUAGE = "en-GB"


def render(
    html: str,
    *,
    style: str,
    title: str,
    lang: str = LANGUAGE,
    stamp: Stamp | None = None,
    limits: Limits = DEFAULT,
) -> Rendered:
    """A document of its own. `html` is a body or a whole page; `style` names a sheet of static/print.

    `title` and `lang` are the file's, whatever the HTML says. Equal input gives equal bytes. Raises CannotRender.
    """
    drawn = engine.draw(document(html, title, lang), style=style, limits=limits)
    if stamp is None:
        return drawn
    with pikepdf.open(io.BytesIO(drawn.data)) as pdf:
        stamping.on(pdf, stamp)
        return replace(drawn, data=saved(pdf))


def fragment(
    html: str, *, style: str, title: str, number: int, lang: str = LANGUAGE, limits: Limits = DEFAULT
) -> Rendered:
    """Part `number` (1, 2 …) of a pack, to be kept and handed to `assemble`: it has no head, foot or contents.

    Each item in it is an element with an id that begins with `item-`. Raises CannotRender.
    """
    if number < 1:
        raise ValueError("number 0 is the front of the pack")
    return engine.draw(document(html, title, lang), style=style, number=number, limits=limits)


def document(html: str, title: str, lang: str) -> str:
    """A whole page around `html`. Where that is a whole page itself, the parser keeps our title and language."""
    return (
        f'<!doctype html><html lang="{escape(lang)}"><head><title>{escape(title)}</title></head>'
        f"<body>{html}</body></html>"
    )


def saved(pdf: pikepdf.Pdf, lock: pikepdf.Encryption | None = None) -> bytes:
    """The file as bytes; without a lock the same for the same contents."""
    written = io.BytesIO()
    pdf.save(
        written,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=lock is None,
        encryption=lock,
    )
    return written.getvalue()
