"""Storing, reading and destroying files."""

from __future__ import annotations

import struct

from ppsweb import keys
from ppsweb.database import Table, database
from ppsweb.files.models import File, FileChunk, Kind, MediaType
from ppsweb.keys import DataKey, Tampered

CHUNK = 256 * 1024
#: the file's id, its owner's, its kind, its media type, the number of the piece
HEAD = struct.Struct(">26s26s12s12sI")


class Damaged(ValueError):
    """A file's pieces do not make the file that was stored."""


def store(
    data: bytes,
    *,
    kind: Kind,
    media: MediaType,
    name: str,
    data_key: DataKey | str | None = None,
    owner: Table | str | None = None,
) -> File:
    """Store bytes in sealed chunks, inside the caller's transaction; `name` is what a download is called.

    `owner` is the row that the file belongs to (or its id), for `read` to compare: it is sealed with every piece.
    """
    file = File(
        data_key=data_key, kind=kind, media=media, size=len(data), content_mac=content_mac(data), name=name
    ).insert_new()
    for number, start in enumerate(range(0, len(data), CHUNK)):
        chunk = FileChunk(file=file, data_key=data_key, number=number)
        chunk.content = _head(file, _id(owner), number) + data[start : start + CHUNK]
        chunk.insert_new()
    return file


def read(
    file: File, *, kind: Kind, data_key: DataKey | str | None, owner: Table | str | None = None
) -> bytes:
    """The bytes of a file of this kind, under this key (None: of published files, and of those only).

    The caller says what it expects, and the row that pointed here is not believed: a pointer that was moved in the
    database to another family's file, or to a pack from a leaflet, opens nothing. With `owner` the file is that row's.
    Raises Tampered if it is another file, Damaged if a piece is missing, swapped or of another file.
    """
    if file.kind != kind or file.data_key_id != _id(data_key):
        raise Tampered(f"files|{file.id}")
    pieces = []
    found_owner = _id(owner)
    query = FileChunk.select().where(FileChunk.file == file).order_by(FileChunk.number)
    for number, chunk in enumerate(query):
        if chunk.data_key_id != file.data_key_id:
            raise Tampered(f"file_chunks|{chunk.id}")
        clear = chunk.content
        found_owner = _owner_in(clear) if owner is None else found_owner
        if clear[: HEAD.size] != _head(file, found_owner, number):
            raise Damaged(file.id)
        pieces.append(clear[HEAD.size :])
    data = b"".join(pieces)
    if len(data) != file.size or not keys.mac_holds(file.content_mac, "file", data):
        raise Damaged(file.id)
    return data


def find(kind: Kind, content: str) -> File | None:
    """The newest file of one kind by its content code."""
    return (
        File.select()
        .where((File.kind == kind) & (File.content_mac == content))
        .order_by(File.created_at.desc())
        .first()
    )


def destroy(file: File) -> None:
    """Delete a file and its chunks."""
    with database.atomic():
        FileChunk.delete().where(FileChunk.file == file).execute()
        file.delete_instance()


def content_mac(data: bytes) -> str:
    """A keyed code of the content: equal files are found without the content being guessable."""
    return keys.mac("file", data)


def _head(file: File, owner: str | None, number: int) -> bytes:
    """What is sealed in front of a piece: nothing of it can be changed in the database."""
    return HEAD.pack(
        file.id.encode(), (owner or "").encode(), file.kind.encode(), file.media.encode(), number
    )


def _owner_in(clear: bytes) -> str | None:
    owner: bytes = HEAD.unpack(clear[: HEAD.size])[1]
    return owner.rstrip(b"\0").decode() or None


def _id(row: Table | str | None) -> str | None:
    found: str | None = row.id if isinstance(row, Table) else row
    return found
