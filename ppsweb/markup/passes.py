"""The two sanitisers, each strict enough to stand alone; text goes through the one, then the other.

bleach 6.4.0 is its last release, security included, and nh3 keeps some odd addresses, so neither is trusted
by itself. Both admit a little more than a leaflet may hold (`READS`): a heading of a wrong level, `b` for
`strong`, `div` for `p`, spanning cells. `reading` turns these into what `writing` can write: the short list.
"""

from __future__ import annotations

import threading

import bleach
import nh3

from ppsweb.markup import links

WRITES = frozenset(
    ("p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "abbr")
    + ("table", "caption", "thead", "tbody", "tr", "th", "td")
)
READS = WRITES | frozenset(("h1", "h4", "h5", "h6", "b", "i", "div", "tfoot"))

WRITES_ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "abbr": {"title"}}
READS_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "abbr": {"title"},
}

_threads = threading.local()


def first(html: str) -> str:
    """What bleach leaves of `html`. One Cleaner a thread: its parser keeps state."""
    if not hasattr(_threads, "bleach"):
        _threads.bleach = bleach.Cleaner(
            tags=READS,
            attributes={**READS_ATTRIBUTES, "a": _link_attribute},
            protocols=frozenset(links.SCHEMES),
            strip=True,
            strip_comments=True,
        )
    cleaned: str = _threads.bleach.clean(html)
    return cleaned


def second(html: str) -> str:
    """What nh3 (ammonia) leaves of `html`, by its own parser and its own reading of addresses."""
    return _nh3(READS_ATTRIBUTES).clean(html)


def skeleton(html: str) -> str:
    """The elements of `html` without attributes, by the faster parser: only for measuring nesting."""
    return _nh3({}).clean(html)


def _nh3(attributes: dict[str, set[str]]) -> nh3.Cleaner:
    name = "nh3" if attributes else "nh3_bare"
    if not hasattr(_threads, name):
        cleaner = nh3.Cleaner(
            tags=set(READS),
            attributes={"*": set(), **attributes},
            url_schemes=set(links.SCHEMES),
            url_relative="deny",
            link_rel=None,
            strip_comments=True,
        )
        setattr(_threads, name, cleaner)
    cleaner = getattr(_threads, name)
    assert isinstance(cleaner, nh3.Cleaner)  # noqa: S101 - for the type checker: what was set two lines above
    return cleaner


def _link_attribute(tag: str, name: str, value: str) -> bool:
    return name == "title" or (name == "href" and links.address(value) is not None)
