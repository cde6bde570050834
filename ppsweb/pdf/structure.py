"""A structural check of a finished file, where veraPDF (Java, only in the tests) is not at hand.

It knows the faults that joining and stamping could make: tags that lead nowhere, contents without tags, links and
fonts left behind. What it finds is told by page and rule, never by the text of the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Found = Iterator[str]
HEADINGS = {f"/H{level}": level for level in range(1, 7)}
#: operators that put something on the page
PAINTS = frozenset(
    {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
)
#: what stands in a page's contents besides numbers: strings and names, which are passed over, MCIDs and operators
WORDS = re.compile(
    rb"""<[0-9A-Fa-f\s]*> | /MCID\s+(?P<mcid>\d+) | /[^\s()<>\[\]{}/%]* | (?P<operator>[A-Za-z'"][A-Za-z0-9*'"]*)""",
    re.VERBOSE,
)
UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"


def check_structure(data: bytes) -> list[str]:
    """What is wrong with the tags of a PDF (PDF/UA-1, ISO 14289-1, section 7); nothing where all is well."""
    with pikepdf.open(BytesIO(data)) as pdf:
        problems = list(_properties(pdf))
        root = pdf.Root.get(Name.StructTreeRoot)
        if root is None:
            return [*problems, "the file is not tagged"]
        tree = _Tree(root)
        problems += tree.problems
        numbers = dict(_numbers(root.get(Name.ParentTree, Dictionary())))
        for number, page in enumerate(pdf.pages, start=1):
            said = [*_page(page, tree, numbers), *_links(page, numbers), *_fonts(page)]
            problems += [f"page {number}: {each}" for each in dict.fromkeys(said)]
        return problems


def _properties(pdf: pikepdf.Pdf) -> Found:
    """7.1 and 7.2: title, language, and the claim to be tagged."""
    root = pdf.Root
    if not str(root.get(Name.Lang, "")):
        yield "no language"
    if not root.get(Name.MarkInfo, Dictionary()).get(Name.Marked, False):
        yield "not marked as tagged"
    if not root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle, False):
        yield "the title is not shown"
    with pdf.open_metadata() as metadata:
        if not metadata.get("dc:title"):
            yield "no title"
        if metadata.get(f"{{{UA_NAMESPACE}}}part") != "1":
            yield "does not say that it is PDF/UA-1"


class _Tree:
    """The structure tree walked once: which marked content each element has, ids, headings in order."""

    def __init__(self, root: pikepdf.Object) -> None:
        self.problems: list[str] = []
        #: page -> MCID -> the element that has it
        self.contents: defaultdict[Any, dict[int, Any]] = defaultdict(dict)
        self.reached: set[Any] = set()
        ids: list[bytes] = []
        wanted: list[bytes] = []
        level = 0
        for element in self._walk(root):
            kind = str(element.get(Name.S))
            if kind in HEADINGS:
                if HEADINGS[kind] > level + 1:
                    self.problems.append(f"a heading of level {HEADINGS[kind]} follows one of level {level}")
                level = HEADINGS[kind]
            if kind == "/Figure" and not str(element.get(Name.Alt, "")):
                self.problems.append("a picture without words")
            if Name.ID in element:
                ids.append(bytes(element.ID))
            wanted += _headers(element)
        if len(ids) != len(set(ids)):
            self.problems.append("two table headings have the same id")
        if not set(wanted) <= set(ids):
            self.problems.append("a table cell names a heading that is not there")

    def _walk(self, root: pikepdf.Object) -> Iterator[pikepdf.Object]:
        """Every element in reading order, without recursion: a table in a list can be deep."""
        waiting = [(kid, root) for kid in reversed(_kids(root))]
        while waiting:
            element, parent = waiting.pop()
            if element.objgen in self.reached:
                self.problems.append("an element is in the tree twice")
                continue
            self.reached.add(element.objgen)
            if element.get(Name.P, Dictionary()).objgen != parent.objgen:
                self.problems.append("an element does not know what it is part of")
            yield element
            below = []
            for kid in _kids(element):
                if isinstance(kid, int):
                    self.contents[element.Pg.objgen][kid] = element.objgen
                elif kid.get(Name.Type) == Name.MCR:
                    page = kid.get(Name.Pg, element.get(Name.Pg))
                    self.contents[page.objgen][int(kid.MCID)] = element.objgen
                elif kid.get(Name.Type) != Name.OBJR:
                    below.append((kid, element))
            waiting += reversed(below)


