"""Files in sealed chunks: whole or not at all."""

from __future__ import annotations

import os
from typing import Any

import pytest

from ppsweb import files, keys
from ppsweb.database import database
from ppsweb.files import Damaged, File, Kind, MediaType
from ppsweb.files.models import FileChunk
from ppsweb.files.storing import CHUNK


def stored(data: bytes, data_key: Any = None) -> File:
    return files.store(data, kind=Kind.UPLOAD, media=MediaType.PDF, name="letter.pdf", data_key=data_key)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_what_goes_in_comes_out(app: Any, size: int) -> None:
    data = os.urandom(size)
    file = File.get_by_id(stored(data, keys.new_data_key()).id)
    assert file.name == "letter.pdf"
    assert files.read(file) == data


def test_pieces_that_are_missing_swapped_or_of_another_file_are_noticed(app: Any) -> None:
    key = keys.new_data_key()
    file, other = stored(os.urandom(2 * CHUNK), key), stored(os.urandom(2 * CHUNK), key)
    first, second = FileChunk.select().where(FileChunk.file == file).order_by(FileChunk.number)
    assert len(files.read(file)) == 2 * CHUNK
    with database.atomic() as transaction:
        FileChunk.delete().where(FileChunk.id == second.id).execute()
        with pytest.raises(Damaged):
            files.read(file)
        transaction.rollback()
    with database.atomic() as transaction:
        FileChunk.update(number=9).where(FileChunk.id == first.id).execute()
        FileChunk.update(number=0).where(FileChunk.id == second.id).execute()
        FileChunk.update(number=1).where(FileChunk.id == first.id).execute()
        with pytest.raises(Damaged):
            files.read(file)
        transaction.rollback()
    with database.atomic() as transaction:
        FileChunk.update(file=file, number=2).where(
            (FileChunk.file == other) & (FileChunk.number == 1)
        ).execute()
        with pytest.raises(Damaged):
            files.read(file)
        transaction.rollback()
    assert len(files.read(file)) == 2 * CHUNK


def test_a_destroyed_file_leaves_no_piece(app: Any) -> None:
    file, kept = stored(os.urandom(CHUNK + 1)), stored(b"kept")
    files.destroy(file)
    assert File.select().count() == 1
    assert FileChunk.select().count() == 1
    assert files.read(kept) == b"kept"


def test_the_content_is_not_readable_in_the_database(app: Any) -> None:
    file = stored(b"A letter about Zebedee Quillfeather. " * 50)
    raw = b"".join(bytes(chunk.__data__["content"]) for chunk in FileChunk.select())
    assert b"Zebedee" not in raw
    assert b"Zebedee" in files.read(file)


def test_equal_files_are_found_by_content(app: Any) -> None:
    from ppsweb.files.storing import content_mac

    file = stored(b"the same")
    assert files.find(Kind.UPLOAD, content_mac(b"the same")) == file
    assert files.find(Kind.UPLOAD, content_mac(b"another")) is None
    assert files.find(Kind.PACK, content_mac(b"the same")) is None
