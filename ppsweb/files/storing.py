"""Storing, reading and destroying files."""

from __future__ import annotations

import struct

from ppsweb import keys
from ppsweb.database import database
from ppsweb.files.models import File, FileChunk, Kind, MediaType
from ppsweb.keys import DataKey

CHUNK = 256 * 1024


class Damaged(ValueError):
    """A file's pieces do not make the file that was stored."""


def store(data: bytes, *, kind: Kind, media: MediaType, name: str, data_key: DataKey | None = None) -> File:
    """Store bytes in sealed chunks, inside the caller's transaction; `name` is what a download is called."""
    file = File(
        data_key=data_key, kind=kind, media=media, size=len(data), content_mac=content_mac(data), name=name
    ).insert_new()
    for number, start in enumerate(range(0, len(data), CHUNK)):
        chunk = FileChunk(file=file, data_key=data_key, number=number)
        chunk.content = struct.pack(">26sI", file.id.encode(), number) + data[start : start + CHUNK]
        chunk.insert_new()
    return file


def read(file: File) -> bytes:
    """The bytes of a file; raises Damaged if a piece is missing, swapped or of another file."""
    pieces = []
    for number, chunk in enumerate(
        FileChunk.select().where(FileChunk.file == file).order_by(FileChunk.number)
    ):
        clear = chunk.content
        if clear[:30] != struct.pack(">26sI", file.id.encode(), number):
            raise Damaged(file.id)
        pieces.append(clear[30:])
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
