"""Sealed columns: AES-256-GCM in the column itself, on both engines.

The council's database and backup administrators are outside the service too (C3, C4), so encryption of the file
or the disk is not enough. A sealed value is: one format byte, the 16 bytes of its key's id, a 12-byte nonce, the
ciphertext with its tag. Table, column and row id are its associated data, so a value moved to another row,
column or table does not open. So is whose row it is, where the table says so (`sealed_with`, names of its columns):
a whole row that is moved to another family's file does not open there.

A field's `db_value` never sees its row, so the sealing happens where the attribute is set; the column itself
refuses whatever is not sealed, and the table's guard refuses it once more. A row's values open only under the key
that the row names, or under the key of its table's purpose if it names none: whoever writes into the database
chooses neither. A query that leaves out the key or the owner gets no value at all (`NotRead`).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from peewee import BlobField, FieldAccessor

from ppsweb.database import id_bytes
from ppsweb.keys.data_keys import NONCE, Tampered, data_cipher
from ppsweb.keys.ring import ring

FORMAT = b"\x01"
HEAD = 1 + 16


class SealedValue(bytes):
    """Bytes that have been sealed; the only kind that a sealed column takes."""


class NotSealed(TypeError):
    """Clear text was on its way into a sealed column."""


class NotRead(LookupError):
    """A sealed value was asked for of a row that was read without its key or its owner."""


def seal(clear: bytes, place: str, *, key_id: str | None = None, purpose: str | None = None) -> SealedValue:
    """Seal bytes for one place under a data key or a purpose key (exactly one of the two)."""
    raw_id = _key_name(key_id, purpose)
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(key_id, purpose).encrypt(nonce, clear, place.encode())
    return SealedValue(FORMAT + raw_id + nonce + sealed)


def unseal(value: bytes, place: str, *, key_id: str | None = None, purpose: str | None = None) -> bytes:
    """Open a sealed value of one place under that data key or purpose key, and no other (exactly one of the two).

    Raises Tampered if it was moved or changed or is under another key, KeyDestroyed if its key is gone.
    """
    raw_id = _key_name(key_id, purpose)
    if value[:HEAD] != FORMAT + raw_id or len(value) < HEAD + NONCE + 16:
        raise Tampered(place)
    cipher = _cipher(key_id, purpose)
    try:
        return cipher.decrypt(value[HEAD : HEAD + NONCE], value[HEAD + NONCE :], place.encode())
    except InvalidTag:
        raise Tampered(place) from None


def purpose_id(purpose: str) -> bytes:
    """The 16 bytes that name a purpose key in front of a value."""
    return hashlib.sha256(b"purpose:" + purpose.encode()).digest()[:16]


def _key_name(key_id: str | None, purpose: str | None) -> bytes:
    """The 16 bytes that stand in front of a value."""
    if key_id is not None:
        return id_bytes(key_id)
    if purpose is None:
        raise NotSealed("This row names no key: set its data_key first.")
    return purpose_id(purpose)


def _cipher(key_id: str | None, purpose: str | None) -> AESGCM:
    return data_cipher(key_id) if key_id is not None else ring().cipher(f"seal {purpose}")


class _SealedAccessor(FieldAccessor):
    """Reads open, writes seal; what the database gave stays sealed until it is read."""

    field: Sealed

    def __get__(self, instance: Any, instance_type: Any = None) -> Any:
        if instance is None:
            return self.field
        value = instance.__data__.get(self.name)
        if value is None:
            return None
        clear = unseal(bytes(value), place(instance, self.field), **_key_of(instance))
        return self.field.from_clear(clear)

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and not isinstance(value, SealedValue):
            value = seal(self.field.to_clear(value), place(instance, self.field), **_key_of(instance))
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
    """Where a value belongs: table, column and row, and whose row it is."""
    owners = [_read(instance, name) for name in owner_names(type(instance))]
    parts = [instance._meta.table_name, field.column_name, _read(instance, "id"), *owners]
    return "|".join("-" if part is None else str(part) for part in parts)


def owner_names(table: type[Any]) -> tuple[str, ...]:
    """The names of the fields that say whose row it is; its sealed values open with these and no others."""
    names: tuple[str, ...] = getattr(table._meta, "sealed_with", ())
    return names


def prove(row: Any) -> None:
    """Raise Tampered unless the row stands where this site wrote it, for reading what it has in clear.

    Opens one sealed value, which is bound to the row's key and owner; a row without any proves nothing.
    """
    for name in type(row)._sealed_names():
        if getattr(row, name) is not None:
            return
    raise Tampered(type(row)._meta.table_name)


def _key_of(instance: Any) -> dict[str, str | None]:
    """Under which key this row's values are: the one that it names, else that of its table's purpose."""
    key_id = _read(instance, "data_key") if "data_key" in instance._meta.fields else None
    purpose = None if key_id is not None else getattr(instance._meta, "sealed_for", None)
    return {"key_id": key_id, "purpose": purpose}


def _read(instance: Any, name: str) -> Any:
    try:
        return instance.__data__[name]
    except KeyError:
        raise NotRead(f"{type(instance).__name__}.{name}") from None
