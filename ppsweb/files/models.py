"""Files in sealed chunks, in the database: one transaction, one backup, one destruction, no local disk."""

from __future__ import annotations

import enum

from peewee import BigIntegerField, ForeignKeyField, IntegerField

from ppsweb.audit import Subject, names
from ppsweb.database import CodeField, Table, never
from ppsweb.keys import DataKey, Sealed, SealedBytes


class Kind(enum.StrEnum):
    """What a file is for; each kind belongs to one room."""

    LEAFLET = "leaflet"
    FRAGMENT = "fragment"
    PACK = "pack"
    RELEASED = "released"
    UPLOAD = "upload"
    LETTER = "letter"


class MediaType(enum.StrEnum):
    """The types that are kept; the code is what may stand in clear, `media_type` what a browser is told."""

    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    JPEG = "jpeg"
    PNG = "png"
    BYTES = "bytes"

    @property
    def media_type(self) -> str:
        return {
            "pdf": "application/pdf",
            "html": "text/html; charset=utf-8",
            "text": "text/plain; charset=utf-8",
            "jpeg": "image/jpeg",
            "png": "image/png",
        }.get(self.value, "application/octet-stream")


@names(Subject.FILE)
class File(Table):
    """One stored file. Under a case's or client's key if it has one, else under the key of published files."""

    data_key = ForeignKeyField(DataKey, null=True, on_delete="RESTRICT")
    kind = CodeField(Kind)
    media = CodeField(MediaType)
    name = Sealed()
    size = BigIntegerField()
    content_mac = CodeField(max_length=64, index=True)

    GUARDS = (never("UPDATE", "a file is not changed: it is destroyed, and another one stored"),)

    class Meta:
        table_name = "files"
        sealed_with = ("kind", "media")
        sealed_for = "published files"


class FileChunk(Table):
    """A piece of a file. In front of it are sealed its file, what the file is for and whose it is, and its number."""

    file = ForeignKeyField(File, backref="chunks", on_delete="CASCADE")
    data_key = ForeignKeyField(DataKey, null=True, on_delete="RESTRICT")
    number = IntegerField()
    content = SealedBytes()

    GUARDS = (never("UPDATE", "a piece of a file is not changed"),)

    class Meta:
        table_name = "file_chunks"
        sealed_with = ("file",)
        sealed_for = "published files"
        indexes = ((("file", "number"), True),)
