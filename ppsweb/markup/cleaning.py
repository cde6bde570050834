"""Rich text made safe and sound: bleach, then nh3, then the repairs; the same at save and again at render.

The tree is read by tinyhtml5, which WeasyPrint brings and reads with, so what was mended is what is printed.
(html5lib is a test dependency only, bleach's copy of it is private, and nh3 has no tree to give.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]
from markupsafe import Markup

from ppsweb.markup import limits, passes
from ppsweb.markup.changes import Changes, foreign
from ppsweb.markup.characters import one_newline, text_problem
from ppsweb.markup.reading import Reader
from ppsweb.markup.writing import write

_HIDDEN = re.compile(r"<(script|style|title)(?=[\s/>])", re.IGNORECASE)


@dataclass(frozen=True)
class Cleaned:
    """`html` holds only elements of `passes.WRITES`; `changes` says in sentences what was altered."""

    html: str
    changes: list[str]


def clean(html: str) -> Cleaned:
    """`html` as it may be stored; cleaning the result again changes nothing.

    Raises TooMuch over a cap (`limits`) or where `text_problem` finds a character that cannot be kept.
    """
    problem = text_problem(html)
    if problem:
        raise limits.TooMuch(problem)
    html = one_newline(html)
    limits.check_source(html)
    limits.check_depth(passes.skeleton(html))
    changes = Changes()
    for sentence in foreign(html):
        changes.note(sentence)
    cleaned = write(Reader(changes).read(_body(passes.second(passes.first(_without_hidden(html))))))
    limits.check_source(cleaned)
    limits.check_depth(cleaned)
    return Cleaned(cleaned, changes.sentences())


def safe(html: str) -> Markup:
    """Stored rich text for a template; cleaned again here, so that a row tampered with does no harm."""
    return Markup(clean(html).html)  # noqa: S704 - the one place where rich text becomes safe


def _body(html: str) -> Element:
    """The tree of a sanitised text. A StringIO, because tinyhtml5 opens a short string that names a file."""
    tree = tinyhtml5.parse(StringIO(f"<!doctype html><body>{html}</body>"), namespace_html_elements=False)
    body = tree.find("body")
    assert isinstance(body, Element)  # noqa: S101 - for the type checker: the line above wrote the tag
    return body


def _without_hidden(html: str) -> str:
    """`html` without scripts, styles and titles, whose text bleach would leave standing as words.

    For the reader's sake: safety does not depend on it. What is never closed is left to the sanitisers.
    """
    kept: list[str] = []
    start = 0
    while opening := _HIDDEN.search(html, start):
        closing = re.compile(rf"</{opening.group(1)}\s*>", re.IGNORECASE).search(html, opening.end())
        if closing is None:
            break
        kept.append(html[start : opening.start()])
        start = closing.end()
    return "".join([*kept, html[start:]])
