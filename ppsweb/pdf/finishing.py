"""The last touch to a drawing before it is written: numbers that stay unique when fragments are joined.

WeasyPrint counts structure parents from 0 in every document and names table headings after object numbers, so
those of two fragments would be taken for each other.
"""

from __future__ import annotations

from typing import Any

import pydyf

#: structure parents that each fragment may have; a chunk of 25 notes has about 50
SPAN = 100_000


class Finisher:
    """Given to WeasyPrint as `finisher`; moves the numbers of fragment `number` out of the others' way."""

    def __init__(self, number: int) -> None:
        self.number, self.offset = number, number * SPAN

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        for each in pdf.objects:
            if isinstance(each, pydyf.Dictionary):
                self._move(each)
        tree = _by_reference(pdf, _by_reference(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])
        numbers = tree["Nums"]
        if self.number:
            numbers[::2] = [key + self.offset for key in numbers[::2]]
        if numbers:
            # a kid of a number tree says what it reaches from and to
            tree["Limits"] = pydyf.Array([numbers[0], numbers[-2]])

    def _move(self, each: pydyf.Dictionary) -> None:
        if not self.number:
            return
        for key in ("StructParents", "StructParent"):
            if key in each:
                each[key] += self.offset
        # Cells name their headings by the very same string object, so they follow.
        if each.get("S") == "/TH" and "ID" in each:
            each["ID"].string = f"{self.number}-{each['ID'].string}"


def _by_reference(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    return pdf.objects[int(reference.split()[0])]
