"""What is still wrong with a piece of HTML, seen by a parser of its own (html5lib, which the cleaner does not use)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"
# What a browser may be sent to without harm, and the narrower kind that a leaflet's links are of.
SCHEMES = re.compile(r"(https|mailto|tel):.*", re.IGNORECASE | re.DOTALL)
FULL = re.compile(
    r"https://[a-z0-9.-]+(:[0-9]+)?([/?#][^\\\"'<>`]*)?|mailto:[a-z0-9.-]+@[a-z0-9.-]+|tel:\+?[0-9()-]+",
    re.IGNORECASE,
)


def faults(
    html: str,
    elements: Collection[str],
    attributes: Mapping[str, Collection[str]],
    addresses: re.Pattern[str] = FULL,
) -> list[str]:
    """Everything in `html` beyond the given elements, attributes and addresses.

    Read with scripting off and on, as a page's body and as a part of a table, and again after a browser-like
    round of serialising, because a mutation attack is harmless until it has been through a parser once. The end
    tag that follows in a page stands behind it, for it would complete a tag left open.
    """
    found: list[str] = []
    for scripting in (False, True):
        for container in ("div", "td"):
            tree = _fragment(html, container, scripting)
            again = html5lib.serialize(tree, omit_optional_tags=False, quote_attr_values="always")
            for fragment in (tree, _fragment(again, container, scripting)):
                found.extend(_in_tree(list(fragment.iter())[1:], elements, attributes, addresses))
        body = _page(html, scripting).find(f"{HTML}body")
        found.extend(f"attribute body {name}" for name in body.attrib)
        found.extend(_in_tree(list(body.iter())[2:], elements, attributes, addresses))
    return list(dict.fromkeys(found))


def _fragment(html: str, container: str, scripting: bool) -> Any:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"))
    return parser.parseFragment(f"{html}</div>", container=container, scripting=scripting)


def _page(html: str, scripting: bool) -> Any:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"))
    return parser.parse(f"<!doctype html><title>x</title><body><div>{html}</div>", scripting=scripting)


def _in_tree(
    nodes: Iterable[Any],
    elements: Collection[str],
    attributes: Mapping[str, Collection[str]],
    addresses: re.Pattern[str],
) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node.tag, str):
            yield f"comment {node.text}"
            continue
        name = node.tag.removeprefix(HTML)
        if name not in elements:
            yield f"element {node.tag}"
        for attribute, value in node.attrib.items():
            if attribute not in attributes.get(name, ()):
                yield f"attribute {name} {attribute}"
            elif attribute == "href" and not addresses.fullmatch(_seen(value)):
                yield f"address {value!r}"


def _seen(address: str) -> str:
    """The address as a lenient browser would read it: without spaces, controls and invisible characters."""
    unseen = ("Cc", "Cf", "Zs", "Zl", "Zp")
    return "".join(letter for letter in address if unicodedata.category(letter) not in unseen)
