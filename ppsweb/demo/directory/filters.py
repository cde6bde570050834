"""Search filters (RFC 4511 section 4.5.1.7), as far as clients of Active Directory ask.

Taken apart here level by level: ldap3's specification of a filter within a filter serves it for writing, but
pyasn1 cannot read by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ldap3.protocol import rfc4511
from ldap3.utils.asn1 import compute_ber_size
from pyasn1.codec.ber import decoder

from ppsweb.demo.directory.tree import Node, Tree, normal

Question = Callable[[Node], bool]

AND, OR, NOT = 0xA0, 0xA1, 0xA2
DEEPEST = 20
IN_CHAIN = "1.2.840.113556.1.4.1941"
BYTES = ("objectguid",)
NAMES = ("member", "memberof")


class CannotMatch(ValueError):
    """A kind of filter that this directory does not know."""


def question(encoded: bytes, tree: Tree, depth: int = 0) -> Question:
    """The question that an encoded filter puts to an entry. Raises CannotMatch, PyAsn1Error."""
    if depth > DEEPEST:
        raise CannotMatch("too deep")
    if encoded[0] not in (AND, OR, NOT):
        return _leaf(encoded, tree)
    parts = [question(each, tree, depth + 1) for each in _each(encoded)]
    if encoded[0] == AND:
        return lambda node: all(part(node) for part in parts)
    if encoded[0] == OR:
        return lambda node: any(part(node) for part in parts)
    return lambda node: not parts[0](node)


def _each(encoded: bytes) -> Iterator[bytes]:
    """The filters within a filter."""
    _, at = compute_ber_size(encoded)
    while at < len(encoded):
        length, head = compute_ber_size(encoded[at : at + 10])
        yield encoded[at : at + head + length]
        at += head + length


def _leaf(encoded: bytes, tree: Tree) -> Question:
    asked, _ = decoder.decode(encoded, asn1Spec=rfc4511.Filter())
    kind = asked.getName()
    if kind not in _LEAVES:
        raise CannotMatch(kind)
    return _LEAVES[kind](asked[kind], tree)


def _equals(asked: Any, tree: Tree) -> Question:
    name = str(asked["attributeDesc"]).lower()
    wanted = _comparable(name, bytes(asked["assertionValue"]))
    return lambda node: any(_comparable(name, value) == wanted for value in node.attributes.get(name, []))


def _is_present(asked: Any, tree: Tree) -> Question:
    name = str(asked).lower()
    return lambda node: bool(node.attributes.get(name))


def _has_parts(asked: Any, tree: Tree) -> Question:
    name = str(asked["type"]).lower()
    parts = [(part.getName(), str(part.getComponent()).casefold()) for part in asked["substrings"]]
    return lambda node: any(_in_order(value, parts) for value in node.attributes.get(name, []))


def _in_order(value: bytes, parts: list[tuple[str, str]]) -> bool:
    text = value.decode(errors="replace").casefold()
    for place, part in parts:
        if place == "final":
            return text.endswith(part)
        at = text.find(part)
        if at < 0 or (place == "initial" and at > 0):
            return False
        text = text[at + len(part) :]
    return True


def _by_rule(asked: Any, tree: Tree) -> Question:
    name, wanted = str(asked["type"]).lower(), normal(str(asked["matchValue"]))
    if str(asked["matchingRule"]) != IN_CHAIN or name not in NAMES:
        raise CannotMatch("extensibleMatch")
    return lambda node: wanted in tree.chain(name, node.dn)


def _comparable(name: str, value: bytes) -> bytes | str:
    if name in BYTES:
        return value
    text = value.decode(errors="replace")
    return normal(text) if name in NAMES else text.casefold()


_LEAVES: dict[str, Callable[[Any, Tree], Question]] = {
    "equalityMatch": _equals,
    "present": _is_present,
    "substringFilter": _has_parts,
    "extensibleMatch": _by_rule,
}
