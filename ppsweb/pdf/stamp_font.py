"""The font of the stamps: a part of our own, put into the file once and shared by all its pages."""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ppsweb.pdf import assets

#: what a stamp is likely to hold: one part of the font serves every file of the process
USUAL = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C,
                            0x201D, 0x2022, 0x2026)))  # fmt: skip
UNKNOWN = "?"
TAG = "PPSWEB"


class StampFont(NamedTuple):
    """A part of the font: the program, and glyph and width (thousandths of the size) of each character."""

    program: bytes
    glyphs: dict[str, int]
    widths: dict[str, float]
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]

    def width(self, text: str, size: float) -> float:
        """How wide a text is, in the unit of `size`."""
        return sum(self.widths[sign] for sign in text) * size / 1000

    def encoded(self, text: str) -> bytes:
        """The text as a string of glyph numbers, so nothing in it can end the string early."""
        return b"<" + b"".join(b"%04X" % self.glyphs[sign] for sign in text) + b">"

    def known(self, text: str) -> str:
        """The text with each character that the font lacks replaced by what it is made of, or by `?`."""
        return "".join(sign if sign in self.glyphs else self._instead(sign) for sign in text)

    def _instead(self, sign: str) -> str:
        parts = unicodedata.normalize("NFKD", sign)
        return "".join(part for part in parts if part in self.glyphs) or UNKNOWN

    def embedded(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font as an object of `pdf`, with all that PDF/UA asks: embedded, with widths and its Unicode."""
        program = Stream(pdf, self.program, Length1=len(self.program))
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=self._name, Flags=4, ItalicAngle=0, StemV=80,
            FontBBox=Array(self.box), Ascent=self.ascent, Descent=self.descent, CapHeight=self.cap_height,
            FontFile2=pdf.make_indirect(program),
        )  # fmt: skip
        wide = {glyph: round(self.widths[sign], 1) for sign, glyph in self.glyphs.items()}
        widths = [part for glyph in sorted(wide) for part in (glyph, Array([wide[glyph]]))]
        drawn = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=self._name, CIDToGIDMap=Name.Identity,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor), W=Array(widths),
        )  # fmt: skip
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type0, BaseFont=self._name, Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(drawn)]),
                ToUnicode=pdf.make_indirect(Stream(pdf, self._to_unicode())),
            )
        )  # fmt: skip

    @property
    def _name(self) -> Name:
        return Name(f"/{TAG}+PpswebStamp")

    def _to_unicode(self) -> bytes:
        # One glyph serves space and no-break space, hyphen and soft hyphen: it is read as the plain one.
        signs = {self.glyphs[sign]: sign for sign in sorted(self.glyphs, reverse=True)}
        pairs = [
            b"<%04X> <%s>" % (glyph, signs[glyph].encode("utf-16-be").hex().encode())
            for glyph in sorted(signs)
        ]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        return b"\n".join(
            [
                b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                b"/CMapName /Ppsweb-Stamp def /CMapType 2 def",
                b"1 begincodespacerange <0000> <FFFF> endcodespacerange",
                *(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks),
                b"endcmap CMapName currentdict /CMap defineresource pop end end",
            ]
        )


def for_text(text: str) -> StampFont:
    """The part of the font that can draw `text`, and whatever else is usual."""
    return _part(frozenset(text) - USUAL)


@lru_cache(maxsize=16)
def _part(more: frozenset[str]) -> StampFont:
    # A quarter of a second that only a process that stamps should pay for.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features, options.hinting, options.name_IDs = [], False, [6]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "BASE", "DSIG", "meta"]
    font = TTFont(io.BytesIO(assets.read(assets.FONT)), lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(sign) for sign in USUAL | more])
    cutter.subset(font)
    program = io.BytesIO()
    font.save(program)
    scale = 1000 / font["head"].unitsPerEm
    names = {chr(point): name for point, name in font.getBestCmap().items()}
    head, line = font["head"], font["hhea"]
    return StampFont(
        program=program.getvalue(),
        glyphs={sign: font.getGlyphID(name) for sign, name in names.items()},
        widths={sign: font["hmtx"][name][0] * scale for sign, name in names.items()},
        ascent=round(line.ascent * scale),
        descent=round(line.descent * scale),
        cap_height=round(getattr(font["OS/2"], "sCapHeight", line.ascent) * scale),
        box=(head.xMin, head.yMin, head.xMax, head.yMax),
    )
