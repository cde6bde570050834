"""Files in sealed chunks: whole or not at all."""

from __future__ import annotations

import os
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb import files, keys
from ppsweb.database import database, new_id
from ppsweb.files import Damaged, File, Kind, MediaType
from ppsweb.files.models import FileChunk
from ppsweb.files.storing import CHUNK
from ppsweb.keys import Tampered
from tests.given.tampering import without_guards


def stored(data: bytes, data_key: Any = None, **changes: Any) -> File:
    values = {"kind": Kind.UPLOAD, "media": MediaType.PDF, "name": "letter.pdf", **changes}
    return files.store(data, data_key=data_key, **values)


def read(file: File) -> bytes:
    return files.read(file, kind=Kind.UPLOAD, data_key=file.data_key_id)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_what_goes_in_comes_out(app: Any, size: int) -> None:
    data = os.urandom(size)
    file = File.get_by_id(stored(data, keys.new_data_key()).id)
    assert file.name == "letter.pdf"
    assert read(file) == data


def test_pieces_that_are_missing_swapped_or_of_another_file_are_noticed(app: Any, store: Any) -> None:
    key = keys.new_data_key()
    file, other = stored(os.urandom(2 * CHUNK), key), stored(os.urandom(2 * CHUNK), key)
    first, second = FileChunk.select().where(FileChunk.file == file).order_by(FileChunk.number)
    assert len(read(file)) == 2 * CHUNK
    with database.atomic() as transaction:
        FileChunk.delete().where(FileChunk.id == second.id).execute()
        with pytest.raises(Damaged):
            read(file)
        transaction.rollback()
    with without_guards(store):
        swap_and_add(file, other, first, second)
    assert len(read(file)) == 2 * CHUNK


def swap_and_add(file: File, other: File, first: FileChunk, second: FileChunk) -> None:
    with database.atomic() as transaction:
        FileChunk.update(number=9).where(FileChunk.id == first.id).execute()
        FileChunk.update(number=0).where(FileChunk.id == second.id).execute()
        FileChunk.update(number=1).where(FileChunk.id == first.id).execute()
        with pytest.raises(Damaged):
            read(file)
        transaction.rollback()
    with database.atomic() as transaction:
        FileChunk.update(file=file, number=2).where(
            (FileChunk.file == other) & (FileChunk.number == 1)
        ).execute()
        with pytest.raises(Tampered):
            read(file)
        transaction.rollback()


@pytest.mark.parametrize("table", [File, FileChunk])
def test_neither_a_file_nor_a_piece_is_changed(app: Any, table: Any) -> None:
    file = stored(b"a letter", keys.new_data_key())
    row = table.get()
    with pytest.raises(IntegrityError), database.atomic():
        table.update(version=2).where(table.id == row.id).execute()
    assert read(file) == b"a letter"


def test_a_file_is_read_only_as_what_it_is(app: Any) -> None:
    """Whoever asks says which kind, under which key and of which row: a pointer to another file opens nothing."""
    key, another = keys.new_data_key(), keys.new_data_key()
    mine, theirs = new_id(), new_id()
    file = stored(b"a pack", key, kind=Kind.PACK, owner=mine)
    public = stored(b"a leaflet", kind=Kind.LEAFLET)
    assert files.read(file, kind=Kind.PACK, data_key=key, owner=mine) == b"a pack"
    assert files.read(file, kind=Kind.PACK, data_key=key.id) == b"a pack"
    assert files.read(public, kind=Kind.LEAFLET, data_key=None) == b"a leaflet"
    for kind, data_key in ((Kind.LEAFLET, key), (Kind.PACK, another), (Kind.PACK, None)):
        with pytest.raises(Tampered):
            files.read(file, kind=kind, data_key=data_key)
    with pytest.raises(Tampered):
        files.read(public, kind=Kind.LEAFLET, data_key=key)
    for owned in (file, public):
        with pytest.raises(Damaged):
            files.read(owned, kind=owned.kind, data_key=owned.data_key_id, owner=theirs)


def test_without_guards_a_pack_does_not_become_a_leaflet(app: Any, store: Any) -> None:
    """Kind and keys changed in both tables: the sealed values themselves say what they are."""
    key = keys.new_data_key()
    file = stored(b"a pack", key, kind=Kind.PACK)
    with without_guards(store):
        for changes in ({"kind": Kind.LEAFLET}, {"kind": Kind.LEAFLET, "data_key": None}):
            with database.atomic() as transaction:
                File.update(**changes).where(File.id == file.id).execute()
                if "data_key" in changes:
                    FileChunk.update(data_key=None).where(FileChunk.file == file).execute()
                changed = File.get_by_id(file.id)
                with pytest.raises((Tampered, Damaged)):
                    files.read(changed, kind=Kind.LEAFLET, data_key=changed.data_key_id)
                with pytest.raises(Tampered):
                    _ = changed.name
                transaction.rollback()
        assert files.read(File.get_by_id(file.id), kind=Kind.PACK, data_key=key) == b"a pack"


def test_a_destroyed_file_leaves_no_piece(app: Any) -> None:
    file, kept = stored(os.urandom(CHUNK + 1)), stored(b"kept")
    files.destroy(file)
    assert File.select().count() == 1
    assert FileChunk.select().count() == 1
    assert read(kept) == b"kept"


def test_the_content_is_not_readable_in_the_database(app: Any) -> None:
    file = stored(b"A letter about Zebedee Quillfeather. " * 50)
    raw = b"".join(bytes(chunk.__data__["content"]) for chunk in FileChunk.select())
    assert b"Zebedee" not in raw
    assert b"Zebedee" in read(file)


def test_equal_files_are_found_by_content(app: Any) -> None:
    from ppsweb.files.storing import content_mac

    file = stored(b"the same")
    assert files.find(Kind.UPLOAD, content_mac(b"the same")) == file
    assert files.find(Kind.UPLOAD, content_mac(b"another")) is None
    assert files.find(Kind.PACK, content_mac(b"the same")) is None
