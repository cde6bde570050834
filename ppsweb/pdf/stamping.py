"""Heads and feet, stamped on finished pages.

WeasyPrint's own margin boxes are tagged outside the tree, so a screen reader would meet them or not as it likes;
a stamp is a real artifact (ISO 14289-1, 7.8). And only on the finished whole is "page n of m" known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary, Name, Stream

from ppsweb.pdf import stamp_font
from ppsweb.pdf.stamp_font import StampFont

FONT = Name("/PpswebStamp")
MM = 72 / 25.4
SIZE, LEADING = 10.0, 13.0
SIDE, FROM_TOP, FROM_BOTTOM = 22 * MM, 13 * MM, 12 * MM
GAP = 12.0
GREY, RULE_GREY = b"0.27 g 0.27 G", b"0.7 G 0.5 w"
MORE = "…"


class Line(NamedTuple):
    """One line of a stamp. `{n}` and `{m}` in it become the number of the page and of all pages."""

    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Stamp:
    """What stands at the foot, and where wanted at the head, of each page.

    `footer_left` may have several lines, parted by line breaks; the page number stands beside the last.
    """

    footer_left: str = ""
    footer_right_format: str = "Page {n} of {m}"
    header: str = ""

    @property
    def head(self) -> tuple[Line, ...]:
        return (Line(self.header),) if self.header else ()

    @property
    def foot(self) -> tuple[Line, ...]:
        *above, last = self.footer_left.split("\n")
        return (*map(Line, above), Line(last, self.footer_right_format))

    @property
    def text(self) -> str:
        """Every character that may come."""
        return self.header + self.footer_left + self.footer_right_format + "0123456789" + MORE


def on(pdf: pikepdf.Pdf, stamp: Stamp) -> None:
    """Stamp every page of an open file."""
    font = stamp_font.for_text(stamp.text)
    _lend(pdf, font.embedded(pdf))
    before = pdf.make_indirect(Stream(pdf, b"q\n"))
    pages = len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        _, _, width, height = (float(side) for side in page.mediabox)
        drawn = b"\n".join([b"Q", *_parts(stamp, font, (number, pages), (width, height))])
        after = pdf.make_indirect(Stream(pdf, drawn))
        # WeasyPrint's pages begin with an unbalanced change of the axes: hence the q in front.
        contents = page.obj.Contents
        middle = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        page.obj.Contents = pikepdf.Array([before, *middle, after])


def _lend(pdf: pikepdf.Pdf, font: pikepdf.Object) -> None:
    """Make the font known to every page; pages of one fragment share their resources."""
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        resources = page.obj.Resources
        if resources.is_indirect and resources.objgen in done:
            continue
        done.add(resources.objgen)
        fonts = resources.get(Name.Font)
        if fonts is None:
            fonts = resources.Font = Dictionary()
        fonts[FONT] = font


def _parts(
    stamp: Stamp, font: StampFont, numbers: tuple[int, int], size: tuple[float, float]
) -> Sequence[bytes]:
    width, height = size
    parts = []
    if stamp.head:
        parts += [_artifact(b"Header", b"Top"), GREY]
        parts += _lines(stamp.head, font, numbers, width, height - FROM_TOP)
        parts.append(b"EMC")
    if stamp.foot:
        top = FROM_BOTTOM + LEADING * (len(stamp.foot) - 1)
        rule = top + SIZE + 4
        parts += [_artifact(b"Footer", b"Bottom")]
        parts.append(b"%s %.2f %.2f m %.2f %.2f l S" % (RULE_GREY, SIDE, rule, width - SIDE, rule))
        parts.append(GREY)
        parts += _lines(stamp.foot, font, numbers, width, top)
        parts.append(b"EMC")
    return parts


def _artifact(subtype: bytes, edge: bytes) -> bytes:
    return b"/Artifact <</Type /Pagination /Subtype /%s /Attached [/%s]>> BDC" % (subtype, edge)


def _lines(
    lines: Sequence[Line], font: StampFont, numbers: tuple[int, int], width: float, top: float
) -> Sequence[bytes]:
    shown = []
    for place, line in enumerate(lines):
        y = top - place * LEADING
        right = font.known(_numbered(line.right, numbers))
        taken = font.width(right, SIZE)
        if right:
            shown.append(_text(font, right, width - SIDE - taken, y))
        room = width - 2 * SIDE - (taken + GAP if right else 0)
        left = _shortened(font.known(_numbered(line.left, numbers)), font, room)
        if left:
            shown.append(_text(font, left, SIDE, y))
    return shown


def _text(font: StampFont, text: str, x: float, y: float) -> bytes:
    return b"BT %s %.1f Tf 1 0 0 1 %.2f %.2f Tm %s Tj ET" % (
        str(FONT).encode(),
        SIZE,
        x,
        y,
        font.encoded(text),
    )


def _numbered(text: str, numbers: tuple[int, int]) -> str:
    return text.replace("{n}", str(numbers[0])).replace("{m}", str(numbers[1]))


def _shortened(text: str, font: StampFont, room: float) -> str:
    """The text, cut where the room ends."""
    if font.width(text, SIZE) <= room:
        return text
    while text and font.width(text + MORE, SIZE) > room:
        text = text[:-1]
    return text.rstrip() + MORE