def _kids(element: pikepdf.Object) -> list[Any]:
    kids = element.get(Name.K)
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _headers(element: pikepdf.Object) -> list[bytes]:
    """The ids of the headings that a table cell names."""
    attributes = element.get(Name.A)
    if attributes is None:
        return []
    each = list(attributes) if isinstance(attributes, Array) else [attributes]
    return [
        bytes(name) for one in each if isinstance(one, Dictionary) for name in one.get(Name.Headers, Array())
    ]


def _numbers(node: pikepdf.Object) -> Iterator[tuple[int, Any]]:
    """What a number tree says."""
    pairs = node.get(Name.Nums, Array())
    for at in range(0, len(pairs), 2):
        yield int(pairs[at]), pairs[at + 1]
    for kid in node.get(Name.Kids, Array()):
        yield from _numbers(kid)


def _page(page: pikepdf.Page, tree: _Tree, numbers: dict[int, Any]) -> Found:
    """7.1: everything painted is tagged or an artifact, and the page and the tree agree on what is whose."""
    if page.obj.get(Name.Tabs) != Name.S:
        yield "does not follow the structure from link to link"
    parents = numbers.get(int(page.obj.get(Name.StructParents, -1)))
    if parents is None:
        yield "has no place in the tree of parents"
        return
    marked, bare = _marked(page)
    if bare:
        yield "something is painted that is neither tagged nor an artifact"
    owners = tree.contents.pop(page.obj.objgen, {})
    for number in marked:
        owner = owners.pop(number, None)
        if owner is None:
            yield "something tagged is not in the tree"
        elif number >= len(parents) or parents[number].objgen != owner:
            yield "something tagged has two different parents"
    if owners:
        yield "the tree names something that is not on the page"


def _marked(page: pikepdf.Page) -> tuple[list[int], bool]:
    """The MCIDs of a page in order, and whether something is painted outside of any mark."""
    marked, open_marks, bare = [], 0, False
    for operator, number in _instructions(page):
        if operator in ("BDC", "BMC"):
            open_marks += 1
            if number is not None:
                marked.append(number)
        elif operator == "EMC":
            open_marks -= 1
        elif operator in PAINTS and not open_marks:
            bare = True
    return marked, bare


def _instructions(page: pikepdf.Page) -> Iterator[tuple[str, int | None]]:
    """Each operator of a page, with the MCID that it is given.

    WeasyPrint and the stamps write text in hexadecimal, so that words can be looked for as they are, ten times as
    fast; where a text in brackets or a picture in line might look like words, the page is parsed.
    """
    contents = page.obj.Contents
    streams = list(contents) if isinstance(contents, Array) else [contents]
    content = b"\n".join(each.read_bytes() for each in streams)
    if b"(" in content or b"BI" in content:
        for instruction in pikepdf.parse_content_stream(page):
            last: Any = instruction.operands[-1] if len(instruction.operands) else None
            marks = isinstance(last, Dictionary) and Name.MCID in last
            yield str(instruction.operator), int(last.MCID) if marks else None
        return
    number: int | None = None
    for found in WORDS.finditer(content):
        if found["mcid"]:
            number = int(found["mcid"])
        elif found["operator"]:
            yield found["operator"].decode(), number
            number = None


def _links(page: pikepdf.Page, numbers: dict[int, Any]) -> Found:
    """7.18: every link is an element of the tree and has words."""
    for annotation in page.obj.get(Name.Annots, Array()):
        if not str(annotation.get(Name.Contents, "")):
            yield "a link without words"
        element = numbers.get(int(annotation.get(Name.StructParent, -1)))
        objects = [] if element is None else [kid for kid in _kids(element) if isinstance(kid, Dictionary)]
        if not any(Name.Obj in kid and kid.Obj.objgen == annotation.objgen for kid in objects):
            yield "a link that is not in the tree"


def _fonts(page: pikepdf.Page) -> Found:
    """7.21: every font is in the file."""
    for font in page.obj.get(Name.Resources, Dictionary()).get(Name.Font, Dictionary()).values():
        drawn = font.DescendantFonts[0] if Name.DescendantFonts in font else font
        descriptor = drawn.get(Name.FontDescriptor, Dictionary())
        if not any(name in descriptor for name in (Name.FontFile, Name.FontFile2, Name.FontFile3)):
            yield "a font that is not in the file"
        if Name.ToUnicode not in font:
            yield "a font that does not say what its letters are"
