"""Sealed columns: AES-256-GCM in the column itself, on both engines.

The council's database and backup administrators are outside the service too (C3, C4), so encryption of the file
or the disk is not enough. A sealed value is: one format byte, the 16 bytes of its key's id, a 12-byte nonce, the
ciphertext with its tag. Table, column and row id are its associated data, so a value moved to another row,
column or table does not open.

A field's `db_value` never sees its row, so the sealing happens where the attribute is set; the column itself
refuses whatever is not sealed, and the table's guard refuses it once more. A row's values open only under the key
that the row names, so that no row is passed off as one of another file by giving it that file's key.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from peewee import BlobField, FieldAccessor

from ppsweb.database import id_bytes, id_from_bytes
from ppsweb.keys.data_keys import NONCE, data_cipher
from ppsweb.keys.ring import ring

FORMAT = b"\x01"
HEAD = 1 + 16


class SealedValue(bytes):
    """Bytes that have been sealed; the only kind that a sealed column takes."""


class NotSealed(TypeError):
    """Clear text was on its way into a sealed column."""


class Tampered(ValueError):
    """A sealed value does not belong where it stands, or has been changed."""


def seal(clear: bytes, place: str, *, key_id: str | None = None, purpose: str | None = None) -> SealedValue:
    """Seal bytes for one place under a data key or a purpose key (exactly one of the two)."""
    raw_id, cipher = _key(key_id, purpose)
    nonce = secrets.token_bytes(NONCE)
    return SealedValue(FORMAT + raw_id + nonce + cipher.encrypt(nonce, clear, place.encode()))


def unseal(value: bytes, place: str, *, purpose: str | None = None) -> bytes:
    """Open a sealed value of one place.

    Raises Tampered if it was moved or changed, KeyDestroyed if its key is gone.
    """
    raw_id = value[1:HEAD]
    if value[:1] != FORMAT or len(value) < HEAD + NONCE + 16:
        raise Tampered(place)
    if purpose is not None and raw_id == purpose_id(purpose):
        cipher = ring().cipher(f"seal {purpose}")
    else:
        cipher = data_cipher(id_from_bytes(raw_id))
    try:
        return cipher.decrypt(value[HEAD : HEAD + NONCE], value[HEAD + NONCE :], place.encode())
    except InvalidTag:
        raise Tampered(place) from None


def purpose_id(purpose: str) -> bytes:
    """The 16 bytes that name a purpose key in front of a value."""
    return hashlib.sha256(b"purpose:" + purpose.encode()).digest()[:16]


def _key(key_id: str | None, purpose: str | None) -> tuple[bytes, AESGCM]:
    if key_id is not None:
        return id_bytes(key_id), data_cipher(key_id)
    if purpose is None:
        raise NotSealed("This row names no key: set its data_key first.")
    return purpose_id(purpose), ring().cipher(f"seal {purpose}")


class _SealedAccessor(FieldAccessor):
    """Reads open, writes seal; what the database gave stays sealed until it is read."""

    field: Sealed

    def __get__(self, instance: Any, instance_type: Any = None) -> Any:
        if instance is None:
            return self.field
        value = instance.__data__.get(self.name)
        if value is None:
            return None
        where = place(instance, self.field)
        key_id = instance.__data__.get("data_key")
        if key_id is not None and bytes(value[1:HEAD]) != id_bytes(key_id):
            raise Tampered(where)
        clear = unseal(bytes(value), where, purpose=_purpose(instance))
        return self.field.from_clear(clear)

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and not isinstance(value, SealedValue):
            key_id = getattr(instance, "data_key_id", None)
            value = seal(
                self.field.to_clear(value),
                place(instance, self.field),
                key_id=key_id,
                purpose=None if key_id is not None else _purpose(instance),
            )
        super().__set__(instance, value)


class Sealed(BlobField):
    """A sealed text column. Cannot be searched or sorted by the database: that is the point."""

    accessor_class = _SealedAccessor
    is_sealed = True

    def db_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, SealedValue):
            raise NotSealed(f"{self.model.__name__}.{self.name}")
        return None if value is None else super().db_value(bytes(value))  # type: ignore[no-untyped-call]

    def python_value(self, value: Any) -> Any:
        return None if value is None else SealedValue(value)

    def to_clear(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text.")
        return value.encode()

    def from_clear(self, clear: bytes) -> Any:
        return clear.decode()


class SealedDate(Sealed):
    """A sealed date, such as a date of birth."""

    def to_clear(self, value: Any) -> bytes:
        if not isinstance(value, date):
            raise TypeError(f"{self.name} takes a date.")
        return value.isoformat().encode()

    def from_clear(self, clear: bytes) -> date:
        return date.fromisoformat(clear.decode())


class SealedBytes(Sealed):
    """Sealed bytes, such as a chunk of a file."""

    def to_clear(self, value: Any) -> bytes:
        return bytes(value)

    def from_clear(self, clear: bytes) -> bytes:
        return clear


def place(instance: Any, field: Any) -> str:
    """Where a value belongs: table, column and row."""
    return f"{instance._meta.table_name}|{field.column_name}|{instance.id}"


def _purpose(instance: Any) -> str | None:
    return getattr(instance._meta, "sealed_for", None)
