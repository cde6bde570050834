"""LDAP messages to and from bytes, by ldap3's own ASN.1 specifications of RFC 4511."""

from __future__ import annotations

import ssl
from typing import Any

from ldap3.protocol import rfc4511
from pyasn1.codec.ber import decoder, encoder
from pyasn1.type.namedtype import NamedTypes
from pyasn1.type.univ import Any as Encoded

from ppsweb.demo.directory.tree import Node

LARGEST = 64 * 1024


def _with(specification: Any, name: str, component: Any) -> Any:
    """A specification with one component replaced."""
    parts = [
        type(part)(name, component) if part.name == name else part
        for part in specification.componentType.namedTypes
    ]
    return type(specification.__name__, (specification,), {"componentType": NamedTypes(*parts)})


# A filter is kept encoded: see filters.py.
_SEARCH = _with(rfc4511.SearchRequest, "filter", Encoded())
_MESSAGE = _with(rfc4511.LDAPMessage, "protocolOp", _with(rfc4511.ProtocolOp, "searchRequest", _SEARCH())())


class Garbled(ValueError):
    """Not an LDAP message, or one that no client of ours sends."""


def receive(connection: ssl.SSLSocket) -> Any | None:
    """The next message, None when the client has gone. Raises Garbled, OSError, PyAsn1Error."""
    head = connection.recv(2)
    if not head:
        return None
    if len(head) < 2:
        head += _exactly(connection, 1)
    if head[0] != 0x30:
        raise Garbled("not a sequence")
    length = head[1]
    if length & 0x80:
        size = _exactly(connection, min(length & 0x7F, 8))
        head, length = head + size, int.from_bytes(size, "big")
    if length > LARGEST:
        raise Garbled("too long")
    message, _ = decoder.decode(head + _exactly(connection, length), asn1Spec=_MESSAGE())
    return message


def _exactly(connection: ssl.SSLSocket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        part = connection.recv(length - len(received))
        if not part:
            raise Garbled("ends early")
        received += part
    return received


def result(message_id: int, kind: str, code: int, diagnostic: str = "") -> bytes:
    """A final answer: `bindResponse`, `searchResDone` or `extendedResp`."""
    operation = {
        "bindResponse": rfc4511.BindResponse,
        "searchResDone": rfc4511.SearchResultDone,
        "extendedResp": rfc4511.ExtendedResponse,
    }[kind]()
    operation["resultCode"] = rfc4511.ResultCode(code)
    operation["matchedDN"] = rfc4511.LDAPDN("")
    operation["diagnosticMessage"] = rfc4511.LDAPString(diagnostic)
    return _message(message_id, kind, operation)


def entry(message_id: int, node: Node, wanted: list[str]) -> bytes:
    """One entry of a search's answer, with the wanted attributes that it has (`*` or none named: all)."""
    everything = not wanted or "*" in wanted
    attributes = rfc4511.PartialAttributeList()
    for name, values in node.shown.items():
        if values and (everything or name.lower() in wanted):
            attribute = rfc4511.PartialAttribute()
            attribute["type"] = rfc4511.AttributeDescription(name)
            attribute["vals"] = rfc4511.Vals()
            for value in values:
                attribute["vals"].append(rfc4511.AttributeValue(value))
            attributes.append(attribute)
    operation = rfc4511.SearchResultEntry()
    operation["object"] = rfc4511.LDAPDN(node.dn)
    operation["attributes"] = attributes
    return _message(message_id, "searchResEntry", operation)


def _message(message_id: int, kind: str, operation: Any) -> bytes:
    message = rfc4511.LDAPMessage()
    message["messageID"] = rfc4511.MessageID(message_id)
    message["protocolOp"] = rfc4511.ProtocolOp().setComponentByName(kind, operation)
    encoded: bytes = encoder.encode(message)
    return encoded
