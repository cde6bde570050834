"""One random key for each case and each client, wrapped by the master key.

Destroying such a row destroys all that was sealed under it, wherever a copy lies (D5.09). So this table is
kept out of the series of backups: only one current, encrypted copy of it exists.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from peewee import BlobField, ModelSelect

from ppsweb.database import CodeField, Table, among, id_bytes, written
from ppsweb.keys.ring import ring

NONCE = 12
_local = threading.local()


class KeyDestroyed(LookupError):
    """The key of this value does not exist any more: the value is noise, as it was promised to be."""


class Tampered(ValueError):
    """A sealed value does not belong where it stands, or has been changed."""


class DataKey(Table):
    """One wrapped key. `master` names the master key that wrapped it."""

    wrapped = BlobField()
    master = CodeField(max_length=16)

    class Meta:
        table_name = "data_keys"


def new_data_key() -> DataKey:
    """Make and store a fresh random key; call it inside the transaction of what it will seal."""
    row = DataKey(master=ring().fingerprint())
    secret = AESGCM.generate_key(256)
    nonce = secrets.token_bytes(NONCE)
    row.wrapped = nonce + ring().cipher("wrap data keys").encrypt(nonce, secret, id_bytes(row.id))
    row.insert_new()
    _opened()[row.id] = AESGCM(secret)
    return row


def _opened() -> dict[str, AESGCM]:
    """The keys unwrapped for the request or job at hand; forgotten at its end."""
    if not hasattr(_local, "opened"):
        _local.opened = {}
    opened: dict[str, AESGCM] = _local.opened
    return opened


def forget() -> None:
    """Forget every unwrapped key of this thread: at the end of a request, a job, a rolled-back action."""
    _local.opened = {}


def fetch(key_ids: Iterable[str]) -> None:
    """Unwrap many keys with one query, for a list of rows that are about to be read."""
    missing = [key_id for key_id in set(key_ids) if key_id not in _opened()]
    if not missing:
        return
    for key in _stored(missing):
        _unwrap(key.id, bytes(key.wrapped))


@written
def _stored(ids: list[str]) -> ModelSelect[DataKey]:
    return DataKey.select(DataKey.id, DataKey.wrapped).where(among(DataKey.id, ids))


def data_cipher(key_id: str) -> AESGCM:
    """The cipher of one data key; raises KeyDestroyed when its row is gone."""
    if key_id not in _opened():
        fetch([key_id])
    try:
        return _opened()[key_id]
    except KeyError:
        raise KeyDestroyed(key_id) from None


def _unwrap(key_id: str, wrapped: bytes) -> None:
    try:
        secret = ring().cipher("wrap data keys").decrypt(wrapped[:NONCE], wrapped[NONCE:], id_bytes(key_id))
    except (InvalidTag, ValueError):  # ValueError: so much is missing that it cannot be a key
        raise Tampered(f"data_keys|{key_id}") from None
    _opened()[key_id] = AESGCM(secret)
