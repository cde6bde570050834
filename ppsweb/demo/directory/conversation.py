"""What the demo directory says to a client: binds, searches, goodbye."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
from collections.abc import Callable
from typing import Any

from pyasn1.error import PyAsn1Error

from ppsweb.demo.directory import binding, filters, messages
from ppsweb.demo.directory.tree import Tree, normal

OPERATIONS_ERROR, PROTOCOL_ERROR, INAPPROPRIATE_MATCHING, NO_SUCH_OBJECT = 1, 2, 18, 32
BASE_OBJECT = 0
IDLE_SECONDS = 30


class Listener(socketserver.ThreadingTCPServer):
    """Accepts connections; each has a thread, and all end with the server."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], tree: Callable[[], Tree], context: ssl.SSLContext) -> None:
        self.tree = tree
        self.context = context
        self._open: set[socket.socket] = set()
        super().__init__(address, Conversation)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)

    def server_close(self) -> None:
        super().server_close()
        for each in list(self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class Conversation(socketserver.BaseRequestHandler):
    """One client: binds, searches, goodbye."""

    server: Listener

    def handle(self) -> None:
        self.bound: str | None = None
        self.request.settimeout(IDLE_SECONDS)
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A client that goes away, distrusts us or talks nonsense ends its own conversation and nothing else.
        with (
            contextlib.suppress(OSError, messages.Garbled, PyAsn1Error),
            self.server.context.wrap_socket(self.request, server_side=True) as connection,
        ):
            while (message := messages.receive(connection)) is not None:
                answers = self._answers(message)
                if answers is None:
                    return
                connection.sendall(b"".join(answers))

    def _answers(self, message: Any) -> list[bytes] | None:
        """The answers to a message; None ends the conversation."""
        number, operation = int(message["messageID"]), message["protocolOp"]
        kind = operation.getName()
        if kind == "bindRequest":
            return [self._bind(number, operation[kind])]
        if kind == "searchRequest":
            return self._search(number, operation[kind])
        if kind == "extendedReq":
            return [messages.result(number, "extendedResp", PROTOCOL_ERROR, "no such operation")]
        return None

    def _bind(self, number: int, asked: Any) -> bytes:
        self.bound = None
        choice = asked["authentication"]
        if choice.getName() != "simple":
            return messages.result(number, "bindResponse", PROTOCOL_ERROR, "simple binds only")
        tree = self.server.tree()
        code, diagnostic, self.bound = binding.answer(tree, str(asked["name"]), bytes(choice["simple"]))
        return messages.result(number, "bindResponse", code, diagnostic)

    def _search(self, number: int, asked: Any) -> list[bytes]:
        tree, base = self.server.tree(), str(asked["baseObject"])
        if self.bound is None:
            return [_done(number, OPERATIONS_ERROR, "a successful bind must be completed on the connection")]
        if normal(base) not in tree.nodes:
            return [_done(number, NO_SUCH_OBJECT)]
        wanted = [str(name).lower() for name in asked["attributes"]]
        nodes = [tree.nodes[normal(base)]] if int(asked["scope"]) == BASE_OBJECT else tree.below(base)
        try:
            matches = filters.question(bytes(asked["filter"]), tree)
        except filters.CannotMatch as unknown:
            return [_done(number, INAPPROPRIATE_MATCHING, str(unknown))]
        found = [messages.entry(number, node, wanted) for node in nodes if matches(node)]
        return [*found, _done(number, 0)]


def _done(number: int, code: int, diagnostic: str = "") -> bytes:
    return messages.result(number, "searchResDone", code, diagnostic)
