"""Messages with the drawing process: whole or refused."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppsweb.pdf import frames
from ppsweb.pdf.drawn import Anchor, Mark, Rendered

RENDERED = Rendered(
    data=b"%PDF-1.7 \x00\xff",
    pages=3,
    marks=(Mark(1, "Żółć", 0, 700.5), Mark(2, "Second", 2, 12.0)),
    anchors={"item-1": Anchor(1, 600.25)},
    number=4,
    refused=2,
)


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()), st.binary())
def test_what_is_joined_is_parted(header: dict[str, object], body: bytes) -> None:
    assert frames.parted(frames.joined(header, body)) == (header, body)


@given(st.integers(min_value=0, max_value=len(frames.joined({"a": 1}, b"body")) - 1))
def test_a_shortened_message_is_refused(length: int) -> None:
    with pytest.raises(frames.BadFrame):
        frames.parted(frames.joined({"a": 1}, b"body")[:length])


def test_a_message_that_goes_on_is_refused() -> None:
    with pytest.raises(frames.BadFrame):
        frames.parted(frames.joined({}, b"body") + b"more")


@pytest.mark.parametrize("head", [b"{", b"[]", b"3", b"\xff"])
def test_a_header_is_a_json_object(head: bytes) -> None:
    with pytest.raises(frames.BadFrame):
        frames.parted(frames.LENGTHS.pack(len(head), 0) + head)


def test_messages_follow_one_another_on_a_line(line: tuple[socket.socket, socket.socket]) -> None:
    one, other = line
    frames.send(one, {"first": True}, b"1")
    frames.send(one, {"second": True})
    assert frames.receive(other) == ({"first": True}, b"1")
    assert frames.receive(other) == ({"second": True}, b"")


def test_the_end_of_the_line_is_told_from_a_message_broken_off(
    line: tuple[socket.socket, socket.socket],
) -> None:
    one, other = line
    one.sendall(frames.joined({"a": 1}, b"body")[:-1])
    one.shutdown(socket.SHUT_WR)
    with pytest.raises(frames.BadFrame) as broken:
        frames.receive(other)
    assert not isinstance(broken.value, frames.Nothing)
    with pytest.raises(frames.Nothing):
        frames.receive(other)


def test_a_length_beyond_reason_is_refused_before_it_is_read(
    line: tuple[socket.socket, socket.socket],
) -> None:
    one, other = line
    one.sendall(frames.LENGTHS.pack(2, frames.MOST_BODY + 1))
    with pytest.raises(frames.BadFrame, match="too long"):
        frames.receive(other)


def test_a_drawing_is_kept_and_read_again() -> None:
    assert Rendered.load(RENDERED.dump()) == RENDERED


@pytest.mark.parametrize("part", ["pages", "marks", "anchors", "number", "refused"])
@pytest.mark.parametrize("instead", ["missing", "x", [1]])
def test_a_drawing_with_a_wrong_part_is_refused(part: str, instead: object) -> None:
    about = json.loads(json.dumps(RENDERED.about()))
    if instead == "missing":
        del about[part]
    else:
        about[part] = instead
    with pytest.raises(frames.BadFrame):
        Rendered.from_parts(about, b"")
