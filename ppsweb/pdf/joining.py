"""Fragments made into one tagged file: pages, structure and bookmarks of all of them.

No tool does this: `pages.extend` alone keeps the first file's tags and loses the others', and the result still
calls itself tagged. So the structure trees are joined by hand; `finishing` has kept their numbers apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ppsweb.pdf.drawn import Mark, Rendered

#: fragments are as deep as their headings; from this level on a bookmark hides its own
CLOSED_FROM = 2


def joined(parts: Sequence[Rendered], stack: ExitStack) -> pikepdf.Pdf:
    """The first part with the pages and tags of the others behind it, open.

    `stack` keeps the sources open: what was copied from a closed file is lost. Raises ValueError when two parts
    have the same number.
    """
    if len({part.number for part in parts}) != len(parts):
        raise ValueError("two fragments have the same number, so their tags would be mixed up")
    first, *others = parts
    whole = stack.enter_context(pikepdf.open(BytesIO(first.data)))
    root = whole.Root.StructTreeRoot
    trees = [(first.number, root.ParentTree)]
    for part in others:
        source = stack.enter_context(pikepdf.open(BytesIO(part.data)))
        trees.append((part.number, _append(whole, source)))
    trees.sort(key=lambda each: each[0])
    root.ParentTree = whole.make_indirect(Dictionary(Kids=Array([tree for _, tree in trees])))
    root.ParentTreeNextKey = max(int(tree.Limits[1]) for _, tree in trees) + 1
    return whole


def _append(whole: pikepdf.Pdf, source: pikepdf.Pdf) -> pikepdf.Object:
    """Put one file behind another; its parent tree is returned."""
    _resolve_jumps(source)
    # The pages come first, so that the structure copied after them points to the copies.
    whole.pages.extend(source.pages)
    tree = whole.copy_foreign(source.Root.StructTreeRoot)
    target = _document(whole.Root.StructTreeRoot)
    language = source.Root.get(Name.Lang)
    for kid in _document(tree).K:
        kid.P = target
        if language is not None and str(language) != str(whole.Root.get(Name.Lang, "")):
            kid.Lang = String(str(language))
        target.K.append(kid)
    return tree.ParentTree


def _document(root: pikepdf.Object) -> pikepdf.Object:
    """The Document element of a structure tree."""
    return root.K[0]


def _resolve_jumps(pdf: pikepdf.Pdf) -> None:
    """Jumps within a file go by name; names are not copied, so the place itself takes their stead."""
    names = pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests, Dictionary()).get(Name.Names, Array())
    places = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
    for page in pdf.pages:
        for annotation in page.obj.get(Name.Annots, Array()):
            goal = annotation.get(Name.Dest)
            if isinstance(goal, String) and str(goal) in places:
                annotation.Dest = places[str(goal)]


def all_marks(parts: Sequence[Rendered]) -> list[Mark]:
    """The headings of all parts, their pages counted through."""
    found, before = [], 0
    for part in parts:
        found += [Mark(each.level, each.label, each.page + before, each.y) for each in part.marks]
        before += part.pages
    return found


def bookmark(pdf: pikepdf.Pdf, marks: Sequence[Mark]) -> None:
    """Give the file these bookmarks and no others, and have them shown when it is opened."""
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    # The way from the root to the bookmark last made: level and object.
    way: list[tuple[int, pikepdf.Object]] = [(0, outlines)]
    pages = [page.obj for page in pdf.pages]
    for mark in marks:
        while way[-1][0] >= mark.level:
            way.pop()
        parent = way[-1][1]
        made = pdf.make_indirect(
            Dictionary(
                Title=String(mark.label),
                Parent=parent,
                Dest=Array([pages[mark.page], Name.XYZ, 0, mark.y, 0]),
            )
        )
        _hang(parent, made)
        way.append((mark.level, made))
    if Name.First in outlines:
        _count(outlines, level=0)
        pdf.Root.Outlines = outlines
        pdf.Root.PageMode = Name.UseOutlines


def _hang(parent: pikepdf.Object, made: pikepdf.Object) -> None:
    last = parent.get(Name.Last)
    if last is None:
        parent.First = made
    else:
        last.Next, made.Prev = made, last
    parent.Last = made


def _count(item: pikepdf.Object, level: int) -> int:
    """Write how many bookmarks show below an item; closed ones say so by a minus. Returns the number shown."""
    shown, child = 0, item.get(Name.First)
    while child is not None:
        shown += 1 + _count(child, level + 1)
        child = child.get(Name.Next)
    if not shown:
        return 0
    closed = level >= CLOSED_FROM
    item.Count = -shown if closed else shown
    return 0 if closed else shown
