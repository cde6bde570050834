"""Messages between the site and the process that draws: a JSON header and bytes, each with its length in front.

No pickle: what comes back from a process that read a stranger's text is taken as data and nothing else.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

LENGTHS = struct.Struct("!II")
MOST_HEADER, MOST_BODY = 32 << 20, 512 << 20


class BadFrame(Exception):
    """What was read is not a whole message."""


class Nothing(BadFrame):
    """The other side closed without a word."""


def joined(header: dict[str, Any], body: bytes) -> bytes:
    """One message as bytes."""
    head = json.dumps(header, separators=(",", ":")).encode()
    return LENGTHS.pack(len(head), len(body)) + head + body


def parted(message: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and body of a message. Raises BadFrame."""
    if len(message) < LENGTHS.size:
        raise BadFrame("too short")
    head, body = LENGTHS.unpack_from(message)
    if len(message) != LENGTHS.size + head + body:
        raise BadFrame("not as long as it says")
    start = LENGTHS.size + head
    return _header(message[LENGTHS.size : start]), message[start:]


def send(line: socket.socket, header: dict[str, Any], body: bytes = b"") -> None:
    """Write one message."""
    line.sendall(joined(header, body))


def receive(line: socket.socket) -> tuple[dict[str, Any], bytes]:
    """Read one message. Raises Nothing at the end of the line, BadFrame in the middle of a message."""
    head, body = LENGTHS.unpack(_exactly(line, LENGTHS.size, first=True))
    if head > MOST_HEADER or body > MOST_BODY:
        raise BadFrame("too long")
    return _header(_exactly(line, head)), _exactly(line, body)


def _exactly(line: socket.socket, length: int, *, first: bool = False) -> bytes:
    buffer = bytearray(length)
    view, filled = memoryview(buffer), 0
    while filled < length:
        read = line.recv_into(view[filled:])
        if not read:
            raise Nothing("closed") if first and not filled else BadFrame("closed in the middle")
        filled += read
    return bytes(buffer)


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text)
    except ValueError as error:
        raise BadFrame("no JSON header") from error
    if not isinstance(header, dict):
        raise BadFrame("no JSON object")
    return header
