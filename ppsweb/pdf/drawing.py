"""Drawing itself: HTML and one of our print sheets in, PDF/UA out. Only the drawing process imports this.

The HTML comes from our own templates, but it holds text of strangers. So whatever brings a style, a script or a
foreign resource is taken out of the tree before the layout sees it, although the markup room did so before.
"""

from __future__ import annotations

import logging
import unicodedata
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from ppsweb.pdf import assets, characters
from ppsweb.pdf.drawn import Anchor, Mark, Rendered
from ppsweb.pdf.fetcher import Locked
from ppsweb.pdf.finishing import Finisher
from ppsweb.pdf.refusals import CannotRender, Reason

VARIANT = "pdf/ua-1"
POINTS_PER_PIXEL = 0.75
SAFE_LINKS = ("https:", "http:", "mailto:", "tel:", "#")
FOREIGN = frozenset(
    {"style", "link", "script", "base", "meta", "svg", "math", "object", "embed", "iframe", "frame", "frameset",
     "applet", "noscript", "template", "video", "audio", "source", "track", "canvas",
     "form", "input", "button", "select", "textarea"}
)  # fmt: skip
WARM_UP = (
    '<html lang="en-GB"><head><title>Warm-up</title></head><body><h1>Zażółć</h1><p>One <strong>two</strong> '
    '<em>three <strong>four</strong></em> <a href="https://example.org/">five</a></p><ul><li>six</li></ul>'
    '<table><thead><tr><th scope="col">Day</th></tr></thead><tbody><tr><td>7</td></tr></tbody></table></body></html>'
)


class Workshop:
    """What is made once and used for every drawing: fonts, parsed sheets, pictures."""

    def __init__(self) -> None:
        # WeasyPrint quotes what it stumbles over, and that may be out of somebody's file.
        logging.getLogger("weasyprint").setLevel(logging.CRITICAL + 1)
        self.assets = assets.all_of_ours()
        self.fonts = FontConfiguration()
        self.pictures: dict[str, Any] = {}
        self.letters = characters.known_to(self.assets[assets.FONT][1])
        base = self._sheet(assets.BASE)
        self.sheets = {name: [base, self._sheet(name)] for name in assets.styles()}
        for style in self.sheets:
            self.draw(WARM_UP, style, 0)

    def warm_up(self) -> None:
        """Touch what every drawing touches."""
        self.draw(WARM_UP, next(iter(self.sheets)), 0)

    def draw(self, html: str, style: str, number: int) -> Rendered:
        """The PDF of one document. Raises CannotRender for missing letters; anything else is the engine's error."""
        fetcher = Locked(self.assets)
        page = HTML(string=characters.spelt_out(html, self.letters), url_fetcher=fetcher)
        strip(page.etree_element)
        document = page.render(font_config=self.fonts, stylesheets=self.sheets[style], cache=self.pictures)
        _neutral(document)
        data = document.write_pdf(pdf_variant=VARIANT, finisher=Finisher(number))
        _all_letters(document)
        return Rendered(
            data=data,
            pages=len(document.pages),
            marks=tuple(_marks(document)),
            anchors=_anchors(document),
            number=number,
            refused=fetcher.refused,
        )

    def _sheet(self, name: str) -> CSS:
        text = self.assets[f"print/{name}.css"][1].decode()
        return CSS(string=text, font_config=self.fonts, url_fetcher=Locked(self.assets))


def strip(root: Element) -> None:
    """Take out every element and attribute that could style, run or fetch; the text around them stays."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2].lower() in FOREIGN:
                _drop(parent, child)
    for element in root.iter():
        element.attrib.pop("style", None)
        if not element.get("href", "#").strip().lower().startswith(SAFE_LINKS):
            del element.attrib["href"]


def _drop(parent: Element, child: Element) -> None:
    if child.tail:
        at = list(parent).index(child)
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _neutral(document: Document) -> None:
    """Nothing in the file's properties but its title and language (D8.06): no author, no date, no attachment."""
    metadata = document.metadata
    metadata.authors, metadata.keywords, metadata.attachments = [], [], []
    metadata.description = metadata.generator = metadata.created = metadata.modified = None


def _all_letters(document: Document) -> None:
    """Raise CannotRender when a letter has no glyph in any font: a screen reader would meet a hole."""
    missing = {point for font in document.fonts.values() for point in font.missing}
    if missing:
        names = sorted(
            {unicodedata.name(chr(point), f"U+{point:04X}").partition(" ")[0] for point in missing}
        )
        raise CannotRender(Reason.MISSING_LETTERS, problems=[name.lower() for name in names])


def _marks(document: Document) -> list[Mark]:
    return [
        Mark(level, " ".join(label.split()), number, _points(page.height - y))
        for number, page in enumerate(document.pages)
        for level, label, (_, y), _ in page.bookmarks
    ]


def _anchors(document: Document) -> dict[str, Anchor]:
    found: dict[str, Anchor] = {}
    for number, page in enumerate(document.pages):
        for name, place in page.anchors.items():
            found.setdefault(name, Anchor(number, _points(page.height - place[1])))
    return found


def _points(pixels: float) -> float:
    return round(pixels * POINTS_PER_PIXEL, 2)
