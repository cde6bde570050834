"""The gate of a pack: what was asked for is in it, once and in order, and its page numbers are true.

It reads the finished file and trusts nothing that was known while it was made.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
from pikepdf import Array, Name

from ppsweb.pdf import reading
from ppsweb.pdf.engine import engine

PAGE_END = "\f"
PRINTED = re.compile(r"\bpage\s+(\d+)\b")

LOST = -1


def check(data: bytes, expected_ids: Sequence[str]) -> list[str]:
    """What is wrong with a pack or its tags: `check_pack` here and `check_structure` in a process beside it."""
    with ThreadPoolExecutor(1) as beside:
        tags = beside.submit(engine.check, data)
        return check_pack(data, expected_ids) + tags.result()


def check_pack(data: bytes, expected_ids: Sequence[str]) -> list[str]:
    """What is wrong with a pack; nothing where all is well. The answers name pages and numbers, never contents.

    Each of `expected_ids` must be in the text behind the front exactly once, in this order, on the page to which
    its entry in the contents jumps, and the entry must print that page ("page 12"). Every page says "Page n of m".
    """
    texts = reading.texts(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        goals = _goals(pdf)
        problems = [] if Name.Outlines in pdf.Root else ["there are no bookmarks"]
    problems += _wrong_feet(texts)
    if LOST in goals:
        problems.append("an entry of the contents leads to a page that is not there")
    if len(goals) != len(expected_ids):
        return [*problems, f"the contents have {len(goals)} entries for {len(expected_ids)} items"]
    kept = [goal for goal in goals if goal != LOST]
    if not kept:
        return problems
    front = min(kept)
    # In order, with others between them: a letter may say "see page 3", and so may the label of an entry.
    printed = (int(number) for text in texts[:front] for number in PRINTED.findall(text))
    if not all(goal + 1 in printed for goal in goals):
        problems.append("the page numbers printed in the contents are not those that they jump to")
    return problems + _wrong_items(texts, front, goals, expected_ids)


def _wrong_feet(texts: Sequence[str]) -> list[str]:
    last = len(texts)
    return [
        f"page {number} does not say so"
        for number, text in enumerate(texts, start=1)
        if not re.search(rf"\bPage {number} of {last}\b", text)
    ]


def _wrong_items(texts: Sequence[str], front: int, goals: Sequence[int], ids: Sequence[str]) -> list[str]:
    whole = PAGE_END.join(texts[front:])
    starts = [0, *(end + 1 for end in _places(whole, PAGE_END))]
    problems, before = [], -1
    for number, (goal, each) in enumerate(zip(goals, ids, strict=True), start=1):
        found = [place for place in _places(whole, each) if _stands_alone(whole, place, len(each))]
        if len(found) != 1:
            problems.append(f"item {number} is there {len(found)} times")
            continue
        page = front + bisect_right(starts, found[0]) - 1
        if page != goal:
            problems.append(f"item {number} is on page {page + 1}, the contents say {goal + 1}")
        if found[0] <= before:
            problems.append(f"item {number} is out of order")
        before = found[0]
    return problems


def _places(text: str, part: str) -> Iterator[int]:
    """Where `part` begins in `text`, each time; hundreds of items are sought in hundreds of pages."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _stands_alone(text: str, at: int, length: int) -> bool:
    """Not a part of a longer word or number: item 1 is not item 12."""
    around = text[max(at - 1, 0) : at] + text[at + length : at + length + 1]
    return not re.search(r"\w", around)


def _goals(pdf: pikepdf.Pdf) -> list[int]:
    """The pages, from 0, that the contents jump to; a link over two lines counts once."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found: list[tuple[int, float, str]] = []
    for number, page in enumerate(pdf.pages):
        if LOST < min((page for page, _, _ in found), default=LOST) <= number:
            break  # the items begin here, and may have jumps of their own
        for link in page.obj.get(Name.Annots, Array()):
            goal = link.get(Name.Dest)
            if isinstance(goal, Array):
                each = (numbers.get(goal[0].objgen, LOST), float(goal[3]), str(link.Contents))
                if not found or found[-1] != each:
                    found.append(each)
    return [page for page, _, _ in found]
