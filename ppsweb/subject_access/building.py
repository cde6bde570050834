"""Making a pack: parts drawn once and kept, assembled, checked, stored. The worker does this (`jobs`).

Every part is found by a keyed hash of all that it is drawn from. So a worker that dies loses the part in its hands
and nothing else, and a pack made again after one changed decision draws only what comes after it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version

from ppsweb import keys, pdf
from ppsweb.deadlines import clock
from ppsweb.pdf import assets, reading
from ppsweb.pdf.engine import AT_ONCE
from ppsweb.subject_access import actions
from ppsweb.subject_access.codes import PackState, Problem
from ppsweb.subject_access.composing import Entry, front, words_html
from ppsweb.subject_access.models import DataRequest, Fragment, Pack
from ppsweb.subject_access.models.items import MARKER_LENGTH
from ppsweb.subject_access.standing import Decided, decided
from ppsweb.subject_access.stopping import CannotBuild
from ppsweb.subject_access.walking import look_up

log = logging.getLogger(__name__)

IN_A_PART = 25
STYLE = "pack"
SHEETS = ("print/base.css", "print/pack.css")


@dataclass(frozen=True)
class Part:
    """Some articles in a row that are drawn together; `first` is the number of the first of them."""

    first: int
    articles: tuple[str, ...] = field(repr=False)
    title: str

    @property
    def html(self) -> str:
        return "".join(self.articles)

    @property
    def content_mac(self) -> str:
        """Of everything that the drawing depends on: text, place, style, and the program that draws."""
        sheets = b"".join(assets.read(name) for name in SHEETS)
        return keys.mac("fragment", self.first, self.title, self.html, sheets, version("weasyprint"))

    def halves(self) -> tuple[Part, Part]:
        middle = len(self.articles) // 2
        return (
            Part(self.first, self.articles[:middle], self.title),
            Part(self.first + middle, self.articles[middle:], self.title),
        )


def build(pack: Pack) -> Pack:
    """Make the pack from first to last. Raises CannotBuild, and NoEngine when nothing can be drawn at all."""
    now = decided(pack.request)
    if now.content_hash != pack.content_hash:
        raise CannotBuild(Problem.CHANGED)
    entries = entries_of(now)
    title = f"Document {pack.request.shown_reference}"
    fragments, used = _drawn(pack, entries, title)
    try:
        data = pdf.assemble(
            front(now, entries, clock.local(pack.created_at).date()),
            fragments,
            title=title,
            reference=f"Reference {pack.request.shown_reference}",
            style=STYLE,
        )
    except pdf.CannotRender as refused:
        raise CannotBuild(Problem(refused.reason)) from refused
    pages = _checked(data, now, entries)
    return actions.finish_pack(clock.now(), pack, data, pages=pages, used=used)


def entries_of(now: Decided) -> list[Entry]:
    """What is given out, numbered without a gap. Raises CannotBuild if an item says something else by now."""
    found = look_up(now.request, now.included)
    given_out = {item.source_id for item in now.included}
    entries = []
    for number, item in enumerate(now.included, start=1):
        each = found.get(item.id)
        if each is None or not each.is_as_gathered(item):
            raise CannotBuild(Problem.CHANGED, item)
        entries.append(Entry(number, item, each.shown.beside(given_out)))
    return entries


def parts_of(entries: Sequence[Entry], title: str, words: str) -> list[Part]:
    """The articles in parts of 25, and the glossary, which is always the last."""
    articles = [entry.html for entry in entries]
    starts = range(0, len(articles), IN_A_PART)
    parts = [Part(start + 1, tuple(articles[start : start + IN_A_PART]), title) for start in starts]
    return [*parts, Part(len(articles) + 1, (words,), title)]


def words_marker(request: DataRequest) -> str:
    """What the glossary is found by in the finished pack."""
    return str(request.id)[-MARKER_LENGTH:]


def _drawn(pack: Pack, entries: Sequence[Entry], title: str) -> tuple[list[pdf.Rendered], set[str]]:
    """Every part as a fragment, in order, and the hashes of those that are kept for this pack."""
    words = words_html(len(entries) + 1, words_marker(pack.request))
    parts = parts_of(entries, title, words)
    kept = {row.content_mac: row for row in Fragment.select().where(Fragment.request == pack.request_id)}
    _progress(pack, 0, len(parts))
    rendered: dict[int, list[pdf.Rendered]] = {}
    used: set[str] = set()
    missing = []
    for part in parts:
        row = kept.get(part.content_mac)
        if row is None:
            missing.append(part)
            continue
        row.request = pack.request  # read once
        rendered[part.first] = [pdf.Rendered.load(row.data())]
        used.add(part.content_mac)
    for part, done in _draw_all(missing, entries):
        for piece, fragment in done:
            if piece.content_mac not in kept:
                actions.keep_fragment(pack, piece.first, piece.content_mac, fragment.dump())
            used.add(piece.content_mac)
        rendered[part.first] = [fragment for _, fragment in done]
        _progress(pack, len(rendered), len(parts))
    return [fragment for part in parts for fragment in rendered[part.first]], used


def _progress(pack: Pack, done: int, parts: int) -> None:
    """Let the page show how far the drawing is; no act, so it leaves no audit row."""
    pack.state, pack.parts_done, pack.parts = PackState.DRAWING, done, parts
    pack.save_changed()


Drawn = list[tuple[Part, pdf.Rendered]]


def _draw_all(parts: Sequence[Part], entries: Sequence[Entry]) -> Iterator[tuple[Part, Drawn]]:
    """Each part with what was drawn of it, in order, as many at a time as the machine draws.

    The threads only wait for the drawing process: the database is for whoever takes the answers.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for start in range(0, len(parts), AT_ONCE):
            few = parts[start : start + AT_ONCE]
            answers = [pool.submit(_draw, part) for part in few]
            for part, answer in zip(few, answers, strict=True):
                try:
                    yield part, answer.result()
                except _Fault as fault:
                    item = entries[fault.number - 1].item if fault.number <= len(entries) else None
                    raise CannotBuild(fault.problem, item) from fault


class _Fault(Exception):
    def __init__(self, problem: Problem, number: int) -> None:
        super().__init__(problem.value)
        self.problem, self.number = problem, number


def _draw(part: Part) -> Drawn:
    """One part; where it cannot be drawn, its halves, until the item at fault stands alone."""
    try:
        return [(part, pdf.fragment(part.html, style=STYLE, title=part.title, number=part.first))]
    except pdf.CannotRender as refused:
        if len(part.articles) == 1:
            raise _Fault(Problem(refused.reason), part.first) from refused
    left, right = part.halves()
    return [*_draw(left), *_draw(right)]


def _checked(data: bytes, now: Decided, entries: Sequence[Entry]) -> int:
    """The number of pages of a pack in which everything that is given out is found, once and in order.

    Nothing that is withheld may be found. Raises CannotBuild.
    """
    expected = [*(entry.item.marker for entry in entries), words_marker(now.request)]
    problems = pdf.check(data, expected)
    texts = reading.texts(data)
    if left_over := withheld_in(texts, now):
        problems.append(f"{left_over} items that are withheld are in it")
    if problems:
        # page numbers and counts only: the check never quotes
        log.error("the pack of request %s is not complete: %s", now.request.id, "; ".join(problems[:10]))
        raise CannotBuild(Problem.NOT_COMPLETE)
    return len(texts)


def withheld_in(texts: Sequence[str], now: Decided) -> int:
    """How many items that are withheld are found on the pages of a finished pack; there may be none (C3)."""
    return sum(1 for item in now.withheld if any(item.marker in text for text in texts))
